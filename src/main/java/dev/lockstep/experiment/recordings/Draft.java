package dev.lockstep.experiment.recordings;

import dev.lockstep.dsl.Conformance;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * A case on its way into the catalogue: what it is made of, without its numbers. Weights are drawn from its seed, the input from the
 * next number, and so on; seeds are ten apart.
 *
 * <p>5 steps of 3 sequences, unless it says otherwise.
 */
final class Draft {
    private static final int INPUT = 1;
    private static final int STATES = 2;
    private static final int TARGETS = 3;
    private static final int ARRIVING = 4;
    private static final int ARRIVING_STATES = 5;
    private static final int LABELS = 6;

    private final String framework;
    private final long seed;
    private final String name;
    private final NetworkSpec network;
    private int time = 5;
    private int batch = 3;
    private boolean fromStates;
    private boolean weighed;
    private Optional<double[][]> mask = Optional.empty();
    private Execution execution = Execution.STANDARD;

    private Draft(String framework, long seed, String name, NetworkSpec network) {
        this.framework = framework;
        this.seed = seed;
        this.name = name;
        this.network = network;
    }

    static Draft of(String framework, long seed, String name, LayerSpec... layers) {
        return new Draft(framework, seed, name, Conformance.network(layers));
    }

    Draft reading(int steps, int sequences) {
        time = steps;
        batch = sequences;
        return this;
    }

    /** Recurrent layers start from random states. */
    Draft fromStates() {
        fromStates = true;
        return this;
    }

    Draft inFloats() {
        execution = new Execution(Precision.SINGLE, SequenceFormat.NCW);
        return this;
    }

    /** A row of 0 and 1 for every sequence: which of its steps count; states stay at those that do not. */
    Draft masked(double[]... rows) {
        mask = Optional.of(rows);
        time = rows[0].length;
        batch = rows.length;
        return this;
    }

    /** So many steps of every sequence count, the first ones. */
    Draft ofLengths(int steps, int... lengths) {
        double[][] rows = new double[lengths.length][steps];
        for (int row = 0; row < lengths.length; row++) {
            for (int t = 0; t < lengths[row]; t++) {
                rows[row][t] = 1;
            }
        }
        return masked(rows);
    }

    /** The cost of every step is multiplied by a number of its own. */
    Draft weighed() {
        weighed = true;
        return this;
    }

    /** Outputs and last states. */
    CatalogueCase forward() {
        return observing(forwardKinds(), from -> new Objective.None());
    }

    /** The same, and outputs where the sequence arrives in pieces. */
    CatalogueCase streamed() {
        Set<Kind> kinds = forwardKinds();
        kinds.add(Kind.STREAMED);
        return observing(kinds, from -> new Objective.None());
    }

    /** Everything forward, the score, and all of its gradients. */
    CatalogueCase gradients(Loss loss) {
        Set<Kind> kinds = gradientKinds();
        kinds.add(Kind.SCORE);
        return observing(kinds, from -> new Objective.Targets(loss, targets(loss, from)));
    }

    /** Everything forward, and all gradients, where errors arrive at every output and at the last states. */
    CatalogueCase arriving() {
        return observing(
                gradientKinds(),
                from -> new Objective.Upstream(
                        Sequence.random(network.outputTime(time), batch, network.outputs(), from + ARRIVING),
                        states(from + ARRIVING_STATES)));
    }

    /** Scores, parameters and the state of the optimizer after every step on the same minibatch. */
    CatalogueCase trained(Loss loss, int steps, OptimizerSpec optimizer) {
        return trained(loss, steps, optimizer, training -> training);
    }

    /** The same, and more of the training. */
    CatalogueCase trained(Loss loss, int steps, OptimizerSpec optimizer, UnaryOperator<Training> more) {
        Set<Kind> kinds = EnumSet.of(Kind.SCORE, Kind.PARAMETER);
        // Other frameworks keep other numbers in the place of Nesterov's v.
        if (!optimizer.slots().isEmpty() && !(optimizer instanceof Nesterov)) {
            kinds.add(Kind.OPTIMIZER_STATE);
        }
        return new CatalogueCase(framework, name, seed, from -> {
            Sequence targets = targets(loss, from);
            Minibatch minibatch = new Minibatch(input(from), targets, masks(from));
            Training training = new Training(
                    optimizer, OptimizerState.initial(optimizer, network), Collections.nCopies(steps, minibatch));
            return drawn(from, new Objective.Targets(loss, targets), Optional.of(more.apply(training)), kinds);
        });
    }

