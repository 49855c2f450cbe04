package dev.lockstep.model;

import java.util.List;

/** What a layer is, without its weights. Names are unique within a network. */
public sealed interface LayerSpec
        permits RecurrentSpec, BidirectionalSpec, MaskZeroSpec, DenseSpec, ActivationSpec, LastStepSpec {
    /** The user's name of the layer. */
    String name();

    /** Features it reads at every step. */
    int inputs();

    /** Features it yields at every step. */
    int outputs();

    /** The field's name of its kind: {@code LSTM}, {@code SimpleRnn}, {@code Dense} … */
    String kind();

    /**
     * The layers that own its parameters and states, in order: a wrapper has them from what it wraps, any other layer is itself
     * the only one.
     */
    default List<LayerSpec> parts() {
        return List.of(this);
    }

    /** Its own parameters, in the order W, RW, b, rb, p, g, h0; a wrapper has none of its own. */
    List<ParameterSpec> parameters();

    /**
     * One of its parameters.
     *
     * @throws InvalidInput if it has none of that kind
     */
    default ParameterSpec parameter(Parameter parameter) {
        return parameters().stream()
                .filter(spec -> spec.parameter() == parameter)
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        "parameter of " + title() + ": none called " + parameter.symbol() + " is there"));
    }

    /** How it is called in messages: {@code LSTM "encoder"}. */
    default String title() {
        return kind() + " \"" + name() + "\"";
    }
}
