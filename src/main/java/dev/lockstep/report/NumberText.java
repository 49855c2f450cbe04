package dev.lockstep.report;

import java.util.Locale;

/** Numbers as reports print them, the same under every default locale. */
final class NumberText {
    private static final double EXACT_INTEGERS = 1e6;
    private static final int GROUP = 3;

    private NumberText() {}

    /** {@code 1,234,567}. */
    static String count(long value) {
        StringBuilder text = new StringBuilder().append(value);
        int first = value < 0 ? 1 : 0;
        for (int comma = text.length() - GROUP; comma > first; comma -= GROUP) {
            text.insert(comma, ',');
        }
        return text.toString();
    }

    /** {@code 7.0e-03}; {@code 0}, {@code ∞} and {@code NaN} by name. */
    static String scientific(double value) {
        if (value == 0) {
            return "0";
        }
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.1e", value) : nonFinite(value);
    }

    /** A number of a framework, with all of its digits. */
    static String exact(double value) {
        return Double.isFinite(value) ? Double.toString(value) : nonFinite(value);
    }

    /** A distance in ulps: an integer up to a million, {@code 6.0e+09} above. */
    static String ulps(double value) {
        return Math.abs(value) < EXACT_INTEGERS ? String.format(Locale.ROOT, "%.0f", value) : scientific(value);
    }

    /** The used share of a bound: {@code 3 %}, {@code < 1 %}; {@code 6.0e+09 × allowed} when it is exceeded. */
    static String share(double used) {
        if (!(used <= 1)) {
            return times(used) + " × allowed";
        }
        double percent = 100 * used;
        if (percent > 0 && percent < 1) {
            return "< 1 %";
        }
        return (long) percent + " %";
    }

    /** A headroom: {@code 54 ×}, {@code 1.2 ×}, {@code ∞} for equal numbers; {@code none} when the bound is exceeded. */
    static String headroom(double headroom) {
        if (!(headroom >= 1)) {
            return "none";
        }
        return headroom == Double.POSITIVE_INFINITY ? "∞" : times(headroom) + " ×";
    }

    private static String times(double value) {
        if (!Double.isFinite(value)) {
            return nonFinite(value);
        }
        if (value >= EXACT_INTEGERS) {
            return scientific(value);
        }
        return value >= 10 ? count((long) value) : String.format(Locale.ROOT, "%.1f", Math.floor(10 * value) / 10);
    }

    private static String nonFinite(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return value > 0 ? "∞" : "−∞";
    }
}
