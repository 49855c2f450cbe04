package dev.lockstep.experiment.sweep;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Cases of other sizes whose numbers are those of the given one, as far as there is room for them. */
final class Refit {
    private static final Set<Parameter> GATED = Set.of(Parameter.W, Parameter.RW, Parameter.B, Parameter.RB);

    private Refit() {}

    /** With the steps {@code from} to {@code to} alone, counted from 1; shorter minibatches keep what they have of them. */
    static Case steps(Case scenario, int from, int to) {
        return sequences(scenario, sequence -> {
            int last = Math.min(to, sequence.time());
            return sequence.time() == 1 ? sequence : sequence.steps(Math.min(from, last), last);
        });
    }

    /** With one row alone, counted from 0. */
    static Case row(Case scenario, int row) {
        Parts parts = new Parts(sequences(scenario, sequence -> onlyRow(sequence, row), row));
        return parts.whole();
    }

    private static Case sequences(Case scenario, UnaryOperator<Sequence> change) {
        return sequences(scenario, change, -1);
    }

    private static Case sequences(Case scenario, UnaryOperator<Sequence> change, int row) {
        Parts parts = new Parts(scenario);
        parts.input = change.apply(scenario.input());
        parts.masks = masks(scenario.masks(), change);
        UnaryOperator<State> state = given -> row < 0 ? given : onlyRow(given, row);
        parts.states = states(scenario.initialStates(), state);
        if (scenario.objective() instanceof Objective.Targets targets) {
            parts.objective = new Objective.Targets(targets.loss(), change.apply(targets.targets()));
        } else if (scenario.objective() instanceof Objective.Upstream upstream) {
            parts.objective =
                    new Objective.Upstream(change.apply(upstream.outputs()), states(upstream.finalStates(), state));
        }
        parts.training = scenario.training()
                .map(training -> training.over(training.minibatches().stream()
                        .map(minibatch -> new Minibatch(
                                change.apply(minibatch.input()),
                                change.apply(minibatch.targets()),
                                masks(minibatch.masks(), change)))
                        .toList()));
        return parts.whole();
    }

    /** With another network. */
    static Case network(Case scenario, NetworkSpec network) {
        Parts parts = new Parts(scenario);
        parts.network = network;
        parts.weights = weights(scenario, network);
        parts.input = features(scenario.input(), network.inputs());
        parts.masks = masks(scenario.masks(), network, scenario.input().time());
        parts.states = states(scenario.initialStates(), network);
        if (scenario.objective() instanceof Objective.Targets targets) {
            parts.objective =
                    new Objective.Targets(targets.loss(), outputs(targets.targets(), network, scenario.input()));
        } else if (scenario.objective() instanceof Objective.Upstream upstream) {
            parts.objective = new Objective.Upstream(
                    outputs(upstream.outputs(), network, scenario.input()), states(upstream.finalStates(), network));
        }
        parts.training = scenario.training().map(training -> training(training, network));
        return parts.whole();
    }

    private static Training training(Training training, NetworkSpec network) {
        List<Minibatch> minibatches = training.minibatches().stream()
                .map(minibatch -> new Minibatch(
                        features(minibatch.input(), network.inputs()),
                        outputs(minibatch.targets(), network, minibatch.input()),
                        masks(minibatch.masks(), network, minibatch.input().time())))
                .toList();
        return new Training(
                training.optimizer(),
                training.pace(),
                training.regularisation(),
                training.clip(),
                OptimizerState.initial(training.optimizer(), network),
                minibatches);
    }

    private static Weights weights(Case scenario, NetworkSpec network) {
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        for (LayerSpec layer : network.parts()) {
            for (ParameterSpec spec : layer.parameters()) {
                ParameterKey key = new ParameterKey(layer.name(), spec.parameter());
                int gates = GATED.contains(spec.parameter()) ? spec.columns() / layer.outputs() : 1;
                matrices.put(key, matrix(source(scenario, key), spec.rows(), gates, layer.outputs()));
            }
        }
        return new Weights(network, matrices);
    }

