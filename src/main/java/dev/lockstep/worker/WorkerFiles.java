package dev.lockstep.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The scripts of {@code reference/workers}, which are in the jar, as files that another program can run. */
final class WorkerFiles {
    private WorkerFiles() {}

    /**
     * Copies a script and what it imports to a folder of their own, since interpreters look for modules beside a script first.
     *
     * @return where the script is
     */
    static Path extracted(String script, String... modules) {
        try {
            Path folder = Files.createTempDirectory("lockstep-worker");
            folder.toFile().deleteOnExit();
            for (String module : modules) {
                extract(module, folder);
            }
            return extract(script, folder);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private static Path extract(String script, Path folder) throws IOException {
        try (InputStream resource = WorkerFiles.class.getResourceAsStream(script)) {
            if (resource == null) {
                throw new IllegalStateException("the worker " + script + " is not in the jar");
            }
            Path file = folder.resolve(script);
            file.toFile().deleteOnExit();
            Files.copy(resource, file);
            return file;
        }
    }
}