    private CatalogueCase observing(Set<Kind> kinds, LongFunction<Objective> objective) {
        return new CatalogueCase(
                framework, name, seed, from -> drawn(from, objective.apply(from), Optional.empty(), kinds));
    }

    private Case drawn(long from, Objective objective, Optional<Training> training, Set<Kind> kinds) {
        return new Case(
                name,
                network,
                Weights.random(network, from),
                input(from),
                masks(from),
                fromStates ? states(from + STATES) : Map.of(),
                objective,
                Truncation.NONE,
                training,
                execution,
                kinds);
    }

    private Sequence input(long from) {
        return Sequence.random(time, batch, network.inputs(), from + INPUT);
    }

    /** What a loss can be held against: a class of each row, shares between 0 and 1, or any numbers. */
    private Sequence targets(Loss loss, long from) {
        Sequence drawn = Sequence.random(network.outputTime(time), batch, network.outputs(), from + TARGETS);
        return switch (loss.function()) {
            case MCXENT -> classes(drawn);
            case XENT -> mapped(drawn, value -> (1 + value) / 2);
            default -> drawn;
        };
    }

    /** 1 for the greatest of every row, 0 for the others. */
    private static Sequence classes(Sequence drawn) {
        double[] values = new double[drawn.values().length];
        for (int row = 0; row < values.length; row += drawn.features()) {
            int greatest = row;
            for (int i = row; i < row + drawn.features(); i++) {
                greatest = drawn.values()[i] > drawn.values()[greatest] ? i : greatest;
            }
            values[greatest] = 1;
        }
        return new Sequence(drawn.time(), drawn.batch(), drawn.features(), values);
    }

    private static Sequence mapped(Sequence drawn, DoubleUnaryOperator function) {
        double[] values = Arrays.stream(drawn.values()).map(function).toArray();
        return new Sequence(drawn.time(), drawn.batch(), drawn.features(), values);
    }

    private Masks masks(long from) {
        Masks masks = mask.map(rows -> Masks.ofFeatures(sequence(rows), MaskRule.CARRY))
                .orElse(Masks.NONE);
        return weighed
                ? masks.withLabels(mapped(
                        Sequence.random(network.outputTime(time), batch, 1, from + LABELS), value -> 1 + value / 2))
                : masks;
    }

    private static Sequence sequence(double[][] rows) {
        Sequence mask = Sequence.zeros(rows[0].length, rows.length, 1);
        for (int t = 0; t < rows[0].length; t++) {
            for (int row = 0; row < rows.length; row++) {
                mask.values()[t * rows.length + row] = rows[row][t];
            }
        }
        return mask;
    }

    /** A random state of every layer that can be given one, h before c. */
    private Map<String, State> states(long from) {
        Map<String, State> states = new TreeMap<>();
        int layers = given().size();
        int widest = given().stream().mapToInt(RecurrentSpec::units).max().orElse(1);
        Sequence drawn = Sequence.random(2 * Math.max(1, layers), batch, widest, from);
        for (int i = 0; i < layers; i++) {
            RecurrentSpec layer = given().get(i);
            RowMajorMatrix h = drawn.at(2 * i + 1).columns(0, layer.units());
            states.put(
                    layer.name(),
                    layer.hasCell() ? State.of(h, drawn.at(2 * i + 2).columns(0, layer.units())) : State.of(h));
        }
        return states;
    }

    /** The layers that can be given a state. */
    private List<RecurrentSpec> given() {
        return network.recurrent().stream()
                .filter(layer -> !layer.trainableStart())
                .toList();
    }

    private EnumSet<Kind> forwardKinds() {
        EnumSet<Kind> kinds = EnumSet.of(Kind.OUTPUTS, Kind.FINAL_HIDDEN);
        if (network.recurrent().stream().anyMatch(RecurrentSpec::hasCell)) {
            kinds.add(Kind.FINAL_CELL);
        }
        return kinds;
    }

    private EnumSet<Kind> gradientKinds() {
        EnumSet<Kind> kinds = forwardKinds();
        kinds.addAll(EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT));
        if (fromStates) {
            kinds.add(Kind.INITIAL_HIDDEN_GRADIENT);
            if (given().stream().anyMatch(RecurrentSpec::hasCell)) {
                kinds.add(Kind.INITIAL_CELL_GRADIENT);
            }
        }
        return kinds;
    }
}