    /** The same parameter, also of a direction of a layer that was bidirectional; otherwise any. */
    private static Optional<Source> source(Case scenario, ParameterKey key) {
        for (String name :
                List.of(key.layer(), key.layer() + ".forward", key.layer().replace(".forward", ""))) {
            ParameterKey same = new ParameterKey(name, key.parameter());
            if (scenario.weights().keys().contains(same)) {
                int units = scenario.network().layer(name).outputs();
                RowMajorMatrix matrix = scenario.weights().get(same);
                int gates = GATED.contains(key.parameter()) ? matrix.getColumnDimension() / units : 1;
                return Optional.of(new Source(matrix, gates));
            }
        }
        return Optional.empty();
    }

    private record Source(RowMajorMatrix matrix, int gates) {
        double at(int row, int gate, int unit) {
            int units = matrix.getColumnDimension() / gates;
            return matrix.getEntry(row % matrix.getRowDimension(), (gate % gates) * units + unit % units);
        }
    }

    private static RowMajorMatrix matrix(Optional<Source> source, int rows, int gates, int units) {
        RowMajorMatrix matrix = new RowMajorMatrix(rows, gates * units);
        for (int row = 0; row < rows; row++) {
            for (int gate = 0; gate < gates; gate++) {
                for (int unit = 0; unit < units; unit++) {
                    int[] at = {row, gate, unit};
                    double value = source.map(given -> given.at(at[0], at[1], at[2]))
                            .orElse(0.1 * (1 + (row + gate + unit) % 5));
                    matrix.setEntry(row, gate * units + unit, value);
                }
            }
        }
        return matrix;
    }

    private static Sequence outputs(Sequence given, NetworkSpec network, Sequence input) {
        int time = network.outputTime(input.time());
        Sequence sequence = features(given, network.outputs());
        if (sequence.time() == time) {
            return sequence;
        }
        Sequence fitted = Sequence.zeros(time, sequence.batch(), sequence.features());
        for (int i = 0; i < fitted.values().length; i++) {
            fitted.values()[i] = sequence.values()[i % sequence.values().length];
        }
        return fitted;
    }

    private static Sequence features(Sequence given, int features) {
        if (given.features() == features) {
            return given;
        }
        Sequence fitted = Sequence.zeros(given.time(), given.batch(), features);
        for (int i = 0; i < fitted.values().length; i++) {
            int row = i / features;
            fitted.values()[i] = given.values()[row * given.features() + i % features % given.features()];
        }
        return fitted;
    }

    private static Sequence onlyRow(Sequence given, int row) {
        Sequence one = Sequence.zeros(given.time(), 1, given.features());
        for (int t = 1; t <= given.time(); t++) {
            for (int feature = 0; feature < given.features(); feature++) {
                one.values()[(t - 1) * given.features() + feature] = given.get(t, row, feature);
            }
        }
        return one;
    }

    private static State onlyRow(State given, int row) {
        RowMajorMatrix h = RowMajorMatrix.row(given.h().getRow(row));
        return given.c()
                .map(c -> State.of(h, RowMajorMatrix.row(c.getRow(row))))
                .orElseGet(() -> State.of(h));
    }

    private static Map<String, State> states(Map<String, State> given, UnaryOperator<State> change) {
        Map<String, State> changed = new LinkedHashMap<>();
        given.forEach((layer, state) -> changed.put(layer, change.apply(state)));
        return changed;
    }

    private static Map<String, State> states(Map<String, State> given, NetworkSpec network) {
        Map<String, State> states = new LinkedHashMap<>();
        for (RecurrentSpec layer : network.recurrent()) {
            State state = given.get(layer.name());
            if (state != null && !layer.trainableStart()) {
                RowMajorMatrix h = units(state.h(), layer.units());
                states.put(
                        layer.name(),
                        layer.hasCell() ? State.of(h, units(state.c().orElse(state.h()), layer.units())) : State.of(h));
            }
        }
        return states;
    }

    private static RowMajorMatrix units(RowMajorMatrix given, int units) {
        return matrix(Optional.of(new Source(given, 1)), given.getRowDimension(), 1, units);
    }

    private static Masks masks(Masks given, UnaryOperator<Sequence> change) {
        return new Masks(
                given.features().map(change), given.rule(), given.labels().map(change));
    }

    private static Masks masks(Masks given, NetworkSpec network, int time) {
        Optional<Sequence> labels = given.labels()
                .map(mask -> mask.features() == 1 ? mask : features(mask, network.outputs()))
                .map(mask -> network.outputTime(time) < mask.time() ? mask.steps(1, network.outputTime(time)) : mask);
        return new Masks(given.features(), given.rule(), labels);
    }
}
