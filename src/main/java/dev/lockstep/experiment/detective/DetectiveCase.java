package dev.lockstep.experiment.detective;

import dev.lockstep.convention.Calculation;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.random.Well19937c;

/**
 * Small random cases: sizes from 2 to 8, 2 to 6 steps, 1, 3 or 4 rows (of 2 a mean could not be told from the half of a
 * sum), all different where there are enough numbers, so that exchanged axes show; weights within ±1/√units and inputs within ±1, so that no gate is saturated. Of every twelve
 * seeds one has pre-activations that are clipped.
 */
final class DetectiveCase {
    private static final int STEPS = 3;

    private static final int CLIPPED_ONE_IN = 12;
    private static final double CLIP = 0.3;

    private final Well19937c random;
    private final double preActivationClip;

    private DetectiveCase(long seed) {
        random = new Well19937c(seed);
        // Not drawn, so that all other cases are what they were before there was a clip.
        preActivationClip = Math.floorMod(seed, CLIPPED_ONE_IN) == 0 ? CLIP : Double.POSITIVE_INFINITY;
    }

    /** The case of a seed; every other one is trained. */
    static Case of(long seed) {
        return new DetectiveCase(seed).draw(seed);
    }

    private Case draw(long seed) {
        int time = 2 + random.nextInt(5);
        List<Integer> used = new ArrayList<>(List.of(time));
        int batch = random.nextInt(5) == 0 ? 1 : unlike(used, 3, 4);
        int inputs = unlike(used, 2, 8);
        int units = random.nextInt(5) == 0 ? inputs : unlike(used, 2, 8);
        int outputs = unlike(used, 2, 8);
        List<LayerSpec> layers = new ArrayList<>();
        layers.add(recurrent("first", inputs, units).clippingPreActivationsAt(preActivationClip));
        if (random.nextInt(4) == 0) {
            layers.add(recurrent("second", units, units).clippingPreActivationsAt(preActivationClip));
        }
        Activation head = random.nextBoolean() ? Activation.TANH : Activation.IDENTITY;
        switch (random.nextInt(3)) {
            case 0 -> layers.add(new DenseSpec("head", units, outputs, head));
            case 1 -> {
                layers.add(new LastStepSpec("last", units));
                layers.add(new DenseSpec("head", units, outputs, head));
            }
            default -> {}
        }
        NetworkSpec network = new NetworkSpec(layers);
        boolean trained = random.nextBoolean();
        LossFunction function = random.nextBoolean() ? LossFunction.MSE : LossFunction.L2;
        Loss loss = Loss.of(function, Reduction.values()[random.nextInt(Reduction.values().length)]);
        EnumSet<Kind> kinds = EnumSet.of(Kind.OUTPUTS, Kind.SCORE, Kind.GRADIENT, Kind.INPUT_GRADIENT);
        Case untrained = new Case(
                "seed " + seed,
                network,
                Weights.random(network, random.nextLong()),
                Sequence.random(time, batch, inputs, random.nextLong()),
                random.nextInt(3) == 0 ? states(network, batch) : Map.of(),
                new Objective.Targets(loss, targets(network, time, batch)),
                trained || random.nextInt(3) > 0 ? Truncation.NONE : truncation(time),
                Optional.empty(),
                kinds);
        return trained ? trained(untrained) : masked(untrained);
    }

    /** Every fifth with steps that do not count, but for one at least of every row. */
    private Case masked(Case scenario) {
        if (random.nextInt(5) > 0 || !scenario.truncation().equals(Truncation.NONE)) {
            return scenario;
        }
        int time = scenario.input().time();
        int batch = scenario.input().batch();
        double[] counts = new double[time * batch];
        for (int row = 0; row < batch; row++) {
            for (int t = 0; t < time; t++) {
                counts[t * batch + row] = random.nextInt(3) > 0 ? 1 : 0;
            }
            counts[random.nextInt(time) * batch + row] = 1;
        }
        return scenario.with(
                Masks.ofFeatures(new Sequence(time, batch, 1, counts), MaskRule.values()[random.nextInt(2)]));
    }

    private int unlike(List<Integer> used, int least, int most) {
        int drawn = least + random.nextInt(most - least + 1);
        while (used.contains(drawn)) {
            drawn = least + (drawn - least + 1) % (most - least + 1);
        }
        used.add(drawn);
        return drawn;
    }

    private RecurrentSpec recurrent(String name, int inputs, int units) {
        return switch (random.nextInt(9)) {
            case 0, 1 -> LstmSpec.plain(name, inputs, units);
            case 2, 3 -> new LstmSpec(name, inputs, units, Activation.TANH, Activation.SIGMOID, true);
            case 4 -> new LstmSpec(name, inputs, units, Activation.TANH, Activation.HARD_SIGMOID, false);
            case 5 -> new SimpleRnnSpec(name, inputs, units, Activation.TANH);
            case 6 -> GruSpec.plain(name, inputs, units);
            case 7 ->
                new GruSpec(
                        name,
                        inputs,
                        units,
                        Activation.TANH,
                        random.nextInt(3) == 0 ? Activation.HARD_SIGMOID : Activation.SIGMOID,
                        GruSpec.Reset.BEFORE_PRODUCT,
                        random.nextBoolean() ? Bias.ONE : Bias.TWO);
            default -> new SimpleRnnSpec(name, inputs, units, Activation.TANH, Bias.TWO, false);
        };
    }

