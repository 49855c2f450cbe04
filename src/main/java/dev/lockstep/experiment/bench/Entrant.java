package dev.lockstep.experiment.bench;

import dev.lockstep.worker.WorkerCommand;

/**
 * A contestant that has not been started yet.
 *
 * @param id of its framework
 * @param title of its framework, with the version
 * @param setting how it is set
 * @param command that starts it
 */
record Entrant(String id, String title, Setting setting, WorkerCommand command) {
    /** What it is called in messages. */
    String name() {
        return title + " (" + setting.name() + ")";
    }
}
