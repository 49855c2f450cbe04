package dev.lockstep.model;

/** The kinds of trainable array a layer may own. */
public enum Parameter {
    /** Input weights {@code [inputs × units]}, {@code [inputs × 4·units]} for an LSTM. */
    W("W"),
    /** Recurrent weights {@code [units × units]}, {@code [units × 4·units]} for an LSTM. */
    RW("RW"),
    /** Bias {@code [1 × units]}, {@code [1 × 4·units]} for an LSTM. */
    B("b"),
    /** The second of two biases, beside h′·RW {@code [1 × units]}, {@code [1 × 4·units]} for an LSTM. */
    RB("rb"),
    /** Peephole weights {@code [3 × units]}: rows i, f (which read c′) and o (which reads c). */
    P("p"),
    /** Gains of layer normalisation {@code [2 × units]}: rows of x·W and of h′·RW. */
    G("g"),
    /** A trainable initial state, the same for every row of a batch {@code [1 × units]}. */
    H0("h0");

    private final String symbol;

    Parameter(String symbol) {
        this.symbol = symbol;
    }

    /** The name used in equations. */
    public String symbol() {
        return symbol;
    }

    /** Whether it multiplies something, and is not merely added. */
    public boolean multiplies() {
        return this == W || this == RW || this == P || this == G;
    }
}
