package dev.lockstep.adapter.samediff;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import java.util.ArrayList;
import java.util.List;

/** A parameter cut into the blocks that equations use one by one: an LSTM's gates. */
final class ParameterBlocks {
    private ParameterBlocks() {}

    /** The blocks in canonical order; one for a layer without gates. */
    static List<RowMajorMatrix> split(LayerSpec layer, Parameter parameter, RowMajorMatrix matrix) {
        if (!(layer instanceof LstmSpec lstm)) {
            return List.of(matrix);
        }
        List<RowMajorMatrix> blocks = new ArrayList<>();
        if (parameter == Parameter.P) {
            for (int row = 0; row < matrix.getRowDimension(); row++) {
                blocks.add(matrix.rows(row, row + 1));
            }
            return blocks;
        }
        for (int from = 0; from < matrix.getColumnDimension(); from += lstm.units()) {
            blocks.add(matrix.columns(from, from + lstm.units()));
        }
        return blocks;
    }

    /** The matrix {@code [rows × columns]} that {@link #split} would cut into these blocks. */
    static RowMajorMatrix join(Parameter parameter, int rows, int columns, List<RowMajorMatrix> blocks) {
        RowMajorMatrix matrix = new RowMajorMatrix(rows, columns);
        int from = 0;
        for (RowMajorMatrix block : blocks) {
            if (parameter == Parameter.P) {
                matrix.rows(from, from + 1).assign(block);
                from++;
            } else {
                matrix.setColumns(from, block);
                from += block.getColumnDimension();
            }
        }
        return matrix;
    }
}
