package dev.lockstep.definition.bound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * By hand: relu(0.5·x + b) of the rows 0.5 and 0.25 with the targets 1 and −1 is within both margins of a hinge, so that
 * db = −1 + 1 = 0, and W moves by dW = −0.5 + 0.25. Where ε is added to the quotient, b goes on by 0/√0, and relu(NaN) is 0: the
 * second score is 2, its gradient 0, and no derivative says of what.
 */
class LaterStepsTest {
    private static final FunctionErrors EXACT = (function, value) -> 0;
    private static final ParameterKey W = new ParameterKey("out", Parameter.W);

    private static RoundingBounds bounds(Kind observed) {
        NetworkSpec network = NetworkSpec.of(new DenseSpec("out", 1, 1, Activation.RELU));
        Sequence x = new Sequence(1, 2, 1, new double[] {0.5, 0.25});
        Sequence targets = new Sequence(1, 2, 1, new double[] {1, -1});
        OptimizerSpec optimizer = new OptimizerSpec.RmsProp(
                0.1, 0.9, 1e-8, OptimizerSpec.Epsilon.ADDED_TO_QUOTIENT, OptimizerSpec.Start.ZERO);
        Training training = new Training(
                optimizer,
                OptimizerState.initial(optimizer, network),
                Collections.nCopies(2, new Minibatch(x, targets)));
        Case scenario = new Case(
                "later steps",
                network,
                Weights.of(network, new double[][] {{0.5}}, new double[][] {{0}}),
                x,
                Map.of(),
                new Objective.Targets(Loss.of(LossFunction.HINGE, Reduction.SUM), targets),
                Optional.of(training),
                EnumSet.of(observed));
        return RoundingBounds.of(scenario, List.of(EXACT));
    }

    private static void expectBounded(RoundingBounds bounds, Quantity quantity) {
        assertThat(Arrays.stream(bounds.of(quantity, 0))).as("%s", quantity).allMatch(Double::isFinite);
        assertThat(bounds.underivable(quantity)).isEmpty();
    }

    private static void expectUnbounded(RoundingBounds bounds, Quantity quantity) {
        assertThat(bounds.of(quantity, 0)).as("%s", quantity).containsOnly(Double.POSITIVE_INFINITY);
        assertThat(bounds.underivable(quantity))
                .hasValueSatisfying(why -> assertThat(why).startsWith("a division by 0"));
    }

    @Test
    void a_score_behind_a_parameter_that_is_not_observed_has_no_bound() {
        RoundingBounds bounds = bounds(Kind.SCORE);
        expectBounded(bounds, Quantity.score(1));
        expectUnbounded(bounds, Quantity.score(2));
    }

    @Test
    void neither_has_a_state_of_the_optimizer() {
        RoundingBounds bounds = bounds(Kind.OPTIMIZER_STATE);
        expectBounded(bounds, Quantity.optimizerState(W, "s", 1));
        expectUnbounded(bounds, Quantity.optimizerState(W, "s", 2));
    }

    @Test
    void nor_a_parameter() {
        RoundingBounds bounds = bounds(Kind.PARAMETER);
        expectBounded(bounds, Quantity.parameter(W, 1));
        expectUnbounded(bounds, Quantity.parameter(W, 2));
    }
}
