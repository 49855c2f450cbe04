package dev.lockstep.model;

/** The four gates of an LSTM in canonical order, which is the order of the column blocks of W, RW and b. */
public enum Gate {
    /** i, how much of the candidate enters the cell. */
    INPUT("i"),
    /** f, how much of the cell state stays. */
    FORGET("f"),
    /** g, the candidate (block input). */
    CANDIDATE("g"),
    /** o, how much of the cell state shows. */
    OUTPUT("o");

    private final String symbol;

    Gate(String symbol) {
        this.symbol = symbol;
    }

    /** The one-letter name: i, f, g or o. */
    public String symbol() {
        return symbol;
    }
}
