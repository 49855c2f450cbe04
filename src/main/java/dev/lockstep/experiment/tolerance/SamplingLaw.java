package dev.lockstep.experiment.tolerance;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.random.Well19937c;

/**
 * How cases are drawn. Each has a generator of its own, seeded with the experiment's seed and its number, so that case 7 of
 * seed 1 is the same among 10 cases and among 10,000. {@link #TEXT} says what it draws, in its order.
 */
public final class SamplingLaw {
    /** The law, one sentence a line. */
    public static final List<String> TEXT = List.of(
            "Layer: SimpleRnn 25 %, LSTM 35 %, LSTM with peepholes 16 %, GRU with either place of the reset 12 % each; tanh,"
                    + " logistic gates, one bias, two for GRU.",
            "Every 40th case is large: T uniform on 50 to 100, units on 16 to 32, inputs on 1 to 8, batch 1 or 2.",
            "All others: T = ⌊101^r⌋, units = ⌊33^(r^1.5)⌋, inputs likewise, r uniform on [0, 1), batch uniform on 1 to 4; drawn"
                    + " again while T·batch·units·(inputs + units) > 4,000.",
            "Every parameter is uniform in ±s, s = 0.1·20^r, so from 0.1 to 2; x, h₀ and c₀ are uniform in ±1.",
            "Half of the cases end in a Dense head of 1 to 4 outputs, 2 to 4 for softmax, and a loss, in equal shares: identity"
                    + " with MSE (targets in ±1), softmax with MCXENT (one-hot), logistic with XENT (bits); summed or averaged over"
                    + " the batch.",
            "The other half get an upstream gradient in ±1 at every step, a quarter of them at the final state too.",
            "Cases with a loss take 10 optimizer steps: Sgd, Nesterov, RmsProp, AdaGrad or Adam as Deeplearning4j has them, rate"
                    + " 0.001·100^r; each on a minibatch of its own, from zero states, from where the step before led.",
            "Deeplearning4j is not asked where it is known to be wrong: for the cross entropy of an output that is computed to be 0"
                    + " or 1 (features/divergences/saturated-cross-entropy.feature).");

    static final int LARGE_TIME = 50;
    static final int LARGE_UNITS = 16;
    static final int STEPS = 10;
    private static final int EVERY = 40;
    private static final int MOST = 4_000;
    private static final EnumSet<Kind> BACKWARD = EnumSet.range(Kind.OUTPUTS, Kind.INITIAL_CELL_GRADIENT);

    private final Well19937c random;
    private final int number;

    private SamplingLaw(long seed, int number) {
        this.random = new Well19937c(new int[] {(int) seed, (int) (seed >>> 32), number});
        this.number = number;
    }

    /**
     * One case of an experiment.
     *
     * @param seed of the experiment
     * @param number of the case, from 1
     */
    public static Draw draw(long seed, int number) {
        return new SamplingLaw(seed, number).draw();
    }

    /** An LSTM of given sizes, its weights in ±0.5, with an upstream gradient at every step. */
    static Case lstm(int time, int units, int inputs, int batch) {
        SamplingLaw law = new SamplingLaw(0, 0);
        RecurrentSpec layer = LayerFamily.LSTM.layer(Draw.LAYER, inputs, units);
        NetworkSpec network = NetworkSpec.of(layer);
        EnumSet<Kind> observed = EnumSet.copyOf(BACKWARD);
        observed.remove(Kind.SCORE);
        return new Case(
                "LSTM",
                network,
                law.weights(network, 0.5),
                law.uniform(time, batch, inputs),
                Map.of(Draw.LAYER, law.state(layer, batch)),
                new Objective.Upstream(law.uniform(time, batch, units), Map.of()),
                Optional.empty(),
                observed);
    }

    private Draw draw() {
        LayerFamily family = LayerFamily.at(random.nextInt(100));
        int[] sizes = number % EVERY == 0 ? largeSizes() : sizes();
        double scale = 0.1 * StrictMath.pow(20, random.nextDouble());
        RecurrentSpec layer = family.layer(Draw.LAYER, sizes[2], sizes[1]);
        Optional<DenseSpec> head = random.nextBoolean() ? Optional.of(head(sizes[1])) : Optional.empty();
        NetworkSpec network = head.map(dense -> NetworkSpec.of(layer, dense)).orElseGet(() -> NetworkSpec.of(layer));
        Weights weights = weights(network, scale);
        Sequence input = uniform(sizes[0], sizes[3], sizes[2]);
        Map<String, State> states = Map.of(Draw.LAYER, state(layer, sizes[3]));
        Objective objective = head.<Objective>map(
                        dense -> new Objective.Targets(loss(dense), targets(dense, sizes[0], sizes[3])))
                .orElseGet(() -> upstream(layer, sizes[0], sizes[3]));
        EnumSet<Kind> observed = EnumSet.copyOf(BACKWARD);
        if (head.isEmpty()) {
            observed.remove(Kind.SCORE);
        }
        Case pass = new Case("case " + number, network, weights, input, states, objective, Optional.empty(), observed);
        int bias = Gate.FORGET.ordinal() * sizes[1] + random.nextInt(sizes[1]);
        List<ParameterKey> matrices = matrices(network);
        ParameterKey changed = matrices.get(random.nextInt(matrices.size()));
        int entry = random.nextInt(weights.get(changed).toArray().length);
        Optional<OptimizerSpec> optimizer = head.map(dense -> optimizer());
        List<Minibatch> minibatches = new ArrayList<>();
        for (int step = 0; optimizer.isPresent() && step < STEPS; step++) {
            minibatches.add(
                    new Minibatch(uniform(sizes[0], sizes[3], sizes[2]), targets(head.get(), sizes[0], sizes[3])));
        }
        return new Draw(number, family, scale, pass, optimizer, minibatches, bias, changed, entry);
    }

