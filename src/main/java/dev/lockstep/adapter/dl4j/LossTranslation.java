package dev.lockstep.adapter.dl4j;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Reduction;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossCosineProximity;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSquaredHinge;
import org.nd4j.linalg.lossfunctions.impl.LossWasserstein;

/** Losses as DL4J's loss functions. */
final class LossTranslation {
    private LossTranslation() {}

    /** ND4J's EPS_THRESHOLD, which some losses use whether asked or not. */
    private static final double THRESHOLD = 1e-5;

    /** Why DL4J does not compute this loss of this network's output, if it does not. */
    static Optional<String> obstacle(Loss loss, NetworkSpec network) {
        boolean softmax = Stage.outputActivation(network).equals(Optional.of(Activation.SOFTMAX));
        Clipping clipping = loss.clipping();
        if (clipping.rule() == Clipping.Rule.ADDED) {
            return Optional.of("its losses clamp probabilities, they do not add ε inside the logarithm");
        }
        if (loss.function() == LossFunction.MCXENT && clipping.rule() == Clipping.Rule.CLAMPED && !softmax) {
            return Optional.of("its LossMCXENT clamps probabilities behind a dense softmax only");
        }
        if (loss.function() == LossFunction.KL_DIVERGENCE && !clipping.equals(Clipping.clampedInScore(THRESHOLD))) {
            return Optional.of("its LossKLD clamps outputs and targets of the score at 1e-5, asked or not");
        }
        if (loss.function() == LossFunction.COSINE_PROXIMITY && !clipping.equals(Clipping.floored(THRESHOLD))) {
            return Optional.of("its LossCosineProximity takes norms below 1e-5 for 1e-5, asked or not");
        }
        Optional<String> unweighted = withoutWeights(loss.function());
        if (unweighted.isPresent() && !loss.weights().isEmpty()) {
            return Optional.of("its " + unweighted.get() + " takes no weights");
        }
        if (unweighted.isPresent() && loss.reduction() == Reduction.MEAN_OVER_BATCH_AND_TIME) {
            return Optional.of("its " + unweighted.get() + " takes no weights, by which time steps could be averaged");
        }
        return Optional.empty();
    }

    /** Why DL4J does not take this mask of labels, if it does not. */
    static Optional<String> obstacle(Loss loss, NetworkSpec network, Masks masks) {
        boolean single = masks.labels().isPresent() && masks.labels().get().features() > 1;
        if (single && loss.function() == LossFunction.COSINE_PROXIMITY) {
            return Optional.of("its LossCosineProximity takes masks of whole steps only");
        }
        boolean softmax = Stage.outputActivation(network).equals(Optional.of(Activation.SOFTMAX));
        return single && softmax && loss.function() == LossFunction.MCXENT
                ? Optional.of("its LossMCXENT behind softmax takes masks of whole steps only")
                : Optional.empty();
    }

    private static Optional<String> withoutWeights(LossFunction function) {
        return switch (function) {
            case WASSERSTEIN -> Optional.of("LossWasserstein");
            case HINGE -> Optional.of("LossHinge");
            case SQUARED_HINGE -> Optional.of("LossSquaredHinge");
            case POISSON -> Optional.of("LossPoisson");
            case KL_DIVERGENCE -> Optional.of("LossKLD");
            case COSINE_PROXIMITY -> Optional.of("LossCosineProximity");
            default -> Optional.empty();
        };
    }

    /**
     * The loss function with its weights; time steps are averaged by them where the reduction asks for that.
     *
     * <p>With weights, LossMCXENT is right for targets that do not sum to 1; without them, its gradient behind softmax
     * takes for granted that they do.
     */
    static ILossFunction translate(Loss loss, int outputs, int outputTime) {
        INDArray weights = weights(loss, outputs, outputTime);
        double epsilon = loss.clipping().epsilon();
        return switch (loss.function()) {
            case MSE -> new LossMSE(weights);
            case L2 -> new LossL2(weights);
            case MCXENT -> new LossMCXENT(epsilon, weights);
            case XENT -> new LossBinaryXENT(epsilon, weights);
            case WASSERSTEIN -> new LossWasserstein();
            case L1 -> new LossL1(weights);
            case MAE -> new LossMAE(weights);
            case HINGE -> new LossHinge();
            case SQUARED_HINGE -> new LossSquaredHinge();
            case POISSON -> new LossPoisson();
            case KL_DIVERGENCE -> new LossKLD();
            case COSINE_PROXIMITY -> new LossCosineProximity();
            case MAPE -> new LossMAPE(weights);
            case MSLE -> new LossMSLE(weights);
        };
    }

    private static INDArray weights(Loss loss, int outputs, int outputTime) {
        boolean overTime = loss.reduction() == Reduction.MEAN_OVER_BATCH_AND_TIME && outputTime > 1;
        if (!overTime && loss.weights().isEmpty()) {
            return null;
        }
        double[] weights = new double[outputs];
        for (int k = 0; k < outputs; k++) {
            double given = loss.weights().isEmpty() ? 1 : loss.weights().get(k);
            weights[k] = overTime ? given / outputTime : given;
        }
        return ArrayTranslation.vector(weights);
    }
}
