package dev.lockstep.experiment.detective;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convention.Conventions;
import dev.lockstep.frameworks.Frameworks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DetectiveTrialsTest {
    private static DetectiveResult run(List<String> progress) {
        return new DetectiveTrials(
                        List.of(Frameworks.ours()),
                        List.of(Conventions.named("gate-order-gfoi"), Conventions.named("bias-dropped")),
                        2,
                        3,
                        11)
                .run(progress::add);
    }

    @Test
    void whatIsPlantedIsNamedAndFaultsAreNot() {
        List<String> progress = new ArrayList<>();
        DetectiveResult result = run(progress);
        assertThat(result.remarks()).isEmpty();
        assertThat(result.isPerfect()).isTrue();
        assertThat(result.falseNames()).isZero();
        assertThat(result.entries()).allSatisfy(entry -> {
            assertThat(entry.trials()).isEqualTo(2);
            assertThat(entry.missed()).isZero();
            assertThat(entry.namedFirst()).isPositive();
        });
        assertThat(progress).hasSize(2).first().asString().startsWith("1/2  gate-order-gfoi: named ");
    }

    @Test
    void theFileHoldsEveryEntry() {
        JsonNode json = JsonMapper.shared()
                .readTree(DetectiveJson.of(new DetectiveResult(
                        List.of(new DetectiveResult.Entry("bias-dropped", 5, 3, 1)), 100, 1, List.of("a remark"))));
        assertThat(json.at("/entries/0/id").asString()).isEqualTo("bias-dropped");
        assertThat(json.at("/entries/0/trials").asInt()).isEqualTo(5);
        assertThat(json.at("/entries/0/namedFirst").asInt()).isEqualTo(3);
        assertThat(json.at("/entries/0/indistinguishable").asInt()).isEqualTo(1);
        assertThat(json.at("/falseNames").asInt()).isEqualTo(1);
    }

    @Test
    void aMissOrAFalseNameIsNotPerfect() {
        DetectiveResult.Entry missed = new DetectiveResult.Entry("bias-dropped", 5, 3, 1);
        DetectiveResult.Entry found = new DetectiveResult.Entry("bias-dropped", 5, 4, 1);
        assertThat(new DetectiveResult(List.of(missed), 0, 0, List.of()).isPerfect())
                .isFalse();
        assertThat(new DetectiveResult(List.of(found), 0, 1, List.of()).isPerfect())
                .isFalse();
        assertThat(new DetectiveResult(List.of(found), 0, 0, List.of()).isPerfect())
                .isTrue();
    }
}