    /** T, units, inputs, batch. */
    private int[] largeSizes() {
        return new int[] {
            LARGE_TIME + random.nextInt(51),
            LARGE_UNITS + random.nextInt(17),
            1 + random.nextInt(8),
            1 + random.nextInt(2)
        };
    }

    private int[] sizes() {
        int time;
        int units;
        int inputs;
        int batch;
        do {
            time = (int) StrictMath.pow(101, random.nextDouble());
            units = (int) StrictMath.pow(33, StrictMath.pow(random.nextDouble(), 1.5));
            inputs = (int) StrictMath.pow(33, StrictMath.pow(random.nextDouble(), 1.5));
            batch = 1 + random.nextInt(4);
        } while (time * batch * units * (inputs + units) > MOST);
        return new int[] {time, units, inputs, batch};
    }

    private DenseSpec head(int inputs) {
        Activation activation = List.of(Activation.IDENTITY, Activation.SOFTMAX, Activation.SIGMOID)
                .get(random.nextInt(3));
        int outputs = activation == Activation.SOFTMAX ? 2 + random.nextInt(3) : 1 + random.nextInt(4);
        return new DenseSpec("head", inputs, outputs, activation);
    }

    private Weights weights(NetworkSpec network, double scale) {
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        for (LayerSpec layer : network.parts()) {
            for (ParameterSpec spec : layer.parameters()) {
                double[] values = numbers(spec.rows() * spec.columns());
                for (int i = 0; i < values.length; i++) {
                    values[i] *= scale;
                }
                matrices.put(
                        new ParameterKey(layer.name(), spec.parameter()),
                        RowMajorMatrix.wrap(values, spec.rows(), spec.columns()));
            }
        }
        return new Weights(network, matrices);
    }

    private static List<ParameterKey> matrices(NetworkSpec network) {
        return network.parts().stream()
                .flatMap(layer -> layer.parameters().stream()
                        .map(ParameterSpec::parameter)
                        .filter(Parameter::multiplies)
                        .map(parameter -> new ParameterKey(layer.name(), parameter)))
                .toList();
    }

    private State state(RecurrentSpec layer, int batch) {
        RowMajorMatrix h = uniform(1, batch, layer.units()).at(1);
        return layer.hasCell() ? State.of(h, uniform(1, batch, layer.units()).at(1)) : State.of(h);
    }

    private Objective.Upstream upstream(RecurrentSpec layer, int time, int batch) {
        Sequence outputs = uniform(time, batch, layer.units());
        return new Objective.Upstream(
                outputs, random.nextInt(4) == 0 ? Map.of(Draw.LAYER, state(layer, batch)) : Map.of());
    }

    private Loss loss(DenseSpec head) {
        Reduction reduction = random.nextBoolean() ? Reduction.SUM : Reduction.MEAN_OVER_BATCH;
        return Loss.of(function(head), reduction);
    }

    private static LossFunction function(DenseSpec head) {
        return switch (head.activation()) {
            case SOFTMAX -> LossFunction.MCXENT;
            case SIGMOID -> LossFunction.XENT;
            default -> LossFunction.MSE;
        };
    }

    private Sequence targets(DenseSpec head, int time, int batch) {
        LossFunction function = function(head);
        if (function == LossFunction.MSE) {
            return uniform(time, batch, head.outputs());
        }
        Sequence targets = Sequence.zeros(time, batch, head.outputs());
        double[] values = targets.values();
        for (int row = 0; function == LossFunction.MCXENT && row < time * batch; row++) {
            values[row * head.outputs() + random.nextInt(head.outputs())] = 1;
        }
        for (int i = 0; function == LossFunction.XENT && i < values.length; i++) {
            values[i] = random.nextInt(2);
        }
        return targets;
    }

    private OptimizerSpec optimizer() {
        int which = random.nextInt(5);
        double rate = 0.001 * StrictMath.pow(100, random.nextDouble());
        return switch (which) {
            case 0 -> new OptimizerSpec.Sgd(rate);
            case 1 -> new OptimizerSpec.Nesterov(rate, 0.9, OptimizerSpec.Nesterov.Form.REFORMULATED);
            case 2 -> OptimizerSpec.RmsProp.deeplearning4j(rate, 0.95, 1e-8);
            case 3 -> OptimizerSpec.AdaGrad.deeplearning4j(rate, 1e-6);
            default -> new OptimizerSpec.Adam(rate, 0.9, 0.999, 1e-8, OptimizerSpec.Adam.Form.REORDERED);
        };
    }

    private Sequence uniform(int time, int batch, int features) {
        return new Sequence(time, batch, features, numbers(time * batch * features));
    }

    /** Uniform in ±1. */
    private double[] numbers(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = 2 * random.nextDouble() - 1;
        }
        return values;
    }
}
