package dev.lockstep.caseformat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder;

    @Test
    void what_cannot_be_written_is_named_as_it_was_asked_for() throws IOException {
        Path nowhere = folder.resolve("nowhere").resolve("to.npz");
        assertThatThrownBy(() -> WholeFile.write("TO", nowhere, new byte[1]))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("TO: a file that can be written expected, " + nowhere + " found (its folder is not there)");
        Path full = Files.createDirectories(folder.resolve("to.npz").resolve("within"))
                .getParent();
        assertThatThrownBy(() -> WholeFile.write("TO", full, new byte[1]))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("TO: a file that can be written expected, " + full + " found (")
                .message()
                .doesNotContain(".partial");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(full);
        }
    }
}
