package dev.lockstep.steps;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Tensor;
import io.cucumber.datatable.DataTable;
import java.util.List;

/** Expected numbers of a single sequence: a column {@code t} counting from 1, then one column for each unit. */
final class SequenceTable {
    private SequenceTable() {}

    /**
     * Columns {@code t}, {@code prefix1 … prefixN}.
     *
     * @throws InvalidInput if columns or steps are others
     */
    static Tensor read(String prefix, int units, DataTable table) {
        expectHeader(1, prefix, units, table);
        if (!"t".equals(table.cell(0, 0))) {
            throw new InvalidInput("expected numbers: first column \"t\" expected, \"" + table.cell(0, 0) + "\" found");
        }
        Sequence sequence = Sequence.zeros(table.height() - 1, 1, units);
        for (int t = 1; t < table.height(); t++) {
            if (!Integer.toString(t).equals(table.cell(t, 0))) {
                throw new InvalidInput("expected numbers: t = " + t + " expected, \"" + table.cell(t, 0) + "\" found");
            }
            for (int unit = 0; unit < units; unit++) {
                double value = Numbers.parse(prefix + (unit + 1) + " at t = " + t, table.cell(t, unit + 1));
                sequence.at(t).setEntry(0, unit, value);
            }
        }
        return Tensor.of(sequence);
    }

    /** Columns {@code prefix1 … prefixN} and one row. */
    static RowMajorMatrix row(String prefix, int units, DataTable table) {
        expectHeader(0, prefix, units, table);
        if (table.height() != 2) {
            throw new InvalidInput("expected numbers: one row expected, " + (table.height() - 1) + " found");
        }
        return RowMajorMatrix.row(table.row(1).stream()
                .mapToDouble(cell -> Numbers.parse(prefix, cell))
                .toArray());
    }

    private static void expectHeader(int before, String prefix, int units, DataTable table) {
        List<String> header = table.height() == 0 ? List.of() : table.row(0);
        boolean fits = table.height() > 1 && header.size() == before + units;
        for (int unit = 1; fits && unit <= units; unit++) {
            fits = (prefix + unit).equals(header.get(before + unit - 1));
        }
        if (!fits) {
            throw new InvalidInput("expected numbers: columns " + (before == 1 ? "t, " : "") + prefix + "1 to " + prefix
                    + units + " and at least one row expected, " + header + " found");
        }
    }
}
