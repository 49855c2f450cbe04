package dev.lockstep.definition;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.RealFieldElement;

/**
 * (L1) to (L11) and (P1) of {@code dev.lockstep.layer}, after K. Greff et al., <em>LSTM: a search space odyssey</em>, arXiv:1503.04069,
 * section 2, unit by unit. A convention or a mutant overrides one of these methods.
 */
public class LstmEquations {
    /** (L1), what is read: x, h′ and 1 for each bias. */
    public <T extends RealFieldElement<T>> List<T> reads(Arithmetic<T> math, LstmSpec layer, List<T> x, List<T> hPrev) {
        List<T> read = new ArrayList<>(x);
        read.addAll(hPrev);
        if (layer.bias() != Bias.NONE) {
            read.add(math.number(1));
        }
        if (layer.bias() == Bias.TWO) {
            read.add(math.number(1));
        }
        return read;
    }

    /** (L1), what it is multiplied with, of one gate of one unit: columns of W and RW, b and rb. */
    public <T extends RealFieldElement<T>> List<T> weights(
            Arithmetic<T> math, LstmSpec layer, Parameters<T> theta, Gate gate, int unit) {
        int at = gate.ordinal() * layer.units() + unit;
        return switch (layer.bias()) {
            case NONE -> theta.column(layer, at, Parameter.W, Parameter.RW);
            case ONE -> theta.column(layer, at, Parameter.W, Parameter.RW, Parameter.B);
            case TWO -> theta.column(layer, at, Parameter.W, Parameter.RW, Parameter.B, Parameter.RB);
        };
    }

    /** (L1) z = x·W + h′·RW + b + rb. */
    public <T extends RealFieldElement<T>> T z(Arithmetic<T> math, Gate gate, List<T> reads, List<T> weights) {
        return math.dot(reads, weights);
    }

    /**
     * (L2), (L3), (L8) z ← z + p ⊙ c′ for i and f, z ← z + p ⊙ c for o.
     *
     * @param cPrev cell state before the step
     * @param c cell state after it; null for i and f, which cannot know it
     */
    public <T extends RealFieldElement<T>> T peephole(Gate gate, T z, T p, T cPrev, T c) {
        return z.add(p.multiply(gate == Gate.OUTPUT ? c : cPrev));
    }

    /** (L4) i = σ(zi). */
    public <T extends RealFieldElement<T>> T i(
            Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T zi) {
        return activations.value(math, layer.gateActivation(), zi);
    }

    /** (L5) f = σ(zf). */
    public <T extends RealFieldElement<T>> T f(
            Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T zf) {
        return activations.value(math, layer.gateActivation(), zf);
    }

    /** (L6) g = φ(zg). */
    public <T extends RealFieldElement<T>> T g(
            Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T zg) {
        return activations.value(math, layer.activation(), zg);
    }

    /** (L7) c = f ⊙ c′ + i ⊙ g. */
    public <T extends RealFieldElement<T>> T c(Arithmetic<T> math, T f, T cPrev, T i, T g) {
        return f.multiply(cPrev).add(i.multiply(g));
    }

    /** (L9) o = σ(zo). */
    public <T extends RealFieldElement<T>> T o(
            Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T zo) {
        return activations.value(math, layer.gateActivation(), zo);
    }

    /** (L10) s = φ(c). */
    public <T extends RealFieldElement<T>> T s(
            Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T c) {
        return activations.value(math, layer.activation(), c);
    }

    /** (L11) h = o ⊙ s. */
    public <T extends RealFieldElement<T>> T h(Arithmetic<T> math, T o, T s) {
        return o.multiply(s);
    }

    /** The layer with its weights. */
    public <T extends RealFieldElement<T>> Cell<T> cell(
            Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, Parameters<T> theta) {
        List<List<List<T>>> columns = new ArrayList<>();
        for (Gate gate : Gate.values()) {
            List<List<T>> units = new ArrayList<>();
            for (int unit = 0; unit < layer.units(); unit++) {
                units.add(weights(math, layer, theta, gate, unit));
            }
            columns.add(units);
        }
        return (x, previous) -> {
            List<T> read = reads(math, layer, x, previous.h());
            List<List<T>> z = new ArrayList<>();
            for (Gate gate : Gate.values()) {
                List<T> units = new ArrayList<>(layer.units());
                for (List<T> column : columns.get(gate.ordinal())) {
                    units.add(z(math, gate, read, column));
                }
                z.add(units);
            }
            if (layer.peepholes()) {
                peep(layer, theta, Gate.INPUT, z, previous.c(), null);
                peep(layer, theta, Gate.FORGET, z, previous.c(), null);
            }
            List<T> i = row(
                    math,
                    activations,
                    layer.gateActivation(),
                    activations.clipped(math, layer, z.get(Gate.INPUT.ordinal())),
                    zi -> i(math, activations, layer, zi));
            List<T> f = row(
                    math,
                    activations,
                    layer.gateActivation(),
                    activations.clipped(math, layer, z.get(Gate.FORGET.ordinal())),
                    zf -> f(math, activations, layer, zf));
            List<T> g = row(
                    math,
                    activations,
                    layer.activation(),
                    activations.clipped(math, layer, z.get(Gate.CANDIDATE.ordinal())),
                    zg -> g(math, activations, layer, zg));
            List<T> c = new ArrayList<>(layer.units());
            for (int unit = 0; unit < layer.units(); unit++) {
                c.add(c(math, f.get(unit), previous.c().get(unit), i.get(unit), g.get(unit)));
            }
            if (layer.peepholes()) {
                peep(layer, theta, Gate.OUTPUT, z, previous.c(), c);
            }
            List<T> o = row(
                    math,
                    activations,
                    layer.gateActivation(),
                    activations.clipped(math, layer, z.get(Gate.OUTPUT.ordinal())),
                    zo -> o(math, activations, layer, zo));
            List<T> s = row(math, activations, layer.activation(), c, entry -> s(math, activations, layer, entry));
            List<T> h = new ArrayList<>(layer.units());
            for (int unit = 0; unit < layer.units(); unit++) {
                h.add(h(math, o.get(unit), s.get(unit)));
            }
            return new Memory<>(h, c);
        };
    }

    private <T extends RealFieldElement<T>> void peep(
            LstmSpec layer, Parameters<T> theta, Gate gate, List<List<T>> z, List<T> cPrev, List<T> c) {
        int row = gate == Gate.OUTPUT ? 2 : gate.ordinal();
        List<T> units = z.get(gate.ordinal());
        for (int unit = 0; unit < layer.units(); unit++) {
            T p = theta.entry(layer, Parameter.P, row, unit);
            T after = c == null ? null : c.get(unit);
            units.set(unit, peephole(gate, units.get(unit), p, cPrev.get(unit), after));
        }
    }

    /** An activation of all units of a row: entry by entry, unless it is softmax, which needs them all. */
    private static <T extends RealFieldElement<T>> List<T> row(
            Arithmetic<T> math, ActivationEquations activations, Activation phi, List<T> z, UnaryOperator<T> entry) {
        return phi == Activation.SOFTMAX
                ? activations.row(math, phi, z)
                : z.stream().map(entry).toList();
    }
}
