package dev.lockstep.report;

import dev.lockstep.comparison.Outcome;
import java.util.ArrayList;
import java.util.List;

/** What a person reads of recorded cases that were replayed: a line for each framework and quantity. */
public final class CheckText {
    private CheckText() {}

    /** One case: who was recorded, then every framework. */
    public static List<String> of(CheckResult.Replayed replayed) {
        List<String> lines = new ArrayList<>();
        lines.add(replayed.file() + ": " + replayed.framework() + " " + replayed.version() + ", " + replayed.dtype());
        int longest = replayed.answers().stream()
                .flatMap(answer -> answer.quantities().stream())
                .mapToInt(quantity -> quantity.quantity().length())
                .max()
                .orElse(0);
        for (CheckResult.Answer answer : replayed.answers()) {
            String who = "  %-10s ".formatted(answer.id());
            boolean same = answer.title().equals(replayed.framework());
            if (same && !answer.version().isEmpty() && !answer.version().equals(replayed.version())) {
                lines.add(who + "is " + answer.version() + " here, where " + replayed.version() + " was recorded");
            }
            lines.addAll(lines(answer, who, longest));
        }
        replayed.remark().ifPresent(remark -> lines.add("  " + remark));
        return lines;
    }

    /**
     * One answer alone: a line for each quantity, and what else there is to say.
     *
     * @param who what every line begins with
     */
    public static List<String> of(CheckResult.Answer answer, String who) {
        int longest = answer.quantities().stream()
                .mapToInt(quantity -> quantity.quantity().length())
                .max()
                .orElse(0);
        return lines(answer, who, longest);
    }

    private static List<String> lines(CheckResult.Answer answer, String who, int longest) {
        List<String> lines = new ArrayList<>();
        for (QuantityResult quantity : answer.quantities()) {
            lines.add(who + padded(quantity.quantity(), longest) + "  " + line(quantity));
        }
        if (answer.quantities().isEmpty() || answer.outcome() != Outcome.AGREE) {
            lines.add(who
                    + OutcomeText.word(answer.outcome())
                    + (answer.reason().isEmpty() ? "" : ": " + answer.reason()));
        }
        answer.without().forEach(why -> lines.add(who + "without " + why));
        answer.message().lines().forEach(line -> lines.add("    " + line));
        return lines;
    }

    private static String line(QuantityResult quantity) {
        return (quantity.agrees() ? "agrees " : "differs")
                + "  " + NumberText.count(quantity.elements()) + (quantity.elements() == 1 ? " number" : " numbers")
                + ", at most " + NumberText.ulps(quantity.maxUlp()) + " ulp, " + NumberText.share(quantity.usedShare())
                + (quantity.agrees() ? " of what is allowed" : "");
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    /** All cases in one line. */
    public static String totals(CheckResult result) {
        return counted(result.cases().size(), "case") + ": "
                + OutcomeText.counted((int) result.count(Outcome.AGREE), Outcome.AGREE) + ", "
                + OutcomeText.counted((int) result.count(Outcome.KNOWN_DIVERGENCE), Outcome.KNOWN_DIVERGENCE) + ", "
                + result.count(Outcome.UNSUPPORTED) + " not supported, " + result.count(Outcome.INCONCLUSIVE)
                + " inconclusive, " + result.unexpected() + " unexpected; "
                + counted(result.elements(), "number") + " compared";
    }

    private static String counted(long count, String what) {
        return NumberText.count(count) + " " + what + (count == 1 ? "" : "s");
    }
}
