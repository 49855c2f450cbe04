package dev.lockstep.convention;

import dev.lockstep.convention.Convention.Subject;
import dev.lockstep.definition.DoublePrecision;
import dev.lockstep.definition.OptimizerEquations;
import dev.lockstep.definition.Parameters;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec.LookAheadRmsProp;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.math3.util.Decimal64;

/** What is handed from one training step to the next. */
final class TrainingConventions {
    private static final Set<Kind> OF_STEP =
            EnumSet.of(Kind.SCORE, Kind.PARAMETER, Kind.OPTIMIZER_STATE, Kind.FINAL_HIDDEN, Kind.FINAL_CELL);

    private TrainingConventions() {}

    static List<Convention> all() {
        return List.of(
                new Convention(
                        "state-kept",
                        "the state kept from minibatch to minibatch",
                        "tensorflow/tensorflow#38312",
                        Subject.STATES,
                        scenario -> steps(scenario) > 1
                                        && !started(scenario.network()).isEmpty()
                                ? List.of(new Hypothesis(
                                        "the state kept from minibatch to minibatch", TrainingConventions::stateful))
                                : List.of()),
                new Convention(
                        "parameters-one-step-behind",
                        "the parameters reported one step behind",
                        "none known; buffers are copied before they are written",
                        Subject.STALENESS,
                        scenario -> scenario.observed().contains(Kind.PARAMETER)
                                ? List.of(new Hypothesis(
                                        "the parameters reported one step behind", TrainingConventions::behind))
                                : List.of()),
                new Convention(
                        "gradient-one-step-behind",
                        "the gradient taken at the parameters of the step before",
                        "none known; asynchronous training does it on purpose",
                        Subject.STALENESS,
                        scenario -> steps(scenario) > 1
                                        && !looksAhead(scenario.training())
                                        && !isRegularised(scenario.training())
                                ? List.of(new Hypothesis(
                                        "the gradient taken at the parameters of the step before",
                                        TrainingConventions::stale))
                                : List.of()));
    }

    private static int steps(Case scenario) {
        return scenario.training().map(given -> given.minibatches().size()).orElse(0);
    }

    private static List<RecurrentSpec> started(NetworkSpec network) {
        return network.recurrent().stream()
                .filter(layer -> !layer.trainableStart())
                .toList();
    }

    private static boolean isRegularised(Optional<Training> training) {
        return training.map(given -> !given.regularisation().isNone()).orElse(false);
    }

    private static boolean looksAhead(Optional<Training> training) {
        return training.map(Training::optimizer)
                .map(optimizer -> optimizer instanceof LookAheadRmsProp
                        || optimizer instanceof Nesterov nesterov && nesterov.form() == Nesterov.Form.LOOK_AHEAD)
                .orElse(false);
    }

    /** What no step changes. */
    private static Observations.Builder before(Calculation base, Case scenario) {
        Observations observed = base.observe(scenario.trainedFor(1));
        Observations.Builder all = Observations.builder();
        for (Quantity quantity : observed.quantities()) {
            if (quantity.step() == 0) {
                all.put(quantity, observed.get(quantity));
            }
        }
        return all;
    }

    private static Observations stateful(Calculation base, Case scenario) {
        Observations.Builder all = before(base, scenario);
        Training training = scenario.training().orElseThrow();
        Weights weights = scenario.weights();
        OptimizerState state = training.start();
        Map<String, State> states = scenario.initialStates();
        for (int number = 1; number <= training.minibatches().size(); number++) {
            Training one = training.from(state).over(training.minibatches().subList(number - 1, number));
            Observations step = base.observe(new CaseChange(scenario).step(weights, states, one, OF_STEP));
            for (Quantity quantity : step.quantities()) {
                if (quantity.step() == 1 && scenario.observed().contains(quantity.kind())) {
                    all.put(numbered(quantity, number), step.get(quantity));
                }
            }
            weights = Weights.after(1, scenario.network(), step);
            state = state.after(1, scenario.network(), step);
            states = finalStates(scenario.network(), step);
        }
        return all.build();
    }

    private static Quantity numbered(Quantity quantity, int step) {
        return new Quantity(quantity.kind(), quantity.layer(), quantity.part(), step);
    }

    private static Map<String, State> finalStates(NetworkSpec network, Observations observed) {
        Map<String, State> states = new LinkedHashMap<>();
        for (RecurrentSpec layer : started(network)) {
            RowMajorMatrix h = matrix(observed.get(Quantity.finalHidden(layer.name())));
            states.put(
                    layer.name(),
                    layer.hasCell()
                            ? State.of(h, matrix(observed.get(Quantity.finalCell(layer.name()))))
                            : State.of(h));
        }
        return states;
    }

