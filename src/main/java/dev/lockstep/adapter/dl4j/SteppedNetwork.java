package dev.lockstep.adapter.dl4j;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network that hands out the gradient of its input whenever gradients are computed, where DL4J computes it and lets it go. */
// The warning is about a method that MultiLayerNetwork itself overrides.
@SuppressWarnings("overrides")
final class SteppedNetwork extends MultiLayerNetwork {
    private static final long serialVersionUID = 1;

    private transient INDArray inputGradient;

    SteppedNetwork(MultiLayerConfiguration configuration) {
        super(configuration);
    }

    /** ∂L/∂x of the last step {@code [batch × inputs × time]}. */
    INDArray inputGradient() {
        return inputGradient;
    }

    @Override
    protected Pair<Gradient, INDArray> calcBackpropGradients(
            INDArray epsilon, boolean withOutputLayer, boolean truncated, boolean returnInputGradient) {
        Pair<Gradient, INDArray> gradients = super.calcBackpropGradients(epsilon, withOutputLayer, truncated, true);
        inputGradient = gradients.getSecond();
        return gradients;
    }
}
