package dev.lockstep.port;

import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.SimpleRnnSpec;

/** Cases without feature masks, wrappers, layer normalisation, streaming and single precision. */
public final class Plain {
    private Plain() {}

    /** Yes to such cases alone. */
    public static Support supports(Case scenario) {
        boolean masks = scenario.masks().features().isPresent()
                || scenario.training().stream()
                        .flatMap(training -> training.minibatches().stream())
                        .anyMatch(minibatch -> minibatch.masks().features().isPresent());
        if (masks) {
            return Support.no("its adapter has no feature masks yet");
        }
        if (!scenario.execution().equals(Execution.STANDARD)) {
            return Support.no("its adapter has doubles in the order batch, features, time only as yet");
        }
        for (LayerSpec layer : scenario.network().layers()) {
            boolean wide = layer instanceof BidirectionalSpec
                    || layer instanceof MaskZeroSpec
                    || layer instanceof ActivationSpec
                    || layer instanceof SimpleRnnSpec rnn && rnn.norm().isPresent();
            if (wide) {
                return Support.no("its adapter has no " + layer.title() + " as it is here yet");
            }
        }
        if (scenario.observed().contains(Quantity.Kind.STREAMED)
                && scenario.network().streams()) {
            return Support.no("its adapter does not stream yet");
        }
        return Support.YES;
    }
}
