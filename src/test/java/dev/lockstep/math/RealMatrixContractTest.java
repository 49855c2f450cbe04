package dev.lockstep.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.math3.exception.DimensionMismatchException;
import org.apache.commons.math3.exception.NoDataException;
import org.apache.commons.math3.exception.NotPositiveException;
import org.apache.commons.math3.exception.NotStrictlyPositiveException;
import org.apache.commons.math3.exception.NullArgumentException;
import org.apache.commons.math3.exception.NumberIsTooSmallException;
import org.apache.commons.math3.exception.OutOfRangeException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DefaultRealMatrixChangingVisitor;
import org.apache.commons.math3.linear.DefaultRealMatrixPreservingVisitor;
import org.apache.commons.math3.linear.MatrixDimensionMismatchException;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.NonSquareMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealMatrixChangingVisitor;
import org.apache.commons.math3.linear.RealMatrixPreservingVisitor;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link RealMatrix} promises, asked of ours and of Commons Math's own; expected numbers are worked by hand. */
@ParameterizedClass
@MethodSource("matrices")
class RealMatrixContractTest {
    private final Function<double[][], RealMatrix> matrix;

    RealMatrixContractTest(Function<double[][], RealMatrix> matrix) {
        this.matrix = matrix;
    }

    static Stream<Named<Function<double[][], RealMatrix>>> matrices() {
        return Stream.of(
                Named.of("Array2DRowRealMatrix", Array2DRowRealMatrix::new),
                Named.of("RowMajorMatrix", RowMajorMatrix::of),
                Named.of("a view of a RowMajorMatrix", RealMatrixContractTest::view));
    }

    private static RealMatrix view(double[][] entries) {
        RowMajorMatrix inside = RowMajorMatrix.of(entries);
        int rows = inside.getRowDimension();
        RowMajorMatrix around = new RowMajorMatrix(rows + 3, inside.getColumnDimension());
        around.fill(Double.NaN);
        around.rows(2, rows + 2).assign(inside);
        return around.rows(2, rows + 2);
    }

    /** 1 2 3 / 4 5 6. */
    private RealMatrix sixths() {
        return matrix.apply(new double[][] {{1, 2, 3}, {4, 5, 6}});
    }

    /** 2 −1 / 0 3. */
    private RealMatrix square() {
        return matrix.apply(new double[][] {{2, -1}, {0, 3}});
    }

    @Test
    void sizes() {
        assertThat(sixths().getRowDimension()).isEqualTo(2);
        assertThat(sixths().getColumnDimension()).isEqualTo(3);
        assertThat(sixths().isSquare()).isFalse();
        assertThat(square().isSquare()).isTrue();
    }

    @Test
    void entries_outside_are_refused() {
        RealMatrix m = sixths();
        assertThat(m.getEntry(1, 2)).isEqualTo(6);
        for (int[] at : new int[][] {{-1, 0}, {2, 0}, {0, -1}, {0, 3}}) {
            assertThatThrownBy(() -> m.getEntry(at[0], at[1])).isInstanceOf(OutOfRangeException.class);
            assertThatThrownBy(() -> m.setEntry(at[0], at[1], 1)).isInstanceOf(OutOfRangeException.class);
            assertThatThrownBy(() -> m.addToEntry(at[0], at[1], 1)).isInstanceOf(OutOfRangeException.class);
            assertThatThrownBy(() -> m.multiplyEntry(at[0], at[1], 1)).isInstanceOf(OutOfRangeException.class);
        }
    }

    @Test
    void entries_are_set_added_to_and_multiplied() {
        RealMatrix m = sixths();
        m.setEntry(0, 1, -7);
        m.addToEntry(1, 0, 0.5);
        m.multiplyEntry(1, 2, 2);
        assertThat(m.getData()).isDeepEqualTo(new double[][] {{1, -7, 3}, {4.5, 5, 12}});
    }

    @Test
    void get_data_is_a_copy() {
        RealMatrix m = sixths();
        m.getData()[0][0] = 99;
        assertThat(m.getEntry(0, 0)).isEqualTo(1);
    }

    @Test
    void copy_is_independent() {
        RealMatrix m = sixths();
        RealMatrix copy = m.copy();
        copy.setEntry(0, 0, 99);
        assertThat(copy).isNotEqualTo(m);
        assertThat(m.getEntry(0, 0)).isEqualTo(1);
    }

