package dev.lockstep.report;

import dev.lockstep.comparison.ArrayComparison;
import dev.lockstep.comparison.Difference;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Distances in ulps over two directions of an array: time × unit where there is time. Other directions, and neighbours
 * where there are more positions than cells, are represented by their greatest distance.
 *
 * @param rowAxis what the rows count
 * @param rows their labels, at most {@link #MAX_ROWS}
 * @param columnAxis what the columns count
 * @param columns their labels, at most {@link #MAX_COLUMNS}
 * @param ulps {@code [rows × columns]}; infinite where a number is not finite
 * @param beyond {@code [rows × columns]}: whether a number of the cell is beyond its bound
 */
public record HeatMap(
        String rowAxis,
        List<String> rows,
        String columnAxis,
        List<String> columns,
        double[][] ulps,
        boolean[][] beyond) {
    /** Rows of a heat map at most. */
    public static final int MAX_ROWS = 16;
    /** Columns of a heat map at most. */
    public static final int MAX_COLUMNS = 64;

    /** The map of an array; empty for a single number or when the shapes differ. */
    static Optional<HeatMap> of(ArrayComparison array) {
        Tensor a = array.a();
        if (array.shapesDiffer() || a.axes().isEmpty()) {
            return Optional.empty();
        }
        int time = indexOf(a.axes(), Axis.TIME);
        int unit = indexOf(a.axes(), Axis.UNIT);
        boolean overTime = time >= 0 && unit >= 0;
        Direction row = overTime
                ? new Direction(a.axes(), List.of(unit), MAX_ROWS)
                : new Direction(a.axes(), a.axes().size() == 1 ? List.of() : List.of(0), MAX_ROWS);
        Direction column = overTime
                ? new Direction(a.axes(), List.of(time), MAX_COLUMNS)
                : new Direction(a.axes(), allBut(row.axes, a.axes().size()), MAX_COLUMNS);
        double[][] ulps = new double[row.cells()][column.cells()];
        for (int i = 0; i < a.values().length; i++) {
            int r = row.cell(i);
            int c = column.cell(i);
            ulps[r][c] = Math.max(ulps[r][c], array.ulps(i));
        }
        boolean[][] beyond = new boolean[row.cells()][column.cells()];
        for (Difference difference : array.beyond()) {
            beyond[row.cell(difference.index())][column.cell(difference.index())] = true;
        }
        return Optional.of(new HeatMap(row.name(), row.labels(), column.name(), column.labels(), ulps, beyond));
    }

    /** The greatest distance. */
    public double greatest() {
        double greatest = 0;
        for (double[] row : ulps) {
            for (double value : row) {
                greatest = Math.max(greatest, value);
            }
        }
        return greatest;
    }

    private static int indexOf(List<Axis> axes, String name) {
        for (int i = 0; i < axes.size(); i++) {
            if (axes.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static List<Integer> allBut(List<Integer> excluded, int count) {
        List<Integer> rest = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (!excluded.contains(i)) {
                rest.add(i);
            }
        }
        return rest;
    }

    /** One direction of the map, made of some axes of the array; neighbours share a cell when there are too many. */
    private static final class Direction {
        private final List<Axis> all;
        private final List<Integer> axes;
        private final int positions;
        private final int perCell;

        Direction(List<Axis> all, List<Integer> axes, int maximum) {
            this.all = all;
            this.axes = axes;
            this.positions = axes.stream().mapToInt(i -> all.get(i).size()).reduce(1, (x, y) -> x * y);
            this.perCell = (positions + maximum - 1) / maximum;
        }

        int cells() {
            return (positions + perCell - 1) / perCell;
        }

        int cell(int flatIndex) {
            int[] position = new int[all.size()];
            int rest = flatIndex;
            for (int i = all.size() - 1; i >= 0; i--) {
                position[i] = rest % all.get(i).size();
                rest /= all.get(i).size();
            }
            int along = 0;
            for (int i : axes) {
                along = along * all.get(i).size() + position[i];
            }
            return along / perCell;
        }

        String name() {
            return String.join(" ", axes.stream().map(i -> all.get(i).name()).toList());
        }

        List<String> labels() {
            List<String> labels = new ArrayList<>();
            for (int cell = 0; cell < cells(); cell++) {
                int from = cell * perCell;
                int to = Math.min(from + perCell, positions) - 1;
                labels.add(from == to ? label(from) : label(from) + "–" + label(to));
            }
            return labels;
        }

        private String label(int position) {
            StringBuilder label = new StringBuilder();
            int rest = position;
            for (int i = axes.size() - 1; i >= 0; i--) {
                Axis axis = all.get(axes.get(i));
                label.insert(0, axis.labels().get(rest % axis.size()));
                rest /= axis.size();
            }
            return label.toString();
        }
    }
}
