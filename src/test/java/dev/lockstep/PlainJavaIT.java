package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Features without the Vector API. All other tests run on it where the JDK has it, so that its plain twin would go unseen;
 * since both give the same bits, reports must say the same of every number, to the last ulp. What has no
 * kernels, such as losses and 50 digits, is left out.
 */
@Tag("slow")
class PlainJavaIT {
    private static final Path FEATURES = Path.of("features").toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void reportsDifferInTheNameOfTheKernelsOnly() throws Exception {
        LauncherProcess plain = run("none");
        LauncherProcess vectors = run("auto");

        assertThat(plain.out()).contains("kernels: plain Java, since lockstep.vector is none");
        assertThat(vectors.out()).anyMatch(line -> line.startsWith("kernels: Vector API, "));
        List<String> ofPlain = report("none");
        List<String> ofVectors = report("auto");
        assertThat(ofPlain).hasSameSizeAs(ofVectors).hasSizeGreaterThan(4_000);
        assertThat(IntStream.range(0, ofPlain.size())
                        .filter(line -> !ofPlain.get(line).equals(ofVectors.get(line)))
                        .mapToObj(ofPlain::get)
                        .limit(5))
                .containsExactly("    \"kernels\" : \"plain Java, since lockstep.vector is none\"");
    }

    private LauncherProcess run(String vector) throws Exception {
        LauncherProcess run = LauncherProcess.run(
                folder,
                Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -Dlockstep.vector=" + vector),
                "run",
                FEATURES.resolve("forward/lstm.feature").toString(),
                FEATURES.resolve("forward/simple-rnn.feature").toString(),
                // Eight states fill a vector of every width.
                FeatureLine.at(FEATURES.resolve("gradient/layers.feature"), "| LSTM(3→4) "),
                "--frameworks",
                "ours,dl4j",
                "--report",
                vector);
        assertThat(run.exitCode()).as(String.join("\n", run.out())).isZero();
        return run;
    }

    private List<String> report(String vector) throws Exception {
        return Files.readAllLines(folder.resolve(vector).resolve("report.json"));
    }
}
