package dev.lockstep.caseformat;

import dev.lockstep.model.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file whole or not at all. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes a file, in the place of one that is there.
     *
     * @param what names it in messages
     * @throws InvalidInput if it cannot be written; then what was there is as it was
     */
    public static void write(String what, Path file, byte[] bytes) {
        try {
            // Not a temporary file, which only its owner could read.
            Path partial = file.toAbsolutePath()
                    .resolveSibling("." + file.getFileName() + "."
                            + ProcessHandle.current().pid() + ".partial");
            try {
                Files.write(partial, bytes);
                Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException exception) {
            throw new InvalidInput(
                    what + ": a file that can be written expected, " + file + " found (" + exception.getMessage() + ")",
                    exception);
        }
    }
}
