package dev.lockstep.experiment.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is made of measured numbers; all expected ones are computed by hand. */
class BenchResultTest {
    /** 2·B·T·G·h·(3·in + 3·h) = 2·2·7·4·5·24. */
    private static final double FLOPS = 13_440;

    private static final GridPoint SMALLEST = GridPoint.of(LayerType.LSTM, "3,5,7,2");
    private static final GridPoint LARGEST = GridPoint.of(LayerType.LSTM, "256,512,20,64");
    private static final BenchResult RESULT = new BenchResult(
            new BenchPlan(List.of("dl4j", "pytorch"), 1, List.of(SMALLEST, LARGEST), 0.4, 5, true),
            new BenchResult.Machine("JVM 17", "Linux amd64", "a processor", 2),
            "Lockstep 7",
            "by hand",
            100,
            List.of(
                    new BenchResult.PeerTitle("dl4j", "Deeplearning4j 1", ""),
                    new BenchResult.PeerTitle("pytorch", "PyTorch", "python3 has no torch")),
            List.of(
                    new PointResult(
                            SMALLEST,
                            0.002688,
                            Map.of("dl4j", new PeerTime(2.5536, "1 thread", 26.88, 1e-15)),
                            List.of()),
                    new PointResult(LARGEST, Double.NaN, Map.of(), List.of("ours failed"))),
            List.of(
                    new Growth("T", new GridPoint(LayerType.LSTM, 32, 64, 10, 4), 0.5, new StepMemory(30_000, 10_000)),
                    new Growth(
                            "T", new GridPoint(LayerType.LSTM, 32, 64, 100, 4), 5, new StepMemory(300_000, 100_000))),
            List.of("a setting, since it crashed"),
            List.of("LSTM 256,512,20,64: ours failed"));

    @Test
    void json_has_the_fields_that_tools_read() {
        JsonNode json = JsonMapper.shared().readTree(BenchJson.of(RESULT));
        assertThat(json.path("peakGflops").asDouble()).isEqualTo(100);
        assertThat(json.path("kernel").asString()).isEqualTo("by hand");
        assertThat(json.path("jdk").asString()).isEqualTo("JVM 17");
        assertThat(json.path("machine").path("cpu").asString()).isEqualTo("a processor");
        JsonNode point = json.path("points").path(0);
        assertThat(point.path("layer").asString()).isEqualTo("LSTM");
        assertThat(List.of("in", "h", "T", "B", "threads"))
                .extracting(size -> point.path(size).asInt())
                .containsExactly(3, 5, 7, 2, 1);
        assertThat(point.path("oursMs").asDouble()).isEqualTo(0.002688);
        assertThat(point.path("gflops").asDouble()).isCloseTo(5, within(1e-12));
        assertThat(point.path("peakFraction").asDouble()).isCloseTo(0.05, within(1e-14));
        JsonNode peer = point.path("peers").path("dl4j");
        assertThat(peer.path("ms").asDouble()).isEqualTo(2.5536);
        assertThat(peer.path("setting").asString()).isEqualTo("1 thread");
        assertThat(peer.path("asInstalledMs").asDouble()).isEqualTo(26.88);
        assertThat(point.path("ratio").path("dl4j").asDouble()).isCloseTo(950, within(1e-9));
        assertThat(point.path("target").path("dl4j").path("ratio").asDouble()).isEqualTo(1000);
        assertThat(point.path("target").path("dl4j").path("met").asBoolean(true))
                .isFalse();
        assertThat(point.path("peers").has("pytorch")).isFalse();
        assertThat(json.path("peers").path(1).path("absent").asString()).isEqualTo("python3 has no torch");
        assertThat(json.path("points").path(1).has("oursMs")).isFalse();
        JsonNode growth = json.path("growth").path(1);
        assertThat(growth.path("along").asString()).isEqualTo("T");
        assertThat(growth.path("T").asInt()).isEqualTo(100);
        assertThat(growth.path("bytesPerTimeStepAndRow").asDouble()).isEqualTo(1000);
        assertThat(json.path("errors")).hasSize(1);
        assertThat(json.path("dropped")).hasSize(1);
    }

