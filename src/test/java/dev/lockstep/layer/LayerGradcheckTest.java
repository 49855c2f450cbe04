package dev.lockstep.layer;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.SimpleRnnSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every activation in every place, under an upstream gradient at every step and at the final states. */
class LayerGradcheckTest {
    private static void check(NetworkSpec network, Activation activation) {
        Gradcheck.drawn(network, scale(activation), 7, Gradcheck.upstream(network, 3))
                .run();
    }

    /** Greater weights where the kinks are far out, so that both sides of them are met. */
    private static double scale(Activation activation) {
        return switch (activation) {
            case HARD_SIGMOID -> 3;
            case HARD_TANH -> 2;
            case THRESHOLDED_RELU -> 4;
            default -> 1;
        };
    }

    @ParameterizedTest
    @EnumSource
    void simple_rnn(Activation activation) {
        check(NetworkSpec.of(new SimpleRnnSpec("rnn", 2, 3, activation)), activation);
    }

    @ParameterizedTest
    @EnumSource
    void dense(Activation activation) {
        check(NetworkSpec.of(new DenseSpec("dense", 2, 3, activation)), activation);
    }

    @ParameterizedTest
    @EnumSource
    void lstm_candidate_and_cell(Activation activation) {
        check(NetworkSpec.of(new LstmSpec("lstm", 2, 3, activation, Activation.SIGMOID, false)), activation);
        check(NetworkSpec.of(new LstmSpec("lstm", 2, 3, activation, Activation.SIGMOID, true)), activation);
    }

    @ParameterizedTest
    @EnumSource
    void lstm_gates(Activation activation) {
        check(NetworkSpec.of(new LstmSpec("lstm", 2, 3, Activation.TANH, activation, false)), activation);
        check(NetworkSpec.of(new LstmSpec("lstm", 2, 3, Activation.TANH, activation, true)), activation);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stack_of_depth_3_below_the_last_step_and_a_dense_layer(boolean peepholes) {
        NetworkSpec network = NetworkSpec.of(
                new LstmSpec("first", 2, 3, Activation.TANH, Activation.SIGMOID, peepholes),
                new SimpleRnnSpec("second", 3, 4, Activation.TANH),
                new LstmSpec("third", 4, 2, Activation.SOFTSIGN, Activation.SIGMOID, peepholes),
                new LastStepSpec("last", 2),
                new DenseSpec("dense", 2, 3, Activation.SOFTPLUS));
        check(network, Activation.TANH);
    }

    @ParameterizedTest
    @EnumSource
    void simple_rnn_with_every_number_of_biases(Bias bias) {
        check(NetworkSpec.of(new SimpleRnnSpec("rnn", 2, 3, Activation.TANH, bias, false)), Activation.TANH);
    }

    @ParameterizedTest
    @EnumSource
    void lstm_with_every_number_of_biases(Bias bias) {
        for (boolean peepholes : new boolean[] {false, true}) {
            check(
                    NetworkSpec.of(new LstmSpec("lstm", 2, 3, Activation.TANH, Activation.SIGMOID, peepholes, bias)),
                    Activation.TANH);
        }
    }

    @ParameterizedTest
    @EnumSource
    void simple_rnn_with_a_trained_start(Bias bias) {
        check(
                NetworkSpec.of(
                        new SimpleRnnSpec("rnn", 2, 3, Activation.TANH, bias, true),
                        new DenseSpec("dense", 3, 2, Activation.SIGMOID, Bias.NONE)),
                Activation.TANH);
    }

    @Test
    void dense_layer_between_recurrent_layers() {
        NetworkSpec network = NetworkSpec.of(
                new SimpleRnnSpec("first", 2, 3, Activation.TANH),
                new DenseSpec("between", 3, 2, Activation.ELU),
                LstmSpec.plain("second", 2, 2));
        check(network, Activation.TANH);
    }

    @Test
    void one_step_one_unit() {
        check(NetworkSpec.of(new LstmSpec("lstm", 1, 1, Activation.TANH, Activation.SIGMOID, true)), Activation.TANH);
    }
}
