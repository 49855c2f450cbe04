package dev.lockstep.experiment.tolerance;

import dev.lockstep.definition.bound.RoundingBounds.Method;
import dev.lockstep.model.Case;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs one case: forward and backward, ten optimizer steps, and two small faults that should be noticed. */
final class Trial {
    private static final EnumSet<Kind> FIRST_STEP =
            EnumSet.of(Kind.SCORE, Kind.GRADIENT, Kind.INPUT_GRADIENT, Kind.PARAMETER, Kind.OPTIMIZER_STATE);
    private static final EnumSet<Kind> LATER_STEPS = EnumSet.of(Kind.PARAMETER, Kind.OPTIMIZER_STATE);

    private final Draw draw;
    private final List<Implementation> implementations;
    private final List<Violation> violations = new ArrayList<>();
    private final List<Closeness> closeness = new ArrayList<>();

    Trial(Draw draw, List<Implementation> implementations) {
        this.draw = draw;
        this.implementations = implementations;
    }

    TrialResult run() {
        Held held = new Held(draw.pass(), implementations);
        List<Ratios> ratios = ratios();
        hold(held, ratios);
        conclude(false, held.method(), ratios);
        draw.optimizer().ifPresent(this::train);
        Optional<Detection> bias = Optional.empty();
        Optional<Detection> weight = Optional.empty();
        if (draw.mustDetect()) {
            int first = computing(held, Kind.GRADIENT, 0, 1);
            int other = computing(held, Kind.GRADIENT, implementations.size() - 1, -1);
            Implementation faulty = implementations.get(first);
            bias = Optional.of(Detection.ofForgetBias(draw, held, faulty, first, other));
            weight = Optional.of(Detection.ofWeight(draw, held, faulty, first, other));
        }
        return new TrialResult(
                draw, held.method(), violations, closeness, bias, weight, held.boundNanos(), held.exactNanos());
    }

    /** The next implementation that computed a kind of quantity. */
    private static int computing(Held held, Kind kind, int from, int step) {
        int at = from;
        while (held.observed(at)
                .filter(found -> found.quantities().stream().anyMatch(quantity -> quantity.kind() == kind))
                .isEmpty()) {
            at += step;
        }
        return at;
    }

    private void train(OptimizerSpec optimizer) {
        Weights weights = draw.pass().weights();
        OptimizerState state = OptimizerState.initial(optimizer, draw.pass().network());
        List<Ratios> ratios = ratios();
        Method method = Method.SIGNED;
        for (int step = 1; step <= draw.minibatches().size(); step++) {
            Case one = step(optimizer, weights, state, step);
            Held held = new Held(one, implementations);
            hold(held, ratios);
            method = held.method() == Method.SAMPLED ? Method.SAMPLED : method;
            Observations led =
                    held.observed(computing(held, Kind.PARAMETER, 0, 1)).orElseThrow();
            weights = Weights.after(1, one.network(), led);
            state = state.after(1, one.network(), led);
        }
        conclude(true, method, ratios);
    }

    private Case step(OptimizerSpec optimizer, Weights weights, OptimizerState state, int step) {
        Minibatch minibatch = draw.minibatches().get(step - 1);
        Objective.Targets objective = (Objective.Targets) draw.pass().objective();
        return new Case(
                draw.pass().name() + ", step " + step,
                draw.pass().network(),
                weights,
                minibatch.input(),
                Map.of(),
                new Objective.Targets(objective.loss(), minibatch.targets()),
                Optional.of(new Training(optimizer, state, List.of(minibatch))),
                step == 1 ? FIRST_STEP : LATER_STEPS);
    }

    private void hold(Held held, List<Ratios> ratios) {
        for (int k = 0; k < implementations.size(); k++) {
            Optional<Observations> found = held.observed(k);
            if (found.isPresent()) {
                for (Quantity quantity : held.exact().quantities()) {
                    if (found.get().has(quantity)) {
                        hold(held, k, quantity, found.get().get(quantity), ratios.get(k));
                    }
                }
            }
        }
    }

    private void hold(Held held, int implementation, Quantity quantity, Tensor found, Ratios ratios) {
        double[] values = found.values();
        double[] bounds = held.bounds(implementation, quantity);
        double greatest = held.exact().greatest(quantity);
        for (int k = 0; k < values.length; k++) {
            double error = held.exact().error(quantity, k, values[k]);
            ratios.add(error, bounds[k], greatest);
            if (!(error <= bounds[k])) {
                violations.add(new Violation(
                        draw.number(),
                        implementations.get(implementation).id(),
                        held.scenario().name() + ": " + quantity + " " + found.labels(k),
                        error,
                        bounds[k],
                        held.method()));
            }
        }
    }

    private List<Ratios> ratios() {
        return implementations.stream().map(implementation -> new Ratios()).toList();
    }

    private void conclude(boolean training, Method method, List<Ratios> ratios) {
        for (int k = 0; k < implementations.size(); k++) {
            Ratios of = ratios.get(k);
            if (of.count > 0) {
                closeness.add(new Closeness(
                        implementations.get(k).id(), training, method, of.count, of.idle, of.median(), of.greatest));
            }
        }
    }

    /** bound/error of many numbers. */
    private static final class Ratios {
        private double[] values = new double[256];
        private int size;
        private int count;
        private int idle;
        private double greatest;

        void add(double error, double bound, double greatestEntry) {
            count++;
            if (bound > greatestEntry) {
                idle++;
            }
            if (error == 0) {
                return;
            }
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = bound / error;
            greatest = Math.max(greatest, error / bound);
        }

        /** NaN without errors. */
        double median() {
            double[] sorted = Arrays.copyOf(values, size);
            Arrays.sort(sorted);
            return size == 0 ? Double.NaN : sorted[size / 2];
        }
    }
}
