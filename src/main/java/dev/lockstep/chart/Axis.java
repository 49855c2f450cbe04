package dev.lockstep.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * One axis of a chart. Positions are exponents of ten on a logarithmic axis and the numbers themselves on a linear one.
 *
 * @param from position of its start
 * @param to position of its end, more than {@code from}
 * @param logarithmic whether it counts decades
 * @param ticks with a label, ascending
 * @param unlabelled positions of the ticks between them
 */
record Axis(double from, double to, boolean logarithmic, List<Tick> ticks, List<Double> unlabelled) {
    private static final int INTERVALS = 6;
    private static final int DECADE_INTERVALS = 9;
    private static final int FEW_DECADES = 2;
    private static final int SUBDIVIDED_DECADES = 6;
    private static final int MOST_TICKS = 100;
    private static final int[] DECADE_STEPS = {1, 2, 3, 5, 10, 20, 30, 50};
    private static final int WIDEST_DECADE_STEP = 100;
    private static final int MOST_DECIMALS = 4;
    private static final int MOST_DIGITS = 9;
    private static final double SCIENTIFIC_FROM = 1e6;
    /** Keeps the logarithm of a power of ten from being rounded down. */
    private static final double ROUNDING = 1e-9;

    /** A place on the axis that is named. */
    record Tick(double position, String label) {}

    /** An axis that ends at round numbers. */
    static Axis linear(double[] values) {
        return linear(values, false);
    }

    /** An axis that begins and ends with the numbers; where all are integers, its ticks are too. */
    static Axis exact(double[] values) {
        return linear(values, true);
    }

    private static Axis linear(double[] values, boolean exact) {
        double low = DoubleStream.of(values).min().orElse(0);
        double high = DoubleStream.of(values).max().orElse(1);
        double step = step(low, high);
        if (exact && DoubleStream.of(values).allMatch(value -> value == Math.rint(value))) {
            step = Math.max(1, step);
        }
        boolean ends = exact && low < high;
        double from = ends ? low : Math.max(-Double.MAX_VALUE, step * Math.floor(low / step));
        double to = ends ? high : Math.min(Double.MAX_VALUE, step * Math.ceil(high / step));
        to = to > from ? to : from + step;
        double first = Math.ceil(from / step - ROUNDING);
        int count = (int) Math.min(MOST_TICKS, Math.floor(to / step + ROUNDING) - first);
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            double position = step * (first + i);
            if (Double.isFinite(position)) {
                ticks.add(new Tick(position, label(position, step, Math.max(Math.abs(from), Math.abs(to)))));
            }
        }
        return new Axis(from, to, false, List.copyOf(ticks), List.of());
    }

    /** An axis of whole decades. @param values more than 0 */
    static Axis logarithmic(double[] values) {
        double from = DoubleStream.of(values)
                .map(StrictMath::log10)
                .map(Math::floor)
                .min()
                .orElse(0);
        double to = DoubleStream.of(values)
                .map(StrictMath::log10)
                .map(Math::ceil)
                .max()
                .orElse(1);
        to = to > from ? to : from + 1;
        double decades = to - from;
        int step = WIDEST_DECADE_STEP;
        for (int i = DECADE_STEPS.length - 1; i >= 0; i--) {
            step = decades <= DECADE_INTERVALS * DECADE_STEPS[i] ? DECADE_STEPS[i] : step;
        }
        List<Tick> ticks = new ArrayList<>();
        List<Double> unlabelled = new ArrayList<>();
        for (int decade = (int) from; decade <= to; decade++) {
            if (decade % step == 0) {
                ticks.add(new Tick(decade, "1e" + decade));
            } else if (decades <= MOST_TICKS) {
                unlabelled.add((double) decade);
            }
            for (int digit = 2; digit <= 9 && decades <= SUBDIVIDED_DECADES && decade < to; digit++) {
                double position = decade + StrictMath.log10(digit);
                if (decades <= FEW_DECADES && (digit == 2 || digit == 5)) {
                    ticks.add(new Tick(position, digit + "e" + decade));
                } else {
                    unlabelled.add(position);
                }
            }
        }
        return new Axis(from, to, true, List.copyOf(ticks), List.copyOf(unlabelled));
    }

    /** Where a number lies, as a position. */
    double position(double value) {
        return logarithmic ? StrictMath.log10(value) : value;
    }

    /** Where a position lies between the axis's start, 0, and its end, 1. Halves, since the whole may overflow. */
    double fraction(double position) {
        return (position / 2 - from / 2) / (to / 2 - from / 2);
    }

    private static double step(double low, double high) {
        if (low == high) {
            return low == 0 ? 1 : decade(Math.abs(low));
        }
        double rough = Math.max(Double.MIN_NORMAL, high / INTERVALS - low / INTERVALS);
        double decade = decade(rough);
        double step = 10 * decade;
        for (double nice : new double[] {5, 2, 1}) {
            step = rough <= nice * decade ? nice * decade : step;
        }
        return step;
    }

    private static double decade(double value) {
        return StrictMath.pow(10, Math.floor(StrictMath.log10(value)));
    }

    private static String label(double tick, double step, double greatest) {
        int place = (int) Math.floor(StrictMath.log10(step) + ROUNDING);
        if (tick == 0) {
            return "0";
        }
        if (place >= -MOST_DECIMALS && greatest < SCIENTIFIC_FROM) {
            return String.format(Locale.ROOT, "%." + Math.max(0, -place) + "f", tick);
        }
        int digits = (int) Math.floor(StrictMath.log10(greatest) + ROUNDING) - place;
        return String.format(Locale.ROOT, "%." + Math.max(0, Math.min(MOST_DIGITS, digits)) + "e", tick);
    }
}
