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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration, held against what it is said to show. */
class DemoTest {
    private static final int MINIBATCHES = 15 * 20;
    private static final Pattern COSTS = Pattern.compile("\\s*(\\d+)  (\\d\\.\\d{15})    (\\d\\.\\d{15})     .*");
    private static final Pattern ROW = Pattern.compile("  (x1|x2|t|y)  ?([01]{7})  +(\\d+)(?:  (right|wrong))?");

    @TempDir
    private static Path folder;

    private static List<String> printed;

    @BeforeAll
    static void watch() {
        printed = run();
    }

    @Test
    void both_frameworks_learn_to_add_along_the_same_curve() {
        List<Matcher> costs =
                printed.stream().map(COSTS::matcher).filter(Matcher::matches).toList();
        assertThat(costs).hasSize(MINIBATCHES);
        // A loss of ln 2 per bit is guessing; both end well below a tenth of that.
        assertThat(cost(costs.get(0), 2)).isGreaterThan(0.6);
        assertThat(cost(costs.get(MINIBATCHES - 1), 2)).isLessThan(0.07);
        assertThat(costs).allSatisfy(line -> assertThat(cost(line, 2)).isCloseTo(cost(line, 3), within(1e-12)));
    }

    @Test
    void five_fresh_sums_of_each_are_shown_with_real_predictions() {
        List<Matcher> rows =
                printed.stream().map(ROW::matcher).filter(Matcher::matches).toList();

        assertThat(rows).hasSize(2 * 5 * 4);
        for (int i = 0; i < rows.size(); i += 4) {
            int sum = number(rows.get(i)) + number(rows.get(i + 1));
            assertThat(number(rows.get(i + 2))).as("target").isEqualTo(sum);
            String judged = number(rows.get(i + 3)) == sum ? "right" : "wrong";
            assertThat(rows.get(i + 3).group(4)).isEqualTo(judged);
            assertThat(rows.subList(i, i + 4))
                    .allSatisfy(row -> assertThat(number(row))
                            .as("decimal of the bits")
                            .isEqualTo(Integer.parseInt(
                                    new StringBuilder(row.group(2)).reverse().toString(), 2)));
        }
    }

    @Test
    void the_picture_is_the_same_every_time() throws IOException {
        run("--epochs", "2");
        String first = Files.readString(folder.resolve("binary-adder.svg"));
        run("--epochs", "2");

        assertThat(first).contains("Lockstep", "Deeplearning4j").startsWith("<svg");
        assertThat(Files.readString(folder.resolve("binary-adder.svg"))).isEqualTo(first);
    }

    @Tag("slow")
    @Test
    void the_documents_setting_lists_the_cost_before_training_and_after_every_update() {
        List<Matcher> costs = run("--document").stream()
                .map(COSTS::matcher)
                .filter(Matcher::matches)
                .toList();

        assertThat(costs.stream().map(line -> line.group(1)))
                .startsWith("0", "1")
                .endsWith("100")
                .hasSize(101);
        // Two biases of zero and a start of zero leave outputs near one half: the first cost is near ln 2.
        assertThat(cost(costs.get(0), 2)).isBetween(0.6, 0.8);
        assertThat(costs.subList(0, 20))
                .allSatisfy(line -> assertThat(cost(line, 2)).isCloseTo(cost(line, 3), within(1e-12)));
    }

    @Tag("slow")
    @Test
    void shares_of_starts_are_counted_for_every_setting_and_the_recipe_is_right() {
        List<String> lines = run("--starts", "2");

        assertThat(lines)
                .filteredOn(line -> line.matches("ε .* minibatches: [012] of 2 starts add them all"))
                .hasSize(6);
        assertThat(lines)
                .filteredOn(line -> line.matches("  seed [12]: start \\d+, cost \\S+, 1000 right"))
                .hasSize(2);
    }

    private static List<String> run() {
        return run("--epochs", "15");
    }

    private static List<String> run(String... options) {
        PrintStream out = System.out;
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
        try {
            List<String> arguments = new ArrayList<>(List.of("demo", "binary-adder", "--report", folder.toString()));
            arguments.addAll(List.of(options));
            assertThat(Lockstep.run(arguments.toArray(String[]::new))).isZero();
        } finally {
            System.setOut(out);
        }
        return console.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static double cost(Matcher line, int group) {
        return Double.parseDouble(line.group(group));
    }

    private static int number(Matcher row) {
        return Integer.parseInt(row.group(3));
    }
}
