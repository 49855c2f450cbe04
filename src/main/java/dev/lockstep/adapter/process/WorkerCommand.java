package dev.lockstep.adapter.process;

import java.util.ArrayList;
import java.util.List;

/**
 * One way to start a worker.
 *
 * @param name what it is called in reasons: {@code python3}
 * @param words the program and its arguments
 */
public record WorkerCommand(String name, List<String> words) {
    public WorkerCommand {
        words = List.copyOf(words);
    }

    /** The command that asks whether the worker can work here. */
    WorkerCommand probing() {
        List<String> probing = new ArrayList<>(words);
        probing.add("--probe");
        return new WorkerCommand(name, probing);
    }
}
