package dev.lockstep.document;

import dev.lockstep.math.RowMajorMatrix;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;

/** What Commons Math's matrices lack. */
final class Matrices {
    private Matrices() {}

    /** f of every entry, in a matrix of its own. */
    static RealMatrix map(RealMatrix matrix, DoubleUnaryOperator f) {
        RealMatrix mapped = zero(matrix.getRowDimension(), matrix.getColumnDimension());
        for (int row = 0; row < matrix.getRowDimension(); row++) {
            for (int column = 0; column < matrix.getColumnDimension(); column++) {
                mapped.setEntry(row, column, f.applyAsDouble(matrix.getEntry(row, column)));
            }
        }
        return mapped;
    }

    /** a ∘ b, entry by entry. */
    static RealMatrix times(RealMatrix a, RealMatrix b) {
        RealMatrix product = a.copy();
        for (int row = 0; row < a.getRowDimension(); row++) {
            for (int column = 0; column < a.getColumnDimension(); column++) {
                product.multiplyEntry(row, column, b.getEntry(row, column));
            }
        }
        return product;
    }

    /** Zeros. */
    static RealMatrix zero(int rows, int columns) {
        return new Array2DRowRealMatrix(rows, columns);
    }

    /** The transpose, between our row vectors and the documents' column vectors. */
    static RealMatrix transposed(RowMajorMatrix matrix) {
        return new Array2DRowRealMatrix(matrix.transpose().getData(), false);
    }
}
