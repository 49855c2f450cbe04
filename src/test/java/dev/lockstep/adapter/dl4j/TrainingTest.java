package dev.lockstep.adapter.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimizer steps held against the formulas, one number at a time, driven by the gradients that DL4J hands out. */
class TrainingTest {
    /**
     * LSTM with peepholes below one without, so that blocks of unlike lengths follow one another; layers without bias, whose
     * bias in DL4J must not move, cut the updater's state in pieces.
     */
    private static final NetworkSpec NETWORK = NetworkSpec.of(
            Cases.peepholes("a", 2, 3),
            Cases.rnn("b", 3, 2),
            Cases.rnn("c", 2, 3, Bias.NONE),
            LstmSpec.plain("d", 3, 2),
            Cases.lstm("f", 2, 2, true, Bias.NONE),
            Cases.lstm("g", 2, 2, false, Bias.NONE),
            Cases.dense("e", 2, 2, Bias.NONE),
            Cases.dense("out", 2, 2, Activation.SIGMOID));

    static Stream<OptimizerSpec> optimizers() {
        return Stream.of(
                new OptimizerSpec.Sgd(0.1),
                new OptimizerSpec.Nesterov(0.1, 0.9, OptimizerSpec.Nesterov.Form.REFORMULATED),
                OptimizerSpec.RmsProp.deeplearning4j(0.01, 0.95, 1e-3),
                OptimizerSpec.AdaGrad.deeplearning4j(0.1, 1e-3),
                new OptimizerSpec.Adam(0.01, 0.9, 0.999, 1e-3, OptimizerSpec.Adam.Form.REORDERED));
    }

    static Stream<Arguments> optimizersAndReductions() {
        return optimizers()
                .flatMap(optimizer ->
                        Stream.of(Reduction.values()).map(reduction -> Arguments.of(optimizer, reduction)));
    }

    @ParameterizedTest
    @MethodSource("optimizersAndReductions")
    void should_step_by_the_formulas(OptimizerSpec optimizer, Reduction reduction) {
        Case scenario = Cases.loss(NETWORK, Loss.of(LossFunction.XENT, reduction), 3, 2, false, 61);
        Case training = Cases.training(
                scenario,
                new Training(optimizer, OptimizerState.initial(optimizer, NETWORK), minibatches(scenario, 4)));

        Observations observations = Cases.observe(training);

        Weights weights = scenario.weights();
        Map<String, Weights> slots =
                new LinkedHashMap<>(training.training().orElseThrow().start().slots());
        for (int step = 1; step <= 4; step++) {
            Case here =
                    at(scenario, training.training().orElseThrow().minibatches().get(step - 1), weights);
            Observations before = Cases.observe(here);
            assertThat(observations.get(Quantity.score(step)).values()[0])
                    .isCloseTo(before.get(Quantity.score()).values()[0], within(1e-14));
            for (ParameterKey key : weights.keys()) {
                double[] gradient = before.get(Quantity.gradient(key)).values();
                double[] theta = weights.get(key).toArray();
                Map<String, double[]> state = new HashMap<>();
                slots.forEach(
                        (slot, matrices) -> state.put(slot, matrices.get(key).toArray()));
                for (int i = 0; i < theta.length; i++) {
                    theta[i] -= update(optimizer, step, gradient[i], state, i);
                }
                assertThat(observations.get(Quantity.parameter(key, step)).values())
                        .as("%s after step %d", key, step)
                        .containsExactly(theta, within(1e-14));
                for (Map.Entry<String, double[]> slot : state.entrySet()) {
                    assertThat(observations
                                    .get(Quantity.optimizerState(key, slot.getKey(), step))
                                    .values())
                            .as("%s of %s after step %d", slot.getKey(), key, step)
                            .containsExactly(slot.getValue(), within(1e-15));
                }
            }
            weights = parameters(observations, step);
            slots = slots(observations, optimizer, step);
        }
    }

