package dev.lockstep.definition;

import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.AdaBelief;
import dev.lockstep.model.OptimizerSpec.AdaDelta;
import dev.lockstep.model.OptimizerSpec.AdaGrad;
import dev.lockstep.model.OptimizerSpec.AdaMax;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.OptimizerSpec.AmsGrad;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.LookAheadRmsProp;
import dev.lockstep.model.OptimizerSpec.Nadam;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerSpec.NoOp;
import dev.lockstep.model.OptimizerSpec.RmsProp;
import dev.lockstep.model.OptimizerSpec.Sgd;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** (O1) to (O41) of {@code dev.lockstep.optimizer}, entry by entry. */
public class OptimizerEquations extends TrainingEquations {
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

    /**
     * One step.
     *
     * @param rate α
     * @param t the number of the step, from 1
     * @param gradient ∂L/∂θ at the {@link #gradientPoint}, clipped
     */
    public <T extends RealFieldElement<T>> Entry<T> step(
            Arithmetic<T> math, OptimizerSpec optimizer, T rate, int t, Entry<T> entry, T gradient) {
        if (optimizer instanceof Sgd) {
            return new Entry<>(entry.theta().subtract(gradient.multiply(rate)), List.of());
        }
        if (optimizer instanceof NoOp) {
            return new Entry<>(entry.theta().subtract(gradient), List.of());
        }
        if (optimizer instanceof Nesterov nesterov) {
            return nesterov(math, nesterov, rate, entry, gradient);
        }
        if (optimizer instanceof RmsProp rms) {
            T s = decayed(math, entry.slots().get(0), gradient, rms.decay());
            T step = quotient(math, rate, rms.epsilon(), rms.placement(), gradient, s);
            return new Entry<>(entry.theta().subtract(step), List.of(s));
        }
        if (optimizer instanceof LookAheadRmsProp rms) {
            T s = decayed(math, entry.slots().get(0), gradient, rms.decay());
            T step = quotient(math, rate, rms.epsilon(), rms.placement(), gradient, s);
            T v = entry.slots().get(1).multiply(rms.momentum()).subtract(step);
            return new Entry<>(entry.theta().add(v), List.of(s, v));
        }
        if (optimizer instanceof AdaGrad ada) {
            T s = entry.slots().get(0).add(gradient.multiply(gradient));
            T step = quotient(math, rate, ada.epsilon(), ada.placement(), gradient, s);
            return new Entry<>(entry.theta().subtract(step), List.of(s));
        }
        if (optimizer instanceof Adam adam) {
            return adam(math, adam, rate, t, entry, gradient);
        }
        if (optimizer instanceof AmsGrad ams) {
            return amsGrad(math, ams, rate, t, entry, gradient);
        }
        if (optimizer instanceof AdaMax max) {
            return adaMax(math, max, rate, t, entry, gradient);
        }
        if (optimizer instanceof Nadam nadam) {
            return nadam(math, nadam, rate, t, entry, gradient);
        }
        if (optimizer instanceof AdaDelta delta) {
            return adaDelta(math, delta, rate, entry, gradient);
        }
        return adaBelief(math, (AdaBelief) optimizer, rate, t, entry, gradient);
    }

    /** (O3) to (O5). */
    public <T extends RealFieldElement<T>> Entry<T> nesterov(
            Arithmetic<T> math, Nesterov nesterov, T rate, Entry<T> entry, T gradient) {
        T vPrev = entry.slots().get(0);
        T carried = vPrev.multiply(nesterov.momentum());
        T v = carried.subtract(gradient.multiply(rate));
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
            Arithmetic<T> math, T rate, double epsilon, Epsilon placement, T gradient, T s) {
        T above = gradient.multiply(rate);
        return switch (placement) {
            case OUTSIDE_ROOT -> above.divide(math.sqrt(s).add(epsilon));
            case INSIDE_ROOT -> above.divide(math.sqrt(s.add(epsilon)));
            case ADDED_TO_QUOTIENT -> above.divide(math.sqrt(s)).add(epsilon);
        };
    }