    @Test
    void create_matrix_is_zero_and_of_the_same_class() {
        RealMatrix created = sixths().createMatrix(2, 1);
        assertThat(created).hasSameClassAs(sixths());
        assertThat(created.getData()).isDeepEqualTo(new double[][] {{0}, {0}});
        assertThatThrownBy(() -> sixths().createMatrix(0, 1)).isInstanceOf(NotStrictlyPositiveException.class);
        assertThatThrownBy(() -> sixths().createMatrix(1, 0)).isInstanceOf(NotStrictlyPositiveException.class);
    }

    @Test
    void construction_refuses_nothing_and_ragged_rows() {
        assertThatThrownBy(() -> matrix.apply(null)).isInstanceOf(NullArgumentException.class);
        assertThatThrownBy(() -> matrix.apply(new double[0][])).isInstanceOf(NoDataException.class);
        assertThatThrownBy(() -> matrix.apply(new double[][] {{}})).isInstanceOf(NoDataException.class);
        assertThatThrownBy(() -> matrix.apply(new double[][] {{1, 2}, {3}}))
                .isInstanceOf(DimensionMismatchException.class);
    }

    @Test
    void sums_and_differences() {
        RealMatrix other = matrix.apply(new double[][] {{1, 1, 1}, {-1, 0, 2}});
        assertThat(sixths().add(other).getData()).isDeepEqualTo(new double[][] {{2, 3, 4}, {3, 5, 8}});
        assertThat(sixths().subtract(other).getData()).isDeepEqualTo(new double[][] {{0, 1, 2}, {5, 5, 4}});
        assertThat(sixths().scalarAdd(2).getData()).isDeepEqualTo(new double[][] {{3, 4, 5}, {6, 7, 8}});
        assertThat(sixths().scalarMultiply(-2).getData()).isDeepEqualTo(new double[][] {{-2, -4, -6}, {-8, -10, -12}});
        assertThatThrownBy(() -> sixths().add(square())).isInstanceOf(MatrixDimensionMismatchException.class);
        assertThatThrownBy(() -> sixths().subtract(square())).isInstanceOf(MatrixDimensionMismatchException.class);
    }

    @Test
    void products() {
        assertThat(square().multiply(sixths()).getData()).isDeepEqualTo(new double[][] {{-2, -1, 0}, {12, 15, 18}});
        assertThat(sixths().preMultiply(square()).getData()).isDeepEqualTo(new double[][] {{-2, -1, 0}, {12, 15, 18}});
        RealMatrix foreign = MatrixUtils.createRealMatrix(new double[][] {{1, 0}, {0, 1}, {2, 1}});
        assertThat(sixths().multiply(foreign).getData()).isDeepEqualTo(new double[][] {{7, 5}, {16, 11}});
        assertThatThrownBy(() -> sixths().multiply(square())).isInstanceOf(DimensionMismatchException.class);
        assertThatThrownBy(() -> square().preMultiply(sixths().transpose()).multiply(sixths().transpose()))
                .isInstanceOf(DimensionMismatchException.class);
    }

    @Test
    void powers() {
        assertThat(square().power(0)).isEqualTo(MatrixUtils.createRealIdentityMatrix(2));
        assertThat(square().power(1)).isEqualTo(square());
        assertThat(square().power(3).getData()).isDeepEqualTo(new double[][] {{8, -19}, {0, 27}});
        assertThatThrownBy(() -> square().power(-1)).isInstanceOf(NotPositiveException.class);
        assertThatThrownBy(() -> sixths().power(2)).isInstanceOf(NonSquareMatrixException.class);
    }

    @Test
    void operate_and_pre_multiply_a_vector() {
        assertThat(sixths().operate(new double[] {1, 0, -1})).containsExactly(-2, -2);
        assertThat(sixths().preMultiply(new double[] {1, -1})).containsExactly(-3, -3, -3);
        assertThat(sixths().operate(new ArrayRealVector(new double[] {0, 2, 0})).toArray())
                .containsExactly(4, 10);
        assertThat(sixths().preMultiply(new ArrayRealVector(new double[] {2, 0}))
                        .toArray())
                .containsExactly(2, 4, 6);
        assertThatThrownBy(() -> sixths().operate(new double[2])).isInstanceOf(DimensionMismatchException.class);
        assertThatThrownBy(() -> sixths().preMultiply(new double[3])).isInstanceOf(DimensionMismatchException.class);
    }

