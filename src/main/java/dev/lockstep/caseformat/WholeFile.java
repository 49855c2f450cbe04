package dev.lockstep.caseformat;

import dev.lockstep.model.InvalidInput;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
        // Not a temporary file, which only its owner could read.
        Path partial = file.toAbsolutePath()
                .resolveSibling(
                        "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".partial");
        try {
            try {
                Files.write(partial, bytes);
                Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException exception) {
            throw new InvalidInput(
                    what + ": a file that can be written expected, " + file + " found (" + why(exception) + ")",
                    exception);
        }
    }

    /** Without the name of the partial file, which nobody asked for. */
    private static String why(IOException exception) {
        if (exception instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (exception instanceof NoSuchFileException) {
            return "its folder is not there";
        }
        if (exception instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return exception.getClass().getSimpleName();
    }
}
