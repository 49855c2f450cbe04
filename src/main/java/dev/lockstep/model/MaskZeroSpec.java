package dev.lockstep.model;

import java.util.List;

/**
 * A recurrent layer at whose steps the input itself says whether they count: a step of a row does not if all its features have
 * one certain value. Layers above know nothing of it.
 *
 * @param wrapped the layer, whose name this one goes by
 * @param value the features of a step that does not count; finite
 * @param rule what happens at such a step
 */
public record MaskZeroSpec(RecurrentSpec wrapped, double value, MaskRule rule) implements LayerSpec {
    /** @throws InvalidInput if the value is not finite */
    public MaskZeroSpec {
        if (!Double.isFinite(value)) {
            throw new InvalidInput("masking value of MaskZero \"" + wrapped.name() + "\": a finite number expected, "
                    + value + " found");
        }
    }

    @Override
    public String name() {
        return wrapped.name();
    }

    @Override
    public int inputs() {
        return wrapped.inputs();
    }

    @Override
    public int outputs() {
        return wrapped.outputs();
    }

    @Override
    public String kind() {
        return "MaskZero";
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of();
    }

    @Override
    public List<LayerSpec> parts() {
        return List.of(wrapped);
    }
}
