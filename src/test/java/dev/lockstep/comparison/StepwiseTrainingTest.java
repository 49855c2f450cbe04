package dev.lockstep.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.adapter.ours.OursFramework;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Training in lockstep: every step starts from the same place, and the first wrong one ends it. */
class StepwiseTrainingTest {
    private static final OptimizerSpec ADAM =
            new OptimizerSpec.Adam(0.01, 0.9, 0.999, 1e-8, OptimizerSpec.Adam.Form.REORDERED);
    private static final int MINIBATCHES = 5;

    private final Framework ours = new OursFramework();

    @Test
    void every_minibatch_is_one_step_of_the_comparison() {
        Comparison comparison =
                StepwiseTraining.resynchronised(ours, new Follower(0), training(), Tolerances.derived());

        assertThat(comparison.outcome()).isEqualTo(Outcome.AGREE);
        assertThat(steps(comparison)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void the_follower_is_given_the_state_that_the_leader_reached() {
        Follower follower = new Follower(0);
        StepwiseTraining.resynchronised(ours, follower, training(), Tolerances.derived());

        Observations whole = ours.observe(training());
        Quantity rw = new Quantity(Kind.PARAMETER, "rnn", "RW", 3);
        Case fourth = follower.asked.get(3);
        assertThat(fourth.training().orElseThrow().start().stepsTaken()).isEqualTo(3);
        // Bit for bit the fourth step of a continuous run of the leader.
        assertThat(fourth.weights().asMap().values().stream()
                        .anyMatch(matrix ->
                                Arrays.equals(matrix.toArray(), whole.get(rw).values())))
                .isTrue();
    }

    /** A minibatch of 4 steps is two segments of 3 steps at most, and two optimizer steps; the next one starts from zero states. */
    @Test
    void a_minibatch_of_several_segments_is_as_many_steps() {
        Follower follower = new Follower(0);
        Case segmented = training().with(new Truncation.Segmented(3, 3));
        Comparison comparison = StepwiseTraining.resynchronised(ours, follower, segmented, Tolerances.derived());

        assertThat(comparison.outcome()).isEqualTo(Outcome.AGREE);
        assertThat(steps(comparison)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        Observations whole = ours.observe(segmented);
        Case fourth = follower.asked.get(3);
        assertThat(fourth.training().orElseThrow().start().stepsTaken()).isEqualTo(6);
        for (Quantity reached : whole.quantities()) {
            if (reached.kind() == Kind.PARAMETER && reached.step() == 6) {
                assertThat(fourth.weights().asMap().values())
                        .as("%s is where the fourth minibatch starts", reached)
                        .anyMatch(matrix -> Arrays.equals(
                                matrix.toArray(), whole.get(reached).values()));
            }
        }
    }

    @Test
    void the_first_wrong_step_is_named_and_ends_it() {
        Follower follower = new Follower(3);
        Comparison comparison = StepwiseTraining.resynchronised(ours, follower, training(), Tolerances.derived());

        assertThat(comparison.outcome()).isEqualTo(Outcome.DIVERGE);
        assertThat(comparison.diverging().get(0).quantity()).hasToString("W of \"rnn\" after step 3");
        assertThat(steps(comparison)).containsExactly(1, 2, 3);
    }

    private static List<Integer> steps(Comparison comparison) {
        return comparison.arrays().stream()
                .map(ArrayComparison::quantity)
                .map(Quantity::step)
                .distinct()
                .sorted()
                .toList();
    }

    private static Case training() {
        NetworkSpec network = NetworkSpec.of(new SimpleRnnSpec("rnn", 2, 3, Activation.TANH));
        List<Minibatch> minibatches = IntStream.range(0, MINIBATCHES)
                .mapToObj(i -> new Minibatch(Sequence.random(4, 2, 2, 10 + i), Sequence.random(4, 2, 3, 20 + i)))
                .toList();
        return new Case(
                "training",
                network,
                Weights.random(network, 1),
                minibatches.get(0).input(),
                Map.of(),
                new Objective.Targets(
                        Loss.of(LossFunction.MSE, Reduction.MEAN_OVER_BATCH),
                        minibatches.get(0).targets()),
                Optional.of(new Training(ADAM, OptimizerState.initial(ADAM, network), minibatches)),
                Set.of(Kind.PARAMETER));
    }

    /** Ours, but its W is off by 1e-9 after one of the steps; 0 for never. */
    private final class Follower implements Framework {
        private final int wrongStep;
        private final List<Case> asked = new ArrayList<>();

        Follower(int wrongStep) {
            this.wrongStep = wrongStep;
        }

        @Override
        public String id() {
            return "follower";
        }

        @Override
        public String title() {
            return "Follower";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public Support supports(Case scenario) {
            return Support.YES;
        }

        @Override
        public Observations observe(Case scenario) {
            asked.add(scenario);
            boolean wrong = scenario.training().orElseThrow().start().stepsTaken() == wrongStep - 1;
            Observations right = ours.observe(scenario);
            Observations.Builder answer = Observations.builder();
            for (Quantity quantity : right.quantities()) {
                Tensor tensor = right.get(quantity);
                double[] values = tensor.values().clone();
                if (wrong
                        && quantity.kind() == Kind.PARAMETER
                        && quantity.part().equals("W")) {
                    values[0] += 1e-9;
                }
                answer.put(quantity, new Tensor(tensor.axes(), values));
            }
            return answer.build();
        }
    }
}
