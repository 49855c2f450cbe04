package dev.lockstep.worker;

import java.util.List;
import java.util.Map;

/** Workers that are scripts of this jar, and the Node.js that may run them. */
public final class NodeWorker {
    private static final String CHOSEN = "LOCKSTEP_NODE";
    private static final String USUAL = "node";

    private NodeWorker() {}

    /**
     * The way to run a script: the Node.js that {@code LOCKSTEP_NODE} names, or without it {@code node}.
     *
     * @param script a file of {@code reference/workers}, taken from the jar
     * @param variables the environment
     * @param modules other files there that the script imports
     */
    public static List<WorkerCommand> commands(String script, Map<String, String> variables, String... modules) {
        String chosen = variables.getOrDefault(CHOSEN, "");
        String node = chosen.isEmpty() ? USUAL : chosen;
        String file = WorkerFiles.extracted(script, modules).toString();
        return List.of(new WorkerCommand(node, List.of(node, file)));
    }
}
