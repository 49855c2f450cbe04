package dev.lockstep.comparison;

import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Tensor;
import dev.lockstep.port.Framework;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tries the classic slips, one at a time, after a divergence: a framework is run on the case as someone who slipped would
 * have understood it, and what it observes is held against what the other framework observed of the true case. A slip
 * that makes every compared value agree is a suggestion, never a verdict.
 *
 * <p>The first framework is changed first; only if that explains nothing, the second. Central differences are not run
 * again, they cost too much; nor is any framework on a case whose size is beyond {@link #LIMIT}. Training is repeated up to
 * the first step that differs.
 *
 * @param a the framework named first
 * @param first what it observed
 * @param b the framework it is held against
 * @param second what that observed
 * @param comparison the divergence
 */
record Diagnosis(Framework a, Observations first, Framework b, Observations second, Comparison comparison) {
    private static final int SHOWN = 3;
    /** Greatest number of parameters × time steps × batch rows × optimizer steps that is run again for every slip. */
    private static final long LIMIT = 2_000_000;

    /** A sentence for each slip that explains everything, or one that says that none does. */
    List<String> findings() {
        if (comparison.arrays().stream().anyMatch(ArrayComparison::shapesDiffer)) {
            return List.of();
        }
        Diagnosis brief = upToFirstDifference();
        return brief.work() > LIMIT
                ? List.of("nothing, the case is too large to be run again for every classic slip.")
                : brief.tried();
    }

    private List<String> tried() {
        List<Slip> slips = new Slips(comparison.scenario()).all();
        List<String> found = explaining(slips, a, second, true);
        if (found.isEmpty()) {
            found = explaining(slips, b, first, false);
        }
        if (found.isEmpty()) {
            return slips.isEmpty()
                    ? List.of()
                    : List.of("none of " + Figures.count(slips.size(), "classic slip") + " alone explains it.");
        }
        if (found.size() > SHOWN) {
            List<String> shown = new ArrayList<>(found.subList(0, SHOWN));
            shown.add("… and " + (found.size() - SHOWN) + " more, which these numbers cannot tell apart.");
            return shown;
        }
        return found;
    }

    private long work() {
        Case scenario = comparison.scenario();
        long minibatches = scenario.training().map(t -> t.minibatches().size()).orElse(1);
        return (long) scenario.network().parameterCount()
                * scenario.input().time()
                * scenario.input().batch()
                * minibatches;
    }

    /** The optimizer step that differs first, if it is one. */
    private Optional<Integer> last() {
        int step = comparison.diverging().get(0).quantity().step();
        return comparison.scenario().training().isEmpty() || step == 0 ? Optional.empty() : Optional.of(step);
    }

    /** The same divergence with the training cut off after the first step that differs. */
    private Diagnosis upToFirstDifference() {
        Case scenario = comparison.scenario();
        Optional<Integer> found = last();
        if (found.isEmpty()) {
            return this;
        }
        int last = found.get();
        List<ArrayComparison> arrays = comparison.arrays().stream()
                .filter(array -> array.quantity().step() <= last)
                .toList();
        Comparison brief = new Comparison(
                scenario.trainedFor(last),
                comparison.a(),
                comparison.b(),
                arrays,
                comparison.tolerance(),
                comparison.outcome(),
                comparison.reason());
        return new Diagnosis(a, first, b, second, brief);
    }

    private List<String> explaining(List<Slip> slips, Framework changed, Observations other, boolean isFirst) {
        if (changed instanceof CentralDifferences) {
            return List.of();
        }
        String in = isFirst ? "" : " in " + comparison.b().column();
        String cut = last().map(step -> " up to step " + step).orElse("");
        String agree = comparison.elements() == 1
                ? "the value" + cut + " agrees."
                : "all " + comparison.elements() + " values" + cut + " agree.";
        return slips.stream()
                .filter(slip -> explains(slip, changed, other, isFirst))
                .map(slip -> "with " + slip.what() + in + ", " + agree)
                .toList();
    }

    private boolean explains(Slip slip, Framework changed, Observations other, boolean isFirst) {
        return observe(changed, slip)
                .map(observed -> comparison.arrays().stream().allMatch(array -> {
                    if (!observed.has(array.quantity())) {
                        return false;
                    }
                    Tensor restored = slip.restored().apply(array.quantity(), observed.get(array.quantity()));
                    Tensor expected = other.get(array.quantity());
                    return compare(array, isFirst ? restored : expected, isFirst ? expected : restored);
                }))
                .orElse(false);
    }

    private boolean compare(ArrayComparison array, Tensor left, Tensor right) {
        return new Comparer(comparison.scenario(), comparison.tolerance())
                .compareArrays(array.quantity(), left, right)
                .agrees();
    }

    /** Nothing, if the framework cannot compute the changed case: then the slip is not the one. */
    private static Optional<Observations> observe(Framework framework, Slip slip) {
        try {
            return framework.supports(slip.changed()).yes()
                    ? Optional.of(framework.observe(slip.changed()))
                    : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
