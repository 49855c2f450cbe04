package dev.lockstep.definition;

import dev.lockstep.model.Bias;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/**
 * (R1) and (R2) of {@code dev.lockstep.layer}, J. L. Elman, <em>Finding structure in time</em>, Cognitive Science 14 (1990),
 * with any φ and none, one or two biases; with layer normalisation (N1), with (P1).
 */
public class SimpleRnnEquations {
    /** (R1), what is read: x, h′ and 1 for each bias. */
    public <T extends RealFieldElement<T>> List<T> reads(
            Arithmetic<T> math, SimpleRnnSpec layer, List<T> x, List<T> hPrev) {
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

    /** (R1), what it is multiplied with, of one unit: columns of W and RW, b and rb. */
    public <T extends RealFieldElement<T>> List<T> weights(
            Arithmetic<T> math, SimpleRnnSpec layer, Parameters<T> theta, int unit) {
        return switch (layer.bias()) {
            case NONE -> theta.column(layer, unit, Parameter.W, Parameter.RW);
            case ONE -> theta.column(layer, unit, Parameter.W, Parameter.RW, Parameter.B);
            case TWO -> theta.column(layer, unit, Parameter.W, Parameter.RW, Parameter.B, Parameter.RB);
        };
    }

    /** (R1) z = x·W + h′·RW + b + rb. */
    public <T extends RealFieldElement<T>> T z(Arithmetic<T> math, List<T> reads, List<T> weights) {
        return math.dot(reads, weights);
    }

    /** (R2) h = φ(z), of all units of a row. */
    public <T extends RealFieldElement<T>> List<T> h(
            Arithmetic<T> math, ActivationEquations activations, SimpleRnnSpec layer, List<T> z) {
        return activations.row(math, layer.activation(), z);
    }

    /** (R1) with layer normalisation, (N1): z = gx⊙N(x·W) + gh⊙N(h′·RW) + b + rb, of all units of a row. */
    public <T extends RealFieldElement<T>> List<T> normalised(
            Arithmetic<T> math, SimpleRnnSpec layer, Parameters<T> theta, List<T> x, List<T> hPrev) {
        double epsilon = layer.norm().orElseThrow().epsilon();
        List<T> ofInput = normalised(math, epsilon, products(math, layer, theta, Parameter.W, x));
        List<T> ofState = normalised(math, epsilon, products(math, layer, theta, Parameter.RW, hPrev));
        List<T> z = new ArrayList<>(layer.units());
        for (int unit = 0; unit < layer.units(); unit++) {
            T input = theta.entry(layer, Parameter.G, 0, unit).multiply(ofInput.get(unit));
            T state = theta.entry(layer, Parameter.G, 1, unit).multiply(ofState.get(unit));
            z.add(biased(layer, theta, unit, input.add(state)));
        }
        return z;
    }

    /** (N1) … + b + rb, as far as the layer has them. */
    protected static <T extends RealFieldElement<T>> T biased(
            SimpleRnnSpec layer, Parameters<T> theta, int unit, T gained) {
        T z = layer.bias() == Bias.NONE ? gained : gained.add(theta.entry(layer, Parameter.B, 0, unit));
        return layer.bias() == Bias.TWO ? z.add(theta.entry(layer, Parameter.RB, 0, unit)) : z;
    }

    /** (N1) (a − μ)/√(σ² + ε). */
    public <T extends RealFieldElement<T>> List<T> normalised(Arithmetic<T> math, double epsilon, List<T> a) {
        List<T> ones = Collections.nCopies(a.size(), math.number(1));
        T mean = math.dot(a, ones).divide(a.size());
        List<T> centred = a.stream().map(entry -> entry.subtract(mean)).toList();
        T variance = math.dot(centred, centred).divide(a.size());
        T deviation = math.sqrt(variance.add(epsilon));
        return centred.stream().map(entry -> entry.divide(deviation)).toList();
    }

    private static <T extends RealFieldElement<T>> List<T> products(
            Arithmetic<T> math, SimpleRnnSpec layer, Parameters<T> theta, Parameter matrix, List<T> row) {
        List<T> products = new ArrayList<>(layer.units());
        for (int unit = 0; unit < layer.units(); unit++) {
            products.add(math.dot(row, theta.column(layer, unit, matrix)));
        }
        return products;
    }

    /** The layer with its weights. */
    public <T extends RealFieldElement<T>> Cell<T> cell(
            Arithmetic<T> math, ActivationEquations activations, SimpleRnnSpec layer, Parameters<T> theta) {
        if (layer.norm().isPresent()) {
            return (x, previous) -> {
                List<T> z = normalised(math, layer, theta, x, previous.h());
                return new Memory<>(h(math, activations, layer, activations.clipped(math, layer, z)), List.of());
            };
        }
        List<List<T>> columns = new ArrayList<>();
        for (int unit = 0; unit < layer.units(); unit++) {
            columns.add(weights(math, layer, theta, unit));
        }
        return (x, previous) -> {
            List<T> read = reads(math, layer, x, previous.h());
            List<T> z = new ArrayList<>(layer.units());
            for (List<T> column : columns) {
                z.add(z(math, read, column));
            }
            return new Memory<>(h(math, activations, layer, activations.clipped(math, layer, z)), List.of());
        };
    }
}
