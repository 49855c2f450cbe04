package dev.lockstep.worker;

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
        String file = WorkerFiles.extracted(script, modules).toString();
        return (chosen.isEmpty() ? USUAL : List.of(chosen))
                .stream()
                        .map(python -> new WorkerCommand(python, List.of(python, file)))
                        .toList();
    }
}
