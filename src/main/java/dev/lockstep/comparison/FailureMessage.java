package dev.lockstep.comparison;

import dev.lockstep.comparison.Comparison.Party;
import dev.lockstep.model.Figures;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The text of comparisons that did not agree: a headline for the quantity that differs first, where it was asked for, what
 * is allowed, a table with columns by owner, what the pattern suggests, who is wrong by the referee's word and where, what was tried, and a line for every other quantity
 * that differs.
 */
public final class FailureMessage {
    private static final int OTHERS = 12;
    private static final int WIDTH = 108;

    private FailureMessage() {}

    /**
     * The report of one comparison: a sentence unless it is DIVERGE.
     *
     * @param where the place that asked for it, such as {@code features/forward/lstm.feature:15}; may be empty
     */
    public static String of(Comparison comparison, String where) {
        List<ArrayComparison> diverging = comparison.diverging();
        if (comparison.outcome() != Outcome.DIVERGE || diverging.isEmpty()) {
            return sentence(comparison) + (where.isEmpty() ? "" : "\n\n" + line("where", where));
        }
        ArrayComparison first = diverging.get(0);
        List<String> lines = new ArrayList<>();
        lines.add(headline(comparison, first));
        lines.add("");
        lines.add(line("case", comparison.scenario().name()));
        int rows = comparison.scenario().input().batch();
        String precision = comparison.scenario().execution().precision() == Precision.SINGLE ? "single" : "double";
        lines.add(
                line("where", (where.isEmpty() ? "" : where + ", ") + precision + " precision, minibatch of " + rows));
        if (!first.shapesDiffer()) {
            lines.add(line("allowed", allowed(comparison, first)));
            lines.add("");
            lines.add(DifferenceTable.of(comparison, first));
        }
        lines.add("");
        if (!comparison.reason().isEmpty()) {
            lines.add(line("pinned", comparison.reason()));
        }
        lines.add(line("reading", comparison.reading()));
        comparison.ruling().ifPresent(ruling -> lines.add(line("referee", ruling.sentence())));
        comparison.location().ifPresent(location -> lines.add(line("first", location.sentence())));
        String label = "tried";
        for (String finding : comparison.tried()) {
            lines.add(line(label, finding));
            label = "";
        }
        label = "also";
        for (ArrayComparison other : diverging.subList(1, Math.min(diverging.size(), 1 + OTHERS))) {
            lines.add(line(label, oneLine(other)));
            label = "";
        }
        if (diverging.size() > 1 + OTHERS) {
            int more = diverging.size() - 1 - OTHERS;
            lines.add(line("", "… and " + more + (more == 1 ? " more quantity" : " more quantities")));
        }
        return String.join("\n", lines);
    }

    /**
     * The reports of several comparisons, one after another, under a line that counts them.
     *
     * @param comparisons those that did not agree
     * @param where the place that asked for them; may be empty
     */
    public static String of(List<Comparison> comparisons, String where) {
        String reports =
                comparisons.stream().map(comparison -> of(comparison, where)).collect(Collectors.joining("\n\n"));
        return comparisons.size() == 1
                ? reports
                : Figures.count(comparisons.size(), "comparison") + " did not agree.\n\n" + reports;
    }

    /**
     * The same, and who agreed with the first framework in the same scenario: a vote on who is wrong.
     *
     * @param comparisons those that did not agree
     * @param agreed those that did; they are named at the end
     * @param where the place that asked for them; may be empty
     */
    public static String of(List<Comparison> comparisons, List<Comparison> agreed, String where) {
        return of(comparisons, where)
                + agreed.stream()
                        .map(comparison -> "\n"
                                + line(
                                        "beside",
                                        comparison.b().titleAndVersion()
                                                + (comparison.b().id().equals("expected")
                                                        ? " agree with "
                                                        : " agrees with ")
                                                + comparison.a().column() + " in "
                                                + Figures.count(comparison.elements(), "value") + "."))
                        .collect(Collectors.joining());
    }

