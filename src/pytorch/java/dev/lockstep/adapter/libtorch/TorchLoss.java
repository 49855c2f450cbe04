package dev.lockstep.adapter.libtorch;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Sequence;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A loss by torch's operations; its slope is autograd's. */
final class TorchLoss {
    private static final long SUM = 2;

    private final Loss loss;
    private final Activation last;
    private final Tensors tensors;

    /** @param last the last layer, whose outputs it reads */
    TorchLoss(Loss loss, LayerSpec last, Tensors tensors) {
        this.loss = loss;
        this.last = last instanceof DenseSpec dense ? dense.activation() : Activation.IDENTITY;
        this.tensors = tensors;
    }

    /** Why it is not computed, a clause that follows "because". */
    static Optional<String> obstacle(Loss loss) {
        return switch (loss.clipping().rule()) {
            case NONE, ADDED, FLOORED -> Optional.empty();
            case CLAMPED -> Optional.of("the slope of its clamp is 0 where ours counts as 1");
            case CLAMPED_IN_SCORE -> Optional.of("the gradient of its clamped loss is not that of the exact one");
        };
    }

    /**
     * The reduced loss.
     *
     * @param z what the activation of the last layer reads
     * @param p its outputs
     * @param targets of their shape
     * @param masks whose labels weigh the costs
     */
    Tensor score(Tensor z, Tensor p, Sequence targets, Masks masks) {
        Tensor weight = weight(p, masks);
        Tensor y = tensors.of(targets);
        Tensor sum = loss.function() == LossFunction.COSINE_PROXIMITY ? cosines(p, y, weight) : costs(z, p, y, weight);
        Tensor total = loss.function().isMean() ? sum.div(number(p.size(2))) : sum;
        return switch (loss.reduction()) {
            case SUM -> total;
            case MEAN_OVER_BATCH -> total.div(number(p.size(1)));
            case MEAN_OVER_BATCH_AND_TIME -> total.div(number(p.size(0) * p.size(1)));
        };
    }

    private Tensor weight(Tensor p, Masks masks) {
        Tensor weight = torch.ones_like(p);
        if (!loss.weights().isEmpty()) {
            double[] ofOutputs =
                    loss.weights().stream().mapToDouble(Double::doubleValue).toArray();
            weight = weight.mul(tensors.of(new Sequence(1, 1, ofOutputs.length, ofOutputs)));
        }
        return masks.labels().isPresent() ? weight.mul(tensors.of(masks.labels().orElseThrow())) : weight;
    }

    /** The sum of the weighted costs. What has no weight is left out, since 0 times infinity would be no number. */
    private Tensor costs(Tensor z, Tensor p, Tensor y, Tensor weight) {
        Tensor kept = weight.ne(number(0));
        Tensor weights = weight.masked_select(kept);
        Tensor target = y.masked_select(kept);
        if (isOver(LossFunction.MCXENT, Activation.SOFTMAX)) {
            return weights.mul(target)
                    .mul(torch.log_softmax(z, -1).masked_select(kept))
                    .sum()
                    .neg();
        }
        if (isOver(LossFunction.XENT, Activation.SIGMOID)) {
            return torch.binary_cross_entropy_with_logits(
                    z.masked_select(kept), target, new TensorOptional(weights), new TensorOptional(), SUM);
        }
        return weights.mul(cost(p.masked_select(kept), target)).sum();
    }

    /** Cross entropies come from z where the last activation is their own. */
    private boolean isOver(LossFunction function, Activation activation) {
        return loss.clipping().equals(Clipping.NONE) && loss.function() == function && last == activation;
    }

    private Tensor cost(Tensor p, Tensor y) {
        return switch (loss.function()) {
            case MSE, L2 -> y.sub(p).square();
            case WASSERSTEIN -> y.mul(p);
            case MCXENT -> y.mul(log(p)).neg();
            case XENT -> y.mul(log(p)).add(oneMinus(y).mul(log(oneMinus(p)))).neg();
            case L1, MAE -> y.sub(p).abs();
            case HINGE -> torch.relu(oneMinus(y.mul(p)));
            case SQUARED_HINGE -> torch.relu(oneMinus(y.mul(p))).square();
            case POISSON -> p.sub(y.mul(p.log()));
            case KL_DIVERGENCE ->
                y.mul(torch.where(y.eq(number(0)), torch.ones_like(y), y.div(p)).log());
            case MAPE -> y.sub(p).div(y).abs().mul(number(100));
            case MSLE -> p.add(number(1)).div(y.add(number(1))).log().square();
            case COSINE_PROXIMITY -> throw new IllegalArgumentException("costs of rows, not of single outputs");
        };
    }

    private Tensor log(Tensor p) {
        return loss.clipping().rule() == Clipping.Rule.ADDED
                ? p.add(number(loss.clipping().epsilon())).log()
                : p.log();
    }

    private static Tensor oneMinus(Tensor tensor) {
        return torch.ones_like(tensor).sub(tensor);
    }

    /** Of every row −Σ w·y·p/(‖y‖·‖p‖). */
    private Tensor cosines(Tensor p, Tensor y, Tensor weight) {
        Tensor kept = weight.ne(number(0)).any(-1, true);
        Tensor outputs = rows(p, kept);
        Tensor targets = rows(y, kept);
        Tensor products = rows(weight, kept).mul(targets).mul(outputs).sum(-1);
        return products.div(norms(targets).mul(norms(outputs))).sum().neg();
    }

    private static Tensor rows(Tensor tensor, Tensor kept) {
        return tensor.masked_select(kept).view(-1, tensor.size(2));
    }

    /** A norm below a floor is the floor, with slope 0. */
    private Tensor norms(Tensor rows) {
        Tensor norms = torch.linalg_vector_norm(rows, number(2), new long[] {-1}, false, new ScalarTypeOptional());
        if (loss.clipping().rule() != Clipping.Rule.FLOORED) {
            return norms;
        }
        Tensor floor = torch.full_like(norms, number(loss.clipping().epsilon()));
        return torch.where(norms.gt(floor), norms, floor);
    }

    private static Scalar number(double value) {
        return new Scalar(value);
    }
}
