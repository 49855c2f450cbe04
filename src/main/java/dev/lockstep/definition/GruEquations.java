package dev.lockstep.definition;

import dev.lockstep.model.Bias;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/**
 * The gated recurrent unit of K. Cho et al., <em>Learning phrase representations using RNN encoder-decoder</em>,
 * arXiv:1406.1078. Many texts have z and 1 − z exchanged in (G4), after J. Chung et al., arXiv:1412.3555.
 *
 * <pre>
 * (G1) r = σ(x·Wr + br + h′·RWr + rbr)
 * (G2) z = σ(x·Wz + bz + h′·RWz + rbz)
 * (G3) n = φ(x·Wn + bn + (r ⊙ h′)·RWn + rbn)      BEFORE_PRODUCT
 *      n = φ(x·Wn + bn + r ⊙ (h′·RWn + rbn))      AFTER_PRODUCT
 * (G4) h = (1 − z) ⊙ n + z ⊙ h′
 * </pre>
 *
 * Each σ and φ reads (P1) of {@code dev.lockstep.layer}.
 */
public class GruEquations {
    private static final int R = 0;
    private static final int Z = 1;
    private static final int N = 2;

    /** x·W + b of one unit of one gate. */
    public <T extends RealFieldElement<T>> T input(
            Arithmetic<T> math, GruSpec layer, Parameters<T> theta, int gate, int unit, List<T> x) {
        return affine(math, layer, theta, Parameter.W, Parameter.B, layer.bias() != Bias.NONE, gate, unit, x);
    }

    /** h′·RW + rb of one unit of one gate. */
    public <T extends RealFieldElement<T>> T recurrent(
            Arithmetic<T> math, GruSpec layer, Parameters<T> theta, int gate, int unit, List<T> hPrev) {
        return affine(math, layer, theta, Parameter.RW, Parameter.RB, layer.bias() == Bias.TWO, gate, unit, hPrev);
    }

    private static <T extends RealFieldElement<T>> T affine(
            Arithmetic<T> math,
            GruSpec layer,
            Parameters<T> theta,
            Parameter matrix,
            Parameter bias,
            boolean biased,
            int gate,
            int unit,
            List<T> reads) {
        int column = gate * layer.units() + unit;
        if (!biased) {
            return math.dot(reads, theta.column(layer, column, matrix));
        }
        List<T> read = new ArrayList<>(reads);
        read.add(math.number(1));
        return math.dot(read, theta.column(layer, column, matrix, bias));
    }

    /** (G1) and (G2), σ of both parts. */
    public <T extends RealFieldElement<T>> T gate(
            Arithmetic<T> math, ActivationEquations activations, GruSpec layer, T input, T recurrent) {
        return activations.value(math, layer.gateActivation(), activations.clipped(math, layer, input.add(recurrent)));
    }

    /** (G3), of all units of a row. */
    public <T extends RealFieldElement<T>> List<T> n(
            Arithmetic<T> math,
            ActivationEquations activations,
            GruSpec layer,
            Parameters<T> theta,
            List<T> r,
            List<T> x,
            List<T> hPrev) {
        List<T> reset = new ArrayList<>(layer.units());
        for (int unit = 0; unit < layer.units(); unit++) {
            reset.add(r.get(unit).multiply(hPrev.get(unit)));
        }
        List<T> candidates = new ArrayList<>(layer.units());
        for (int unit = 0; unit < layer.units(); unit++) {
            T input = input(math, layer, theta, N, unit, x);
            T recurrent = layer.reset() == GruSpec.Reset.BEFORE_PRODUCT
                    ? recurrent(math, layer, theta, N, unit, reset)
                    : r.get(unit).multiply(recurrent(math, layer, theta, N, unit, hPrev));
            T z = activations.clipped(math, layer, input.add(recurrent));
            candidates.add(activations.value(math, layer.activation(), z));
        }
        return candidates;
    }

    /** (G4) h = (1 − z) ⊙ n + z ⊙ h′. */
    public <T extends RealFieldElement<T>> T h(Arithmetic<T> math, T z, T n, T hPrev) {
        return math.number(1).subtract(z).multiply(n).add(z.multiply(hPrev));
    }

    /** The layer with its weights. */
    public <T extends RealFieldElement<T>> Cell<T> cell(
            Arithmetic<T> math, ActivationEquations activations, GruSpec layer, Parameters<T> theta) {
        return (x, previous) -> {
            List<T> r = new ArrayList<>(layer.units());
            List<T> z = new ArrayList<>(layer.units());
            for (int unit = 0; unit < layer.units(); unit++) {
                r.add(gate(
                        math,
                        activations,
                        layer,
                        input(math, layer, theta, R, unit, x),
                        recurrent(math, layer, theta, R, unit, previous.h())));
                z.add(gate(
                        math,
                        activations,
                        layer,
                        input(math, layer, theta, Z, unit, x),
                        recurrent(math, layer, theta, Z, unit, previous.h())));
            }
            List<T> n = n(math, activations, layer, theta, r, x, previous.h());
            List<T> h = new ArrayList<>(layer.units());
            for (int unit = 0; unit < layer.units(); unit++) {
                h.add(h(math, z.get(unit), n.get(unit), previous.h().get(unit)));
            }
            return new Memory<>(h, List.of());
        };
    }
}
