package dev.lockstep.comparison;

import dev.lockstep.math.Activation;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.RealFieldElement;

/**
 * The equations of the layers over any field, number by number, so that derivatives come from Commons Math's dual numbers
 * and not from backpropagation. Conventions can be broken on purpose.
 */
final class TinyNetwork<T extends RealFieldElement<T>> {
    /** How this network understands what it is given. */
    record Conventions(List<Integer> blockOfGate, boolean transposed, List<Integer> biasFactors) {
        static final Conventions CANONICAL = new Conventions(List.of(0, 1, 2, 3), false, List.of(1, 1, 1, 1));
    }

    private final NetworkSpec network;
    private final Map<ParameterKey, List<T>> parameters;
    private final Conventions conventions;
    private final T zero;

    /** Outputs by layer name, indexed by time step, batch row, unit. */
    final Map<String, List<List<List<T>>>> outputs = new LinkedHashMap<>();
    /** Final h by layer name, indexed by batch row, unit. */
    final Map<String, List<List<T>>> finalHidden = new LinkedHashMap<>();
    /** Final c by layer name, indexed by batch row, unit. */
    final Map<String, List<List<T>>> finalCell = new LinkedHashMap<>();

    TinyNetwork(NetworkSpec network, Map<ParameterKey, List<T>> parameters, Conventions conventions, T zero) {
        this.network = network;
        this.parameters = parameters;
        this.conventions = conventions;
        this.zero = zero;
    }

    List<List<List<T>>> run(List<List<List<T>>> input, Map<String, List<List<T>>> h0, Map<String, List<List<T>>> c0) {
        List<List<List<T>>> x = input;
        for (LayerSpec layer : network.layers()) {
            x = run(layer, x, h0, c0);
            outputs.put(layer.name(), x);
        }
        return x;
    }

    private List<List<List<T>>> run(
            LayerSpec layer, List<List<List<T>>> x, Map<String, List<List<T>>> h0, Map<String, List<List<T>>> c0) {
        if (layer instanceof LastStepSpec) {
            return List.of(x.get(x.size() - 1));
        }
        List<List<List<T>>> result = new ArrayList<>();
        List<List<T>> h = null;
        List<List<T>> c = null;
        if (layer instanceof RecurrentSpec recurrent) {
            h = h0.getOrDefault(layer.name(), zeros(x.get(0).size(), recurrent.units()));
            c = c0.getOrDefault(layer.name(), zeros(x.get(0).size(), recurrent.units()));
        }
        for (List<List<T>> step : x) {
            List<List<T>> out = new ArrayList<>();
            List<List<T>> cells = new ArrayList<>();
            for (int row = 0; row < step.size(); row++) {
                if (layer instanceof DenseSpec dense) {
                    out.add(dense(dense, step.get(row)));
                } else if (layer instanceof SimpleRnnSpec rnn) {
                    out.add(rnn(rnn, step.get(row), h.get(row)));
                } else if (layer instanceof LstmSpec lstm) {
                    List<List<T>> both = lstm(lstm, step.get(row), h.get(row), c.get(row));
                    out.add(both.get(0));
                    cells.add(both.get(1));
                }
            }
            result.add(out);
            h = out;
            c = cells;
        }
        if (layer instanceof RecurrentSpec) {
            finalHidden.put(layer.name(), h);
            finalCell.put(layer.name(), c);
        }
        return result;
    }

    private List<List<T>> zeros(int rows, int units) {
        return java.util.Collections.nCopies(rows, java.util.Collections.nCopies(units, zero));
    }

    private T parameter(LayerSpec layer, Parameter parameter, int row, int columns, int column) {
        return parameters.get(new ParameterKey(layer.name(), parameter)).get(row * columns + column);
    }

    private List<T> dense(DenseSpec layer, List<T> x) {
        List<T> y = new ArrayList<>();
        for (int j = 0; j < layer.outputs(); j++) {
            T z = parameter(layer, Parameter.B, 0, layer.outputs(), j);
            for (int k = 0; k < x.size(); k++) {
                z = z.add(x.get(k).multiply(parameter(layer, Parameter.W, k, layer.outputs(), j)));
            }
            y.add(activate(layer.activation(), z));
        }
        return y;
    }

    private List<T> rnn(SimpleRnnSpec layer, List<T> x, List<T> h) {
        List<T> next = new ArrayList<>();
        for (int j = 0; j < layer.units(); j++) {
            next.add(activate(layer.activation(), sum(layer, layer.units(), 0, j, 1, x, h)));
        }
        return next;
    }

    private List<List<T>> lstm(LstmSpec layer, List<T> x, List<T> h, List<T> c) {
        List<T> hidden = new ArrayList<>();
        List<T> cell = new ArrayList<>();
        int u = layer.units();
        for (int j = 0; j < u; j++) {
            T zi = gate(layer, Gate.INPUT, j, x, h);
            T zf = gate(layer, Gate.FORGET, j, x, h);
            T zo = gate(layer, Gate.OUTPUT, j, x, h);
            if (layer.peepholes()) {
                zi = zi.add(c.get(j).multiply(parameter(layer, Parameter.P, 0, u, j)));
                zf = zf.add(c.get(j).multiply(parameter(layer, Parameter.P, 1, u, j)));
            }
            T i = activate(layer.gateActivation(), zi);
            T f = activate(layer.gateActivation(), zf);
            T g = activate(layer.activation(), gate(layer, Gate.CANDIDATE, j, x, h));
            T next = f.multiply(c.get(j)).add(i.multiply(g));
            if (layer.peepholes()) {
                zo = zo.add(next.multiply(parameter(layer, Parameter.P, 2, u, j)));
            }
            cell.add(next);
            hidden.add(activate(layer.gateActivation(), zo).multiply(activate(layer.activation(), next)));
        }
        return List.of(hidden, cell);
    }

    private T gate(LstmSpec layer, Gate gate, int unit, List<T> x, List<T> h) {
        int block = conventions.blockOfGate().get(gate.ordinal()) * layer.units();
        return sum(
                layer, 4 * layer.units(), block, unit, conventions.biasFactors().get(gate.ordinal()), x, h);
    }

    private T sum(RecurrentSpec layer, int columns, int block, int unit, int bias, List<T> x, List<T> h) {
        T z = parameter(layer, Parameter.B, 0, columns, block + unit).multiply(bias);
        for (int k = 0; k < x.size(); k++) {
            z = z.add(x.get(k).multiply(parameter(layer, Parameter.W, k, columns, block + unit)));
        }
        for (int k = 0; k < h.size(); k++) {
            T weight = conventions.transposed()
                    ? parameter(layer, Parameter.RW, unit, columns, block + k)
                    : parameter(layer, Parameter.RW, k, columns, block + unit);
            z = z.add(h.get(k).multiply(weight));
        }
        return z;
    }

    private T activate(Activation activation, T z) {
        return switch (activation) {
            case IDENTITY -> z;
            case TANH -> z.tanh();
            case SIGMOID -> z.negate().exp().add(1).reciprocal();
            default -> throw new IllegalArgumentException(activation.title());
        };
    }

    /** The sum over all entries of (y − p)², divided by the number of features for MSE. */
    T cost(List<List<List<T>>> output, double[] targets, LossFunction function) {
        T sum = zero;
        int index = 0;
        for (List<List<T>> step : output) {
            for (List<T> row : step) {
                for (T p : row) {
                    T error = p.subtract(targets[index++]);
                    sum = sum.add(error.multiply(error));
                }
            }
        }
        return function == LossFunction.MSE ? sum.divide(network.outputs()) : sum;
    }
}
