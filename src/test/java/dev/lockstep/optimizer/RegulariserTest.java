package dev.lockstep.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.Activation;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Weights;
import org.junit.jupiter.api.Test;

/** By hand, in numbers that doubles hold exactly. */
class RegulariserTest {
    private static final NetworkSpec NETWORK = NetworkSpec.of(new DenseSpec("dense", 3, 1, Activation.IDENTITY));
    private static final Weights THETA = weights(2, -4, 0, 8);

    private static Weights weights(double first, double second, double third, double bias) {
        return Weights.of(NETWORK, new double[][] {{first}, {second}, {third}}, new double[][] {{bias}});
    }

    private static Regulariser regulariser(Regularisation.Rule weights, Regularisation.Rule biases) {
        return new Regulariser(new Regularisation(weights, biases), NETWORK);
    }

    private static double[] numbers(Weights weights) {
        double[] w = weights.get("dense", Parameter.W).toArray();
        return new double[] {w[0], w[1], w[2], weights.get("dense", Parameter.B).toArray()[0]};
    }

    @Test
    void penaltiesAreAddedToTheGradientOfWhatTheyAreFor() {
        Regularisation.Rule l1AndL2 = new Regularisation.Rule(0.25, 0.5, 0, true);
        assertThat(numbers(regulariser(l1AndL2, Regularisation.Rule.NONE).penalised(THETA, weights(1, 1, 1, 1))))
                .containsExactly(2.25, -1.25, 1, 1);
        assertThat(numbers(regulariser(Regularisation.Rule.NONE, l1AndL2).penalised(THETA, weights(1, 1, 1, 1))))
                .containsExactly(1, 1, 1, 5.25);
    }

    @Test
    void decayTakesAShareOfTheParameterBeforeTheStep() {
        Weights after = weights(1, 1, 1, 1);
        Regularisation.Rule timesRate = new Regularisation.Rule(0, 0, 0.5, true);
        Regularisation.Rule alone = new Regularisation.Rule(0, 0, 0.5, false);
        assertThat(numbers(regulariser(timesRate, alone).decayed(THETA, after, 0.25)))
                .containsExactly(0.75, 1.5, 1, -3);
    }

    /** 0.25·(2 + 4) + 0.5/2·(4 + 16) + 0.125/2·(4 + 16) of the weights, 0.5/2·64 of the bias. */
    @Test
    void theScoreCountsPenaltiesAndDecay() {
        Regularisation.Rule weights = new Regularisation.Rule(0.25, 0.5, 0.125, true);
        Regularisation.Rule biases = new Regularisation.Rule(0, 0.5, 0, true);
        assertThat(regulariser(weights, biases).penalty(THETA)).isEqualTo(1.5 + 5 + 1.25 + 16);
    }
}
