package dev.lockstep.model;

/** A layer with a state that it hands from step to step. */
public sealed interface RecurrentSpec extends LayerSpec permits SimpleRnnSpec, LstmSpec, GruSpec {
    /** The same layer under another name. */
    RecurrentSpec named(String other);

    /** Width of the hidden state. */
    int units();

    /** Whether there is a cell state c beside the hidden state h. */
    boolean hasCell();

    /** Whether the hidden state before the first step is a parameter of the layer. */
    default boolean trainableStart() {
        return false;
    }

    @Override
    default int outputs() {
        return units();
    }
}
