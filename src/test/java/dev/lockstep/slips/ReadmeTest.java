package dev.lockstep.slips;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the README shows is what happens. */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)\n```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void the_specification_agrees() throws IOException {
        JsonNode report = new Slip("none")
                .noticedBy(feature().toString(), "not @none", "")
                .run(folder);

        assertThat(report.at("/totals/agree").asInt()).isEqualTo(1);
        String numbers = report.at("/totals/comparisons").asInt() + " quantities, "
                + report.at("/totals/elements").asInt() + " numbers compared";
        assertThat(blocks("console").get(0)).contains(numbers);
    }

    @Test
    void the_java_example_prints_what_is_shown() throws Exception {
        Path source =
                Files.writeString(folder.resolve("Example.java"), blocks("java").get(0));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", System.getProperty("java.class.path"), source.toString());
        assertThat(result).as("compiler's result").isZero();

        assertThat(printedBy("Example")).isEqualTo(blocks("console").get(1));
    }

    @Test
    void the_failure_reads_as_shown() throws IOException {
        Slip slip = new Slip("recurrent weights transposed")
                .in(
                        "dev/lockstep/layer/RecurrentRun.java",
                        "pack(gate, inputs, weights.RW());",
                        "forwardWeights.packTransposed(gate, inputs, units, weights.RW().array(), "
                                + "weights.RW().offset() + gate * units, gates * units);")
                .noticedBy(feature().toString(), "not @none", "");

        String message = slip.run(folder).at("/scenarios/0/message").asString();

        assertThat(withoutFolder(message)).contains(blocks("console").get(2));
    }

    private Path feature() throws IOException {
        return Files.writeString(
                folder.resolve("two-units.feature"), blocks("gherkin").get(0) + "\n");
    }

    private String withoutFolder(String message) {
        return message.replaceAll("where    \\S*two-units", "where    two-units");
    }

    private String printedBy(String main) throws ReflectiveOperationException, IOException {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            loader.loadClass(main).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(out);
        }
        return printed.toString(StandardCharsets.UTF_8).strip().replace(System.lineSeparator(), "\n");
    }

    private static List<String> blocks(String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(Path.of("README.md")));
        while (matcher.find()) {
            if (matcher.group(1).equals(language)) {
                blocks.add(matcher.group(2));
            }
        }
        return blocks;
    }
}
