package dev.lockstep.model;

import java.util.Locale;

/** How numbers are written in messages, the same in every locale. */
public final class Figures {
    private Figures() {}

    /** The shortest text that reads back as the same number: {@code 1e-12}, {@code 0.5}, {@code NaN}. */
    public static String exact(double value) {
        String text = Double.toString(value);
        int exponent = text.indexOf('E');
        if (exponent < 0) {
            return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
        }
        String digits = text.substring(0, exponent);
        return (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits) + "e"
                + text.substring(exponent + 1);
    }

    /** Two digits: {@code 7.0e-03}; 0 stays {@code 0}. */
    public static String rounded(double value) {
        if (value == 0) {
            return "0";
        }
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.1e", value) : exact(value);
    }

    /** Twelve decimals: {@code 0.148291126592}. */
    public static String decimals(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.12f", value) : exact(value);
    }

    /** A count of ulps: {@code 1 ulp}, {@code 419 ulp}, {@code 3.1e+13 ulp}. */
    public static String ulps(double ulps) {
        if (!Double.isFinite(ulps)) {
            return "not finite";
        }
        return (ulps < 1e6 ? String.format(Locale.ROOT, "%.0f", ulps) : rounded(ulps)) + " ulp";
    }

    /** A noun with its number: {@code 1 value}, {@code 6 values}. */
    public static String count(long count, String noun) {
        return String.format(Locale.ROOT, "%d %s%s", count, noun, count == 1 ? "" : "s");
    }
}
