package dev.lockstep.adapter.dl4j;

import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.RecurrentSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One layer of DL4J's, and the layers of ours that it stands for: DL4J wraps the selection of the last step around the recurrent
 * layer before it.
 *
 * @param layer the recurrent, bidirectional, masking, dense or activation layer
 * @param lastStep the selection of its last step, if one follows
 * @param overTime whether it reads whole sequences, not the matrix that is left after the last step was taken
 */
record Stage(LayerSpec layer, Optional<LastStepSpec> lastStep, boolean overTime) {
    /** Whether the layers are an order that {@link #of} can express; if not, the reason. */
    static Optional<String> obstacle(NetworkSpec network) {
        boolean overTime = true;
        LayerSpec before = null;
        for (LayerSpec layer : network.layers()) {
            if (layer instanceof LastStepSpec && (before == null || !readsTime(before))) {
                return Optional.of("its LastTimeStep wraps a recurrent layer, and " + layer.title() + " follows "
                        + (before == null ? "the input" : before.title()));
            }
            if (readsTime(layer) && !overTime) {
                return Optional.of("its LastTimeStep leaves no time axis for " + layer.title() + " to read");
            }
            overTime &= !(layer instanceof LastStepSpec);
            before = layer;
        }
        return Optional.empty();
    }

    private static boolean readsTime(LayerSpec layer) {
        return layer instanceof RecurrentSpec || layer instanceof BidirectionalSpec || layer instanceof MaskZeroSpec;
    }

    /** The stages of a network without obstacle, from input to output. */
    static List<Stage> of(NetworkSpec network) {
        List<Stage> stages = new ArrayList<>();
        boolean overTime = true;
        for (LayerSpec layer : network.layers()) {
            if (layer instanceof LastStepSpec last) {
                int top = stages.size() - 1;
                stages.set(top, new Stage(stages.get(top).layer(), Optional.of(last), true));
                overTime = false;
            } else {
                stages.add(new Stage(layer, Optional.empty(), overTime));
            }
        }
        return stages;
    }

    /** The activation of the dense or activation layer that the network ends with, if it ends with one. */
    static Optional<Activation> outputActivation(NetworkSpec network) {
        LayerSpec last = network.layers().get(network.layers().size() - 1);
        if (last instanceof ActivationSpec activation) {
            return Optional.of(activation.activation());
        }
        return last instanceof DenseSpec dense ? Optional.of(dense.activation()) : Optional.empty();
    }

    /** The one layer that carries a state from step to step and hands it out, if it is one; a bidirectional one does not. */
    Optional<RecurrentSpec> recurrent() {
        if (layer instanceof MaskZeroSpec masked) {
            return Optional.of(masked.wrapped());
        }
        return layer instanceof RecurrentSpec recurrent ? Optional.of(recurrent) : Optional.empty();
    }

    /** Whether its layer has weights and computes every step alone. */
    boolean isDense() {
        return layer instanceof DenseSpec;
    }

    /** Whether its layer is an activation alone. */
    boolean isActivation() {
        return layer instanceof ActivationSpec;
    }

    /** Whether DL4J computes it in the same layer as a loss, where it is the top. */
    boolean joinsLoss() {
        return isDense() || isActivation();
    }

    /** Whether it yields whole sequences. */
    boolean yieldsSequences() {
        return overTime && lastStep.isEmpty();
    }

    /** The name of the layer of ours whose outputs it yields. */
    String outputName() {
        return lastStep.map(LayerSpec::name).orElse(layer.name());
    }
}
