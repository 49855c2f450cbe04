package dev.lockstep.document;

/** Where the document of the LSTM computes something else than the gradient. */
public enum LstmSlip {
    /** δ_c = δ_h ∘ o ∘ φ′(c): no error goes from c to c′ by way of the forget gate. */
    CELL_PATH_DROPPED("the cell path dropped"),
    /** db_i = db_o = Σₜ δ_f. */
    BIASES_OF_F("the biases of i and o taken from f"),
    /** dWgx = δ_g·xᵀ of the last step, for every gate g. */
    LAST_INPUT_ONLY("input weights of the last step only"),
    /** φ′ = 1 − a² and σ′ = a·(1 − a), where a is the value of whatever activation went forward. */
    ACTIVATOR_IGNORED("the activator of backward ignored");

    private final String title;

    LstmSlip(String title) {
        this.title = title;
    }

    /** What it is called in features. */
    public String title() {
        return title;
    }
}
