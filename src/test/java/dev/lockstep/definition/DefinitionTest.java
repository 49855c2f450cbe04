package dev.lockstep.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.adapter.ours.OursFramework;
import dev.lockstep.experiment.tolerance.Draw;
import dev.lockstep.experiment.tolerance.SamplingLaw;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.dfp.Dfp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The definition against the fast layers, whose gradients are derived by hand, and against itself in more digits. */
class DefinitionTest {
    static List<Case> cases() {
        return List.of(
                scenario(
                        NetworkSpec.of(
                                new LstmSpec("lstm", 3, 4, Activation.TANH, Activation.SIGMOID, true),
                                new DenseSpec("out", 4, 3, Activation.SOFTMAX)),
                        Loss.of(LossFunction.MCXENT, Reduction.MEAN_OVER_BATCH),
                        new OptimizerSpec.Adam(0.01, 0.9, 0.999, 1e-8, OptimizerSpec.Adam.Form.REORDERED),
                        Truncation.NONE),
                scenario(
                        NetworkSpec.of(
                                new SimpleRnnSpec("rnn", 3, 4, Activation.TANH, Bias.TWO, true),
                                LstmSpec.plain("lstm", 4, 3),
                                new LastStepSpec("last", 3),
                                new DenseSpec("out", 3, 2, Activation.SIGMOID)),
                        Loss.of(LossFunction.XENT, Reduction.SUM),
                        new OptimizerSpec.Nesterov(0.05, 0.9, OptimizerSpec.Nesterov.Form.LOOK_AHEAD),
                        Truncation.NONE),
                scenario(
                        NetworkSpec.of(
                                new SimpleRnnSpec("rnn", 3, 4, Activation.SOFTSIGN),
                                new DenseSpec("out", 4, 2, Activation.SOFTPLUS)),
                        Loss.of(LossFunction.MSE, Reduction.MEAN_OVER_BATCH_AND_TIME),
                        OptimizerSpec.RmsProp.deeplearning4j(0.05, 0.9, 1e-6),
                        new Truncation.Sliding(2)),
                scenario(
                        NetworkSpec.of(new LstmSpec("lstm", 3, 4, Activation.SOFTMAX, Activation.SIGMOID, true)),
                        Loss.of(LossFunction.L2, Reduction.SUM),
                        new OptimizerSpec.Sgd(0.1),
                        Truncation.NONE),
                scenario(
                        NetworkSpec.of(
                                new LstmSpec("two", 3, 4, Activation.TANH, Activation.SIGMOID, true, Bias.TWO),
                                new LstmSpec("none", 4, 2, Activation.TANH, Activation.SIGMOID, false, Bias.NONE)),
                        Loss.of(LossFunction.L2, Reduction.SUM),
                        new OptimizerSpec.Adam(0.01, 0.9, 0.999, 1e-8, OptimizerSpec.Adam.Form.REORDERED),
                        Truncation.NONE),
                scenario(
                        NetworkSpec.of(LstmSpec.plain("lstm", 3, 4), new DenseSpec("out", 4, 2, Activation.ELU)),
                        Loss.of(LossFunction.L2, Reduction.SUM),
                        OptimizerSpec.AdaGrad.deeplearning4j(0.05, 1e-6),
                        new Truncation.Chunked(2)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_layers_compute_what_the_equations_say(Case scenario) {
        Observations ours = new OursFramework().observe(scenario);
        Observations defined = Definition.STANDARD.observe(scenario);
        assertThat(defined.quantities()).isEqualTo(ours.quantities());
        for (Quantity quantity : ours.quantities()) {
            assertThat(defined.get(quantity).axes())
                    .isEqualTo(ours.get(quantity).axes());
            double[] expected = ours.get(quantity).values();
            double greatest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
            assertThat(defined.get(quantity).values())
                    .as(quantity.toString())
                    .containsExactly(expected, within(1e-14 * Math.max(1, greatest)));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void thirty_two_digits_are_right_to_thirty(Case scenario) {
        FiftyDigits fifty = new FiftyDigits();
        Results<Dfp> precise = Definition.STANDARD.results(scenario, fifty);
        Results<DoubleDouble> twofold = Definition.STANDARD.results(scenario, new TwofoldPrecision());
        for (Quantity quantity : precise.quantities()) {
            for (int k = 0; k < precise.get(quantity).size(); k++) {
                DoubleDouble found = twofold.get(quantity).get(k);
                Dfp value = fifty.number(found.getReal()).add(found.rest());
                assertThat(value.subtract(precise.get(quantity).get(k)).abs().toDouble())
                        .as(quantity + " " + k)
                        .isLessThan(1e-29);
            }
        }
    }

    static List<Case> drawn() {
        return IntStream.rangeClosed(1, 60)
                .mapToObj(number -> SamplingLaw.draw(1, number))
                .filter(draw -> draw.time() * draw.units() * draw.pass().input().batch() <= 100)
                .map(Draw::pass)
                .toList();
    }

    /** The experiment takes 32 digits for the truth. */
    @ParameterizedTest
    @MethodSource("drawn")
    void thirty_two_digits_are_right_in_the_cases_of_the_tolerance_experiment(Case scenario) {
        FiftyDigits fifty = new FiftyDigits();
        Results<Dfp> precise = Definition.STANDARD.results(scenario, fifty);
        Results<DoubleDouble> twofold = Definition.STANDARD.results(scenario, new TwofoldPrecision());
        for (Quantity quantity : precise.quantities()) {
            double greatest = precise.get(quantity).stream()
                    .mapToDouble(value -> Math.abs(value.toDouble()))
                    .max()
                    .orElseThrow();
            for (int k = 0; k < precise.get(quantity).size(); k++) {
                DoubleDouble found = twofold.get(quantity).get(k);
                Dfp value = fifty.number(found.getReal()).add(found.rest());
                assertThat(value.subtract(precise.get(quantity).get(k)).abs().toDouble())
                        .as(quantity + " " + k)
                        .isLessThanOrEqualTo(1e-27 * greatest);
            }
        }
    }

    private static Case scenario(NetworkSpec network, Loss loss, OptimizerSpec optimizer, Truncation truncation) {
        int batch = 2;
        int time = network.outputTime(5);
        Sequence input = Sequence.random(5, batch, network.inputs(), 11);
        Sequence targets = targets(time, batch, network.outputs());
        Map<String, State> states = new java.util.TreeMap<>();
        network.recurrent().stream()
                .filter(layer -> !layer.trainableStart())
                .forEach(layer -> states.put(
                        layer.name(),
                        layer.hasCell()
                                ? State.of(
                                        Sequence.random(1, batch, layer.units(), 13)
                                                .at(1),
                                        Sequence.random(1, batch, layer.units(), 17)
                                                .at(1))
                                : State.of(Sequence.random(1, batch, layer.units(), 13)
                                        .at(1))));
        Minibatch minibatch = new Minibatch(input, targets);
        Training training = new Training(
                optimizer, OptimizerState.initial(optimizer, network), List.of(minibatch, minibatch, minibatch));
        return new Case(
                "definition",
                network,
                Weights.random(network, 7),
                input,
                states,
                new Objective.Targets(loss, targets),
                truncation,
                Optional.of(training),
                EnumSet.allOf(Quantity.Kind.class));
    }

    /** Targets between 0.1 and 0.9. */
    private static Sequence targets(int time, int batch, int features) {
        double[] values = Arrays.stream(
                        Sequence.random(time, batch, features, 19).values())
                .map(value -> 0.5 + 0.4 * value)
                .toArray();
        return new Sequence(time, batch, features, values);
    }
}