    private static RowMajorMatrix matrix(Tensor state) {
        return RowMajorMatrix.wrap(
                state.values().clone(),
                state.axes().get(0).size(),
                state.axes().get(1).size());
    }

    private static Observations behind(Calculation base, Case scenario) {
        Observations observed = base.observe(scenario);
        Observations.Builder all = Observations.builder();
        for (Quantity quantity : observed.quantities()) {
            if (quantity.kind() != Kind.PARAMETER) {
                all.put(quantity, observed.get(quantity));
            } else if (quantity.step() > 1) {
                all.put(quantity, observed.get(numbered(quantity, quantity.step() - 1)));
            } else {
                ParameterKey key = new ParameterKey(quantity.layer(), WeightLayout.parameter(quantity));
                double[] initial = scenario.weights().get(key).toArray();
                all.put(quantity, new Tensor(observed.get(quantity).axes(), initial));
            }
        }
        return all.build();
    }

    /** Every gradient, and every score, comes from the parameters that the step before began with. */
    private static Observations stale(Calculation base, Case scenario) {
        Observations.Builder all = before(base, scenario);
        Training training = scenario.training().orElseThrow();
        Weights older = scenario.weights();
        Weights weights = scenario.weights();
        OptimizerState state = training.start();
        for (int number = 1; number <= training.minibatches().size(); number++) {
            Training one = training.from(state).over(training.minibatches().subList(number - 1, number));
            Observations pass = base.observe(new CaseChange(scenario)
                    .step(older, scenario.initialStates(), one, EnumSet.of(Kind.SCORE, Kind.GRADIENT)));
            Observations next = stepped(scenario, weights, one, pass);
            if (scenario.observed().contains(Kind.SCORE)) {
                all.put(Quantity.score(number), pass.get(Quantity.score()));
            }
            for (Quantity quantity : next.quantities()) {
                if (scenario.observed().contains(quantity.kind())) {
                    all.put(numbered(quantity, number), next.get(quantity));
                }
            }
            older = weights;
            weights = Weights.after(1, scenario.network(), next);
            state = state.after(1, scenario.network(), next);
        }
        return all.build();
    }

    /** One step by the definition with a gradient from elsewhere. */
    private static Observations stepped(Case scenario, Weights weights, Training training, Observations pass) {
        OptimizerEquations equations = new OptimizerEquations();
        DoublePrecision math = new DoublePrecision();
        List<Decimal64> gradient = new ArrayList<>();
        for (ParameterKey key : weights.keys()) {
            for (double entry : pass.get(Quantity.gradient(key)).values()) {
                gradient.add(new Decimal64(entry));
            }
        }
        Parameters<Decimal64> flowing =
                Parameters.of(scenario.network(), weights, Decimal64::new).withAll(gradient);
        List<Decimal64> clipped =
                equations.clipped(math, training.clip(), flowing).all();
        int t = training.start().stepsTaken() + 1;
        Decimal64 rate = equations.rate(math, training, t);
        List<String> slots = training.optimizer().slots();
        Observations.Builder next = Observations.builder();
        int at = 0;
        for (ParameterKey key : weights.keys()) {
            double[] theta = weights.get(key).toArray();
            double[][] states = new double[slots.size()][];
            for (int slot = 0; slot < states.length; slot++) {
                states[slot] =
                        training.start().slots().get(slots.get(slot)).get(key).toArray();
            }
            for (int k = 0; k < theta.length; k++) {
                List<Decimal64> before = new ArrayList<>();
                for (double[] values : states) {
                    before.add(new Decimal64(values[k]));
                }
                OptimizerEquations.Entry<Decimal64> entry =
                        new OptimizerEquations.Entry<>(new Decimal64(theta[k]), before);
                entry = equations.step(math, training.optimizer(), rate, t, entry, clipped.get(at++));
                theta[k] = entry.theta().doubleValue();
                for (int slot = 0; slot < states.length; slot++) {
                    states[slot][k] = entry.slots().get(slot).doubleValue();
                }
            }
            List<dev.lockstep.model.Axis> axes =
                    pass.get(Quantity.gradient(key)).axes();
            next.put(Quantity.parameter(key, 1), new Tensor(axes, theta));
            for (int slot = 0; slot < states.length; slot++) {
                next.put(Quantity.optimizerState(key, slots.get(slot), 1), new Tensor(axes, states[slot]));
            }
        }
        return next.build();
    }
}
