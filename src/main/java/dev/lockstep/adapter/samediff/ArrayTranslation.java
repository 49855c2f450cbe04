package dev.lockstep.adapter.samediff;

import dev.lockstep.math.RowMajorMatrix;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The same numbers as ours and as ND4J's arrays; everything is copied. */
final class ArrayTranslation {
    private ArrayTranslation() {}

    /** {@code [rows × columns]}. */
    static INDArray array(RowMajorMatrix matrix) {
        return Nd4j.createFromArray(matrix.toArray())
                .reshape('c', matrix.getRowDimension(), matrix.getColumnDimension());
    }

    /** The same numbers as a matrix of ours. */
    static RowMajorMatrix matrix(INDArray array) {
        return RowMajorMatrix.wrap(array.dup('c').data().asDouble(), (int) array.size(0), (int) array.size(1));
    }
}
