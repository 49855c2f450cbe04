package dev.lockstep.adapter.dl4j;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Reduction;
import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossWasserstein;

/** Losses as DL4J's loss functions. */
final class LossTranslation {
    private LossTranslation() {}

    /** Why DL4J does not compute this loss of this network's output, if it does not. */
    static Optional<String> obstacle(Loss loss, NetworkSpec network) {
        Optional<Activation> output = Stage.outputActivation(network);
        if (loss.clipping().rule() == Clipping.Rule.ADDED) {
            return Optional.of("its losses clamp probabilities, they do not add ε inside the logarithm");
        }
        boolean softmax = output.equals(Optional.of(Activation.SOFTMAX));
        if (loss.function() == LossFunction.MCXENT && loss.clipping().rule() == Clipping.Rule.CLAMPED && !softmax) {
            return Optional.of("its LossMCXENT clamps probabilities behind a dense softmax only");
        }
        if (loss.function() == LossFunction.XENT && softmax) {
            return Optional.of("its LossBinaryXENT behind softmax scores the categorical cross entropy");
        }
        if (loss.function() == LossFunction.WASSERSTEIN && loss.reduction() == Reduction.MEAN_OVER_BATCH_AND_TIME) {
            return Optional.of("its LossWasserstein takes no weights, by which time steps could be averaged");
        }
        return Optional.empty();
    }

    /**
     * The loss function, with time steps averaged by its weights where the reduction asks for that.
     *
     * <p>With weights, LossMCXENT is right for targets that do not sum to 1; without them, its gradient behind softmax
     * takes for granted that they do.
     */
    static ILossFunction translate(Loss loss, int outputs, int outputTime) {
        INDArray weights = null;
        if (loss.reduction() == Reduction.MEAN_OVER_BATCH_AND_TIME && outputTime > 1) {
            double[] share = new double[outputs];
            Arrays.fill(share, 1.0 / outputTime);
            weights = ArrayTranslation.vector(share);
        }
        double epsilon = loss.clipping().epsilon();
        return switch (loss.function()) {
            case MSE -> new LossMSE(weights);
            case L2 -> new LossL2(weights);
            case MCXENT -> new LossMCXENT(epsilon, weights);
            case XENT -> new LossBinaryXENT(epsilon, weights);
            case WASSERSTEIN -> new LossWasserstein();
        };
    }
}
