package dev.lockstep.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final NetworkSpec STACK = NetworkSpec.of(
            LstmSpec.plain("lstm", 2, 3),
            new SimpleRnnSpec("rnn", 3, 2, Activation.TANH),
            new LastStepSpec("last", 2),
            new DenseSpec("dense", 2, 1, Activation.SIGMOID));
    private static final Weights WEIGHTS = Weights.random(STACK, 1);
    private static final Sequence X = Sequence.random(4, 2, 2, 2);

    private static Trace forward(Map<String, State> initial) {
        return new Network(STACK, WEIGHTS).forward(X, initial);
    }

    /** h = x + 2·h′ − 1 from h₀ = 0.5 over x = 1, 2, 3: 1, 3, 8. */
    @Test
    void simple_rnn_is_that_of_a_hand_calculation() {
        NetworkSpec spec = NetworkSpec.of(new SimpleRnnSpec("rnn", 1, 1, Activation.IDENTITY));
        Weights weights = new Weights(
                spec,
                Map.of(
                        new ParameterKey("rnn", Parameter.W), RowMajorMatrix.row(1),
                        new ParameterKey("rnn", Parameter.RW), RowMajorMatrix.row(2),
                        new ParameterKey("rnn", Parameter.B), RowMajorMatrix.row(-1)));
        Network network = new Network(spec, weights);
        Trace trace = network.forward(
                new Sequence(3, 1, 1, new double[] {1, 2, 3}), Map.of("rnn", State.of(RowMajorMatrix.row(0.5))));
        assertThat(trace.outputs().values()).containsExactly(1, 3, 8);
        Objective upstream = new Objective.Upstream(
                new Sequence(3, 1, 1, new double[] {1, 0, 0}), Map.of("rnn", State.of(RowMajorMatrix.row(1))));
        Gradients gradients = network.backward(trace, upstream);
        // Upstream dh₃ = 1, dh₂ = 2·dh₃ = 2, dh₁ = 1 + 2·dh₂ = 5, dh₀ = 2·dh₁ = 10.
        assertThat(gradients.dx().values()).containsExactly(5, 2, 1);
        assertThat(gradients.dInitialStates().get("rnn").h().toArray()).containsExactly(10);
        assertThat(gradients.weights().get("rnn", Parameter.W).toArray()).containsExactly(5 + 2 * 2 + 3);
        assertThat(gradients.weights().get("rnn", Parameter.RW).toArray()).containsExactly(0.5 * 5 + 2 + 3);
        assertThat(gradients.weights().get("rnn", Parameter.B).toArray()).containsExactly(8);
    }

    @Test
    void every_layer_can_be_looked_at() {
        Trace trace = forward(Map.of());
        assertThat(trace.outputs("lstm").features()).isEqualTo(3);
        assertThat(trace.outputs("rnn").time()).isEqualTo(4);
        assertThat(trace.outputs("last").time()).isEqualTo(1);
        assertThat(trace.outputs("last").at(1)).isEqualTo(trace.outputs("rnn").at(4));
        assertThat(trace.outputs("dense").values()).isSameAs(trace.outputs().values());
        assertThat(trace.finalState("lstm").orElseThrow().h())
                .isEqualTo(trace.outputs("lstm").at(4));
        assertThat(trace.finalState("lstm").orElseThrow().c()).isPresent();
        assertThat(trace.finalState("rnn").orElseThrow().c()).isEmpty();
        assertThat(trace.finalState("dense")).isEmpty();
        assertThat(trace.finalState("last")).isEmpty();
        assertThat(trace.input()).isSameAs(X);
        assertThatThrownBy(() -> trace.outputs("gru"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("layer: one of [lstm, rnn, last, dense] expected, \"gru\" found");
    }

    @Test
    void layers_not_named_start_from_zero() {
        State zero = State.of(new RowMajorMatrix(2, 3), new RowMajorMatrix(2, 3));
        State given = State.of(Sequence.random(1, 2, 3, 9).at(1), new RowMajorMatrix(2, 3));
        double[] unnamed = forward(Map.of()).outputs().values();
        assertThat(forward(Map.of("lstm", zero)).outputs().values()).containsExactly(unnamed);
        assertThat(forward(Map.of("lstm", given)).outputs().values()).isNotEqualTo(unnamed);
    }

    @Test
    void rows_of_the_batch_do_not_see_each_other() {
        Sequence single = Sequence.zeros(4, 1, 2);
        for (int t = 1; t <= 4; t++) {
            single.at(t).assign(X.at(t).rows(1, 2));
        }
        double alone =
                new Network(STACK, WEIGHTS).forward(single, Map.of()).outputs().get(1, 0, 0);
        assertThat(alone).isEqualTo(forward(Map.of()).outputs().get(1, 1, 0));
    }

    @Test
    void running_and_going_back_change_nothing_that_was_given() {
        State initial = State.of(
                Sequence.random(1, 2, 3, 9).at(1), Sequence.random(1, 2, 3, 8).at(1));
        Objective.Upstream upstream = new Objective.Upstream(
                Sequence.random(1, 2, 1, 5), Map.of("lstm", State.of(initial.c().get(), initial.h())));
        double[] x = X.values().clone();
        double[] h0 = initial.h().toArray();
        double[] d = upstream.outputs().values().clone();
        Network network = new Network(STACK, WEIGHTS);
        Trace trace = network.forward(X, Map.of("lstm", initial));
        Gradients once = network.backward(trace, upstream);
        Gradients twice = network.backward(trace, upstream);
        assertThat(X.values()).containsExactly(x);
        assertThat(initial.h().toArray()).containsExactly(h0);
        assertThat(upstream.outputs().values()).containsExactly(d);
        assertThat(WEIGHTS.asMap()).isEqualTo(Weights.random(STACK, 1).asMap());
        assertThat(once.weights().asMap()).isEqualTo(twice.weights().asMap());
        assertThat(once.dx().values()).containsExactly(twice.dx().values());
    }

    @Test
    void nan_in_the_input_reaches_outputs_and_gradients() {
        Sequence x = Sequence.random(4, 2, 2, 2);
        x.values()[0] = Double.NaN;
        Network network = new Network(STACK, WEIGHTS);
        Trace trace = network.forward(x, Map.of());
        Gradients gradients = network.backward(trace, new Objective.Upstream(Sequence.random(1, 2, 1, 5), Map.of()));
        assertThat(trace.outputs().get(1, 0, 0)).isNaN();
        assertThat(trace.outputs().get(1, 1, 0)).isFinite();
        assertThat(gradients.weights().get("lstm", Parameter.W).getEntry(0, 0)).isNaN();
    }

    @Test
    void every_kind_of_layer_knows_its_spec() {
        for (LayerSpec spec : STACK.layers()) {
            assertThat(Layer.of(spec, WEIGHTS).spec()).isSameAs(spec);
        }
    }

    @Test
    void input_of_another_width_is_refused() {
        assertThatThrownBy(() -> new Network(STACK, WEIGHTS).forward(Sequence.zeros(1, 1, 3), Map.of()))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("features of the input: 2 expected, as LSTM \"lstm\" reads, 3 found");
    }

    @Test
    void states_that_do_not_fit_are_refused() {
        State three = State.of(new RowMajorMatrix(3, 3), new RowMajorMatrix(3, 3));
        assertThatThrownBy(() -> forward(Map.of("lstm", three)))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("initial state h of LSTM \"lstm\": 2×3 expected, 3×3 found");
        assertThatThrownBy(() -> forward(Map.of("lstm", State.of(new RowMajorMatrix(2, 3)))))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("initial state of LSTM \"lstm\": h and c expected, only h found");
        assertThatThrownBy(() -> forward(Map.of("dense", State.of(new RowMajorMatrix(2, 1)))))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("initial state: a recurrent layer expected, Dense \"dense\" found");
    }

    @Test
    void objectives_that_do_not_fit_are_refused() {
        Network network = new Network(STACK, WEIGHTS);
        Trace trace = forward(Map.of());
        assertThatThrownBy(() -> network.backward(trace, new Objective.None()))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("gradients: targets or an upstream gradient expected, none found");
        assertThatThrownBy(() -> network.backward(trace, new Objective.Upstream(Sequence.zeros(4, 2, 1), Map.of())))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("upstream gradient: 1 steps × 2 rows × 1 features expected,"
                        + " 4 steps × 2 rows × 1 features found");
        State tall = State.of(new RowMajorMatrix(3, 2));
        assertThatThrownBy(() ->
                        network.backward(trace, new Objective.Upstream(Sequence.zeros(1, 2, 1), Map.of("rnn", tall))))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("gradient of the final state h of SimpleRnn \"rnn\": 2×2 expected, 3×2 found");
        State ofDense = State.of(new RowMajorMatrix(2, 1));
        assertThatThrownBy(() -> network.backward(
                        trace, new Objective.Upstream(Sequence.zeros(1, 2, 1), Map.of("dense", ofDense))))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("gradient of the final state: a recurrent layer expected, Dense \"dense\" found");
        Loss loss = Loss.of(LossFunction.L2, Reduction.SUM);
        assertThatThrownBy(() -> network.backward(trace, new Objective.Targets(loss, Sequence.zeros(4, 2, 1))))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("targets: 1 steps × 2 rows × 1 features expected, 4 steps × 2 rows × 1 features found");
    }
}
