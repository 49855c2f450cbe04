package dev.lockstep.comparison;

import dev.lockstep.comparison.Comparison.Party;
import dev.lockstep.convention.Calculation;
import dev.lockstep.convention.Convention;
import dev.lockstep.convention.Conventions;
import dev.lockstep.convention.Hypothesis;
import dev.lockstep.model.Case;
import dev.lockstep.model.Figures;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the convention that explains a divergence. The definition says which side is off; then it computes the case once
 * more under every hypothesis of the catalogue that applies, and its numbers are held against what that side observed. A
 * convention's residual is the greatest distance, as a share of what is allowed in the same array; up to 1 it explains everything. If none
 * alone does, pairs of two subjects are tried. It suggests, and never turns a failure into a pass.
 *
 * <p>The work is counted in parameters × time steps × batch rows × optimizer steps, of training up to two steps after the first
 * that differs, if what differs first is in training. Beyond {@link #LIMIT} nothing is tried; pairs, each convention in
 * all layers that it concerns, are tried up to {@link #PAIRS}.
 */
public final class Diagnosis {
    /** Greatest work of all hypotheses together. */
    static final long LIMIT = 20_000_000;
    /** Greatest work of all pairs together. */
    static final long PAIRS = 3_000_000;

    private static final int STEPS_AFTER = 2;
    private static final int SHOWN = 3;
    private static final int RUNNERS_UP = 2;
    /** A residual this near to that of the case as it was meant belongs to a convention that changes nothing to speak of. */
    private static final double SAME = 1e-3;

    /**
     * A convention, or a pair of them, that was tried.
     *
     * @param conventions one or two
     * @param title what was supposed, as it follows "with"
     * @param suspect whose numbers it is to explain
     * @param residual the greatest distance from those, as a share of what is allowed; infinite where one is not finite
     */
    public record Candidate(List<Convention> conventions, String title, Party suspect, double residual) {
        public Candidate {
            conventions = List.copyOf(conventions);
        }

        /** Whether it explains every number. */
        public boolean explains() {
            return residual <= 1;
        }
    }

    private final Comparison comparison;
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();

    private Diagnosis(Comparison comparison) {
        this.comparison = comparison;
    }

    /** What may explain a divergence; nothing where shapes differ. */
    public static Diagnosis of(Comparison divergence) {
        Diagnosis diagnosis = new Diagnosis(brief(divergence));
        if (divergence.arrays().stream().noneMatch(ArrayComparison::shapesDiffer)) {
            diagnosis.run();
        }
        return diagnosis;
    }

    /** What explains every number, the smallest residual first; several cannot be told apart by these numbers. */
    public List<Candidate> named() {
        return candidates.stream().filter(Candidate::explains).toList();
    }

    /** What does not explain every number, the smallest residual first. */
    public List<Candidate> runnersUp() {
        return candidates.stream().filter(candidate -> !candidate.explains()).toList();
    }

    /** What was found, in sentences. */
    public List<String> findings() {
        return List.copyOf(findings);
    }

    /** The same divergence with the training cut off soon after the first step that differs, observing what was compared. */
    private static Comparison brief(Comparison divergence) {
        Set<Quantity.Kind> kinds = EnumSet.noneOf(Quantity.Kind.class);
        divergence.arrays().forEach(array -> kinds.add(array.quantity().kind()));
        Case scenario = divergence.scenario().observing(kinds);
        int step = divergence.diverging().get(0).quantity().step();
        List<ArrayComparison> arrays = divergence.arrays();
        if (scenario.training().isPresent() && step > 0) {
            int steps = scenario.training().get().minibatches().size();
            int last = Math.min(steps, step + STEPS_AFTER);
            scenario = scenario.trainedFor(last);
            arrays = arrays.stream()
                    .filter(array -> array.quantity().step() <= last)
                    .toList();
        }
        return new Comparison(
                scenario,
                divergence.a(),
                divergence.b(),
                arrays,
                divergence.tolerance(),
                divergence.outcome(),
                divergence.reason());
    }

    private void run() {
        Case scenario = comparison.scenario();
        List<Convention> conventions = Conventions.all().stream()
                .filter(convention -> convention.applies(scenario))
                .toList();
        long hypotheses = conventions.stream()
                .mapToLong(convention -> convention.hypotheses(scenario).size())
                .sum();
        if (hypotheses * work(scenario) > LIMIT) {
            findings.add("nothing, the case is too large to be computed again under every convention.");
            return;
        }
        List<Boolean> off = off();
        if (!off.contains(true)) {
            findings.add("nothing, since neither is beyond what is allowed when held against the definition.");
        }
        for (boolean first : new boolean[] {true, false}) {
            if (off.get(first ? 0 : 1)) {
                suspect(first, conventions);
            }
        }
        candidates.sort(Comparator.comparingDouble(Candidate::residual));
    }

    private static long work(Case scenario) {
        long passes = scenario.training().map(t -> t.minibatches().size()).orElse(1);
        return (long) scenario.network().parameterCount()
                * scenario.input().time()
                * scenario.input().batch()
                * passes;
    }

    /** Whether the first side, and the second, is beyond its bound. */
    private List<Boolean> off() {
        Observations truth = Calculation.DEFINITION.observe(comparison.scenario());
        Comparer comparer = new Comparer(comparison.scenario(), comparison.tolerance());
        boolean first = false;
        boolean second = false;
        for (ArrayComparison array : comparison.arrays()) {
            Tensor expected = truth.get(array.quantity());
            first |= !comparer.compareArrays(array.quantity(), array.a(), expected)
                    .agrees();
            second |= !comparer.compareArrays(array.quantity(), array.b(), expected)
                    .agrees();
        }
        return List.of(first, second);
    }

    private void suspect(boolean first, List<Convention> conventions) {
        Trial trial = new Trial(comparison, first);
        Trial screen = trial.ofFirstDifference();
        Party party = first ? comparison.a() : comparison.b();
        double untouched = screen.residual(new Hypothesis("nothing", Calculation::observe));
        List<Supposition> supposed = new ArrayList<>();
        for (Convention convention : conventions) {
            for (Hypothesis hypothesis : convention.hypotheses(comparison.scenario())) {
                supposed.add(new Supposition(List.of(convention), hypothesis, screen.residual(hypothesis)));
            }
        }
        List<Candidate> tried = best(trial, party, supposed, untouched);
        // Whatever is rounded in the end looks as if all had been computed in single precision.
        if (tried.stream().filter(Candidate::explains).count() > 1) {
            tried.removeIf(candidate ->
                    candidate.explains() && candidate.conventions().get(0).id().equals("single-precision"));
        }
        boolean allPairs = true;
        if (tried.stream().noneMatch(Candidate::explains)) {
            List<Supposition> pairs = new ArrayList<>();
            allPairs = pairs(trial, supposed, untouched, pairs);
            tried.addAll(best(trial, party, pairs, untouched));
        }
        tried.sort(Comparator.comparingDouble(Candidate::residual));
        candidates.addAll(tried);
        report(party, tried, conventions.size(), allPairs);
    }

    /**
     * Something supposed, and its residual on what differs first, which no other array can make smaller.
     *
     * @param conventions one or two
     * @param hypothesis what is supposed
     * @param least its residual on the kind of array that differs first
     */
    private record Supposition(List<Convention> conventions, Hypothesis hypothesis, double least) {}

    /** Those that explain everything, and the best of those that do not: the residuals of all others are greater. */
    private static List<Candidate> best(Trial trial, Party party, List<Supposition> supposed, double untouched) {
        List<Supposition> ordered = new ArrayList<>(supposed);
        ordered.removeIf(supposition ->
                supposition.least() > 1 && Math.abs(supposition.least() - untouched) <= SAME * untouched);
        ordered.sort(Comparator.comparingDouble(Supposition::least));
        List<Candidate> best = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        for (Supposition supposition : ordered) {
            boolean enough = others.size() >= SHOWN && others.get(SHOWN - 1) <= supposition.least();
            if (supposition.least() > 1 && (enough || Double.isInfinite(supposition.least()))) {
                break;
            }
            double residual = trial.residual(supposition.hypothesis());
            best.add(new Candidate(
                    supposition.conventions(), supposition.hypothesis().title(), party, residual));
            if (residual > 1) {
                others.add(residual);
                others.sort(Comparator.naturalOrder());
            }
        }
        return best;
    }

    /**
     * Adds the pairs that explain what differs first, and outputs where these agree, which are asked first since they need no way
     * back; whether all were tried.
     */
    private static boolean pairs(Trial trial, List<Supposition> supposed, double untouched, List<Supposition> found) {
        Trial screen = trial.ofFirstDifference();
        Optional<Trial> outputs = trial.ofAgreeingOutputs();
        List<Supposition> telling = new ArrayList<>();
        for (Supposition supposition : supposed) {
            boolean known =
                    telling.stream().anyMatch(other -> other.conventions().equals(supposition.conventions()));
            if (!known
                    && !supposition.hypothesis().single()
                    && supposition.least() != untouched
                    && Double.isFinite(supposition.least())) {
                telling.add(supposition);
            }
        }
        long left = PAIRS;
        for (int i = 0; i < telling.size(); i++) {
            for (int k = i + 1; k < telling.size(); k++) {
                Convention one = telling.get(i).conventions().get(0);
                Convention other = telling.get(k).conventions().get(0);
                if (one.subject() == other.subject()) {
                    continue;
                }
                left -= work(screen.scenario());
                if (left < 0) {
                    return false;
                }
                Hypothesis both = telling.get(i).hypothesis().and(telling.get(k).hypothesis());
                boolean outputsMayAgree =
                        outputs.map(agreeing -> agreeing.residual(both) <= 1).orElse(true);
                double least = outputsMayAgree ? screen.residual(both) : Double.POSITIVE_INFINITY;
                if (least <= 1) {
                    found.add(new Supposition(List.of(one, other), both, least));
                }
            }
        }
        return true;
    }

    private void report(Party party, List<Candidate> tried, int conventions, boolean allPairs) {
        List<Candidate> found = tried.stream().filter(Candidate::explains).toList();
        String next = tried.stream()
                .filter(candidate -> !candidate.explains() && Double.isFinite(candidate.residual()))
                .limit(RUNNERS_UP)
                .map(candidate -> candidate.title() + " (" + DifferenceTable.share(candidate.residual()) + ")")
                .reduce((a, b) -> a + "; " + b)
                .orElse("");
        if (found.isEmpty()) {
            findings.add("none of " + Figures.count(conventions, "convention") + " explains " + inText(party)
                    + ", alone or " + (allPairs ? "in pairs" : "in those pairs that could be tried")
                    + (next.isEmpty() ? "." : "; the best are " + next + "."));
            return;
        }
        String agree = comparison.elements() == 1
                ? "the value" + cut() + " agrees"
                : "all " + comparison.elements() + " values" + cut() + " agree";
        for (Candidate candidate : found.subList(0, Math.min(SHOWN, found.size()))) {
            findings.add("with " + candidate.title() + " in " + inText(party) + ", " + agree
                    + thread(candidate).map(thread -> " (see " + thread + ").").orElse("."));
        }
        if (found.size() > SHOWN) {
            findings.add("… and " + (found.size() - SHOWN) + " more, which these numbers cannot tell apart.");
        } else if (found.size() > 1) {
            findings.add("These numbers cannot tell them apart.");
        }
        if (!next.isEmpty()) {
            findings.add("next best: " + next + ".");
        }
    }

    /** As in the heading of its column, where that is a name. */
    private static String inText(Party party) {
        return party.id().equals("recorded") ? party.title() : party.column();
    }

    private static Optional<String> thread(Candidate candidate) {
        return candidate.conventions().stream()
                .map(convention -> convention.prevents().split("[,; ]")[0])
                .filter(thread -> thread.contains("#"))
                .reduce((a, b) -> a + ", " + b);
    }

    /** Up to which step numbers were held against each other. */
    private String cut() {
        int last = comparison.arrays().stream()
                .mapToInt(array -> array.quantity().step())
                .max()
                .orElse(0);
        return last == 0 || comparison.scenario().training().isEmpty() ? "" : " up to step " + last;
    }
}
