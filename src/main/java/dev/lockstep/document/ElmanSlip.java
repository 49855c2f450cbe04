package dev.lockstep.document;

/** Where the document of the Elman layer computes something else than the gradient. */
public enum ElmanSlip {
    /** δ_k = (Wᵀ δ_{k+1}) ∘ h_{k+1}, with the later state where f′(z_k) belongs. */
    STATE_FOR_SLOPE("the state in the place of the slope"),
    /** δ_T is what arrives, ∂L/∂h_T, never multiplied by f′(z_T). */
    NO_LAST_SLOPE("no slope at the last step"),
    /** h_2 … h_T are overwritten by their slopes on the way back, and dW is summed from what is left. */
    OVERWRITTEN_STATES("overwritten states"),
    /** The same, seen by whoever goes back a second time over the same states. */
    OVERWRITTEN_TWICE("overwritten states, on a second way back"),
    /** dU is never formed. */
    NO_INPUT_WEIGHT_GRADIENT("no gradient of U"),
    /** The update is W ← W − η dW; nothing else moves. */
    ONLY_W_UPDATED("only W is updated");

    private final String title;

    ElmanSlip(String title) {
        this.title = title;
    }

    /** What it is called in features. */
    public String title() {
        return title;
    }
}
