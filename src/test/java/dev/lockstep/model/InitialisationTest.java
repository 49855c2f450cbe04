package dev.lockstep.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.math.Activation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The rules by which weights are drawn, against their bounds by hand. */
class InitialisationTest {
    private static final NetworkSpec NETWORK = NetworkSpec.of(
            new SimpleRnnSpec("rnn", 4, 100, Activation.TANH, Bias.TWO, true), LstmSpec.plain("lstm", 100, 50));

    private static void assertUniform(Weights weights, String layer, Parameter parameter, double bound) {
        double[] values = weights.get(layer, parameter).toArray();
        assertThat(Arrays.stream(values).map(Math::abs).max().orElseThrow()).isBetween(0.98 * bound, bound);
        // The mean of n uniform numbers has the standard deviation bound/√(3n).
        double mean = Arrays.stream(values).average().orElseThrow();
        assertThat(mean).isCloseTo(0, within(4 * bound / Math.sqrt(3.0 * values.length)));
    }

    @Test
    void uniform() {
        Weights weights = Weights.initial(NETWORK, new Initialisation.Uniform(1e-4), 1);
        assertUniform(weights, "rnn", Parameter.W, 1e-4);
        assertUniform(weights, "lstm", Parameter.RW, 1e-4);
    }

    @Test
    void fan_in() {
        Weights weights = Weights.initial(NETWORK, new Initialisation.FanIn(), 1);
        assertUniform(weights, "rnn", Parameter.W, 1 / Math.sqrt(4));
        assertUniform(weights, "rnn", Parameter.RW, 1 / Math.sqrt(100));
        assertUniform(weights, "lstm", Parameter.W, 1 / Math.sqrt(100));
    }

    @Test
    void glorot_counts_the_columns_of_one_gate() {
        Weights weights = Weights.initial(NETWORK, new Initialisation.Glorot(), 1);
        assertUniform(weights, "rnn", Parameter.W, Math.sqrt(6.0 / 104));
        assertUniform(weights, "rnn", Parameter.RW, Math.sqrt(6.0 / 200));
        assertUniform(weights, "lstm", Parameter.W, Math.sqrt(6.0 / 150));
    }

    @Test
    void biases_and_trained_starts_are_zero() {
        Weights weights = Weights.initial(NETWORK, new Initialisation.Glorot(), 1);
        assertThat(weights.get("rnn", Parameter.B).toArray()).containsOnly(0);
        assertThat(weights.get("rnn", Parameter.RB).toArray()).containsOnly(0);
        assertThat(weights.get("rnn", Parameter.H0).toArray()).containsOnly(0);
        assertThat(weights.get("lstm", Parameter.B).toArray()).containsOnly(0);
    }

    @Test
    void a_seed_says_it_all() {
        Initialisation rule = new Initialisation.Glorot();
        assertThat(Weights.initial(NETWORK, rule, 1).get("rnn", Parameter.W).toArray())
                .isEqualTo(Weights.initial(NETWORK, rule, 1)
                        .get("rnn", Parameter.W)
                        .toArray())
                .isNotEqualTo(Weights.initial(NETWORK, rule, 2)
                        .get("rnn", Parameter.W)
                        .toArray());
    }
}
