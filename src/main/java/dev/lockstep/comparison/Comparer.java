package dev.lockstep.comparison;

import dev.lockstep.comparison.Comparison.Party;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes comparisons of one case under one tolerance.
 *
 * @param scenario what is computed
 * @param tolerance how far apart numbers may be
 */
record Comparer(Case scenario, Tolerance tolerance) {
    /** Asks both frameworks; see {@link Comparison#between}. */
    Comparison compare(Framework a, Framework b) {
        Party first = Party.of(a, scenario);
        Party second = Party.of(b, scenario);
        for (Framework framework : List.of(a, b)) {
            Support available = framework.available();
            if (!available.yes()) {
                return ended(
                        first,
                        second,
                        Outcome.UNSUPPORTED,
                        framework.title() + " cannot run here, because " + available.because());
            }
            Support supports = framework.supports(scenario);
            if (!supports.yes()) {
                return ended(
                        first,
                        second,
                        Outcome.UNSUPPORTED,
                        framework.title() + " cannot compute this case, because " + supports.because());
            }
        }
        List<Observations> observed = new ArrayList<>();
        for (Framework framework : List.of(a, b)) {
            try {
                observed.add(framework.observe(scenario));
            } catch (InvalidInput e) {
                throw e;
            } catch (RuntimeException e) {
                return ended(first, second, Outcome.ERROR, framework.title() + " failed: " + describe(e));
            }
        }
        String missing = missing(first, observed.get(0), second, observed.get(1));
        if (!missing.isEmpty()) {
            return ended(first, second, Outcome.ERROR, missing);
        }
        Comparison comparison = compareAll(
                first, observed.get(0), second, observed.get(1), observed.get(0).quantities());
        return comparison.outcome() == Outcome.DIVERGE
                ? comparison.withLocation(new Localisation(a, b, comparison).find())
                : comparison;
    }

    /** Holds observations against expected ones; see {@link Comparison#of}. */
    Comparison compare(Party a, Observations found, Party b, Observations expected) {
        String missing = expected.quantities().stream()
                .filter(quantity -> !found.has(quantity))
                .map(Quantity::toString)
                .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? compareAll(a, found, b, expected, expected.quantities())
                : ended(a, b, Outcome.ERROR, a.title() + " did not observe " + missing);
    }

    private String missing(Party a, Observations first, Party b, Observations second) {
        List<String> sentences = new ArrayList<>();
        addMissing(sentences, a, first, second);
        addMissing(sentences, b, second, first);
        for (Quantity.Kind kind : scenario.observed()) {
            boolean found = first.quantities().stream().anyMatch(quantity -> quantity.kind() == kind);
            if (!found && applies(kind) && sentences.isEmpty()) {
                sentences.add("neither " + a.title() + " nor " + b.title() + " observed " + kind.title());
            }
        }
        return String.join("; ", sentences);
    }

    private boolean applies(Quantity.Kind kind) {
        return switch (kind) {
            case FINAL_HIDDEN, INITIAL_HIDDEN_GRADIENT ->
                !scenario.network().recurrent().isEmpty();
            case FINAL_CELL, INITIAL_CELL_GRADIENT ->
                scenario.network().recurrent().stream().anyMatch(layer -> layer.hasCell());
            case OPTIMIZER_STATE ->
                !scenario.training().orElseThrow().optimizer().slots().isEmpty();
            default -> true;
        };
    }

    private static void addMissing(List<String> sentences, Party party, Observations own, Observations other) {
        String missing = other.quantities().stream()
                .filter(quantity -> !own.has(quantity))
                .map(Quantity::toString)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            sentences.add(party.title() + " did not observe " + missing);
        }
    }

    private Comparison compareAll(Party a, Observations first, Party b, Observations second, Set<Quantity> quantities) {
        Tolerance rule = tolerance.between(a.accuracy(), b.accuracy());
        return new Comparer(scenario, rule).compareUnder(a, first, b, second, quantities);
    }

    private Comparison compareUnder(
            Party a, Observations first, Party b, Observations second, Set<Quantity> quantities) {
        List<String> layers =
                scenario.network().named().stream().map(LayerSpec::name).toList();
        List<ArrayComparison> arrays = quantities.stream()
                .sorted(Quantity.CAUSAL.thenComparing(
                        Comparator.comparingInt(quantity -> layers.indexOf(quantity.layer()))))
                .map(quantity -> compareArrays(quantity, first.get(quantity), second.get(quantity)))
                .toList();
        if (arrays.isEmpty()) {
            return ended(a, b, Outcome.ERROR, "there was nothing to compare");
        }
        boolean agree = arrays.stream().allMatch(ArrayComparison::agrees);
        boolean diverge = arrays.stream().anyMatch(array -> !array.agrees() && !array.isUnbounded());
        boolean underivable =
                arrays.stream().anyMatch(array -> array.bound().underivable().isPresent());
        String useless = diverge ? "" : agree && !underivable ? Evidence.missing(scenario, arrays) : unbounded(arrays);
        Outcome outcome = diverge ? Outcome.DIVERGE : useless.isEmpty() ? Outcome.AGREE : Outcome.INCONCLUSIVE;
        Comparison comparison = new Comparison(scenario, a, b, arrays, tolerance, outcome, useless);
        return diverge ? comparison.withRuling(Referee.AFTER_DIVERGENCE.on(comparison)) : comparison;
    }

    /** Whose bounds are none, and what the first of them comes of, if that is known. */
    private static String unbounded(List<ArrayComparison> arrays) {
        List<ArrayComparison> without = arrays.stream()
                .filter(array ->
                        array.isUnbounded() || array.bound().underivable().isPresent())
                .toList();
        String names =
                without.stream().map(array -> array.quantity().toString()).collect(Collectors.joining(", "));
        String why = without.stream()
                .flatMap(array -> array.bound().underivable().stream())
                .findFirst()
                .map(division -> "behind " + division)
                .orElse("roundings are magnified beyond what a double holds");
        return names + " may be off by any number: " + why;
    }

    /** One quantity: shapes first, then every entry under its bound. */
    ArrayComparison compareArrays(Quantity quantity, Tensor a, Tensor b) {
        Precision precision = scenario.execution().precision();
        if (!sameShape(a.axes(), b.axes())) {
            return new ArrayComparison(
                    quantity,
                    a,
                    b,
                    true,
                    0,
                    List.of(),
                    0,
                    0,
                    Optional.empty(),
                    new Bound(new double[0], "shapes differ", true),
                    precision);
        }
        Bound bound = tolerance.bound(scenario, quantity, a, b);
        return new EntryWalk(a, b, bound, precision).compare(quantity);
    }

    private static boolean sameShape(List<Axis> a, List<Axis> b) {
        boolean same = a.size() == b.size();
        for (int i = 0; same && i < a.size(); i++) {
            same = a.get(i).size() == b.get(i).size();
        }
        return same;
    }

    private Comparison ended(Party a, Party b, Outcome outcome, String reason) {
        return new Comparison(scenario, a, b, List.of(), tolerance, outcome, reason);
    }

    private static String describe(RuntimeException e) {
        String name = e.getClass().getSimpleName();
        return e.getMessage() == null ? name : e.getMessage() + " (" + name + ")";
    }
}
