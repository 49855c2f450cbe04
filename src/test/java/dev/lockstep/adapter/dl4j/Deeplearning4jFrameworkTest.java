package dev.lockstep.adapter.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.adapter.samediff.SameDiffFramework;
import dev.lockstep.model.Case;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Training;
import dev.lockstep.port.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/** The framework as a whole: who it is, in which precision it counts, and that cases leave no trace in one another. */
class Deeplearning4jFrameworkTest {
    private static final NetworkSpec NETWORK = Cases.networks().get("deep");

    @Test
    void should_say_who_it_is() {
        Deeplearning4jFramework framework = new Deeplearning4jFramework();

        assertThat(framework.id()).isEqualTo("dl4j");
        assertThat(framework.title()).isEqualTo("Deeplearning4j");
        assertThat(framework.available()).isEqualTo(Support.YES);
        assertThat(framework.version()).matches("\\d+\\.\\d+\\.\\d+.*").isEqualTo(versionInJarName());
    }

    /** Independent of the adapter's source, which is Maven's note within the jar. */
    private static String versionInJarName() {
        String jar = org.deeplearning4j.nn.multilayer.MultiLayerNetwork.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return jar.replaceAll(".*/deeplearning4j-nn-(.*)\\.jar", "$1");
    }

    @Test
    void should_compute_in_double_precision_throughout() {
        Observations observations = Cases.observe(everything(11));

        for (Quantity quantity : observations.quantities()) {
            for (double value : observations.get(quantity).values()) {
                assertThat(value).as(quantity.toString()).isNotEqualTo((double) (float) value);
            }
        }
    }

    @Test
    void should_observe_every_kind_in_the_order_of_the_layers() {
        List<String> parts = Cases.observe(everything(11)).quantities().stream()
                .filter(quantity -> quantity.kind() == Quantity.Kind.GRADIENT)
                .map(quantity -> quantity.layer() + " " + quantity.part())
                .toList();

        assertThat(parts)
                .containsExactly(
                        "a W", "a RW", "a b", "b W", "b RW", "b b", "b p", "c W", "c RW", "c b", "out W", "out b");
        assertThat(Cases.observe(everything(11)).quantities())
                .extracting(Quantity::kind)
                .contains(
                        Quantity.Kind.OUTPUTS,
                        Quantity.Kind.FINAL_HIDDEN,
                        Quantity.Kind.FINAL_CELL,
                        Quantity.Kind.SCORE,
                        Quantity.Kind.INPUT_GRADIENT,
                        Quantity.Kind.PARAMETER,
                        Quantity.Kind.OPTIMIZER_STATE);
    }

    @Test
    void should_carry_nothing_from_one_case_to_the_next() {
        Observations first = Cases.observe(everything(11));

        Cases.observe(everything(12));
        Cases.observe(Cases.forward(NETWORK, 4, 3, true, 13));
        Observations again = Cases.observe(everything(11));

        assertSame(again, first);
    }

    @Test
    void should_leave_the_case_as_it_was() {
        Case scenario = everything(11);

        Cases.observe(scenario);

        assertThat(scenario.weights().asMap())
                .isEqualTo(everything(11).weights().asMap());
        assertThat(scenario.input().values())
                .containsExactly(everything(11).input().values());
    }

    /** Another start, {@code initWithBackend}, would make another executioner. */
    @Test
    void should_start_nd4j_once_for_all_cases_and_frameworks() {
        Cases.observe(everything(11));
        OpExecutioner executioner = Nd4j.getExecutioner();

        Cases.observe(everything(12));
        new Deeplearning4jFramework().observe(everything(13));
        new SameDiffFramework().observe(everything(14));

        assertThat(Nd4j.getExecutioner()).isSameAs(executioner);
    }

    @Test
    void should_serve_several_threads() throws Exception {
        List<Observations> alone = new ArrayList<>();
        List<Callable<Observations>> tasks = new ArrayList<>();
        for (int seed = 1; seed <= 8; seed++) {
            Case scenario = everything(seed);
            alone.add(Cases.observe(scenario));
            tasks.add(() -> new Deeplearning4jFramework().observe(scenario));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Observations>> together = threads.invokeAll(tasks);
            for (int i = 0; i < alone.size(); i++) {
                assertSame(together.get(i).get(), alone.get(i));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertSame(Observations found, Observations expected) {
        assertThat(found.quantities()).containsExactlyElementsOf(expected.quantities());
        for (Quantity quantity : expected.quantities()) {
            assertThat(found.get(quantity).values())
                    .as(quantity.toString())
                    .containsExactly(expected.get(quantity).values());
        }
    }

    private static Case everything(long seed) {
        Case scenario = Cases.loss(NETWORK, Loss.of(LossFunction.XENT, Reduction.MEAN_OVER_BATCH), 3, 2, false, seed);
        Objective.Targets objective = (Objective.Targets) scenario.objective();
        OptimizerSpec adam = new OptimizerSpec.Adam(0.01, 0.9, 0.999, 1e-8, OptimizerSpec.Adam.Form.REORDERED);
        Minibatch minibatch = new Minibatch(scenario.input(), objective.targets());
        Training training = new Training(adam, OptimizerState.initial(adam, NETWORK), List.of(minibatch, minibatch));
        return new Case(
                "everything",
                NETWORK,
                scenario.weights(),
                scenario.input(),
                scenario.initialStates(),
                objective,
                Optional.of(training),
                Set.of(
                        Quantity.Kind.OUTPUTS,
                        Quantity.Kind.FINAL_HIDDEN,
                        Quantity.Kind.FINAL_CELL,
                        Quantity.Kind.SCORE,
                        Quantity.Kind.GRADIENT,
                        Quantity.Kind.INPUT_GRADIENT,
                        Quantity.Kind.PARAMETER,
                        Quantity.Kind.OPTIMIZER_STATE));
    }
}
