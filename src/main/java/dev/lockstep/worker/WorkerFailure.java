package dev.lockstep.worker;

/** A worker could not be started, crashed, took too long or answered what nobody understands; the message says which. */
public final class WorkerFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param sentence what happened, of "its worker …" */
    public WorkerFailure(String sentence) {
        super(sentence);
    }

    /**
     * @param sentence what happened, of "its worker …"
     * @param cause why
     */
    public WorkerFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
