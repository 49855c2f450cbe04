package dev.lockstep.experiment.sweep;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.Loss;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/** The cases that are one change simpler than a given one, the changes that leave least first. */
final class Smaller {
    private final Case scenario;
    private final List<Supplier<Case>> candidates = new ArrayList<>();

    private Smaller(Case scenario) {
        this.scenario = scenario;
    }

    /** All of them; the model may refuse some, and then their suppliers do. */
    static List<Supplier<Case>> than(Case scenario) {
        Smaller smaller = new Smaller(scenario);
        smaller.observed();
        smaller.training();
        smaller.sizes();
        boolean loss = scenario.objective() instanceof Objective.Targets;
        Stack.simpler(scenario.network(), loss)
                .forEach(network -> smaller.candidates.add(() -> Refit.network(scenario, network.get())));
        smaller.settings();
        smaller.numbers();
        return smaller.candidates;
    }

    private void change(Consumer<Parts> change) {
        candidates.add(() -> {
            Parts parts = new Parts(scenario);
            change.accept(parts);
            return parts.whole();
        });
    }

    private void observed() {
        if (scenario.observed().size() > 1) {
            for (Kind kind : scenario.observed()) {
                change(parts -> parts.observed = EnumSet.of(kind));
            }
        }
    }

    private void training() {
        scenario.training().ifPresent(training -> {
            change(parts -> parts.training = Optional.empty());
            int steps = training.minibatches().size();
            if (steps > 1) {
                candidates.add(() -> scenario.trainedFor(1));
                candidates.add(() -> scenario.trainedFor(steps - 1));
            }
            OptimizerSpec sgd = new OptimizerSpec.Sgd(0.1);
            if (!training.optimizer().equals(sgd)) {
                candidates.add(() -> scenario.trainedBy(sgd));
            }
            if (training.pace().isPresent()) {
                candidates.add(() -> Without.pace(scenario));
            }
            if (!training.regularisation().isNone()) {
                candidates.add(() -> scenario.training(given -> given.with(Regularisation.NONE)));
            }
            if (!training.clip().equals(GradientClip.NONE)) {
                candidates.add(() -> scenario.clippedTo(GradientClip.NONE));
            }
            Objective.Targets targets = (Objective.Targets) scenario.objective();
            List<Minibatch> same = training.minibatches().stream()
                    .map(any -> new Minibatch(scenario.input(), targets.targets(), scenario.masks()))
                    .toList();
            boolean alike = training.minibatches().stream()
                    .allMatch(minibatch -> Arrays.equals(
                            minibatch.input().values(), scenario.input().values()));
            if (!alike) {
                change(parts -> parts.training = Optional.of(training.over(same)));
            }
        });
    }

    private void sizes() {
        int time = scenario.input().time();
        for (int steps : new int[] {1, 2, time / 2, time - 1}) {
            if (steps >= 1 && steps < time) {
                candidates.add(() -> Refit.steps(scenario, 1, steps));
                candidates.add(() -> Refit.steps(scenario, time - steps + 1, time));
            }
        }
        int batch = scenario.input().batch();
        for (int row = 0; batch > 1 && row < batch; row++) {
            int kept = row;
            candidates.add(() -> Refit.row(scenario, kept));
        }
    }

    private void settings() {
        if (!scenario.initialStates().isEmpty()) {
            change(parts -> parts.states = Map.of());
        }
        if (!scenario.execution().equals(Execution.STANDARD)) {
            change(parts -> parts.execution = Execution.STANDARD);
            change(parts ->
                    parts.execution = new Execution(scenario.execution().precision(), Execution.STANDARD.format()));
            change(parts -> parts.execution = new Execution(
                    Execution.STANDARD.precision(), scenario.execution().format()));
        }
        if (!(scenario.truncation() instanceof Truncation.Full)) {
            candidates.add(() -> scenario.with(Truncation.NONE));
        }
        masks();
        if (scenario.objective() instanceof Objective.Targets targets
                && targets.loss().reduction() != Reduction.SUM) {
            Loss summed = new Loss(
                    targets.loss().function(), Reduction.SUM, targets.loss().clipping());
            change(parts -> parts.objective = new Objective.Targets(summed, targets.targets()));
        }
        if (scenario.objective() instanceof Objective.Upstream upstream
                && !upstream.finalStates().isEmpty()) {
            change(parts -> parts.objective = new Objective.Upstream(upstream.outputs(), Map.of()));
        }
        if (!(scenario.objective() instanceof Objective.None)) {
            change(parts -> {
                parts.objective = new Objective.None();
                parts.training = Optional.empty();
                parts.masks = new Masks(parts.masks.features(), parts.masks.rule(), Optional.empty());
            });
        }
    }

