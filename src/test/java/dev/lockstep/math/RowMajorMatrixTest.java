package dev.lockstep.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.apache.commons.math3.exception.DimensionMismatchException;
import org.apache.commons.math3.exception.NotStrictlyPositiveException;
import org.apache.commons.math3.exception.OutOfRangeException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixDimensionMismatchException;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowMajorMatrixTest {
    private static RowMajorMatrix random(int rows, int columns, int seed) {
        Well19937c generator = new Well19937c(seed);
        RowMajorMatrix around = new RowMajorMatrix(rows + 2, columns);
        for (int k = 0; k < around.array().length; k++) {
            around.array()[k] = 2 * generator.nextDouble() - 1;
        }
        return around.rows(1, rows + 1);
    }

    private static Array2DRowRealMatrix commons(RowMajorMatrix matrix) {
        return new Array2DRowRealMatrix(matrix.getData());
    }

    /** Two sums of n + 1 products of numbers below 1 differ by at most 2·n·(n + 2)·u. */
    private static void assertClose(RealMatrix actual, RealMatrix expected, int n) {
        double allowed = 2.0 * n * (n + 2) * Math.ulp(1.0);
        assertThat(actual.subtract(expected).getNorm() / actual.getRowDimension())
                .isLessThanOrEqualTo(allowed);
        assertThat(actual.getFrobeniusNorm()).isGreaterThan(1e-3);
    }

    @Test
    void views_share_their_entries_without_copying() {
        RowMajorMatrix whole = RowMajorMatrix.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
        RowMajorMatrix view = whole.rows(1, 3);
        view.setEntry(0, 1, -4);
        whole.setEntry(2, 0, -5);
        assertThat(view.array()).isSameAs(whole.array());
        assertThat(view.offset()).isEqualTo(2);
        assertThat(whole.getEntry(1, 1)).isEqualTo(-4);
        assertThat(view.getData()).isDeepEqualTo(new double[][] {{3, -4}, {-5, 6}});
        assertThat(view.rows(1, 2).toArray()).containsExactly(-5, 6);
        assertThat(view.copy().array()).hasSize(4).isNotSameAs(whole.array());
    }

    @Test
    void views_outside_are_refused() {
        RowMajorMatrix whole = new RowMajorMatrix(3, 2);
        assertThatThrownBy(() -> whole.rows(-1, 1)).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> whole.rows(1, 4)).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> whole.rows(2, 2)).isInstanceOf(NotStrictlyPositiveException.class);
        assertThatThrownBy(() -> RowMajorMatrix.wrap(new double[5], 2, 2, 2)).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> RowMajorMatrix.wrap(new double[5], -1, 2, 2)).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> RowMajorMatrix.wrap(new double[5], 2, 2))
                .isInstanceOf(DimensionMismatchException.class);
    }

    /** 10 numbers hold 6 of them from offsets 0 to 4. */
    @Test
    void a_refused_offset_names_those_there_are() {
        assertThatThrownBy(() -> RowMajorMatrix.wrap(new double[10], 5, 2, 3))
                .isInstanceOfSatisfying(OutOfRangeException.class, refused -> {
                    assertThat(refused.getArgument()).isEqualTo(5);
                    assertThat(refused.getLo()).isEqualTo(0);
                    assertThat(refused.getHi()).isEqualTo(4L);
                });
        assertThat(RowMajorMatrix.wrap(new double[10], 4, 2, 3).offset()).isEqualTo(4);
    }

    /** What surrounds a view would be there in the array. */
    @Test
    void rows_and_columns_beside_a_view_are_not_its_own() {
        RowMajorMatrix view = new RowMajorMatrix(5, 4).rows(1, 4);
        RowMajorMatrix block = new RowMajorMatrix(3, 2);
        assertThatThrownBy(() -> view.rows(-1, 1)).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> view.rows(2, 4)).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> view.columns(-1, 1)).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> view.columns(3, 5)).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> view.setColumns(-1, block)).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> view.setColumns(3, block)).isInstanceOf(OutOfRangeException.class);
    }

    @Test
    void a_block_may_be_a_view_too() {
        RowMajorMatrix block =
                RowMajorMatrix.of(new double[][] {{9}, {9}, {1}, {2}, {9}}).rows(2, 4);
        RowMajorMatrix whole = new RowMajorMatrix(2, 3);
        whole.setColumns(2, block);
        assertThat(whole.getData()).isDeepEqualTo(new double[][] {{0, 0, 1}, {0, 0, 2}});
    }

    @Test
    void wrap_shares_and_row_and_copy_of_do_not() {
        double[] entries = {1, 2, 3, 4, 5};
        RowMajorMatrix wrapped = RowMajorMatrix.wrap(entries, 1, 2, 2);
        RowMajorMatrix row = RowMajorMatrix.row(entries);
        RowMajorMatrix copied = RowMajorMatrix.copyOf(new Array2DRowRealMatrix(new double[][] {{2, 3}, {4, 5}}, false));
        assertThat(wrapped).isEqualTo(copied);
        entries[1] = -2;
        assertThat(wrapped.getEntry(0, 0)).isEqualTo(-2);
        assertThat(row.getEntry(0, 1)).isEqualTo(2);
        assertThat(row.getRowDimension()).isEqualTo(1);
    }

    @Test
    void column_blocks_are_copied_out_and_written_back() {
        RowMajorMatrix whole = RowMajorMatrix.of(new double[][] {{9, 9, 9}, {1, 2, 3}, {4, 5, 6}});
        RowMajorMatrix view = whole.rows(1, 3);
        RowMajorMatrix block = view.columns(1, 3);
        assertThat(block.getData()).isDeepEqualTo(new double[][] {{2, 3}, {5, 6}});
        block.setEntry(0, 0, -2);
        assertThat(view.getEntry(0, 1)).isEqualTo(2);
        view.setColumns(0, block);
        assertThat(whole.getData()).isDeepEqualTo(new double[][] {{9, 9, 9}, {-2, 3, 3}, {5, 6, 6}});
        assertThatThrownBy(() -> view.columns(1, 4)).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> view.columns(1, 1)).isInstanceOf(NotStrictlyPositiveException.class);
        assertThatThrownBy(() -> view.setColumns(2, block)).isInstanceOf(OutOfRangeException.class);
        assertThatThrownBy(() -> view.setColumns(0, new RowMajorMatrix(3, 1)))
                .isInstanceOf(DimensionMismatchException.class);
    }

    @Test
    void fill_assign_and_increment_touch_only_the_view() {
        RowMajorMatrix whole = RowMajorMatrix.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
        whole.rows(1, 2).fill(7);
        whole.rows(1, 2).increment(whole.rows(0, 1));
        assertThat(whole.getData()).isDeepEqualTo(new double[][] {{1, 2}, {8, 9}, {5, 6}});
        whole.rows(0, 1).assign(whole.rows(2, 3));
        assertThat(whole.getData()).isDeepEqualTo(new double[][] {{5, 6}, {8, 9}, {5, 6}});
        assertThatThrownBy(() -> whole.assign(whole.rows(0, 1))).isInstanceOf(MatrixDimensionMismatchException.class);
        assertThatThrownBy(() -> whole.increment(whole.rows(0, 1)))
                .isInstanceOf(MatrixDimensionMismatchException.class);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 3, 4", "7, 5, 1", "1, 9, 3", "16, 33, 17"})
    void products_accumulate_what_commons_math_computes(int rows, int n, int columns) {
        RowMajorMatrix start = random(rows, columns, 1);
        RowMajorMatrix a = random(rows, n, 2);
        RowMajorMatrix b = random(n, columns, 3);
        RowMajorMatrix aT = RowMajorMatrix.copyOf(a.transpose());
        RowMajorMatrix bT = RowMajorMatrix.copyOf(b.transpose());
        RealMatrix expected = commons(start).add(commons(a).multiply(commons(b)));
        assertClose(after(start, m -> m.addProduct(a, b)), expected, n + 1);
        assertClose(after(start, m -> m.addTransposedProduct(aT, b)), expected, n + 1);
        assertClose(after(start, m -> m.addProductTransposed(a, bT)), expected, n + 1);
        assertClose(a.multiply(b), commons(a).multiply(commons(b)), n + 1);
    }

    private static RowMajorMatrix after(RowMajorMatrix start, Consumer<RowMajorMatrix> change) {
        RowMajorMatrix matrix = start.copy();
        change.accept(matrix);
        return matrix;
    }

    @Test
    void products_refuse_shapes_that_do_not_chain() {
        RowMajorMatrix m23 = new RowMajorMatrix(2, 3);
        RowMajorMatrix m34 = new RowMajorMatrix(3, 4);
        RowMajorMatrix m24 = new RowMajorMatrix(2, 4);
        m24.addProduct(m23, m34);
        assertRefused(() -> m24.addProduct(m34, m23));
        assertRefused(() -> m23.addProduct(m23, m34));
        assertRefused(() -> m34.addProduct(m23, m34));
        m34.addTransposedProduct(m23, m24);
        assertRefused(() -> m34.addTransposedProduct(m24, m23));
        assertRefused(() -> m34.addTransposedProduct(m34, m24));
        m23.addProductTransposed(m24, m34);
        assertRefused(() -> m23.addProductTransposed(m34, m24));
        assertRefused(() -> m24.addProductTransposed(m23, m34));
    }

    private static void assertRefused(Runnable product) {
        assertThatThrownBy(product::run).isInstanceOf(DimensionMismatchException.class);
    }

    @Test
    void nan_and_infinity_spread_through_products_even_against_zero() {
        RowMajorMatrix zero = new RowMajorMatrix(1, 1);
        RowMajorMatrix infinite = RowMajorMatrix.row(Double.POSITIVE_INFINITY);
        assertThat(after(zero, m -> m.addProduct(new RowMajorMatrix(1, 1), infinite))
                        .getEntry(0, 0))
                .isNaN();
        assertThat(after(zero, m -> m.addTransposedProduct(new RowMajorMatrix(1, 1), infinite))
                        .getEntry(0, 0))
                .isNaN();
        assertThat(after(zero, m -> m.addProductTransposed(new RowMajorMatrix(1, 1), infinite))
                        .getEntry(0, 0))
                .isNaN();
    }

    @Test
    void row_and_column_operations_are_those_of_a_hand_calculation() {
        RowMajorMatrix m = RowMajorMatrix.of(new double[][] {{1, 2}, {3, 4}});
        RowMajorMatrix row = RowMajorMatrix.row(10, 20);
        assertThat(after(m, x -> x.addToEveryRow(row)).getData()).isDeepEqualTo(new double[][] {{11, 22}, {13, 24}});
        assertThat(after(row, x -> x.addColumnSums(m)).toArray()).containsExactly(14, 26);
        assertThat(after(row, x -> x.addColumnSumsOfHadamard(m, m)).toArray()).containsExactly(20, 40);
        assertRefused(() -> m.addToEveryRow(m));
        assertRefused(() -> m.addColumnSums(m));
        assertRefused(() -> m.addColumnSumsOfHadamard(m, m));
        RowMajorMatrix taller = new RowMajorMatrix(3, 2);
        assertThatThrownBy(() -> row.addColumnSumsOfHadamard(m, taller))
                .isInstanceOf(MatrixDimensionMismatchException.class);
    }
}
