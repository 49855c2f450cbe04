package dev.lockstep.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which frameworks are asked for gradients of initial states: those that have them, and nothing else ever goes missing. */
class InitialStateGradientsTest {
    private static final LayerSpec LSTM = LstmSpec.plain("lstm", 2, 2);
    private static final LayerSpec RNN = new SimpleRnnSpec("rnn", 2, 2, Activation.TANH);
    private static final Set<Kind> GRADIENTS = Set.of(Kind.OUTPUTS, Kind.GRADIENT, Kind.INPUT_GRADIENT);

    @Test
    void should_ask_a_framework_that_has_them() {
        Framework all = new Fake(EnumSet.allOf(Kind.class), Support.YES);

        assertThat(asked(all, scenario(GRADIENTS, RNN, LSTM)))
                .containsExactlyInAnyOrder(
                        Kind.OUTPUTS,
                        Kind.GRADIENT,
                        Kind.INPUT_GRADIENT,
                        Kind.INITIAL_HIDDEN_GRADIENT,
                        Kind.INITIAL_CELL_GRADIENT);
        assertThat(asked(all, scenario(GRADIENTS, RNN)))
                .containsExactlyInAnyOrder(
                        Kind.OUTPUTS, Kind.GRADIENT, Kind.INPUT_GRADIENT, Kind.INITIAL_HIDDEN_GRADIENT);
    }

    @Test
    void should_not_ask_a_framework_that_has_only_the_others() {
        assertThat(asked(new Fake(GRADIENTS, Support.YES), scenario(GRADIENTS, LSTM)))
                .isEqualTo(GRADIENTS);
    }

    @Test
    void should_leave_the_case_as_it_is_for_a_framework_that_refuses_something_else() {
        Framework forwardOnly = new Fake(Set.of(Kind.OUTPUTS, Kind.INITIAL_HIDDEN_GRADIENT), Support.YES);

        assertThat(asked(forwardOnly, scenario(GRADIENTS, LSTM))).isEqualTo(GRADIENTS);
    }

    @Test
    void should_not_ask_a_framework_that_is_not_there() {
        Framework absent = new Fake(EnumSet.allOf(Kind.class), Support.no("it is not installed"));

        assertThat(asked(absent, scenario(GRADIENTS, LSTM))).isEqualTo(GRADIENTS);
    }

    @Test
    void should_add_nothing_where_there_is_no_state_or_no_gradient() {
        Framework all = new Fake(EnumSet.allOf(Kind.class), Support.YES);

        assertThat(asked(all, scenario(GRADIENTS, new DenseSpec("dense", 2, 2, Activation.TANH))))
                .isEqualTo(GRADIENTS);
        assertThat(asked(all, scenario(Set.of(Kind.OUTPUTS), LSTM))).containsExactly(Kind.OUTPUTS);
    }

    private static Set<Kind> asked(Framework framework, Case scenario) {
        return InitialStateGradients.addedWhere(framework, scenario).observed();
    }

    private static Case scenario(Set<Kind> observed, LayerSpec... layers) {
        NetworkSpec network = NetworkSpec.of(layers);
        return new Case(
                "gradients",
                network,
                Weights.random(network, 1),
                Sequence.random(2, 1, 2, 2),
                Map.of(),
                new Objective.Upstream(Sequence.random(2, 1, 2, 3), Map.of()),
                Optional.empty(),
                observed);
    }

    private record Fake(Set<Kind> kinds, Support available) implements Framework {
        @Override
        public String id() {
            return "fake";
        }

        @Override
        public String title() {
            return "Fake";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public Support supports(Case scenario) {
            return kinds.containsAll(scenario.observed()) ? Support.YES : Support.no("it has only " + kinds);
        }

        @Override
        public Observations observe(Case scenario) {
            throw new AssertionError("nothing is to be computed");
        }
    }
}
