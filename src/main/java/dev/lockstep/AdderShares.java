package dev.lockstep;

import dev.lockstep.experiment.AdderStarts;
import dev.lockstep.experiment.BinaryAdder;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Initialisation;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How many random starts of the binary adder learn to add, in the seed document's setting and by the recipe.
 *
 * @param seed the first one
 * @param count how many consecutive seeds
 */
record AdderShares(long seed, int count) {
    private static final int UNSEEN = 1000;
    private static final int STARTS = 20;
    private static final double ENOUGH = 0.01;

    void print(PrintWriter out) {
        out.printf("Sums right of %d unseen pairs, for the weights of seeds %d to %d%n", UNSEEN, seed, last());
        for (Epsilon placement : Epsilon.values()) {
            for (boolean sliding : new boolean[] {true, false}) {
                List<AdderStarts.Result> results =
                        starts(BinaryAdder.document(seed, placement, sliding)).results(seed, last());
                long perfect = results.stream()
                        .filter(result -> result.right() == UNSEEN)
                        .count();
                out.printf(
                        Locale.ROOT,
                        "%nε %s, %s minibatches: %d of %d starts add them all%n ",
                        title(placement),
                        sliding ? "sliding" : "disjoint",
                        perfect,
                        results.size());
                results.forEach(result -> out.print(" " + result.right()));
                out.println();
                out.flush();
            }
        }
        out.printf(
                Locale.ROOT,
                "%nThe recipe: up to %d starts, kept when the cost of all pairs is below %s%n",
                STARTS,
                ENOUGH);
        AdderStarts recipe = starts(BinaryAdder.recipe(seed));
        for (long run = seed; run <= last(); run++) {
            Optional<AdderStarts.Recipe> kept = recipe.recipe(run, STARTS, ENOUGH);
            out.println(kept.map(AdderShares::line).orElse("  seed " + run + ": no start was good enough"));
            out.flush();
        }
    }

    private static String line(AdderStarts.Recipe kept) {
        return String.format(
                Locale.ROOT,
                "  seed %d: start %d, cost %.1e, %d right",
                kept.seed(),
                kept.starts(),
                kept.cost(),
                kept.right());
    }

    private long last() {
        return seed + count - 1;
    }

    private static AdderStarts starts(BinaryAdder adder) {
        return new AdderStarts(
                Frameworks.ours(),
                adder.training(),
                new Initialisation.Glorot(),
                BinaryAdder.ADDITION,
                adder.seen(),
                adder.unseen(UNSEEN));
    }

    private static String title(Epsilon placement) {
        return switch (placement) {
            case INSIDE_ROOT -> "inside the root";
            case OUTSIDE_ROOT -> "added to the root";
            case ADDED_TO_QUOTIENT -> "added to the quotient";
        };
    }
}
