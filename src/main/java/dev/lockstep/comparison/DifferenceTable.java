package dev.lockstep.comparison;

import dev.lockstep.model.Axis;
import dev.lockstep.model.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Entries of two arrays beside one another, in the order in which an error spreads. */
final class DifferenceTable {
    private static final int ROWS = 12;
    private static final int BEFORE_FIRST = 2;
    private static final int AFTER_FIRST = 5;
    private static final int AROUND_WORST = 1;
    private static final double TOO_CLOSE_FOR_DECIMALS = 1e-11;
    private static final double TOO_GREAT_FOR_DECIMALS = 1e6;

    private DifferenceTable() {}

    /** The table of an array with at least one entry beyond its bound; all rows, or those around the first and the worst. */
    static String of(Comparison comparison, ArrayComparison array) {
        EntryWalk walk = new EntryWalk(array.a(), array.b(), array.bound(), array.precision());
        int[] order = EntryWalk.order(array.a());
        int first = position(order, array.first().orElseThrow().index());
        int worst = position(order, array.worst().orElseThrow().index());
        int[] axes = Arrays.stream(EntryWalk.axes(array.a()))
                .filter(axis -> array.a().axes().get(axis).size() > 1)
                .toArray();
        boolean decimals = decimals(array);
        TreeSet<Integer> shown = shown(order.length, first, worst);
        List<List<String>> table = new ArrayList<>();
        table.add(header(comparison, array, axes));
        int beyondShown = 0;
        int previous = -1;
        for (int position : shown) {
            if (position > previous + 1) {
                table.add(List.of("…"));
            }
            previous = position;
            Difference entry = walk.at(order[position]);
            boolean agrees = entry.agrees();
            beyondShown += agrees ? 0 : 1;
            List<String> row = new ArrayList<>();
            for (int axis : axes) {
                row.add(entry.where().get(axis));
            }
            row.add(number(entry.a(), decimals));
            row.add(number(entry.b(), decimals));
            row.add(Figures.rounded(entry.absolute()));
            if (!agrees) {
                row.add(share(entry.usedShare()));
                row.add(Figures.ulps(entry.ulps()));
                row.add(mark(position == first, position == worst));
            }
            table.add(row);
        }
        int more = array.beyond().size() - beyondShown;
        return layOut(table, axes.length) + (more > 0 ? "\n  … and " + more + " more" : "");
    }

    /** How many times what is allowed: {@code 6.0e+09 × allowed}. */
    static String share(double share) {
        return Double.isInfinite(share) ? "never allowed" : Figures.rounded(share) + " × allowed";
    }

    private static List<String> header(Comparison comparison, ArrayComparison array, int[] axes) {
        List<String> header = new ArrayList<>();
        for (int axis : axes) {
            Axis shown = array.a().axes().get(axis);
            header.add(shown.name());
        }
        header.add(comparison.a().column());
        header.add(comparison.b().column());
        header.add("|difference|");
        return header;
    }

    private static String mark(boolean first, boolean worst) {
        if (first) {
            return worst ? "first, worst" : "first";
        }
        return worst ? "worst" : "";
    }

    private static TreeSet<Integer> shown(int size, int first, int worst) {
        TreeSet<Integer> shown = new TreeSet<>();
        if (size <= ROWS) {
            IntStream.range(0, size).forEach(shown::add);
            return shown;
        }
        for (int position = first - BEFORE_FIRST; position <= first + AFTER_FIRST; position++) {
            shown.add(Math.min(size - 1, Math.max(0, position)));
        }
        for (int position = worst - AROUND_WORST; position <= worst + AROUND_WORST; position++) {
            shown.add(Math.min(size - 1, Math.max(0, position)));
        }
        return shown;
    }

    private static int position(int[] order, int index) {
        return IntStream.range(0, order.length)
                .filter(i -> order[i] == index)
                .findFirst()
                .orElseThrow();
    }

    /** Whether twelve decimals show the differences and fit the numbers. */
    private static boolean decimals(ArrayComparison array) {
        double greatest = Math.max(Magnitudes.largest(array.a()), Magnitudes.largest(array.b()));
        double smallest = array.beyond().stream()
                .mapToDouble(Difference::absolute)
                .filter(Double::isFinite)
                .min()
                .orElse(1);
        return smallest >= TOO_CLOSE_FOR_DECIMALS && greatest < TOO_GREAT_FOR_DECIMALS;
    }

    private static String number(double value, boolean decimals) {
        return decimals ? Figures.decimals(value) : Figures.exact(value);
    }

    /** Labels to the left, numbers to the right. */
    private static String layOut(List<List<String>> table, int labels) {
        int columns = table.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : table) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : table) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String padding = " ".repeat(widths[column] - row.get(column).length());
                boolean toTheRight = column >= labels && column < labels + 2 || column > labels + 2;
                boolean mark = column == labels + 5;
                line.append("  ").append(toTheRight && !mark ? padding + row.get(column) : row.get(column) + padding);
            }
            lines.add(line.toString().stripTrailing());
        }
        return String.join("\n", lines);
    }
}
