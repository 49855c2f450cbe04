package dev.lockstep.steps;

import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Sequence;
import io.cucumber.datatable.DataTable;
import java.util.ArrayList;
import java.util.List;

/** What is said about steps of every row of a batch, or about single outputs at these steps. */
final class MaskTable {
    private MaskTable() {}

    /**
     * Columns {@code row, t1 … tN} and a line for each row of the batch.
     *
     * @param what names the numbers in messages
     * @return {@code [time × rows × 1]}
     * @throws InvalidInput if columns or rows are others
     */
    static Sequence ofSteps(String what, int time, DataTable table) {
        List<String> header = new ArrayList<>(List.of("row"));
        header.addAll(Labels.numbered("t", time));
        SequenceTable.expectHeader(what, header, table);
        Sequence mask = Sequence.zeros(time, table.height() - 1, 1);
        for (int row = 1; row < table.height(); row++) {
            expect(what, "row", row, table.cell(row, 0));
            for (int t = 1; t <= time; t++) {
                String place = what + " of row " + row + " at t = " + t;
                mask.at(t).setEntry(row - 1, 0, Numbers.parse(place, table.cell(row, t)));
            }
        }
        return mask;
    }

    /**
     * Columns {@code t, row, y1 … yN}, and a line for each row at each step.
     *
     * @param what names the numbers in messages
     * @return {@code [time × batch × outputs]}
     * @throws InvalidInput if columns or lines are others
     */
    static Sequence ofOutputs(String what, int time, int batch, int outputs, DataTable table) {
        List<String> header = new ArrayList<>(List.of("t", "row"));
        header.addAll(Labels.numbered("y", outputs));
        SequenceTable.expectHeader(what, header, table);
        if (table.height() - 1 != time * batch) {
            throw new InvalidInput(what + ": " + time * batch + " lines expected, for each of " + time
                    + " steps each of " + batch + " rows, " + (table.height() - 1) + " found");
        }
        Sequence mask = Sequence.zeros(time, batch, outputs);
        for (int line = 1; line < table.height(); line++) {
            int t = (line - 1) / batch + 1;
            int row = (line - 1) % batch + 1;
            expect(what, "t", t, table.cell(line, 0));
            expect(what, "row", row, table.cell(line, 1));
            for (int k = 1; k <= outputs; k++) {
                String place = what + " of y" + k + " of row " + row + " at t = " + t;
                mask.at(t).setEntry(row - 1, k - 1, Numbers.parse(place, table.cell(line, k + 1)));
            }
        }
        return mask;
    }

    private static void expect(String what, String axis, int label, String found) {
        if (!Integer.toString(label).equals(found)) {
            throw new InvalidInput(what + ": " + axis + " " + label + " expected, \"" + found + "\" found");
        }
    }
}
