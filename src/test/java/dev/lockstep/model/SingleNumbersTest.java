package dev.lockstep.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.math.Activation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Cases in single precision consist of floats. */
class SingleNumbersTest {
    private static final Execution SINGLE = new Execution(Precision.SINGLE, SequenceFormat.NCW);
    private static final NetworkSpec NETWORK =
            NetworkSpec.of(new MaskZeroSpec(new SimpleRnnSpec("a", 2, 2, Activation.TANH), 0.1, MaskRule.RESET));

    private static Case doubles(double scale) {
        Sequence input = Sequence.random(3, 2, 2, 1);
        Sequence targets = Sequence.random(3, 2, 2, 2);
        OptimizerSpec optimizer = new OptimizerSpec.Sgd(0.1);
        return new Case(
                "case",
                NETWORK,
                Weights.random(NETWORK, 3, scale),
                input,
                Map.of("a", State.of(Sequence.random(1, 2, 2, 4).at(1))),
                new Objective.Targets(Loss.of(LossFunction.L2, Reduction.SUM), targets),
                Optional.of(new Training(
                        optimizer,
                        OptimizerState.initial(optimizer, NETWORK),
                        List.of(new Minibatch(input, targets, Masks.NONE)))),
                Set.of(Quantity.Kind.PARAMETER));
    }

    private static void assertRounded(double[] single, double[] given) {
        assertThat(single).hasSameSizeAs(given).isNotEqualTo(given);
        for (int i = 0; i < single.length; i++) {
            assertThat(single[i]).isEqualTo((double) (float) given[i]);
        }
    }

    @Test
    void everything_is_rounded() {
        Case given = doubles(1);
        Case single = given.with(SINGLE);

        assertRounded(single.input().values(), given.input().values());
        for (ParameterKey key : given.weights().keys()) {
            assertRounded(
                    single.weights().get(key).toArray(),
                    given.weights().get(key).toArray());
        }
        assertRounded(
                single.initialStates().get("a").h().toArray(),
                given.initialStates().get("a").h().toArray());
        assertRounded(
                ((Objective.Targets) single.objective()).targets().values(),
                ((Objective.Targets) given.objective()).targets().values());
        assertThat(((MaskZeroSpec) single.network().layers().get(0)).value()).isEqualTo((double) 0.1f);
        assertThat(single.training().orElseThrow().optimizer()).isEqualTo(new OptimizerSpec.Sgd(0.1f));
        assertThat(given.input().values())
                .containsExactly(Sequence.random(3, 2, 2, 1).values());
    }

    @Test
    void tables_of_rates_are_rounded_too() {
        Case given = doubles(1);
        Pace pace = Pace.ofSteps(new Schedule.Table(new TreeMap<>(Map.of(0, 0.1, 2, 0.3))));
        Case scheduled = new Case(
                given.name(),
                given.network(),
                given.weights(),
                given.input(),
                given.initialStates(),
                given.objective(),
                given.training().map(training -> training.at(pace)),
                given.observed());

        Pace single = scheduled.with(SINGLE).training().orElseThrow().pace().orElseThrow();

        assertThat(single.schedule())
                .isEqualTo(new Schedule.Table(new TreeMap<>(Map.of(0, (double) 0.1f, 2, (double) 0.3f))));
    }

    /** Frameworks compute what occurs twice once. */
    @Test
    void what_was_one_array_stays_one() {
        Case single = doubles(1).with(SINGLE);

        assertThat(single.training().orElseThrow().minibatches().get(0).input()).isSameAs(single.input());
    }

    @Test
    void numbers_beyond_floats_are_refused() {
        assertThatThrownBy(() -> doubles(1e300).with(SINGLE))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("W of SimpleRnn \"a\"");
    }
}
