package dev.lockstep.definition;

import dev.lockstep.model.GradientClip;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.AdaGrad;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.LookAheadRmsProp;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerSpec.RmsProp;
import dev.lockstep.model.OptimizerSpec.Sgd;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** (O1) to (O22) of {@code dev.lockstep.optimizer}, entry by entry. */
public class OptimizerEquations {
    /**
     * One entry of a parameter with its share of the optimizer's state.
     *
     * @param theta the entry
     * @param slots one number for every slot of the optimizer, in its order
     * @param <T> the numbers
     */
    public record Entry<T>(T theta, List<T> slots) {}

    /** (O2) where the gradient is taken. */
    public <T extends RealFieldElement<T>> T gradientPoint(
            Arithmetic<T> math, OptimizerSpec optimizer, Entry<T> entry) {
        if (optimizer instanceof Nesterov nesterov && nesterov.form() == Nesterov.Form.LOOK_AHEAD) {
            return entry.theta().add(entry.slots().get(0).multiply(nesterov.momentum()));
        }
        if (optimizer instanceof LookAheadRmsProp rms) {
            return entry.theta().add(entry.slots().get(1).multiply(rms.momentum()));
        }
        return entry.theta();
    }

    /** (O21) and (O22), of the gradient of all parameters. */
    public <T extends RealFieldElement<T>> List<T> clipped(Arithmetic<T> math, GradientClip clip, List<T> gradient) {
        if (clip instanceof GradientClip.Elementwise each) {
            List<T> clipped = new ArrayList<>(gradient.size());
            for (T entry : gradient) {
                double at = entry.getReal();
                clipped.add(Math.abs(at) > each.threshold() ? math.number(Math.copySign(each.threshold(), at)) : entry);
            }
            return clipped;
        }
        if (clip instanceof GradientClip.GlobalNorm global) {
            T norm = math.sqrt(math.dot(gradient, gradient));
            if (norm.getReal() > global.threshold()) {
                T factor = math.number(global.threshold()).divide(norm);
                return gradient.stream().map(entry -> entry.multiply(factor)).toList();
            }
        }
        return gradient;
    }

    /**
     * One step.
     *
     * @param t the number of the step, from 1
     * @param gradient ∂L/∂θ at the {@link #gradientPoint}, clipped
     */
    public <T extends RealFieldElement<T>> Entry<T> step(
            Arithmetic<T> math, OptimizerSpec optimizer, int t, Entry<T> entry, T gradient) {
        if (optimizer instanceof Sgd sgd) {
            return new Entry<>(entry.theta().subtract(gradient.multiply(sgd.rate())), List.of());
        }
        if (optimizer instanceof Nesterov nesterov) {
            return nesterov(math, nesterov, entry, gradient);
        }
        if (optimizer instanceof RmsProp rms) {
            T s = decayed(math, entry.slots().get(0), gradient, rms.decay());
            T step = quotient(math, rms.rate(), rms.epsilon(), rms.placement(), gradient, s);
            return new Entry<>(entry.theta().subtract(step), List.of(s));
        }
        if (optimizer instanceof LookAheadRmsProp rms) {
            T s = decayed(math, entry.slots().get(0), gradient, rms.decay());
            T step = quotient(math, rms.rate(), rms.epsilon(), rms.placement(), gradient, s);
            T v = entry.slots().get(1).multiply(rms.momentum()).subtract(step);
            return new Entry<>(entry.theta().add(v), List.of(s, v));
        }
        if (optimizer instanceof AdaGrad ada) {
            T s = entry.slots().get(0).add(gradient.multiply(gradient));
            T step = quotient(math, ada.rate(), ada.epsilon(), ada.placement(), gradient, s);
            return new Entry<>(entry.theta().subtract(step), List.of(s));
        }
        return adam(math, (Adam) optimizer, t, entry, gradient);
    }

    /** (O3) to (O5). */
    public <T extends RealFieldElement<T>> Entry<T> nesterov(
            Arithmetic<T> math, Nesterov nesterov, Entry<T> entry, T gradient) {
        T vPrev = entry.slots().get(0);
        T carried = vPrev.multiply(nesterov.momentum());
        T v = carried.subtract(gradient.multiply(nesterov.rate()));
        T step = nesterov.form() == Nesterov.Form.LOOK_AHEAD
                ? v
                : math.number(1).add(nesterov.momentum()).multiply(v).subtract(carried);
        return new Entry<>(entry.theta().add(step), List.of(v));
    }

    /** (O6) s = ρ·s′ + (1 − ρ)·∇², also (O13) and (O14). */
    public <T extends RealFieldElement<T>> T decayed(Arithmetic<T> math, T sPrev, T gradient, double decay) {
        return averaged(math, sPrev, gradient.multiply(gradient), decay);
    }

    private static <T extends RealFieldElement<T>> T averaged(Arithmetic<T> math, T previous, T added, double decay) {
        T share = math.number(1).subtract(decay);
        return previous.multiply(decay).add(share.multiply(added));
    }

    /** (O7) to (O9), the step α·∇/√s with ε in its place. */
    public <T extends RealFieldElement<T>> T quotient(
            Arithmetic<T> math, double rate, double epsilon, Epsilon placement, T gradient, T s) {
        T above = gradient.multiply(rate);
        return switch (placement) {
            case OUTSIDE_ROOT -> above.divide(math.sqrt(s).add(epsilon));
            case INSIDE_ROOT -> above.divide(math.sqrt(s.add(epsilon)));
            case ADDED_TO_QUOTIENT -> above.divide(math.sqrt(s)).add(epsilon);
        };
    }

    /** (O13) to (O20). */
    public <T extends RealFieldElement<T>> Entry<T> adam(
            Arithmetic<T> math, Adam adam, int t, Entry<T> entry, T gradient) {
        T m = averaged(math, entry.slots().get(0), gradient, adam.beta1());
        T v = decayed(math, entry.slots().get(1), gradient, adam.beta2());
        T first = math.number(1).subtract(math.power(adam.beta1(), t));
        T second = math.number(1).subtract(math.power(adam.beta2(), t));
        T step = switch (adam.form()) {
            case ALGORITHM_1 ->
                m.divide(first)
                        .multiply(adam.rate())
                        .divide(math.sqrt(v.divide(second)).add(adam.epsilon()));
            case INSIDE_ROOT ->
                m.divide(first)
                        .multiply(adam.rate())
                        .divide(math.sqrt(v.divide(second).add(adam.epsilon())));
            case REORDERED ->
                math.sqrt(second)
                        .multiply(adam.rate())
                        .divide(first)
                        .multiply(m)
                        .divide(math.sqrt(v).add(adam.epsilon()));
        };
        return new Entry<>(entry.theta().subtract(step), List.of(m, v));
    }
}