    /** DL4J's update of one number, to be subtracted from θ; changes the state. The equations are those of the model. */
    private static double update(OptimizerSpec optimizer, int t, double g, Map<String, double[]> state, int i) {
        if (optimizer instanceof OptimizerSpec.Nesterov nesterov) {
            double[] v = state.get("v");
            double before = v[i];
            v[i] = nesterov.momentum() * before - nesterov.rate() * g;
            return nesterov.momentum() * before - (1 + nesterov.momentum()) * v[i];
        }
        if (optimizer instanceof OptimizerSpec.RmsProp rmsProp) {
            double[] s = state.get("s");
            s[i] = rmsProp.decay() * s[i] + (1 - rmsProp.decay()) * g * g;
            return rmsProp.rate() * g / (Math.sqrt(s[i]) + rmsProp.epsilon());
        }
        if (optimizer instanceof OptimizerSpec.AdaGrad adaGrad) {
            double[] s = state.get("s");
            s[i] += g * g;
            return adaGrad.rate() * g / (Math.sqrt(s[i]) + adaGrad.epsilon());
        }
        if (optimizer instanceof OptimizerSpec.Adam adam) {
            double[] m = state.get("m");
            double[] v = state.get("v");
            m[i] = adam.beta1() * m[i] + (1 - adam.beta1()) * g;
            v[i] = adam.beta2() * v[i] + (1 - adam.beta2()) * g * g;
            double rate = adam.rate() * Math.sqrt(1 - Math.pow(adam.beta2(), t)) / (1 - Math.pow(adam.beta1(), t));
            return rate * m[i] / (Math.sqrt(v[i]) + adam.epsilon());
        }
        return optimizer.rate() * g;
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void should_continue_from_a_given_state_as_if_never_interrupted(OptimizerSpec optimizer) {
        Case scenario = Cases.loss(NETWORK, Loss.of(LossFunction.L2, Reduction.MEAN_OVER_BATCH), 3, 2, false, 67);
        List<Minibatch> minibatches = minibatches(scenario, 5);
        Observations continuous = Cases.observe(Cases.training(
                scenario, new Training(optimizer, OptimizerState.initial(optimizer, NETWORK), minibatches)));

        OptimizerState state = new OptimizerState(2, slots(continuous, optimizer, 2));
        Observations resumed = Cases.observe(Cases.training(
                scenario.withWeights(parameters(continuous, 2)),
                new Training(optimizer, state, minibatches.subList(2, 5))));

        for (Quantity quantity : resumed.quantities()) {
            if (quantity.step() > 0) {
                Quantity later = new Quantity(quantity.kind(), quantity.layer(), quantity.part(), quantity.step() + 2);
                assertThat(resumed.get(quantity).values())
                        .as(later.toString())
                        .containsExactly(continuous.get(later).values());
            }
        }
    }

    /** x = 1 and L = (θ + b − y)² make ∂L/∂θ = ∂L/∂b = 2(θ + b − y), which y sets to the gradients of the table. */
    @Test
    void should_reproduce_the_table_of_the_reordered_adam() {
        NetworkSpec network = NetworkSpec.of(Cases.dense("out", 1, 1, Activation.IDENTITY));
        OptimizerSpec adam = new OptimizerSpec.Adam(0.1, 0.9, 0.999, 0.01, OptimizerSpec.Adam.Form.REORDERED);
        double[] gradients = {0.1, -0.2, 0.3};
        double[][] table = {
            {0.01, 0.00001, 0.475974692665},
            {-0.011, 0.00004999, 0.491138308881},
            {0.0201, 0.00013994001, 0.472537837516}
        };
        ParameterKey theta = new ParameterKey("out", Parameter.W);
        ParameterKey bias = new ParameterKey("out", Parameter.B);
        Weights weights = new Weights(network, Map.of(theta, RowMajorMatrix.row(0.5), bias, RowMajorMatrix.row(0)));
        OptimizerState state = OptimizerState.initial(adam, network);
        Sequence x = new Sequence(1, 1, 1, new double[] {1});
        for (int step = 0; step < 3; step++) {
            double output =
                    weights.get(theta).getEntry(0, 0) + weights.get(bias).getEntry(0, 0);
            Sequence y = new Sequence(1, 1, 1, new double[] {output - gradients[step] / 2});
            Case scenario = new Case(
                    "table",
                    network,
                    weights,
                    x,
                    Map.of(),
                    new Objective.Targets(Loss.of(LossFunction.L2, Reduction.SUM), y),
                    Optional.of(new Training(adam, state, List.of(new Minibatch(x, y)))),
                    Set.of(Quantity.Kind.PARAMETER, Quantity.Kind.OPTIMIZER_STATE));

            Observations observations = Cases.observe(scenario);

            weights = new Weights(network, Map.of(theta, value(observations, theta), bias, value(observations, bias)));
            state = new OptimizerState(
                    step + 1, Map.of("m", slot(observations, network, "m"), "v", slot(observations, network, "v")));
            assertThat(observations.get(Quantity.optimizerState(theta, "m", 1)).values()[0])
                    .isCloseTo(table[step][0], within(1e-12));
            assertThat(observations.get(Quantity.optimizerState(theta, "v", 1)).values()[0])
                    .isCloseTo(table[step][1], within(1e-12));
            assertThat(weights.get(theta).getEntry(0, 0)).isCloseTo(table[step][2], within(1e-12));
        }
    }

    /** The batch of the case has no say in the steps: each minibatch is averaged over its own rows. */
    @Test
    void should_take_minibatches_of_unlike_sizes() {
        NetworkSpec network = NetworkSpec.of(Cases.rnn("a", 2, 2), Cases.dense("out", 2, 1, Activation.SIGMOID));
        Case scenario = Cases.loss(network, Loss.of(LossFunction.XENT, Reduction.MEAN_OVER_BATCH), 3, 2, false, 71);
        OptimizerSpec sgd = new OptimizerSpec.Sgd(1);
        List<Minibatch> minibatches = new ArrayList<>();
        for (int rows = 1; rows <= 3; rows++) {
            minibatches.add(new Minibatch(
                    Sequence.random(rows + 1, rows, 2, rows),
                    Cases.targets(LossFunction.XENT, rows + 1, rows, 1, rows)));
        }

        Observations observations = Cases.observe(
                Cases.training(scenario, new Training(sgd, OptimizerState.initial(sgd, network), minibatches)));

        Weights weights = scenario.weights();
        for (int step = 1; step <= 3; step++) {
            Observations before = Cases.observe(at(scenario, minibatches.get(step - 1), weights));
            Map<ParameterKey, RowMajorMatrix> next = new HashMap<>();
            for (ParameterKey key : weights.keys()) {
                double[] theta = weights.get(key).toArray();
                for (int i = 0; i < theta.length; i++) {
                    theta[i] -= before.get(Quantity.gradient(key)).values()[i];
                }
                double[] found = observations.get(Quantity.parameter(key, step)).values();
                assertThat(found).as("%s after step %d", key, step).containsExactly(theta, within(1e-15));
                RowMajorMatrix old = weights.get(key);
                next.put(key, RowMajorMatrix.wrap(found, old.getRowDimension(), old.getColumnDimension()));
            }
            weights = new Weights(network, next);
        }
    }

    private static List<Minibatch> minibatches(Case scenario, int count) {
        Sequence input = scenario.input();
        List<Minibatch> minibatches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            minibatches.add(new Minibatch(
                    Sequence.random(input.time(), input.batch(), input.features(), 100 + i),
                    Cases.targets(
                            LossFunction.XENT,
                            input.time(),
                            input.batch(),
                            scenario.network().outputs(),
                            200 + i)));
        }
        return minibatches;
    }