    /** (O13) to (O20). */
    public <T extends RealFieldElement<T>> Entry<T> adam(
            Arithmetic<T> math, Adam adam, T rate, int t, Entry<T> entry, T gradient) {
        T m = averaged(math, entry.slots().get(0), gradient, adam.beta1());
        T v = decayed(math, entry.slots().get(1), gradient, adam.beta2());
        T first = math.number(1).subtract(math.power(adam.beta1(), t));
        T second = math.number(1).subtract(math.power(adam.beta2(), t));
        T step = switch (adam.form()) {
            case ALGORITHM_1 ->
                m.divide(first)
                        .multiply(rate)
                        .divide(math.sqrt(v.divide(second)).add(adam.epsilon()));
            case INSIDE_ROOT ->
                m.divide(first).multiply(rate).divide(math.sqrt(v.divide(second).add(adam.epsilon())));
            case REORDERED ->
                reordered(math, rate, first, second)
                        .multiply(m)
                        .divide(math.sqrt(v).add(adam.epsilon()));
        };
        return new Entry<>(entry.theta().subtract(step), List.of(m, v));
    }

    /** (O19) αₜ = α·√(1 − β2^t)/(1 − β1^t), of the two divisors. */
    private static <T extends RealFieldElement<T>> T reordered(Arithmetic<T> math, T rate, T first, T second) {
        return math.sqrt(second).multiply(rate).divide(first);
    }

    private static <T extends RealFieldElement<T>> T start(Arithmetic<T> math, double beta, int t) {
        return math.number(1).subtract(math.power(beta, t));
    }

    /** Of equal numbers the later one, so that what rounds a gradient of 0 is known to move it. */
    private static <T extends RealFieldElement<T>> T greater(T before, T now) {
        return before.getReal() > now.getReal() ? before : now;
    }

    /** (O24) to (O27). */
    public <T extends RealFieldElement<T>> Entry<T> amsGrad(
            Arithmetic<T> math, AmsGrad ams, T rate, int t, Entry<T> entry, T gradient) {
        T m = averaged(math, entry.slots().get(0), gradient, ams.beta1());
        T v = decayed(math, entry.slots().get(1), gradient, ams.beta2());
        T greatest = greater(entry.slots().get(2), v);
        T first = start(math, ams.beta1(), t);
        T second = start(math, ams.beta2(), t);
        T step = switch (ams.form()) {
            case UNCORRECTED -> m.multiply(rate).divide(math.sqrt(greatest).add(ams.epsilon()));
            case ALGORITHM_1 ->
                m.divide(first)
                        .multiply(rate)
                        .divide(math.sqrt(greatest.divide(second)).add(ams.epsilon()));
            case REORDERED ->
                reordered(math, rate, first, second)
                        .multiply(m)
                        .divide(math.sqrt(greatest).add(ams.epsilon()));
        };
        return new Entry<>(entry.theta().subtract(step), List.of(m, v, greatest));
    }

    /** (O28) to (O32). */
    public <T extends RealFieldElement<T>> Entry<T> adaMax(
            Arithmetic<T> math, AdaMax max, T rate, int t, Entry<T> entry, T gradient) {
        T m = averaged(math, entry.slots().get(0), gradient, max.beta1());
        T carried = entry.slots().get(1).multiply(max.beta2());
        T size = size(gradient);
        T u = switch (max.form()) {
            case PUBLISHED, BESIDE_GREATEST -> greater(carried, size);
            case TINY -> greater(carried, size).add(AdaMax.SMALLEST);
            case BESIDE_GRADIENT -> greater(carried, size.add(max.epsilon()));
        };
        T divisor = max.form() == AdaMax.Form.BESIDE_GREATEST ? u.add(max.epsilon()) : u;
        if (divisor.getReal() == 0) {
            return new Entry<>(math.undivided(entry.theta(), carried.add(size)), List.of(m, u));
        }
        T step = rate.divide(start(math, max.beta1(), t)).multiply(m).divide(divisor);
        return new Entry<>(entry.theta().subtract(step), List.of(m, u));
    }