    static String sentence(Comparison comparison) {
        String name = comparison.scenario().name();
        Party a = comparison.a();
        Party b = comparison.b();
        String both = a.titleAndVersion() + " and " + b.titleAndVersion();
        String text = switch (comparison.outcome()) {
            case AGREE ->
                String.format(
                        Locale.ROOT,
                        "%s of %s agree (greatest distance %s, %.2g of what is allowed).",
                        Figures.count(comparison.elements(), "value"),
                        both,
                        Figures.ulps(comparison.maxUlp()),
                        comparison.arrays().stream()
                                .mapToDouble(ArrayComparison::usedShare)
                                .max()
                                .orElse(0));
            case DIVERGE ->
                comparison.diverging().isEmpty()
                        ? both + " agree, but not with the truth: "
                                + comparison.ruling().map(Ruling::sentence).orElse("")
                        : String.format(
                                Locale.ROOT,
                                "%s and %s differ in %d of %s, first in %s.",
                                a.titleAndVersion(),
                                b.titleAndVersion(),
                                comparison.beyond(),
                                Figures.count(comparison.elements(), "value"),
                                comparison.diverging().get(0).quantity());
            case KNOWN_DIVERGENCE ->
                both + " differ as is known" + first(comparison) + ": " + ended(comparison.reason());
            case MENDED -> both + " no longer differ: " + ended(comparison.reason());
            case UNSUPPORTED -> "not compared: " + comparison.reason() + ".";
            case INCONCLUSIVE ->
                both + (comparison.diverging().isEmpty() ? " agree" : " differ") + ", but that tells nothing: "
                        + comparison.reason() + ".";
            case ERROR -> both + " could not be compared: " + ended(comparison.reason());
        };
        return name.isEmpty() ? text : name + ": " + text;
    }

    /** Where the two differ first, and what each of them has there; empty where no numbers differ. */
    private static String first(Comparison comparison) {
        return comparison.diverging().stream()
                .findFirst()
                .flatMap(array -> array.first()
                        .map(entry -> ", first in "
                                + Ruling.place(array.quantity(), array.a().axes(), entry.where()) + ", "
                                + Figures.exact(entry.a()) + " against " + Figures.exact(entry.b())))
                .orElse("");
    }

    private static String ended(String reason) {
        return reason.endsWith(".") ? reason : reason + ".";
    }

    private static String headline(Comparison comparison, ArrayComparison array) {
        Party a = comparison.a();
        String what = title(comparison, array.quantity());
        String subject = a.id().equals("ours") ? "our " + what : what + " of " + a.titleAndVersion();
        boolean several = array.a().values().length > 1 && array.quantity().kind() == Quantity.Kind.OUTPUTS;
        String differ =
                (several ? " differ from " : " differs from ") + comparison.b().titleAndVersion();
        String amount = array.shapesDiffer()
                ? " in shape: " + array.a().shape() + " against " + array.b().shape() + "."
                : " in " + array.beyond().size() + " of " + Figures.count(array.elements(), "value") + ".";
        return phase(comparison, array.quantity()) + ": " + subject + differ + amount;
    }

    private static String phase(Comparison comparison, Quantity quantity) {
        String layer = quantity.layer().isEmpty()
                ? ""
                : comparison.scenario().network().layer(quantity.layer()).kind() + " ";
        String phase = switch (quantity.kind()) {
            case OUTPUTS, STREAMED, FINAL_HIDDEN, FINAL_CELL -> "forward pass";
            case SCORE -> "loss";
            case PARAMETER, OPTIMIZER_STATE -> "training";
            default -> "backward pass";
        };
        String text = layer + phase;
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String title(Comparison comparison, Quantity quantity) {
        String text = quantity.toString();
        if (quantity.kind() == Quantity.Kind.OUTPUTS
                && comparison.scenario().network().layer(quantity.layer()) instanceof RecurrentSpec) {
            text = "hidden states of \"" + quantity.layer() + "\"";
        }
        List<LayerSpec> layers = comparison.scenario().network().layers();
        return layers.size() == 1 ? text.replace(" of \"" + quantity.layer() + "\"", "") : text;
    }

    private static String allowed(Comparison comparison, ArrayComparison array) {
        String rule = comparison
                .tolerance()
                .description(comparison.a().column(), comparison.b().column());
        String derived = array.bound().explicit()
                ? ""
                : " = " + Figures.rounded(array.greatestBound()) + ", from "
                        + array.bound().source();
        return rule + derived + "      (NaN and Inf never agree)";
    }

    private static String oneLine(ArrayComparison array) {
        if (array.shapesDiffer()) {
            return array.quantity() + ": shape " + array.a().shape() + " against "
                    + array.b().shape();
        }
        return array.quantity() + ": " + array.beyond().size() + " of "
                + Figures.count(array.elements(), "value") + ", up to "
                + Figures.rounded(array.maxAbsolute()) + ", " + Figures.ulps(array.maxUlp()) + ", "
                + DifferenceTable.share(array.usedShare());
    }

    private static String line(String label, String text) {
        StringBuilder lines = new StringBuilder(String.format(Locale.ROOT, "  %-9s", label));
        int column = lines.length();
        int used = column;
        for (String word : text.split(" ", -1)) {
            if (used > column && used + 1 + word.length() > WIDTH) {
                lines.append('\n').append(" ".repeat(column));
                used = column;
            } else if (used > column) {
                lines.append(' ');
                used++;
            }
            lines.append(word);
            used += word.length();
        }
        return lines.toString();
    }
}
