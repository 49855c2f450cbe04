package dev.lockstep.adapter.samediff;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Sequence;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The same numbers as ours and as ND4J's arrays, which are of its default type; everything is copied. */
final class ArrayTranslation {
    private ArrayTranslation() {}

    /** {@code [rows × columns]}. */
    static INDArray array(RowMajorMatrix matrix) {
        return vector(matrix.toArray()).reshape('c', matrix.getRowDimension(), matrix.getColumnDimension());
    }

    /** An array of one dimension. */
    static INDArray vector(double... values) {
        return Nd4j.createFromArray(values).castTo(Nd4j.dataType());
    }

    /** An array of no dimension. */
    static INDArray scalar(double value) {
        return Nd4j.scalar(Nd4j.dataType(), value);
    }

    /** The same numbers as a matrix of ours. */
    static RowMajorMatrix matrix(INDArray array) {
        return RowMajorMatrix.wrap(array.dup('c').data().asDouble(), (int) array.size(0), (int) array.size(1));
    }

    /** Steps {@code [batch × features]} as one sequence. */
    static Sequence joined(List<RowMajorMatrix> steps) {
        RowMajorMatrix first = steps.get(0);
        Sequence sequence = Sequence.zeros(steps.size(), first.getRowDimension(), first.getColumnDimension());
        for (int t = 1; t <= steps.size(); t++) {
            sequence.at(t).assign(steps.get(t - 1));
        }
        return sequence;
    }
}
