package dev.lockstep.comparison;

import dev.lockstep.comparison.Comparison.Party;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Figures;
import dev.lockstep.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the {@link Referee} says of a comparison.
 *
 * @param a the framework named first
 * @param b the framework it is held against
 * @param digits what it computed with: {@code 50 digits} or {@code 32 digits}; empty when it refused
 * @param arrays how far both are from the truth in each quantity, in causal order; empty when it refused
 * @param refused why nothing was computed, a clause; empty otherwise
 */
public record Ruling(Party a, Party b, String digits, List<Array> arrays, String refused) {
    /**
     * Both frameworks in one quantity.
     *
     * @param quantity which
     * @param axes what its directions mean
     * @param a the worst entry of the framework named first
     * @param b the worst entry of the other
     * @param aThere the first framework's number where the other is worst
     * @param bThere the other's number where the first framework is worst
     */
    public record Array(
            Quantity quantity, List<Axis> axes, Deviation a, Deviation b, Deviation aThere, Deviation bThere) {}

    public Ruling {
        arrays = List.copyOf(arrays);
    }

    /** Whether the truth was computed. */
    public boolean given() {
        return refused.isEmpty();
    }

    /** Whether the framework named first is within its bounds everywhere. */
    public boolean aWithin() {
        return arrays.stream().allMatch(array -> array.a().within());
    }

    /** Whether the other framework is within its bounds everywhere. */
    public boolean bWithin() {
        return arrays.stream().allMatch(array -> array.b().within());
    }

    /** The greatest distance of a party from the truth, in ulps, over all quantities. */
    public double ulps(boolean first) {
        return arrays.stream()
                .mapToDouble(array -> (first ? array.a() : array.b()).ulps())
                .max()
                .orElse(0);
    }

    /** Who is wrong, where, and by how much, in one sentence. */
    public String sentence() {
        if (!given()) {
            return "not asked: " + refused + ".";
        }
        boolean aRight = aWithin();
        boolean bRight = bWithin();
        if (aRight && bRight) {
            Array worstOfA = worst(true);
            Array worstOfB = worst(false);
            return "both are within their bounds of the " + value() + ": " + column(a) + " uses " + used(worstOfA.a())
                    + ", " + column(b) + " " + used(worstOfB.b()) + ".";
        }
        if (!aRight && !bRight) {
            return "both are wrong: " + wrong(a, true) + ", " + wrong(b, false) + ".";
        }
        Party wrong = aRight ? b : a;
        Party right = aRight ? a : b;
        Array array = firstWrong(aRight);
        String there = distance(aRight ? array.aThere() : array.bThere());
        return capital(subject(wrong)) + " " + wrong(wrong, !aRight) + "; " + subject(right)
                + (plural(right) ? " are within their bounds (" : " is within its bound (") + there + " there).";
    }

    private String wrong(Party party, boolean first) {
        Array array = firstWrong(!first);
        Deviation deviation = first ? array.a() : array.b();
        String verb = aWithin() || bWithin() ? (plural(party) ? "are" : "is") + " wrong: " : subject(party) + " by ";
        return verb + distance(deviation) + " (" + times(deviation.share()) + " its bound) at "
                + place(array.quantity(), array.axes(), deviation.where());
    }

    /** The first quantity in causal order in which a side is wrong. */
    private Array firstWrong(boolean second) {
        return arrays.stream()
                .filter(array -> !(second ? array.b() : array.a()).within())
                .findFirst()
                .orElseThrow();
    }

    private Array worst(boolean first) {
        Array worst = arrays.get(0);
        for (Array array : arrays) {
            Deviation candidate = first ? array.a() : array.b();
            worst = candidate.share() > (first ? worst.a() : worst.b()).share() ? array : worst;
        }
        return worst;
    }

    /** An entry of a quantity: {@code h of "layer 1", time 2, unit 1}. */
    static String place(Quantity quantity, List<Axis> axes, List<String> where) {
        List<String> parts = new ArrayList<>();
        String layer = quantity.layer();
        parts.add(quantity.symbol() + (layer.isEmpty() ? "" : " of \"" + layer + "\""));
        if (quantity.step() > 0) {
            parts.add("step " + quantity.step());
        }
        for (int k = 0; k < where.size(); k++) {
            Axis axis = axes.get(k);
            if (axis.size() > 1 || !axis.name().equals(Axis.BATCH)) {
                parts.add(axis.name() + " " + where.get(k));
            }
        }
        return String.join(", ", parts);
    }

    private static String used(Deviation deviation) {
        return String.format(Locale.ROOT, "%.2g of its own (%s)", deviation.share(), distance(deviation));
    }

    /** In ulps; absolute where the truth is zero, which has none. */
    private static String distance(Deviation deviation) {
        double ulps = deviation.ulps();
        if (deviation.truth() == 0 && deviation.absolute() != 0) {
            return Figures.rounded(deviation.absolute()) + " beside 0";
        }
        return ulps < 100 ? String.format(Locale.ROOT, "%.1f ulp", ulps) : Figures.ulps(ulps);
    }

    private static String times(double share) {
        return (share < 1e4 ? String.format(Locale.ROOT, "%.3g", share) : Figures.rounded(share)) + " ×";
    }

    private String value() {
        return digits.replace(" digits", "-digit") + " value";
    }

    private static String column(Party party) {
        return party.id().equals("ours") ? "ours" : party.id().equals("expected") ? "the table" : party.title();
    }

    private static String subject(Party party) {
        return party.id().equals("ours") ? "ours" : party.title();
    }

    private static boolean plural(Party party) {
        return party.id().equals("expected");
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