    @Test
    void the_table_says_what_was_reached_and_what_was_missed() {
        List<String> lines = BenchTable.of(RESULT);
        assertThat(lines.get(0))
                .isEqualTo("Lockstep 7 (by hand), JVM 17, Linux amd64, a processor, 2 processors; 1 thread;"
                        + " FMA peak 100.0 GF/s");
        assertThat(lines)
                .anyMatch(line ->
                        line.matches("3,5,7,2 +0\\.0027 +5\\.0 +5 % +2\\.55 +26\\.9 +950 +≥ 1000 MISSED +absent"))
                .anyMatch(line -> line.matches("256,512,20,64 +ERROR.*"))
                .contains("left out: a setting, since it crashed", "ERROR: LSTM 256,512,20,64: ours failed")
                .anyMatch(line -> line.matches("32,64,100,4 +5\\.00 +12\\.500 +1000 +100000"));
    }

    @Test
    void curves_are_drawn_of_what_was_measured() {
        assertThat(BenchChart.times(RESULT).orElseThrow().svg())
                .contains("LSTM, ours", "LSTM, Deeplearning4j 1 at its best", "FMA peak")
                .doesNotContain("PyTorch");
        assertThat(BenchChart.growth(RESULT).orElseThrow().svg())
                .contains("against T, with B = 4", "in proportion to T", "1e1", "1e2");
    }

    @Test
    void operations_are_counted_with_the_input_gradient() {
        assertThat(SMALLEST.flops()).isEqualTo(FLOPS);
        assertThat(GridPoint.of(LayerType.SIMPLE_RNN, "3,5,7,2").flops()).isEqualTo(FLOPS / 4);
    }

    @Test
    void targets_are_those_that_were_set() {
        assertThat(Target.of(LARGEST, "pytorch", 1)).contains(new Target(1.4, false));
        assertThat(Target.of(LARGEST, "dl4j", 1)).contains(new Target(3, false));
        assertThat(Target.of(LARGEST, "pytorch", 2)).contains(new Target(2, false));
        assertThat(Target.of(LARGEST, "dl4j", 2)).isEmpty();
        assertThat(Target.of(GridPoint.of(LayerType.LSTM, "1,1,1,1"), "dl4j", 1))
                .isEmpty();
        Target ahead = Target.of(GridPoint.of(LayerType.SIMPLE_RNN, "3,5,7,2"), "dl4j", 1)
                .orElseThrow();
        assertThat(ahead.isMetBy(1)).isFalse();
        assertThat(ahead.isMetBy(1.01)).isTrue();
        assertThat(new Target(1.4, false).isMetBy(1.4)).isTrue();
        assertThat(Target.ofPeak(LARGEST, 1)).contains(new Target(0.75, false));
        assertThat(Target.ofPeak(LARGEST, 2)).contains(new Target(0.70, false));
        assertThat(Target.ofPeak(SMALLEST, 1)).isEmpty();
    }

    @Test
    void the_median_is_the_middle() {
        assertThat(Median.of(9, 1, 5)).isEqualTo(5);
        assertThat(Median.of(List.of(4.0, 1.0, 100.0, 2.0))).isEqualTo(3);
        assertThatThrownBy(Median::of).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settings_are_few_and_take_out_what_the_launcher_sets() {
        Setting installed = Setting.asInstalled(List.of());
        assertThat(installed.variables()).containsEntry("OMP_NUM_THREADS", "").containsEntry("OPENBLAS_CORETYPE", "");
        List<Setting> one = Setting.tried(1, "", List.of());
        assertThat(one.get(0).name()).isEqualTo("1 thread");
        assertThat(one).allSatisfy(setting -> assertThat(setting.variables()).containsEntry("OMP_NUM_THREADS", "1"));
        List<Setting> two = Setting.tried(2, "-avx2 natives", List.of("-Dx"));
        assertThat(two).hasSize(2 * one.size());
        Setting last = two.get(two.size() - 1);
        assertThat(last.name()).startsWith("2 threads, passive").endsWith("-avx2 natives");
        assertThat(last.variables()).containsEntry("OMP_WAIT_POLICY", "PASSIVE").containsEntry("OMP_NUM_THREADS", "2");
        assertThat(last.options()).containsExactly("-Dx");
    }
}
