package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration of exploding gradients, held against theory. */
class ExplodingGradientsTest {
    private static final Pattern ROW =
            Pattern.compile("(\\S.*\\S) {2,}(\\d\\S*) +(\\d\\.\\d{6})  ([=≤≈]) (\\d\\.\\d{6})  (\\S+) +(\\S+)");
    private static final List<String> PICTURES = List.of(
            "gradients-clipped.svg",
            "gradients-lstm.svg",
            "gradients-simplernn-identity.svg",
            "gradients-simplernn-relu-all-units-on.svg",
            "gradients-simplernn-relu.svg",
            "gradients-simplernn-tanh.svg");

    @TempDir
    private static Path folder;

    private static List<String> printed;

    @BeforeAll
    static void watch() {
        printed = run();
    }

    @Test
    void every_layer_and_radius_has_a_row_on_the_right_side_of_theory() {
        List<Matcher> rows =
                printed.stream().map(ROW::matcher).filter(Matcher::matches).toList();
        assertThat(rows).hasSize(5 * 5);
        for (Matcher row : rows) {
            double measured = Double.parseDouble(row.group(3));
            double theory = Double.parseDouble(row.group(5));
            switch (row.group(4)) {
                case "=" -> {
                    assertThat(measured).as(row.group()).isEqualTo(theory);
                    assertThat(theory).isEqualTo(Double.parseDouble(row.group(2)));
                }
                case "≤" -> assertThat(measured).as(row.group()).isBetween(0.0, theory);
                default ->
                    // σ(1) + ρ/4, to six digits.
                    assertThat(theory).isEqualTo(0.731059 + Double.parseDouble(row.group(2)) / 4, within(1e-6));
            }
            assertThat(Double.parseDouble(row.group(6))).isEqualTo(measured / theory, within(3e-6));
            assertThat(Double.parseDouble(row.group(7)))
                    .as("Deeplearning4j: " + row.group())
                    .isLessThan(1e-12);
        }
    }

    @Test
    void relu_is_said_to_be_no_remedy_and_clipping_to_leave_the_error() {
        // 1.5^19 = 2216.8…, and 1.1^19 = 6.1159…
        assertThat(printed)
                .anyMatch(line -> line.startsWith("ReLU is no remedy") && line.contains("2.2e+03 times"))
                .anyMatch(line -> line.startsWith("Clipping bounds") && line.contains("becomes 1.00 by global norm"))
                .anyMatch(line -> line.startsWith("Clipping bounds") && line.endsWith("at step 1 stays 6.12."));
    }

    @Test
    void pictures_are_the_same_every_time() throws IOException {
        List<String> first = pictures();
        run();
        assertThat(first).hasSize(PICTURES.size()).allMatch(svg -> svg.startsWith("<svg"));
        assertThat(first.get(1)).contains("theory ≈ 1.0061^(t − k)");
        assertThat(pictures()).isEqualTo(first);
    }

    private static List<String> pictures() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString())).containsExactlyInAnyOrderElementsOf(PICTURES);
        }
        List<String> svgs = new ArrayList<>();
        for (String picture : PICTURES) {
            svgs.add(Files.readString(folder.resolve(picture)));
        }
        return svgs;
    }

    private static List<String> run() {
        PrintStream out = System.out;
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
        try {
            assertThat(Lockstep.run("demo", "exploding-gradients", "--time", "20", "--report", folder.toString()))
                    .isZero();
        } finally {
            System.setOut(out);
        }
        return console.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
