package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The benchmark as people call it, at its smallest point. */
@Tag("slow")
class BenchIT {
    @TempDir
    Path folder;

    @Test
    void the_benchmark_times_both_layers_beside_deeplearning4j() throws IOException, InterruptedException {
        LauncherProcess run = LauncherProcess.run(
                folder,
                Map.of("LOCKSTEP_PYTHON", "/nowhere/python3"),
                "bench",
                "--peers",
                "dl4j,pytorch",
                "--points",
                "3,5,7,2",
                "--seconds",
                "0.05");
        assertThat(run.exitCode()).as(String.join("\n", run.err())).isZero();
        assertThat(run.out())
                .anyMatch(line -> line.matches("3,5,7,2 .*≥ 1000 .* absent"))
                .contains("pytorch: absent, because /nowhere/python3 cannot be started");
        Path report = folder.resolve("target/lockstep-report");
        assertThat(report.resolve("bench.svg")).content().contains("LSTM, ours", "SimpleRnn, ours", "FMA peak");
        JsonNode json =
                JsonMapper.shared().readTree(report.resolve("bench.json").toFile());
        assertThat(json.path("errors")).isEmpty();
        assertThat(json.path("peakGflops").asDouble()).isPositive();
        assertThat(json.path("points")).hasSize(2);
        for (JsonNode point : json.path("points")) {
            assertThat(point.path("ratio").path("dl4j").asDouble()).isPositive();
            assertThat(point.path("peers").path("dl4j").path("distance").asDouble())
                    .isLessThan(1e-12);
            assertThat(List.of("oursMs", "gflops", "peakFraction"))
                    .allSatisfy(
                            figure -> assertThat(point.path(figure).asDouble()).isPositive());
        }
    }
}
