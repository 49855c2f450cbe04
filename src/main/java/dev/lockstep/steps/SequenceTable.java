package dev.lockstep.steps;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Tensor;
import io.cucumber.datatable.DataTable;
import java.util.ArrayList;
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
        Sequence sequence = Sequence.zeros(Math.max(1, table.height() - 1), 1, units);
        List<String> header = new ArrayList<>(List.of("t"));
        header.addAll(Labels.numbered(prefix, units));
        for (List<String> row : steps(what, header, table)) {
            int t = Integer.parseInt(row.get(0));
            for (int unit = 1; unit <= units; unit++) {
                double value = Numbers.parse(prefix + unit + " at t = " + t, row.get(unit));
                sequence.at(t).setEntry(0, unit - 1, value);
            }
        }
        return Tensor.of(sequence);
    }

    /** The rows of a table under a header, t = 1, 2 … in the first column. */
    static List<List<String>> steps(String what, List<String> header, DataTable table) {
        expectHeader(what, header, table);
        for (int t = 1; t < table.height(); t++) {
            if (!Integer.toString(t).equals(table.cell(t, 0))) {
                throw new InvalidInput(what + ": t = " + t + " expected, \"" + table.cell(t, 0) + "\" found");
            }
        }
        return table.cells().subList(1, table.height());
    }

    /** Columns {@code prefix1 … prefixN} and one row. */
    static RowMajorMatrix row(String what, String prefix, int units, DataTable table) {
        expectHeader(what, Labels.numbered(prefix, units), table);
        if (table.height() != 2) {
            throw new InvalidInput(what + ": one row expected, " + (table.height() - 1) + " found");
        }
        return RowMajorMatrix.row(table.row(1).stream()
                .mapToDouble(cell -> Numbers.parse(prefix, cell))
                .toArray());
    }

    /** @throws InvalidInput if the header is another, or no row follows it */
    static void expectHeader(String what, List<String> header, DataTable table) {
        List<String> found = table.height() == 0 ? List.of() : table.row(0);
        if (table.height() < 2 || !found.equals(header)) {
            throw new InvalidInput(what + ": columns " + String.join(", ", header) + " and at least one row expected, "
                    + String.join(", ", found) + " found");
        }
    }
}