    private Map<String, State> states(NetworkSpec network, int batch) {
        Map<String, State> states = new LinkedHashMap<>();
        for (RecurrentSpec layer : network.recurrent()) {
            RowMajorMatrix h = matrix(batch, layer.units());
            states.put(layer.name(), layer.hasCell() ? State.of(h, matrix(batch, layer.units())) : State.of(h));
        }
        return states;
    }

    private RowMajorMatrix matrix(int rows, int columns) {
        return RowMajorMatrix.wrap(uniform(rows * columns, -1, 1), rows, columns);
    }

    private double[] uniform(int size, double least, double most) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = least + (most - least) * random.nextDouble();
        }
        return values;
    }

    private Sequence targets(NetworkSpec network, int time, int batch) {
        return Sequence.random(network.outputTime(time), batch, network.outputs(), random.nextLong());
    }

    private Truncation truncation(int time) {
        return random.nextBoolean()
                ? new Truncation.Sliding(random.nextInt(time - 1))
                : new Truncation.Chunked(1 + random.nextInt(time - 1));
    }

    private Case trained(Case untrained) {
        NetworkSpec network = untrained.network();
        Sequence input = untrained.input();
        List<Minibatch> minibatches = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            minibatches.add(new Minibatch(
                    Sequence.random(input.time(), input.batch(), input.features(), random.nextLong()),
                    targets(network, input.time(), input.batch())));
        }
        OptimizerSpec optimizer = optimizer();
        Training training = new Training(optimizer, clip(untrained), start(optimizer, network), minibatches);
        return new Case(
                untrained.name(),
                network,
                untrained.weights(),
                input,
                untrained.initialStates(),
                untrained.objective(),
                untrained.truncation(),
                Optional.of(training),
                EnumSet.of(Kind.OUTPUTS, Kind.SCORE, Kind.GRADIENT, Kind.PARAMETER, Kind.OPTIMIZER_STATE));
    }

    private OptimizerSpec optimizer() {
        double rate = 0.05 + 0.1 * random.nextDouble();
        double slow = 0.8 + 0.1 * random.nextDouble();
        double fast = 0.9 + 0.09 * random.nextDouble();
        double epsilon = 1e-3 + 1e-2 * random.nextDouble();
        OptimizerSpec.Epsilon placement = OptimizerSpec.Epsilon.values()[random.nextInt(2)];
        OptimizerSpec.Start start = OptimizerSpec.Start.values()[random.nextInt(2)];
        return switch (random.nextInt(7)) {
            case 0 -> new OptimizerSpec.Sgd(rate);
            case 1 -> new OptimizerSpec.Nesterov(rate, slow, OptimizerSpec.Nesterov.Form.values()[random.nextInt(2)]);
            case 2 -> new OptimizerSpec.RmsProp(rate, slow, epsilon, placement, start);
            case 3 -> new OptimizerSpec.LookAheadRmsProp(rate, fast, slow, epsilon, placement);
            case 4 -> new OptimizerSpec.AdaGrad(rate, epsilon, placement, start);
            default ->
                new OptimizerSpec.Adam(rate, slow, fast, epsilon, OptimizerSpec.Adam.Form.values()[random.nextInt(3)]);
        };
    }

    /** A state before the first step, or, for Adam and Nesterov, sometimes one after a few. */
    private OptimizerState start(OptimizerSpec optimizer, NetworkSpec network) {
        OptimizerState initial = OptimizerState.initial(optimizer, network);
        boolean later = optimizer instanceof OptimizerSpec.Adam || optimizer instanceof OptimizerSpec.Nesterov;
        if (!later || random.nextBoolean()) {
            return initial;
        }
        Map<String, Weights> slots = new LinkedHashMap<>();
        initial.slots().forEach((slot, zeros) -> {
            Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
            double least = slot.equals("v") && optimizer instanceof OptimizerSpec.Adam ? 0.001 : -0.05;
            zeros.asMap()
                    .forEach((key, zero) -> matrices.put(
                            key,
                            RowMajorMatrix.wrap(
                                    uniform(zero.getRowDimension() * zero.getColumnDimension(), least, 0.05),
                                    zero.getRowDimension(),
                                    zero.getColumnDimension())));
            slots.put(slot, new Weights(network, matrices));
        });
        return new OptimizerState(3, slots);
    }

    /** Often one that some of the first gradient is beyond. */
    private GradientClip clip(Case untrained) {
        if (random.nextInt(3) > 0) {
            return GradientClip.NONE;
        }
        Observations observed = Calculation.DEFINITION.observe(untrained.observing(EnumSet.of(Kind.GRADIENT)));
        double squares = 0;
        double greatest = 0;
        for (Quantity quantity : observed.quantities()) {
            for (double entry : observed.get(quantity).values()) {
                squares += entry * entry;
                greatest = Math.max(greatest, Math.abs(entry));
            }
        }
        return random.nextBoolean()
                ? new GradientClip.Elementwise(greatest / 2)
                : new GradientClip.GlobalNorm(Math.sqrt(squares) / 3, random.nextBoolean() ? 0 : 1e-6);
    }
}