    /** (O28) |∇|. */
    public <T extends RealFieldElement<T>> T size(T gradient) {
        return gradient.getReal() < 0 ? gradient.negate() : gradient;
    }

    /** (O33) to (O35). */
    public <T extends RealFieldElement<T>> Entry<T> nadam(
            Arithmetic<T> math, Nadam nadam, T rate, int t, Entry<T> entry, T gradient) {
        T m = averaged(math, entry.slots().get(0), gradient, nadam.beta1());
        T v = decayed(math, entry.slots().get(1), gradient, nadam.beta2());
        T step;
        if (nadam.form() == Nadam.Form.UNCORRECTED_SQUARES) {
            T ahead = averaged(math, m, gradient, nadam.beta1());
            step = ahead.multiply(rate)
                    .divide(start(math, nadam.beta1(), t))
                    .divide(math.sqrt(v).add(nadam.epsilon()));
        } else {
            T product = math.number(1);
            for (int i = 1; i <= t; i++) {
                product = product.multiply(momentum(math, nadam, i));
            }
            T now = momentum(math, nadam, t);
            T next = momentum(math, nadam, t + 1);
            T ofM = next.multiply(m).divide(math.number(1).subtract(product.multiply(next)));
            T ofGradient = math.number(1)
                    .subtract(now)
                    .multiply(gradient)
                    .divide(math.number(1).subtract(product));
            T root = math.sqrt(v.divide(start(math, nadam.beta2(), t))).add(nadam.epsilon());
            step = ofM.add(ofGradient).multiply(rate).divide(root);
        }
        return new Entry<>(entry.theta().subtract(step), List.of(m, v));
    }

    /** (O33) μₜ. */
    private static <T extends RealFieldElement<T>> T momentum(Arithmetic<T> math, Nadam nadam, int t) {
        if (nadam.form() == Nadam.Form.CONSTANT_MOMENTUM) {
            return math.number(nadam.beta1());
        }
        T power = math.exp(math.log(math.number(0.96)).multiply(0.004).multiply(t));
        return math.number(1).subtract(power.multiply(0.5)).multiply(nadam.beta1());
    }

    /** (O36) to (O38). */
    public <T extends RealFieldElement<T>> Entry<T> adaDelta(
            Arithmetic<T> math, AdaDelta delta, T rate, Entry<T> entry, T gradient) {
        T s = decayed(math, entry.slots().get(0), gradient, delta.decay());
        T step = gradient.multiply(math.sqrt(entry.slots().get(1).add(delta.epsilon())))
                .divide(math.sqrt(s.add(delta.epsilon())));
        T d = decayed(math, entry.slots().get(1), step, delta.decay());
        return new Entry<>(entry.theta().subtract(step.multiply(rate)), List.of(s, d));
    }

    /** (O39) to (O41). */
    public <T extends RealFieldElement<T>> Entry<T> adaBelief(
            Arithmetic<T> math, AdaBelief belief, T rate, int t, Entry<T> entry, T gradient) {
        T m = averaged(math, entry.slots().get(0), gradient, belief.beta1());
        T s = decayed(math, entry.slots().get(1), gradient.subtract(m), belief.beta2())
                .add(belief.epsilon());
        T first = start(math, belief.beta1(), t);
        T second = start(math, belief.beta2(), t);
        T step = switch (belief.form()) {
            case ALGORITHM_2 ->
                m.divide(first)
                        .multiply(rate)
                        .divide(math.sqrt(s.divide(second)).add(belief.epsilon()));
            case REORDERED ->
                reordered(math, rate, first, second)
                        .multiply(m)
                        .divide(math.sqrt(s).add(belief.epsilon()));
        };
        return new Entry<>(entry.theta().subtract(step), List.of(m, s));
    }
}
