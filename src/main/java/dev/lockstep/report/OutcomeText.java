package dev.lockstep.report;

import dev.lockstep.comparison.Outcome;

/** Outcomes as reports name them: a word and a sign, so that no reader depends on colour. */
final class OutcomeText {
    private OutcomeText() {}

    /** The word for one scenario of that outcome. */
    static String word(Outcome outcome) {
        return switch (outcome) {
            case AGREE -> "agrees";
            case KNOWN_DIVERGENCE -> "known divergence";
            case UNSUPPORTED -> "skipped";
            case INCONCLUSIVE -> "inconclusive";
            case MENDED -> "mended";
            case DIVERGE -> "differs";
            case ERROR -> "error";
        };
    }

    /** The word for several scenarios of that outcome. */
    static String plural(Outcome outcome) {
        return switch (outcome) {
            case AGREE -> "agree";
            case KNOWN_DIVERGENCE -> "known divergences";
            case DIVERGE -> "differ";
            case ERROR -> "errors";
            default -> word(outcome);
        };
    }

    /** {@code 1 agrees}, {@code 1,200 agree}. */
    static String counted(int count, Outcome outcome) {
        return NumberText.count(count) + " " + (count == 1 ? word(outcome) : plural(outcome));
    }

    /** A sign that differs in shape from all others. */
    static String sign(Outcome outcome) {
        return switch (outcome) {
            case AGREE -> "=";
            case KNOWN_DIVERGENCE -> "≈";
            case UNSUPPORTED -> "–";
            case INCONCLUSIVE -> "?";
            case MENDED -> "±";
            case DIVERGE -> "≠";
            case ERROR -> "!";
        };
    }

    /** The whole run in one sentence. */
    static String verdict(RunResult.Totals totals) {
        if (totals.scenarios() == 0) {
            return "No scenario ran.";
        }
        if (totals.unexpected() > 0) {
            return NumberText.count(totals.unexpected()) + " of " + scenarios(totals.scenarios())
                    + " did not go as expected.";
        }
        if (totals.agree() == totals.scenarios()) {
            return totals.scenarios() == 1
                    ? "The scenario agrees."
                    : "All " + scenarios(totals.scenarios()) + " agree.";
        }
        String known = totals.known() == 0
                ? ""
                : ", " + NumberText.count(totals.known()) + (totals.known() == 1 ? " differs" : " differ")
                        + " as specified";
        return "Nothing unexpected: " + NumberText.count(totals.agree()) + " of " + scenarios(totals.scenarios())
                + " agree" + known + ".";
    }

    private static String scenarios(int count) {
        return NumberText.count(count) + (count == 1 ? " scenario" : " scenarios");
    }
}