    /** The score and the gradients of a minibatch at these weights. */
    private static Case at(Case scenario, Minibatch minibatch, Weights weights) {
        Loss loss = ((Objective.Targets) scenario.objective()).loss();
        return new Case(
                "minibatch",
                scenario.network(),
                weights,
                minibatch.input(),
                Map.of(),
                new Objective.Targets(loss, minibatch.targets()),
                Optional.empty(),
                Set.of(Quantity.Kind.SCORE, Quantity.Kind.GRADIENT));
    }

    private static Weights parameters(Observations observations, int step) {
        Map<ParameterKey, RowMajorMatrix> matrices = new HashMap<>();
        for (ParameterKey key : Weights.random(NETWORK, 0).keys()) {
            matrices.put(
                    key,
                    shaped(key, observations.get(Quantity.parameter(key, step)).values()));
        }
        return new Weights(NETWORK, matrices);
    }

    private static Map<String, Weights> slots(Observations observations, OptimizerSpec optimizer, int step) {
        Map<String, Weights> slots = new LinkedHashMap<>();
        for (String slot : optimizer.slots()) {
            Map<ParameterKey, RowMajorMatrix> matrices = new HashMap<>();
            for (ParameterKey key : Weights.random(NETWORK, 0).keys()) {
                matrices.put(
                        key,
                        shaped(
                                key,
                                observations
                                        .get(Quantity.optimizerState(key, slot, step))
                                        .values()));
            }
            slots.put(slot, new Weights(NETWORK, matrices));
        }
        return slots;
    }

    private static RowMajorMatrix shaped(ParameterKey key, double[] values) {
        RowMajorMatrix like = Weights.random(NETWORK, 0).get(key);
        return RowMajorMatrix.wrap(values, like.getRowDimension(), like.getColumnDimension());
    }

    private static RowMajorMatrix value(Observations observations, ParameterKey key) {
        return RowMajorMatrix.row(observations.get(Quantity.parameter(key, 1)).values());
    }

    private static Weights slot(Observations observations, NetworkSpec network, String slot) {
        Map<ParameterKey, RowMajorMatrix> matrices = new HashMap<>();
        for (Parameter parameter : List.of(Parameter.W, Parameter.B)) {
            ParameterKey key = new ParameterKey("out", parameter);
            matrices.put(
                    key,
                    RowMajorMatrix.row(observations
                            .get(Quantity.optimizerState(key, slot, 1))
                            .values()));
        }
        return new Weights(network, matrices);
    }
}
