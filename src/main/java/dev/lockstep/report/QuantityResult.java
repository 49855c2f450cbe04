package dev.lockstep.report;

import dev.lockstep.comparison.ArrayComparison;
import dev.lockstep.comparison.Bound;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Deviation;
import dev.lockstep.comparison.Difference;
import dev.lockstep.comparison.Location;
import dev.lockstep.comparison.Ruling;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One quantity of a comparison; the same quantity after many optimizer steps is one entry that tells of the worst.
 *
 * @param quantity what was compared, without the optimizer step
 * @param a id of the framework named first
 * @param b id of the framework it is held against
 * @param steps how many optimizer steps are taken together; 0 where no step is meant
 * @param elements numbers compared
 * @param differing how many are not the same number
 * @param beyond how many are beyond their bound
 * @param agrees whether shapes are the same and no number is beyond its bound
 * @param maxUlp greatest distance in ulps
 * @param maxAbs greatest |a − b|
 * @param bound what was allowed for the worst number, or the greatest allowed where all numbers are equal
 * @param boundSource where the bound comes from
 * @param explicit whether the user gave the bound
 * @param headroom how many times the worst difference fits into what is allowed; below 1 is beyond
 * @param first the first number beyond its bound
 * @param diagnosis a reading of the divergence, and what would explain it; empty when there is nothing to explain
 * @param referee how far both are from the truth, where a referee was asked and had time
 * @param location where the comparison first goes apart, by single steps; with every quantity that does not agree
 * @param heatMap ulps over time × unit, for outputs and whatever is beyond its bound
 * @param aspect what it tells of the two
 */
