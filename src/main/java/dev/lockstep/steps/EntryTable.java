package dev.lockstep.steps;

import dev.lockstep.model.Axis;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Tensor;
import io.cucumber.datatable.DataTable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Some entries of an observed array: a first column with labels of one axis ({@code t} or {@code row}), then a column for each
 * unit that is looked at ({@code h1}, {@code h5}).
 *
 * @param counted the axis of the first column: steps or rows that are looked at
 * @param units the units that are looked at
 * @param values row-major
 */
record EntryTable(Axis counted, Axis units, double[] values) {
    /**
     * Reads a table.
     *
     * @param axis the axis of the first column, whose heading is its name
     * @param prefix before the numbers of units
     * @param units the units there are
     * @throws InvalidInput if a column or a row does not exist or stands there twice, or a cell is no number
     */
    static EntryTable read(Axis axis, String prefix, int units, DataTable table) {
        List<String> header = table.height() == 0 ? List.of() : table.row(0);
        List<String> columns = Labels.numbered(prefix, units);
        if (table.height() < 2
                || header.size() < 2
                || !header.get(0).equals(axis.name())
                || !columns.containsAll(header.subList(1, header.size()))) {
            throw new InvalidInput("expected numbers: columns " + axis.name() + " and some of "
                    + String.join(", ", columns) + ", and at least one row expected, " + String.join(", ", header)
                    + " found");
        }
        List<String> labels = table.column(0).subList(1, table.height());
        for (String label : labels) {
            known(axis, label);
        }
        List<String> names = header.subList(1, header.size());
        once("column", names);
        once(axis.name(), labels);
        double[] values = new double[labels.size() * names.size()];
        for (int row = 0; row < labels.size(); row++) {
            for (int column = 0; column < names.size(); column++) {
                values[row * names.size() + column] = Numbers.parse(
                        names.get(column) + " at " + axis.name() + " " + labels.get(row),
                        table.cell(row + 1, column + 1));
            }
        }
        return new EntryTable(
                new Axis(axis.name(), labels),
                new Axis(
                        Axis.UNIT,
                        names.stream()
                                .map(name -> name.substring(prefix.length()))
                                .toList()),
                values);
    }

    /** The numbers of the table as an array with these axes, of which all but this table's have a single position. */
    Tensor expected(List<Axis> axes) {
        return new Tensor(axes, values);
    }

    /** An axis that has only this label left. */
    static Axis only(Axis axis, int label) {
        String text = Integer.toString(label);
        known(axis, text);
        return new Axis(axis.name(), List.of(text));
    }

    /** The entries of an array at the labels of these axes, which are some of its own. */
    static Tensor picked(Tensor whole, List<Axis> axes) {
        Tensor picked =
                new Tensor(axes, new double[axes.stream().mapToInt(Axis::size).reduce(1, Math::multiplyExact)]);
        for (int i = 0; i < picked.values().length; i++) {
            List<String> labels = picked.labels(i);
            int index = 0;
            for (int k = 0; k < axes.size(); k++) {
                Axis axis = whole.axes().get(k);
                index = index * axis.size() + axis.labels().indexOf(labels.get(k));
            }
            picked.values()[i] = whole.values()[index];
        }
        return picked;
    }

    private static void known(Axis axis, String label) {
        if (!axis.labels().contains(label)) {
            throw new InvalidInput("expected numbers: " + axis.name() + " from 1 to " + axis.size() + " expected, \""
                    + label + "\" found");
        }
    }

    private static void once(String what, List<String> names) {
        Set<String> seen = new LinkedHashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new InvalidInput("expected numbers: " + what + " " + name + " once expected, twice found");
            }
        }
    }
}
