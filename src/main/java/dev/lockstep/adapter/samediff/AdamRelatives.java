package dev.lockstep.adapter.samediff;

import static dev.lockstep.adapter.samediff.OptimizerStep.average;
import static dev.lockstep.adapter.samediff.OptimizerStep.root;

import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.AdaBelief;
import dev.lockstep.model.OptimizerSpec.AdaDelta;
import dev.lockstep.model.OptimizerSpec.AdaMax;
import dev.lockstep.model.OptimizerSpec.AmsGrad;
import dev.lockstep.model.OptimizerSpec.Nadam;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The optimizers that came after Adam, in ND4J's array operations. */
final class AdamRelatives {
    private final OptimizerSpec spec;

    /** @param spec AmsGrad, AdaMax, Nadam, AdaDelta or AdaBelief */
    AdamRelatives(OptimizerSpec spec) {
        this.spec = spec;
    }

    OptimizerStep.Result step(int t, double alpha, INDArray theta, INDArray g, List<INDArray> slots) {
        if (spec instanceof AmsGrad ams) {
            return amsGrad(ams, t, alpha, theta, g, slots);
        }
        if (spec instanceof AdaMax max) {
            return adaMax(max, t, alpha, theta, g, slots);
        }
        if (spec instanceof Nadam nadam) {
            return nadam(nadam, t, alpha, theta, g, slots);
        }
        return spec instanceof AdaDelta delta
                ? adaDelta(delta, alpha, theta, g, slots)
                : adaBelief((AdaBelief) spec, t, alpha, theta, g, slots);
    }

    private static OptimizerStep.Result amsGrad(
            AmsGrad ams, int t, double alpha, INDArray theta, INDArray g, List<INDArray> slots) {
        INDArray m = average(ams.beta1(), slots.get(0), g);
        INDArray v = average(ams.beta2(), slots.get(1), g.mul(g));
        INDArray greatest = Transforms.max(slots.get(2), v, true);
        double ofM = 1 - Math.pow(ams.beta1(), t);
        double ofV = 1 - Math.pow(ams.beta2(), t);
        INDArray move = switch (ams.form()) {
            case UNCORRECTED -> m.div(root(greatest).add(ams.epsilon()));
            case ALGORITHM_1 -> m.div(ofM).div(root(greatest.div(ofV)).add(ams.epsilon()));
            case REORDERED -> m.mul(Math.sqrt(ofV) / ofM).div(root(greatest).add(ams.epsilon()));
        };
        return new OptimizerStep.Result(theta.sub(move.mul(alpha)), List.of(m, v, greatest));
    }

    private static OptimizerStep.Result adaMax(
            AdaMax max, int t, double alpha, INDArray theta, INDArray g, List<INDArray> slots) {
        INDArray m = average(max.beta1(), slots.get(0), g);
        INDArray size = Transforms.abs(g, true);
        INDArray latest = max.form() == AdaMax.Form.BESIDE_GRADIENT ? size.add(max.epsilon()) : size;
        INDArray u = Transforms.max(slots.get(1).mul(max.beta2()), latest, true);
        if (max.form() == AdaMax.Form.TINY) {
            u = u.add(AdaMax.SMALLEST);
        }
        INDArray divisor = max.form() == AdaMax.Form.BESIDE_GREATEST ? u.add(max.epsilon()) : u;
        // Where all gradients were 0, m is 0, and by whatever it is divided there is no step.
        INDArray nonzero = divisor.add(divisor.eq(0).castTo(divisor.dataType()));
        INDArray move = m.div(nonzero).mul(alpha / (1 - Math.pow(max.beta1(), t)));
        return new OptimizerStep.Result(theta.sub(move), List.of(m, u));
    }

    private static OptimizerStep.Result nadam(
            Nadam nadam, int t, double alpha, INDArray theta, INDArray g, List<INDArray> slots) {
        INDArray m = average(nadam.beta1(), slots.get(0), g);
        INDArray v = average(nadam.beta2(), slots.get(1), g.mul(g));
        boolean uncorrected = nadam.form() == Nadam.Form.UNCORRECTED_SQUARES;
        double product = 1;
        for (int i = 1; i <= t; i++) {
            product *= momentum(nadam, i);
        }
        double next = momentum(nadam, t + 1);
        INDArray ahead = m.mul(next / (1 - (uncorrected ? product : product * next)))
                .add(g.mul((1 - momentum(nadam, t)) / (1 - product)));
        INDArray squares = uncorrected ? v : v.div(1 - Math.pow(nadam.beta2(), t));
        INDArray move = ahead.div(root(squares).add(nadam.epsilon()));
        return new OptimizerStep.Result(theta.sub(move.mul(alpha)), List.of(m, v));
    }

    private static double momentum(Nadam nadam, int t) {
        boolean grows = nadam.form() == Nadam.Form.GROWING_MOMENTUM;
        return nadam.beta1() * (grows ? 1 - 0.5 * Math.pow(0.96, 0.004 * t) : 1);
    }

    private static OptimizerStep.Result adaDelta(
            AdaDelta delta, double alpha, INDArray theta, INDArray g, List<INDArray> slots) {
        INDArray s = average(delta.decay(), slots.get(0), g.mul(g));
        INDArray move = g.mul(root(slots.get(1).add(delta.epsilon()))).div(root(s.add(delta.epsilon())));
        INDArray d = average(delta.decay(), slots.get(1), move.mul(move));
        return new OptimizerStep.Result(theta.sub(move.mul(alpha)), List.of(s, d));
    }

    private static OptimizerStep.Result adaBelief(
            AdaBelief belief, int t, double alpha, INDArray theta, INDArray g, List<INDArray> slots) {
        INDArray m = average(belief.beta1(), slots.get(0), g);
        INDArray surprise = g.sub(m);
        INDArray s =
                average(belief.beta2(), slots.get(1), surprise.mul(surprise)).add(belief.epsilon());
        double ofM = 1 - Math.pow(belief.beta1(), t);
        double ofS = 1 - Math.pow(belief.beta2(), t);
        INDArray move = belief.form() == AdaBelief.Form.REORDERED
                ? m.mul(Math.sqrt(ofS) / ofM).div(root(s).add(belief.epsilon()))
                : m.div(ofM).div(root(s.div(ofS)).add(belief.epsilon()));
        return new OptimizerStep.Result(theta.sub(move.mul(alpha)), List.of(m, s));
    }
}
