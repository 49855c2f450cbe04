package dev.lockstep.adapter.libtorch;

import dev.lockstep.math.Activation;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Losses by torch's operations. */
final class TorchLoss {
    private static final long SUM = 2;

    private TorchLoss() {}

    /**
     * The reduced loss.
     *
     * @param last the last layer
     * @param z what its activation reads
     * @param p its outputs
     * @param y targets
     */
    static Tensor score(Loss loss, LayerSpec last, Tensor z, Tensor p, Tensor y) {
        Tensor sum = sum(loss.function(), last, z, p, y);
        Tensor total = loss.function().isMean() ? sum.div(new Scalar((double) p.size(2))) : sum;
        return switch (loss.reduction()) {
            case SUM -> total;
            case MEAN_OVER_BATCH -> total.div(new Scalar((double) p.size(1)));
            case MEAN_OVER_BATCH_AND_TIME -> total.div(new Scalar((double) (p.size(0) * p.size(1))));
        };
    }

    private static Tensor sum(LossFunction function, LayerSpec last, Tensor z, Tensor p, Tensor y) {
        return switch (function) {
            case MSE, L2 -> y.sub(p).square().sum();
            case L1, MAE -> y.sub(p).abs().sum();
            case XENT ->
                ends(last, Activation.SIGMOID)
                        ? torch.binary_cross_entropy_with_logits(z, y, new TensorOptional(), new TensorOptional(), SUM)
                        : torch.binary_cross_entropy(p, y, new TensorOptional(), SUM);
            default ->
                y.mul(ends(last, Activation.SOFTMAX) ? torch.log_softmax(z, -1) : p.log())
                        .sum()
                        .neg();
        };
    }

    private static boolean ends(LayerSpec last, Activation activation) {
        return last instanceof DenseSpec dense && dense.activation() == activation;
    }
}