    @Test
    void transpose_trace_and_norms() {
        assertThat(sixths().transpose().getData()).isDeepEqualTo(new double[][] {{1, 4}, {2, 5}, {3, 6}});
        assertThat(square().getTrace()).isEqualTo(5);
        assertThatThrownBy(() -> sixths().getTrace()).isInstanceOf(NonSquareMatrixException.class);
        assertThat(square().getNorm())
                .as("greatest column sum of absolute values")
                .isEqualTo(4);
        assertThat(sixths().getFrobeniusNorm()).isCloseTo(Math.sqrt(91), within(1e-14));
    }

    @Test
    void rows_and_columns_are_read() {
        assertThat(sixths().getRow(1)).containsExactly(4, 5, 6);
        assertThat(sixths().getColumn(1)).containsExactly(2, 5);
        assertThat(sixths().getRowVector(0).toArray()).containsExactly(1, 2, 3);
        assertThat(sixths().getColumnVector(2).toArray()).containsExactly(3, 6);
        assertThat(sixths().getRowMatrix(1).getData()).isDeepEqualTo(new double[][] {{4, 5, 6}});
        assertThat(sixths().getColumnMatrix(0).getData()).isDeepEqualTo(new double[][] {{1}, {4}});
        assertThatThrownBy(() -> sixths().getRow(2)).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> sixths().getRow(-1)).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> sixths().getColumn(3)).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> sixths().getRowMatrix(2)).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> sixths().getColumnMatrix(-1)).isInstanceOf(OutOfRangeException.class);
    }

    @Test
    void rows_and_columns_are_written() {
        RealMatrix m = sixths();
        m.setRow(0, new double[] {7, 8, 9});
        m.setColumn(1, new double[] {-1, -2});
        assertThat(m.getData()).isDeepEqualTo(new double[][] {{7, -1, 9}, {4, -2, 6}});
        m.setRowMatrix(1, matrix.apply(new double[][] {{0, 0, 1}}));
        m.setColumnMatrix(0, matrix.apply(new double[][] {{5}, {6}}));
        assertThat(m.getData()).isDeepEqualTo(new double[][] {{5, -1, 9}, {6, 0, 1}});
        m.setRowVector(0, new ArrayRealVector(new double[] {1, 1, 1}));
        m.setColumnVector(2, new ArrayRealVector(new double[] {3, 4}));
        assertThat(m.getData()).isDeepEqualTo(new double[][] {{1, 1, 3}, {6, 0, 4}});
        assertThatThrownBy(() -> m.setRow(0, new double[2])).isInstanceOf(MatrixDimensionMismatchException.class);
        assertThatThrownBy(() -> m.setColumn(0, new double[3])).isInstanceOf(MatrixDimensionMismatchException.class);
        assertThatThrownBy(() -> m.setRow(2, new double[3])).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> m.setColumn(3, new double[2])).isInstanceOf(OutOfRangeException.class);
    }

    @Test
    void sub_matrices_are_read() {
        assertThat(sixths().getSubMatrix(0, 1, 1, 2).getData()).isDeepEqualTo(new double[][] {{2, 3}, {5, 6}});
        assertThat(sixths().getSubMatrix(new int[] {1, 0}, new int[] {2, 0}).getData())
                .isDeepEqualTo(new double[][] {{6, 4}, {3, 1}});
        assertThatThrownBy(() -> sixths().getSubMatrix(1, 0, 0, 1)).isInstanceOf(NumberIsTooSmallException.class);
        assertThatThrownBy(() -> sixths().getSubMatrix(0, 2, 0, 1)).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> sixths().getSubMatrix(new int[] {}, new int[] {0}))
                .isInstanceOf(NoDataException.class);
        assertThatThrownBy(() -> sixths().getSubMatrix(null, new int[] {0})).isInstanceOf(NullArgumentException.class);
    }

    @Test
    void sub_matrices_are_copied_out() {
        double[][] destination = new double[2][2];
        sixths().copySubMatrix(0, 1, 0, 1, destination);
        assertThat(destination).isDeepEqualTo(new double[][] {{1, 2}, {4, 5}});
        sixths().copySubMatrix(new int[] {1, 0}, new int[] {2, 1}, destination);
        assertThat(destination).isDeepEqualTo(new double[][] {{6, 5}, {3, 2}});
        assertThatThrownBy(() -> sixths().copySubMatrix(0, 1, 0, 2, new double[1][1]))
                .isInstanceOf(MatrixDimensionMismatchException.class);
    }

    @Test
    void sub_matrices_are_written() {
        RealMatrix m = sixths();
        m.setSubMatrix(new double[][] {{7, 8}}, 1, 1);
        assertThat(m.getData()).isDeepEqualTo(new double[][] {{1, 2, 3}, {4, 7, 8}});
        assertThatThrownBy(() -> m.setSubMatrix(new double[][] {{7, 8}}, 1, 2)).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> m.setSubMatrix(new double[][] {{7, 8}, {9}}, 0, 0))
                .isInstanceOf(DimensionMismatchException.class);
        assertThatThrownBy(() -> m.setSubMatrix(new double[][] {{}}, 0, 0)).isInstanceOf(NoDataException.class);
        assertThatThrownBy(() -> m.setSubMatrix(null, 0, 0)).isInstanceOf(NullArgumentException.class);
    }

    @Test
    void visitors_see_every_entry_in_their_order() {
        assertThat(seen(sixths()::walkInRowOrder)).containsExactly(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
        assertThat(seen(sixths()::walkInColumnOrder)).containsExactly(1.0, 4.0, 2.0, 5.0, 3.0, 6.0);
        assertThat(seen(sixths()::walkInOptimizedOrder)).containsExactlyInAnyOrder(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
        assertThat(seen(visitor -> sixths().walkInRowOrder(visitor, 0, 1, 1, 2)))
                .containsExactly(2.0, 3.0, 5.0, 6.0);
        assertThat(seen(visitor -> sixths().walkInColumnOrder(visitor, 0, 1, 1, 2)))
                .containsExactly(2.0, 5.0, 3.0, 6.0);
        assertThatThrownBy(() -> seen(visitor -> sixths().walkInRowOrder(visitor, 0, 2, 0, 0)))
                .isInstanceOf(OutOfRangeException.class);
    }

    private static List<Double> seen(Function<RealMatrixPreservingVisitor, Double> walk) {
        List<Double> values = new ArrayList<>();
        walk.apply(new DefaultRealMatrixPreservingVisitor() {
            @Override
            public void visit(int row, int column, double value) {
                values.add(value);
            }
        });
        return values;
    }

    @Test
    void changing_visitors_write() {
        RealMatrixChangingVisitor negate = new DefaultRealMatrixChangingVisitor() {
            @Override
            public double visit(int row, int column, double value) {
                return -value;
            }
        };
        RealMatrix m = sixths();
        m.walkInColumnOrder(negate);
        m.walkInRowOrder(negate, 0, 0, 0, 1);
        m.walkInOptimizedOrder(negate, 1, 1, 2, 2);
        assertThat(m.getData()).isDeepEqualTo(new double[][] {{1, 2, -3}, {-4, -5, 6}});
    }

    @Test
    void equality_and_hash_are_by_entries() {
        assertThat(sixths()).isEqualTo(sixths()).isEqualTo(sixths().copy()).hasSameHashCodeAs(sixths());
        assertThat(sixths()).isEqualTo(new Array2DRowRealMatrix(sixths().getData()));
        assertThat(new Array2DRowRealMatrix(sixths().getData())).isEqualTo(sixths());
        assertThat(sixths())
                .isNotEqualTo(sixths().transpose())
                .isNotEqualTo(null)
                .isNotEqualTo("{{1,2,3}}");
        RealMatrix other = sixths();
        other.addToEntry(1, 2, 1);
        assertThat(sixths()).isNotEqualTo(other);
    }

    @Test
    void text_is_the_class_and_the_rows() {
        assertThat(sixths().toString())
                .isEqualTo(sixths().getClass().getSimpleName() + "{{1.0,2.0,3.0},{4.0,5.0,6.0}}");
    }
}
