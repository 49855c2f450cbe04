package dev.lockstep.document;

/** Where the document of the batch RNN computes something else than the gradient. */
public enum BatchRnnSlip {
    /** dx_t counts the error that enters at step t, and not what later steps send back to it. */
    LOCAL_INPUT_GRADIENT("input gradient of the local step only");

    private final String title;

    BatchRnnSlip(String title) {
        this.title = title;
    }

    /** What it is called in features. */
    public String title() {
        return title;
    }
}
