package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Commands that the READMEs quote are such that they could be typed. */
class CommandsInTextTest {
    private static final List<Path> TEXTS =
            List.of(Path.of("README.md"), Path.of("reference", "README.md"), Path.of("features", "README.md"));
    /** A line of its own, what it does behind two spaces; or a word in a sentence. */
    private static final Pattern COMMAND = Pattern.compile(
            "^ *(?:\\$ )?target/lockstep (\\S.*?)(?: {2,}.*)?$|`(?:target/)?lockstep ([^`]+)`", Pattern.MULTILINE);

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern SCRIPT = Pattern.compile("^ +python3 (\\S+)$", Pattern.MULTILINE);

    static Stream<String> commands() {
        return TEXTS.stream()
                .flatMap(text -> COMMAND.matcher(read(text)).results())
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .distinct();
    }

    private static String read(Path text) {
        try {
            return Files.readString(text);
        } catch (IOException exception) {
            throw new java.io.UncheckedIOException(exception);
        }
    }

    /** A command's name alone stands for the command. */
    @ParameterizedTest(name = "lockstep {0}")
    @MethodSource("commands")
    void a_quoted_command_is_one(String command) {
        String[] words = WORD.matcher(command)
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .toArray(String[]::new);
        CommandLine line = new CommandLine(new Lockstep());
        assertThat(line.getSubcommands()).containsKey(words[0]);
        if (words.length > 1) {
            assertThatCode(() -> line.parseArgs(words)).doesNotThrowAnyException();
        }
        assertThat(words)
                .filteredOn(word -> word.startsWith("features/") || word.startsWith("reference/"))
                .allSatisfy(word -> assertThat(Path.of(word)).exists());
    }

    @Test
    void there_are_commands_and_scripts_and_the_scripts_are_there() {
        assertThat(commands()).hasSizeGreaterThan(25);
        assertThat(TEXTS.stream()
                        .flatMap(text -> SCRIPT.matcher(read(text)).results())
                        .map(found -> found.group(1)))
                .hasSizeGreaterThan(5)
                .allSatisfy(script -> assertThat(Path.of(script)).isRegularFile());
    }
}