public record QuantityResult(
        String quantity,
        String a,
        String b,
        int steps,
        long elements,
        long differing,
        long beyond,
        boolean agrees,
        double maxUlp,
        double maxAbs,
        double bound,
        String boundSource,
        boolean explicit,
        double headroom,
        Optional<First> first,
        String diagnosis,
        Optional<Refereed> referee,
        Optional<Location> location,
        Optional<HeatMap> heatMap,
        Optional<Aspect> aspect) {

    /** A quantity of which no referee was asked, no location, and no aspect. */
    public QuantityResult(
            String quantity,
            String a,
            String b,
            int steps,
            long elements,
            long differing,
            long beyond,
            boolean agrees,
            double maxUlp,
            double maxAbs,
            double bound,
            String boundSource,
            boolean explicit,
            double headroom,
            Optional<First> first,
            String diagnosis,
            Optional<HeatMap> heatMap) {
        this(
                quantity,
                a,
                b,
                steps,
                elements,
                differing,
                beyond,
                agrees,
                maxUlp,
                maxAbs,
                bound,
                boundSource,
                explicit,
                headroom,
                first,
                diagnosis,
                Optional.empty(),
                Optional.empty(),
                heatMap,
                Optional.empty());
    }

    /**
     * What a referee found in this quantity; of several optimizer steps, in the first in which a side is wrong, or else the first.
     *
     * @param digits what it computed with
     * @param sentence its word on the whole comparison
     * @param a the first framework's worst number
     * @param b the other's worst number
     */
    public record Refereed(String digits, String sentence, Side a, Side b) {}

    /**
     * One framework beside the truth.
     *
     * @param where the labels of its worst number
     * @param ulps its distance from the truth in ulps
     * @param abs its distance from the truth
     * @param bound its own bound
     * @param within whether it is within that
     */
    public record Side(String where, double ulps, double abs, double bound, boolean within) {
        private static Side of(Quantity quantity, List<Axis> axes, Deviation deviation) {
            return new Side(
                    labels(quantity, axes, deviation.where()),
                    deviation.ulps(),
                    deviation.absolute(),
                    deviation.allowed(),
                    deviation.within());
        }
    }

    /**
     * One number that is beyond its bound.
     *
     * @param where its labels, as in {@code t 2, row 1, unit 1}, after the optimizer step if there is one
     * @param valueA the first framework's number
     * @param valueB the second framework's number
     * @param ulps their distance in ulps
     * @param allowed what was allowed
     */
    public record First(String where, double valueA, double valueB, double ulps, double allowed) {}

    /** The used share of the bound, 1/headroom: 0 when all numbers are equal, above 1 when beyond. */
    public double usedShare() {
        return 1 / headroom;
    }

    /** Everything reports need of a comparison; keeps none of its arrays. */
    static List<QuantityResult> of(Comparison comparison) {
        String diagnosis = diagnosis(comparison);
        Map<Quantity, List<ArrayComparison>> byQuantity = new LinkedHashMap<>();
        for (ArrayComparison array : comparison.arrays()) {
            Quantity quantity = array.quantity();
            Quantity anyStep = new Quantity(quantity.kind(), quantity.layer(), quantity.part(), 0);
            byQuantity.computeIfAbsent(anyStep, key -> new ArrayList<>()).add(array);
        }
        List<QuantityResult> results = new ArrayList<>();
        byQuantity.forEach((quantity, arrays) -> results.add(merge(comparison, quantity, arrays, diagnosis)));
        return results;
    }

    private static String diagnosis(Comparison comparison) {
        List<String> sentences = new ArrayList<>();
        if (!comparison.reading().isEmpty()) {
            sentences.add(comparison.reading());
        }
        sentences.addAll(comparison.tried());
        return String.join(" ", sentences);
    }

    private static QuantityResult merge(
            Comparison comparison, Quantity quantity, List<ArrayComparison> arrays, String diagnosis) {
        ArrayComparison worst = arrays.get(0);
        double maxUlp = 0;
        double maxAbs = 0;
        long elements = 0;
        long differing = 0;
        long beyond = 0;
        boolean agrees = true;
        Optional<ArrayComparison> firstBeyond = Optional.empty();
        for (ArrayComparison array : arrays) {
            if (used(array) > used(worst)) {
                worst = array;
            }
            maxUlp = Math.max(maxUlp, array.maxUlp());
            maxAbs = Math.max(maxAbs, array.maxAbsolute());
            elements += array.elements();
            differing += array.differing();
            beyond += array.beyond().size();
            agrees &= array.agrees();
            if (firstBeyond.isEmpty() && !array.beyond().isEmpty()) {
                firstBeyond = Optional.of(array);
            }
        }
        Bound bound = worst.bound();
        boolean drawn = quantity.kind() == Quantity.Kind.OUTPUTS || !agrees;
        return new QuantityResult(
                quantity.toString(),
                comparison.a().id(),
                comparison.b().id(),
                worst.quantity().step() == 0 ? 0 : arrays.size(),
                elements,
                differing,
                beyond,
                agrees,
                maxUlp,
                maxAbs,
                worst.worst().map(Difference::allowed).orElse(worst.shapesDiffer() ? 0 : worst.greatestBound()),
                worst.shapesDiffer()
                        ? "shapes differ: " + worst.a().shape() + " and "
                                + worst.b().shape()
                        : bound.source(),
                bound.explicit(),
                1 / used(worst),
                firstBeyond.map(QuantityResult::first),
                agrees ? "" : diagnosis,
                comparison.ruling().flatMap(ruling -> refereed(ruling, quantity)),
                agrees ? Optional.empty() : comparison.location(),
                drawn ? HeatMap.of(firstBeyond.orElse(worst)) : Optional.empty(),
                Optional.of(Aspect.of(comparison, quantity, arrays)));
    }

    private static double used(ArrayComparison array) {
        if (array.shapesDiffer()) {
            return Double.POSITIVE_INFINITY;
        }
        double share = array.usedShare();
        return Double.isNaN(share) ? Double.POSITIVE_INFINITY : share;
    }

    private static First first(ArrayComparison array) {
        Difference difference = array.beyond().get(0);
        return new First(
                labels(array.quantity(), array.a().axes(), difference.where()),
                difference.a(),
                difference.b(),
                difference.ulps(),
                difference.allowed());
    }

    private static Optional<Refereed> refereed(Ruling ruling, Quantity anyStep) {
        List<Ruling.Array> own = ruling.arrays().stream()
                .filter(array -> {
                    Quantity found = array.quantity();
                    return new Quantity(found.kind(), found.layer(), found.part(), 0).equals(anyStep);
                })
                .toList();
        return own.stream()
                .filter(array -> !array.a().within() || !array.b().within())
                .findFirst()
                .or(() -> own.stream().findFirst())
                .map(array -> new Refereed(
                        ruling.digits(),
                        ruling.sentence(),
                        Side.of(array.quantity(), array.axes(), array.a()),
                        Side.of(array.quantity(), array.axes(), array.b())));
    }

    private static String labels(Quantity quantity, List<Axis> axes, List<String> where) {
        List<String> parts = new ArrayList<>();
        if (quantity.step() > 0) {
            parts.add("step " + quantity.step());
        }
        for (int i = 0; i < axes.size() && i < where.size(); i++) {
            parts.add(axes.get(i).name() + " " + where.get(i));
        }
        return parts.isEmpty() ? "the number" : String.join(", ", parts);
    }
}
