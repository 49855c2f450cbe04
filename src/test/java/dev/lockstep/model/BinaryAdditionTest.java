package dev.lockstep.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.BinaryAddition.Pair;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bits by hand. */
class BinaryAdditionTest {
    private final BinaryAddition addition = new BinaryAddition(7);

    @Test
    void bits_come_least_significant_first() {
        // 37 = 100101, 27 = 011011, 37 + 27 = 64 = 1000000, read from the right.
        Minibatch minibatch = addition.minibatch(List.of(new Pair(37, 27)));

        assertThat(column(minibatch.input(), 0)).containsExactly(1, 0, 1, 0, 0, 1, 0);
        assertThat(column(minibatch.input(), 1)).containsExactly(1, 1, 0, 1, 1, 0, 0);
        assertThat(column(minibatch.targets(), 0)).containsExactly(0, 0, 0, 0, 0, 0, 1);
    }

    @Test
    void an_output_above_one_half_is_a_one() {
        Sequence outputs = new Sequence(7, 1, 1, new double[] {0.51, 0.5, 0.49, 1, 0, 0, 0.9});

        assertThat(addition.number(outputs, 0)).isEqualTo(1 + 8 + 64);
    }

    @Test
    void addends_have_one_bit_fewer_than_their_sum() {
        assertThat(addition.pairs(2000, 1)).allSatisfy(pair -> {
            assertThat(pair.first()).isBetween(0, 63);
            assertThat(pair.second()).isBetween(0, 63);
        });
    }

    @Test
    void unseen_pairs_are_distinct_and_were_not_seen() {
        List<Pair> seen = addition.pairs(2000, 1);
        List<Pair> unseen = addition.unseenPairs(1000, 2, seen);

        assertThat(new HashSet<>(unseen)).hasSize(1000).doesNotContainAnyElementsOf(seen);
    }

    @Test
    void minibatches_are_disjoint_and_in_order() {
        List<Pair> pairs = addition.pairs(6, 1);

        List<Minibatch> minibatches = addition.minibatches(pairs, 2);

        assertThat(minibatches).hasSize(3);
        assertThat(minibatches.get(1).targets().values())
                .containsExactly(
                        addition.minibatch(pairs.subList(2, 4)).targets().values());
    }

    @Test
    void what_cannot_be_drawn_is_refused() {
        assertThatThrownBy(() -> new BinaryAddition(1))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("bits of the binary adder: 2 to 12 expected, 1 found");
        assertThatThrownBy(() -> addition.minibatches(addition.pairs(5, 1), 2))
                .hasMessage("minibatches of 2 pairs: a divisor of 5 expected, 2 found");
        assertThatThrownBy(() -> addition.unseenPairs(5000, 1, List.of()))
                .hasMessage("unseen pairs of the binary adder: at most 4096 expected, 5000 found");
    }

    private static double[] column(Sequence sequence, int feature) {
        double[] column = new double[sequence.time()];
        for (int t = 1; t <= column.length; t++) {
            column[t - 1] = sequence.get(t, 0, feature);
        }
        return column;
    }
}
