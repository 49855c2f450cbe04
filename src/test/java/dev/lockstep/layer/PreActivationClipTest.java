package dev.lockstep.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.definition.ActivationEquations;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Definition;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.GruEquations;
import dev.lockstep.definition.LstmEquations;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.math3.RealFieldElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** (P1) and (P2) in every kind of layer. */
class PreActivationClipTest {
    private static final double K = 0.7;
    private static final double SCALE = 3;
    /** With no pre-activation so close to ±K that a step of the differences crosses it. */
    private static final long SEED = 32;

    static Stream<RecurrentSpec> layers() {
        return Stream.of(
                        new SimpleRnnSpec("rnn", 2, 3, Activation.TANH),
                        new SimpleRnnSpec("rnn", 2, 3, Activation.SOFTSIGN, Bias.TWO, true),
                        new SimpleRnnSpec(
                                "rnn", 2, 3, Activation.SIGMOID, Bias.ONE, Optional.of(new LayerNorm(1e-3)), false),
                        LstmSpec.plain("lstm", 2, 3),
                        new LstmSpec("lstm", 2, 3, Activation.SOFTSIGN, Activation.SIGMOID, true, Bias.NONE),
                        new LstmSpec("lstm", 2, 3, Activation.TANH, Activation.SOFTSIGN, true, Bias.TWO),
                        new LstmSpec("lstm", 2, 3, Activation.SOFTMAX, Activation.SOFTMAX, true),
                        GruSpec.plain("gru", 2, 3),
                        new GruSpec(
                                "gru",
                                2,
                                3,
                                Activation.SOFTSIGN,
                                Activation.SIGMOID,
                                GruSpec.Reset.BEFORE_PRODUCT,
                                Bias.ONE))
                .map(layer -> layer.clippingPreActivationsAt(K));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void gradients_are_those_of_finite_differences(RecurrentSpec layer) {
        NetworkSpec network = NetworkSpec.of(layer);
        Gradcheck.drawn(network, SCALE, SEED, Gradcheck.upstream(network, 3)).run();
    }

    @ParameterizedTest
    @MethodSource("layers")
    void both_directions_are_clipped(RecurrentSpec layer) {
        if (!layer.trainableStart()) {
            NetworkSpec network = NetworkSpec.of(
                    BidirectionalSpec.of(BidirectionalSpec.Mode.MUL, BidirectionalSpec.Form.WRAPPER, layer));
            expectAgreement(scenario(network, Gradcheck.upstream(network, 3)));
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void an_infinite_clip_is_none(RecurrentSpec layer) {
        RecurrentSpec none = layer.clippingPreActivationsAt(Double.POSITIVE_INFINITY);
        assertThat(none.clipsPreActivations()).isFalse();
        assertThat(layer.clipsPreActivations()).isTrue();
        assertThat(layer.named("other").preActivationClip()).isEqualTo(K);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.7, Double.NaN, Double.NEGATIVE_INFINITY})
    void a_clip_is_positive(double clip) {
        for (RecurrentSpec layer : layers().toList()) {
            assertThatThrownBy(() -> layer.clippingPreActivationsAt(clip))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessage("clip of the pre-activations of " + layer.title() + ": a positive number expected, "
                            + clip + " found");
        }
    }

    /** The rows of a minibatch shared out, and a second way back, which runs the layer again. */
    @Test
    void threads_change_no_bit() {
        LstmSpec lstm = LstmSpec.plain("lstm", 2, 5).clippingPreActivationsAt(K);
        Lstm layer = new Lstm(lstm, Weights.random(NetworkSpec.of(lstm), 11, SCALE));
        Sequence x = Sequence.random(4, 7, 2, 12);
        Sequence dOutputs = Sequence.random(4, 7, 5, 13);
        RecurrentPass alone = layer.run(x, State.zero(lstm, 7));
        LayerGradients expected = alone.backward(dOutputs, Optional.empty());
        try (Team team = new Team(3)) {
            RecurrentRun run = layer.runs(4, 7, team);
            assertThat(run.forward(x, State.zero(lstm, 7)).values())
                    .isEqualTo(alone.outputs().values());
            for (int again = 0; again < 2; again++) {
                LayerGradients found = run.backward(dOutputs, Optional.empty());
                assertThat(found.dx().values()).isEqualTo(expected.dx().values());
                expected.parameters()
                        .forEach((key, matrix) -> assertThat(
                                        found.parameters().get(key).toArray())
                                .isEqualTo(matrix.toArray()));
            }
        }
    }

    static Stream<RecurrentSpec> gated() {
        return layers().filter(layer -> !(layer instanceof SimpleRnnSpec));
    }

    /** In the cases of this test, which would prove little otherwise. */
    @ParameterizedTest
    @MethodSource("gated")
    void every_gate_has_numbers_on_both_sides(RecurrentSpec layer) {
        Heard heard = new Heard();
        new Definition(Equations.STANDARD.with(heard.lstm()).with(heard.gru()))
                .observe(scenario(NetworkSpec.of(layer), new Objective.None()));
        boolean rows = layer instanceof LstmSpec lstm && lstm.activation() == Activation.SOFTMAX;
        List<String> gates = layer instanceof LstmSpec ? List.of("i", "f", "g", "o") : List.of("r or z");
        for (String gate : rows ? List.<String>of() : gates) {
            assertThat(heard.sides).contains(gate + " within", gate + " clipped");
        }
    }

    /** Where a step counts in some rows only, too: those are run one by one. */
    @ParameterizedTest
    @MethodSource("layers")
    void ours_are_the_equations(RecurrentSpec layer) {
        NetworkSpec network = NetworkSpec.of(layer);
        Case scenario = scenario(network, Gradcheck.upstream(network, 3));
        Sequence mask = new Sequence(4, 2, 1, new double[] {1, 1, 1, 0, 1, 1, 1, 0});
        expectAgreement(scenario);
        expectAgreement(scenario.with(Masks.ofFeatures(mask, MaskRule.CARRY)));
    }

    /** As wide as vectors are, which cells that know no clip would take. */
    @Test
    void ours_are_the_equations_where_vectors_would_do() {
        for (RecurrentSpec layer :
                List.of(LstmSpec.plain("lstm", 2, 9), new SimpleRnnSpec("rnn", 2, 9, Activation.TANH))) {
            NetworkSpec network = NetworkSpec.of(layer.clippingPreActivationsAt(K));
            expectAgreement(scenario(network, Gradcheck.upstream(network, 3)));
        }
    }

    private static void expectAgreement(Case scenario) {
        Comparison comparison =
                Comparison.between(Frameworks.ours(), Frameworks.equations(), scenario, Tolerances.derived());
        assertThat(comparison.outcome()).as(comparison.message()).isEqualTo(Outcome.AGREE);
    }

    private static Case scenario(NetworkSpec network, Objective objective) {
        Gradcheck drawn = Gradcheck.drawn(network, SCALE, SEED, objective);
        return new Case(
                "case",
                network,
                drawn.weights(),
                drawn.x(),
                drawn.initialStates(),
                objective,
                Optional.empty(),
                objective instanceof Objective.None
                        ? EnumSet.of(Kind.OUTPUTS)
                        : EnumSet.of(Kind.OUTPUTS, Kind.GRADIENT, Kind.INPUT_GRADIENT));
    }

    /** On which sides of K the gates read. */
    private static final class Heard {
        private final Set<String> sides = new TreeSet<>();

        private <T extends RealFieldElement<T>> T heard(String gate, T z) {
            assertThat(Math.abs(z.getReal())).isLessThanOrEqualTo(K);
            sides.add(gate + (Math.abs(z.getReal()) == K ? " clipped" : " within"));
            return z;
        }

        LstmEquations lstm() {
            return new LstmEquations() {
                @Override
                public <T extends RealFieldElement<T>> T i(
                        Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T zi) {
                    return super.i(math, activations, layer, heard("i", zi));
                }

                @Override
                public <T extends RealFieldElement<T>> T f(
                        Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T zf) {
                    return super.f(math, activations, layer, heard("f", zf));
                }

                @Override
                public <T extends RealFieldElement<T>> T g(
                        Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T zg) {
                    return super.g(math, activations, layer, heard("g", zg));
                }

                @Override
                public <T extends RealFieldElement<T>> T o(
                        Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T zo) {
                    return super.o(math, activations, layer, heard("o", zo));
                }
            };
        }

        GruEquations gru() {
            return new GruEquations() {
                @Override
                public <T extends RealFieldElement<T>> T gate(
                        Arithmetic<T> math, ActivationEquations activations, GruSpec layer, T input, T recurrent) {
                    heard("r or z", activations.clipped(math, layer, input.add(recurrent)));
                    return super.gate(math, activations, layer, input, recurrent);
                }
            };
        }
    }
}
