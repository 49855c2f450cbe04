package dev.lockstep.steps;

import dev.lockstep.document.SoftmaxDocument;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.InvalidInput;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import org.apache.commons.math3.linear.RealMatrix;

/** The softmax of the columns of a matrix, and what the course exercises compute instead. */
public final class SoftmaxSteps {
    private final ScenarioState state = ScenarioState.current();

    /** Ours, which takes rows: columns column 1, column 2 …, and one row for each feature. */
    @Then("the softmax of each column of {word} is, within {number}")
    public void softmax(String name, double tolerance, DataTable table) {
        RowMajorMatrix z = RowMajorMatrix.copyOf(state.arrays().matrix(name).transpose());
        RowMajorMatrix softmax = new RowMajorMatrix(z.getRowDimension(), z.getColumnDimension());
        Activation.SOFTMAX.forward(z, softmax);
        expect(name, softmax.transpose(), tolerance, table);
    }

    /** The document's, with its slip. */
    @Then("of {word} the slip {string} gives, within {number}")
    public void slip(String name, String slip, double tolerance, DataTable table) {
        if (!slip.equals(SoftmaxDocument.WHOLE_MAXIMUM)) {
            throw new InvalidInput(
                    "slip of the softmax: \"" + SoftmaxDocument.WHOLE_MAXIMUM + "\" expected, \"" + slip + "\" found");
        }
        expect(name, SoftmaxDocument.withWholeMaximum(state.arrays().matrix(name)), tolerance, table);
    }

    private void expect(String name, RealMatrix found, double tolerance, DataTable table) {
        SequenceTable.expectHeader("softmax of " + name, Labels.numbered("column ", found.getColumnDimension()), table);
        if (table.height() - 1 != found.getRowDimension()) {
            throw new InvalidInput("softmax of " + name + ": " + found.getRowDimension() + " rows expected, "
                    + (table.height() - 1) + " found");
        }
        for (int row = 0; row < found.getRowDimension(); row++) {
            for (int column = 0; column < found.getColumnDimension(); column++) {
                String place = "row " + (row + 1) + ", column " + (column + 1) + " of the softmax of " + name;
                double expected = Numbers.parse(place, table.cell(row + 1, column));
                double value = found.getEntry(row, column);
                boolean same = Double.isNaN(expected) ? Double.isNaN(value) : Math.abs(value - expected) <= tolerance;
                if (!same) {
                    throw new AssertionError(place + ": " + expected + " expected, " + value + " found");
                }
            }
        }
        state.checked();
    }
}
