package dev.lockstep.model;

/** A layer with a state that it hands from step to step. */
public sealed interface RecurrentSpec extends LayerSpec permits SimpleRnnSpec, LstmSpec, GruSpec {
    /** The same layer under another name. */
    RecurrentSpec named(String other);

    /** Width of the hidden state. */
    int units();

    /** Whether there is a cell state c beside the hidden state h. */
    boolean hasCell();

    /**
     * K of the interval [−K, K] that every pre-activation is clipped to before its activation reads it, biases and peepholes
     * included; infinite for a layer that clips none. The ONNX operators RNN, LSTM and GRU have it as the attribute
     * {@code clip}, "applied to the input of activations"; of an LSTM the cell state on its way out is no such input in ONNX
     * Runtime, nor is it here. z ↦ min(K, max(−K, z)) has slope 1 where |z| ≤ K, 0 elsewhere. Gradients are not clipped by it.
     */
    double preActivationClip();

    /** Whether pre-activations are clipped at all. */
    default boolean clipsPreActivations() {
        return preActivationClip() < Double.POSITIVE_INFINITY;
    }

    /**
     * The same layer with its pre-activations clipped to [−K, K].
     *
     * @param clip K; infinite to clip none
     * @throws InvalidInput if K is not positive
     */
    RecurrentSpec clippingPreActivationsAt(double clip);

    /** Whether the hidden state before the first step is a parameter of the layer. */
    default boolean trainableStart() {
        return false;
    }

    @Override
    default int outputs() {
        return units();
    }
}
