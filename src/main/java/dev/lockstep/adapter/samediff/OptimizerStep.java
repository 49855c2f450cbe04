package dev.lockstep.adapter.samediff;

import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.AdaGrad;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.LookAheadRmsProp;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerSpec.NoOp;
import dev.lockstep.model.OptimizerSpec.RmsProp;
import dev.lockstep.model.OptimizerSpec.Sgd;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * One step of one parameter in ND4J's array operations. All arrays have the parameter's shape; none that is handed in is
 * written to.
 */
final class OptimizerStep {
    /**
     * What a step leads to.
     *
     * @param theta the parameter after it
     * @param slots the optimizer's arrays after it, in the order of the spec
     */
    record Result(INDArray theta, List<INDArray> slots) {}

    private final OptimizerSpec spec;

    OptimizerStep(OptimizerSpec spec) {
        this.spec = spec;
    }

    /** Whether the gradient is wanted at {@link #lookAhead} instead of θ. */
    boolean looksAhead() {
        return spec instanceof LookAheadRmsProp
                || (spec instanceof Nesterov nesterov && nesterov.form() == Nesterov.Form.LOOK_AHEAD);
    }

    /** θ + μ·v. */
    INDArray lookAhead(INDArray theta, List<INDArray> slots) {
        double mu = spec instanceof Nesterov nesterov ? nesterov.momentum() : ((LookAheadRmsProp) spec).momentum();
        return theta.add(slots.get(spec.slots().indexOf("v")).mul(mu));
    }

    /**
     * Step number t.
     *
     * @param t from 1
     * @param alpha the learning rate
     * @param g the gradient, clipped
     */
    Result step(int t, double alpha, INDArray theta, INDArray g, List<INDArray> slots) {
        if (spec instanceof Sgd) {
            return new Result(theta.sub(g.mul(alpha)), List.of());
        }
        if (spec instanceof NoOp) {
            return new Result(theta.sub(g), List.of());
        }
        if (spec instanceof Nesterov nesterov) {
            return nesterov(nesterov, alpha, theta, g, slots.get(0));
        }
        if (spec instanceof RmsProp rmsProp) {
            INDArray s = average(rmsProp.decay(), slots.get(0), g.mul(g));
            return new Result(theta.sub(quotient(rmsProp.placement(), rmsProp.epsilon(), alpha, g, s)), List.of(s));
        }
        if (spec instanceof LookAheadRmsProp rmsProp) {
            INDArray s = average(rmsProp.decay(), slots.get(0), g.mul(g));
            INDArray v = slots.get(1)
                    .mul(rmsProp.momentum())
                    .sub(quotient(rmsProp.placement(), rmsProp.epsilon(), alpha, g, s));
            return new Result(theta.add(v), List.of(s, v));
        }
        if (spec instanceof AdaGrad adaGrad) {
            INDArray s = slots.get(0).add(g.mul(g));
            return new Result(theta.sub(quotient(adaGrad.placement(), adaGrad.epsilon(), alpha, g, s)), List.of(s));
        }
        if (spec instanceof Adam adam) {
            return adam(adam, t, alpha, theta, g, slots);
        }
        return new AdamRelatives(spec).step(t, alpha, theta, g, slots);
    }

    private static Result nesterov(Nesterov nesterov, double alpha, INDArray theta, INDArray g, INDArray vBefore) {
        double mu = nesterov.momentum();
        INDArray v = vBefore.mul(mu).sub(g.mul(alpha));
        INDArray moved = nesterov.form() == Nesterov.Form.LOOK_AHEAD
                ? theta.add(v)
                : theta.sub(vBefore.mul(mu).sub(v.mul(1 + mu)));
        return new Result(moved, List.of(v));
    }

    private static Result adam(Adam adam, int t, double alpha, INDArray theta, INDArray g, List<INDArray> slots) {
        INDArray m = average(adam.beta1(), slots.get(0), g);
        INDArray v = average(adam.beta2(), slots.get(1), g.mul(g));
        double ofM = 1 - Math.pow(adam.beta1(), t);
        double ofV = 1 - Math.pow(adam.beta2(), t);
        INDArray move = switch (adam.form()) {
            case ALGORITHM_1 -> m.div(ofM).div(root(v.div(ofV)).add(adam.epsilon()));
            case INSIDE_ROOT -> m.div(ofM).div(root(v.div(ofV).add(adam.epsilon())));
            case REORDERED -> m.mul(Math.sqrt(ofV) / ofM).div(root(v).add(adam.epsilon()));
        };
        return new Result(theta.sub(move.mul(alpha)), List.of(m, v));
    }

    /** share·before + (1 − share)·latest. */
    static INDArray average(double share, INDArray before, INDArray latest) {
        return before.mul(share).add(latest.mul(1 - share));
    }

    /** What √s divides, and where ε is added. */
    private static INDArray quotient(Epsilon placement, double epsilon, double alpha, INDArray g, INDArray s) {
        INDArray scaled = g.mul(alpha);
        return switch (placement) {
            case OUTSIDE_ROOT -> scaled.div(root(s).add(epsilon));
            case INSIDE_ROOT -> scaled.div(root(s.add(epsilon)));
            case ADDED_TO_QUOTIENT -> scaled.div(root(s)).add(epsilon);
        };
    }

    static INDArray root(INDArray array) {
        return Transforms.sqrt(array, true);
    }
}
