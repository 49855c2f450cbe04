package dev.lockstep.experiment.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.frameworks.TrainingSteps;
import dev.lockstep.port.TrainingStep;
import dev.lockstep.worker.WorkerFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real contestants: the protocol, and that their steps compute the same as Deeplearning4j's. */
@Tag("slow")
class StepWorkerTest {
    @TempDir
    Path folder;

    @Test
    void requests_are_answered_one_after_another() {
        GridPoint point = GridPoint.of(LayerType.LSTM, "2,3,4,5");
        PointData data = PointData.random(point);
        data.write(folder.resolve("data"));
        Entrant entrant = Cast.of(List.of(), 1, Map.of()).ours();
        try (Contestant ours = new Contestant(entrant, Contestant.LIMITS)) {
            assertThatThrownBy(() -> ours.time(0.01, 1))
                    .isInstanceOf(WorkerFailure.class)
                    .hasMessageEndingWith("no step is prepared");
            StepNumbers numbers = ours.prepare(point, folder.resolve("data"), folder.resolve("numbers"));
            TrainingStep here = TrainingSteps.of("ours", data.scenario(), 1);
            here.take();
            assertThat(numbers.distanceTo(StepNumbers.of(here)).relative()).isZero();
            StepTime time = ours.time(0, 3);
            assertThat(time.steps()).isGreaterThanOrEqualTo(3);
            assertThat(time.milliseconds()).isPositive();
            assertThat(ours.peak(0.01)).isPositive();
            assertThat(ours.kernel()).isNotEmpty();
            assertThatThrownBy(() -> ours.prepare(
                            GridPoint.of(LayerType.LSTM, "2,3,4,6"), folder.resolve("data"), folder.resolve("numbers")))
                    .isInstanceOf(WorkerFailure.class)
                    .hasMessageContaining("bytes expected");
        }
    }

    /** Of a step that holds more than the rest of a JVM gives back meanwhile: what it has read, and every h, gate and c. */
    @Test
    void memory_is_what_a_step_holds() {
        GridPoint point = GridPoint.of(LayerType.LSTM, "64,64,100,32");
        PointData.random(point).write(folder.resolve("data"));
        try (Contestant ours = new Contestant(Cast.of(List.of(), 1, Map.of()).ours(), Contestant.LIMITS)) {
            ours.prepare(point, folder.resolve("data"), folder.resolve("numbers"));
            assertThat(ours.memory().held()).isGreaterThan(100 * 32 * 64 * Double.BYTES);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ours_steps_as_deeplearning4j_does(LayerType layer) {
        PointData data = PointData.random(GridPoint.of(layer, "3,5,7,2"));
        StepNumbers ours = twoSteps("ours", data);
        // Numbers of Deeplearning4j's own fit.
        assertThat(ours.distanceTo(twoSteps("dl4j", data)).relative()).isLessThan(1e-13);
    }

    @ParameterizedTest
    @EnumSource
    void ours_steps_as_pytorch_does(LayerType layer) {
        Peer pytorch = Cast.of(List.of("pytorch"), 1, System.getenv()).peers().get(0);
        assumeTrue(pytorch.absent().isEmpty(), pytorch.absent());
        GridPoint point = GridPoint.of(layer, "3,5,7,2");
        PointData data = PointData.random(point);
        data.write(folder.resolve("data"));
        TrainingStep ours = TrainingSteps.of("ours", data.scenario(), 1);
        ours.take();
        try (Contestant contestant = new Contestant(pytorch.entrants().get(1), Contestant.LIMITS)) {
            StepNumbers theirs = contestant.prepare(point, folder.resolve("data"), folder.resolve("numbers"));
            // Numbers of PyTorch's autograd.
            assertThat(StepNumbers.of(ours).distanceTo(theirs).relative()).isLessThan(1e-13);
            assertThat(contestant.time(0, 3).steps()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void a_python_that_is_not_there_is_absent_with_the_reason() {
        Peer pytorch = Cast.of(List.of("pytorch"), 1, Map.of("LOCKSTEP_PYTHON", "/nowhere/python3"))
                .peers()
                .get(0);
        assertThat(pytorch.absent()).isEqualTo("/nowhere/python3 cannot be started");
        assertThat(pytorch.entrants()).isEmpty();
    }

    private static StepNumbers twoSteps(String framework, PointData data) {
        try (TrainingStep step = TrainingSteps.of(framework, data.scenario(), 1)) {
            step.take();
            step.take();
            return StepNumbers.of(step);
        }
    }
}
