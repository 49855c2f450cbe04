package dev.lockstep.steps;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Tensor;
import io.cucumber.datatable.DataTable;
import java.util.List;

/** Numbers of a single sequence: a column {@code t} counting from 1, then one column for each feature or unit. */
final class SequenceTable {
    private SequenceTable() {}

    /**
     * Columns {@code t}, {@code prefix1 … prefixN}.
     *
     * @param what names the numbers in messages
     * @throws InvalidInput if columns or steps are others
     */
    static Tensor read(String what, String prefix, int units, DataTable table) {
        expectHeader(what, 1, prefix, units, table);
        if (!"t".equals(table.cell(0, 0))) {
            throw new InvalidInput(what + ": first column \"t\" expected, \"" + table.cell(0, 0) + "\" found");
        }
        Sequence sequence = Sequence.zeros(table.height() - 1, 1, units);
        for (int t = 1; t < table.height(); t++) {
            if (!Integer.toString(t).equals(table.cell(t, 0))) {
                throw new InvalidInput(what + ": t = " + t + " expected, \"" + table.cell(t, 0) + "\" found");
            }
            for (int unit = 0; unit < units; unit++) {
                double value = Numbers.parse(prefix + (unit + 1) + " at t = " + t, table.cell(t, unit + 1));
                sequence.at(t).setEntry(0, unit, value);
            }
        }
        return Tensor.of(sequence);
    }

    /** The rows of a table under a header with at least one column, t = 1, 2 … in the first. */
    static List<List<String>> steps(String what, List<String> header, DataTable table) {
        if (table.height() < 2 || !table.row(0).equals(header)) {
            throw new InvalidInput(what + ": columns " + header + " and at least one row expected, "
                    + (table.height() == 0 ? List.of() : table.row(0)) + " found");
        }
        for (int t = 1; t < table.height(); t++) {
            if (!Integer.toString(t).equals(table.cell(t, 0))) {
                throw new InvalidInput(what + ": t = " + t + " expected, \"" + table.cell(t, 0) + "\" found");
            }
        }
        return table.cells().subList(1, table.height());
    }

    /** Columns {@code prefix1 … prefixN} and one row. */
    static RowMajorMatrix row(String what, String prefix, int units, DataTable table) {
        expectHeader(what, 0, prefix, units, table);
        if (table.height() != 2) {
            throw new InvalidInput(what + ": one row expected, " + (table.height() - 1) + " found");
        }
        return RowMajorMatrix.row(table.row(1).stream()
                .mapToDouble(cell -> Numbers.parse(prefix, cell))
                .toArray());
    }

    private static void expectHeader(String what, int before, String prefix, int units, DataTable table) {
        List<String> header = table.height() == 0 ? List.of() : table.row(0);
        boolean fits = table.height() > 1 && header.size() == before + units;
        for (int unit = 1; fits && unit <= units; unit++) {
            fits = (prefix + unit).equals(header.get(before + unit - 1));
        }
        if (!fits) {
            throw new InvalidInput(what + ": columns " + (before == 1 ? "t, " : "") + prefix + "1 to " + prefix + units
                    + " and at least one row expected, " + header + " found");
        }
    }
}
