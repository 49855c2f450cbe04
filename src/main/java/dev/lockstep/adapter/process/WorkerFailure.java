package dev.lockstep.adapter.process;

/** A worker could not be started, crashed, took too long or answered what nobody understands; the message says which. */
public final class WorkerFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    WorkerFailure(String sentence) {
        super(sentence);
    }

    WorkerFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
