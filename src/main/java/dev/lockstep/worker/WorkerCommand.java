package dev.lockstep.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One way to start a worker.
 *
 * @param name what it is called in reasons: {@code python3}
 * @param words the program and its arguments
 * @param variables what its environment has beside this JVM's; a variable of the empty text is taken out of it
 */
public record WorkerCommand(String name, List<String> words, Map<String, String> variables) {
    public WorkerCommand {
        words = List.copyOf(words);
        variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    }

    /** A worker in this JVM's own environment. */
    public WorkerCommand(String name, List<String> words) {
        this(name, words, Map.of());
    }

    /** The command that asks whether the worker can work here. */
    public WorkerCommand probing() {
        List<String> probing = new ArrayList<>(words);
        probing.add("--probe");
        return new WorkerCommand(name, probing, variables);
    }

    /** The same in another environment. */
    public WorkerCommand in(Map<String, String> others) {
        return new WorkerCommand(name, words, others);
    }

    Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words);
        variables.forEach((variable, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(variable);
            } else {
                builder.environment().put(variable, value);
            }
        });
        return builder.start();
    }
}
