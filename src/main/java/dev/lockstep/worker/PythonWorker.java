package dev.lockstep.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Workers that are scripts of this jar, and the Pythons that may run them. */
public final class PythonWorker {
    private static final String CHOSEN = "LOCKSTEP_PYTHON";
    private static final List<String> USUAL = List.of("python3", "/usr/bin/python3");

    private PythonWorker() {}

    /**
     * Ways to run a script, in the order in which they are tried: the Python that {@code LOCKSTEP_PYTHON} names, or without it
     * {@code python3} and {@code /usr/bin/python3}.
     *
     * @param script a file of {@code reference/workers}, taken from the jar
     * @param variables the environment
     * @param modules files beside it that it imports
     */
    public static List<WorkerCommand> commands(String script, Map<String, String> variables, String... modules) {
        String chosen = variables.getOrDefault(CHOSEN, "");
        Path folder = folder();
        for (String module : modules) {
            extract(module, folder);
        }
        String file = extract(script, folder).toString();
        return (chosen.isEmpty() ? USUAL : List.of(chosen))
                .stream()
                        .map(python -> new WorkerCommand(python, List.of(python, file)))
                        .toList();
    }

    /** One of its own, since Python looks for modules beside a script first. */
    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("lockstep-worker");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private static Path extract(String script, Path folder) {
        try (InputStream resource = PythonWorker.class.getResourceAsStream(script)) {
            if (resource == null) {
                throw new IllegalStateException("the worker " + script + " is not in the jar");
            }
            Path file = folder.resolve(script);
            file.toFile().deleteOnExit();
            Files.copy(resource, file);
            return file;
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
