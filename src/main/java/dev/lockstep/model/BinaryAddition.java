package dev.lockstep.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.random.RandomAdaptor;
import org.apache.commons.math3.random.Well19937c;

/**
 * The data of the binary adder: pairs of numbers, written in bits with the least significant first, so that a network that
 * reads two bits a step can carry.
 *
 * @param bits bits of the sum, at least 2; both addends have one fewer
 */
public record BinaryAddition(int bits) {
    /** Two numbers to add. */
    public record Pair(int first, int second) {
        /** The right answer. */
        public int sum() {
            return first + second;
        }
    }

    /** @throws InvalidInput if there are not 2 to 12 bits: all pairs must fit into memory */
    public BinaryAddition {
        if (bits < 2 || bits > 12) {
            throw new InvalidInput("bits of the binary adder: 2 to 12 expected, " + bits + " found");
        }
    }

    /** Pairs of numbers below 2^(bits − 1), uniformly drawn, the same for the same seed everywhere. */
    public List<Pair> pairs(int count, long seed) {
        Sizes.positive("pairs of the binary adder", count);
        Well19937c generator = new Well19937c(seed);
        int bound = 1 << (bits - 1);
        List<Pair> pairs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            pairs.add(new Pair(generator.nextInt(bound), generator.nextInt(bound)));
        }
        return pairs;
    }

    /**
     * Distinct pairs that are not among those seen, in random order, the same for the same seed everywhere.
     *
     * @throws InvalidInput if there are not enough of them
     */
    public List<Pair> unseenPairs(int count, long seed, Collection<Pair> seen) {
        Sizes.positive("unseen pairs of the binary adder", count);
        Set<Pair> known = new HashSet<>(seen);
        int bound = 1 << (bits - 1);
        List<Pair> unseen = new ArrayList<>();
        for (int first = 0; first < bound; first++) {
            for (int second = 0; second < bound; second++) {
                Pair pair = new Pair(first, second);
                if (!known.contains(pair)) {
                    unseen.add(pair);
                }
            }
        }
        if (unseen.size() < count) {
            throw new InvalidInput(
                    "unseen pairs of the binary adder: at most " + unseen.size() + " expected, " + count + " found");
        }
        Collections.shuffle(unseen, new RandomAdaptor(new Well19937c(seed)));
        return unseen.subList(0, count);
    }

    /**
     * Consecutive, disjoint minibatches.
     *
     * @throws InvalidInput if the size does not divide the number of pairs
     */
    public List<Minibatch> minibatches(List<Pair> pairs, int size) {
        Sizes.positive("pairs of a minibatch", size);
        if (pairs.size() % size != 0) {
            throw new InvalidInput("minibatches of " + size + " pairs: a divisor of " + pairs.size() + " expected, "
                    + size + " found");
        }
        List<Minibatch> minibatches = new ArrayList<>();
        for (int from = 0; from < pairs.size(); from += size) {
            minibatches.add(minibatch(pairs.subList(from, from + size)));
        }
        return minibatches;
    }

    /**
     * As many minibatches as {@link #minibatches}, but each is the one before it moved on by a single pair, so that few of the
     * pairs are ever read: 119 of 2000 for minibatches of 100.
     *
     * @throws InvalidInput if the size does not divide the number of pairs
     */
    public List<Minibatch> slidingMinibatches(List<Pair> pairs, int size) {
        int count = minibatches(pairs, size).size();
        List<Minibatch> minibatches = new ArrayList<>();
        for (int from = 0; from < count; from++) {
            minibatches.add(minibatch(pairs.subList(from, from + size)));
        }
        return minibatches;
    }

    /**
     * Input {@code [bits × pairs × 2]}, targets {@code [bits × pairs × 1]}: the bits of the sums.
     *
     * @throws InvalidInput if a number is negative, or a sum does not fit into the bits
     */
    public Minibatch minibatch(List<Pair> pairs) {
        pairs.forEach(this::requireFit);
        Sequence input = Sequence.zeros(bits, pairs.size(), 2);
        Sequence targets = Sequence.zeros(bits, pairs.size(), 1);
        for (int t = 1; t <= bits; t++) {
            for (int row = 0; row < pairs.size(); row++) {
                Pair pair = pairs.get(row);
                input.at(t).setEntry(row, 0, bit(pair.first(), t));
                input.at(t).setEntry(row, 1, bit(pair.second(), t));
                targets.at(t).setEntry(row, 0, bit(pair.sum(), t));
            }
        }
        return new Minibatch(input, targets);
    }

    private void requireFit(Pair pair) {
        String sum = pair.first() + " + " + pair.second();
        if (pair.first() < 0 || pair.second() < 0) {
            throw new InvalidInput("addends of the binary adder: 0 or more expected, " + sum + " found");
        }
        if ((long) pair.first() + pair.second() >= 1 << bits) {
            throw new InvalidInput("sum of the binary adder: below " + (1 << bits) + " expected, as it has " + bits
                    + " bits, " + sum + " found");
        }
    }

    /** The number that a network's outputs {@code [bits × pairs × 1]} mean for one row (from 0): above ½ is a one. */
    public int number(Sequence outputs, int row) {
        int number = 0;
        for (int t = 1; t <= bits; t++) {
            if (outputs.get(t, row, 0) > 0.5) {
                number |= 1 << (t - 1);
            }
        }
        return number;
    }

    private static int bit(int number, int t) {
        return (number >> (t - 1)) & 1;
    }
}
