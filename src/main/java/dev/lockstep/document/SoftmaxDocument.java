package dev.lockstep.document;

import dev.lockstep.math.RowMajorMatrix;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The softmax of the course exercises, over the columns of a matrix, with its slip: what is subtracted before the exponential
 * is the greatest entry of the whole matrix. In exact arithmetic that changes nothing, for it cancels in every quotient. In
 * double precision a column whose greatest entry lies far below it loses digits from about 708 on, where e^z is subnormal, and
 * from about 745 on it is 0/0.
 */
public final class SoftmaxDocument {
    /** What the slip is called in features. */
    public static final String WHOLE_MAXIMUM = "the maximum of the whole matrix";

    private SoftmaxDocument() {}

    /**
     * e^(z − max z) over the sums of its columns, with the slip.
     *
     * @param z {@code [features × columns]}
     * @return a matrix of the same shape
     */
    public static RealMatrix withWholeMaximum(RealMatrix z) {
        RowMajorMatrix softmax = RowMajorMatrix.copyOf(z);
        double greatest = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < z.getRowDimension(); row++) {
            for (int column = 0; column < z.getColumnDimension(); column++) {
                greatest = Math.max(greatest, z.getEntry(row, column));
            }
        }
        for (int column = 0; column < z.getColumnDimension(); column++) {
            double sum = 0;
            for (int row = 0; row < z.getRowDimension(); row++) {
                double exponential = StrictMath.exp(z.getEntry(row, column) - greatest);
                softmax.setEntry(row, column, exponential);
                sum += exponential;
            }
            for (int row = 0; row < z.getRowDimension(); row++) {
                softmax.setEntry(row, column, softmax.getEntry(row, column) / sum);
            }
        }
        return softmax;
    }
}