    private void masks() {
        Masks masks = scenario.masks();
        if (!masks.isEmpty()) {
            candidates.add(() -> scenario.with(Masks.NONE));
            candidates.add(() -> scenario.with(new Masks(masks.features(), masks.rule(), Optional.empty())));
            candidates.add(() -> scenario.with(new Masks(Optional.empty(), masks.rule(), masks.labels())));
        }
        scenario.training().ifPresent(training -> {
            if (training.minibatches().stream()
                    .anyMatch(minibatch -> !minibatch.masks().isEmpty())) {
                change(parts -> parts.training = Optional.of(training.over(training.minibatches().stream()
                        .map(minibatch -> new Minibatch(minibatch.input(), minibatch.targets()))
                        .toList())));
            }
        });
    }

    private void numbers() {
        for (ParameterKey key : Magnitudes.beyondTheLaw(scenario)) {
            mapped(key, Magnitudes.scaled(scenario, key));
        }
        for (ParameterKey key : scenario.weights().keys()) {
            mapped(key, value -> 0);
        }
        input(value -> 0);
        for (double grid : new double[] {1, 10, 100}) {
            DoubleUnaryOperator rounded = value -> Math.rint(value * grid) / grid;
            Magnitudes.bounds(scenario).forEach((key, bound) -> mapped(key, Magnitudes.rounded(grid, bound)));
            input(rounded);
            states(rounded);
            objective(rounded);
        }
    }

    private void mapped(ParameterKey changed, DoubleUnaryOperator change) {
        double[] values = scenario.weights().get(changed).toArray();
        if (Arrays.equals(values, Arrays.stream(values).map(change).toArray())) {
            return;
        }
        Map<ParameterKey, RowMajorMatrix> matrices =
                new LinkedHashMap<>(scenario.weights().asMap());
        matrices.computeIfPresent(changed, (key, matrix) -> mapped(matrix, change));
        change(parts -> {
            parts.weights = new Weights(scenario.network(), matrices);
            parts.training = parts.training.map(
                    training -> training.from(OptimizerState.initial(training.optimizer(), scenario.network())));
        });
    }

    private void input(DoubleUnaryOperator change) {
        Sequence input = mapped(scenario.input(), change);
        if (!Arrays.equals(input.values(), scenario.input().values())) {
            change(parts -> parts.input = input);
        }
    }

    private void states(DoubleUnaryOperator change) {
        Map<String, State> states = new LinkedHashMap<>();
        scenario.initialStates().forEach((layer, state) -> {
            RowMajorMatrix h = mapped(state.h(), change);
            states.put(layer, state.c().map(c -> State.of(h, mapped(c, change))).orElseGet(() -> State.of(h)));
        });
        boolean same = states.entrySet().stream()
                .allMatch(entry -> Arrays.equals(
                        entry.getValue().h().toArray(),
                        scenario.initialStates().get(entry.getKey()).h().toArray()));
        if (!same) {
            change(parts -> parts.states = states);
        }
    }

    /** Targets of cross entropies are left alone, which must sum to 1 or lie in between. */
    private void objective(DoubleUnaryOperator change) {
        if (scenario.objective() instanceof Objective.Targets targets) {
            Sequence rounded = mapped(targets.targets(), change);
            boolean free = switch (targets.loss().function().name()) {
                case "MSE", "L2", "L1", "MAE", "WASSERSTEIN", "COSINE_PROXIMITY" -> true;
                default -> false;
            };
            if (free && !Arrays.equals(rounded.values(), targets.targets().values())) {
                change(parts -> parts.objective = new Objective.Targets(targets.loss(), rounded));
            }
        } else if (scenario.objective() instanceof Objective.Upstream upstream) {
            Sequence rounded = mapped(upstream.outputs(), change);
            if (!Arrays.equals(rounded.values(), upstream.outputs().values())) {
                change(parts -> parts.objective = new Objective.Upstream(rounded, upstream.finalStates()));
            }
        }
    }

    private static Sequence mapped(Sequence given, DoubleUnaryOperator change) {
        return new Sequence(
                given.time(),
                given.batch(),
                given.features(),
                Arrays.stream(given.values()).map(change).toArray());
    }

    private static RowMajorMatrix mapped(RowMajorMatrix given, DoubleUnaryOperator change) {
        return RowMajorMatrix.wrap(
                Arrays.stream(given.toArray()).map(change).toArray(),
                given.getRowDimension(),
                given.getColumnDimension());
    }
}
