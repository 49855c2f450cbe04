package dev.lockstep.math;

import java.util.Arrays;
import org.apache.commons.math3.exception.DimensionMismatchException;
import org.apache.commons.math3.exception.NoDataException;
import org.apache.commons.math3.exception.NotStrictlyPositiveException;
import org.apache.commons.math3.exception.OutOfRangeException;
import org.apache.commons.math3.exception.util.LocalizedFormats;
import org.apache.commons.math3.linear.AbstractRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.util.MathUtils;

/**
 * A Commons Math {@link RealMatrix} over one flat {@code double[]}, row after row.
 *
 * <p>A view made by {@link #rows(int, int)} or {@link #wrap(double[], int, int, int)} shares its entries with the
 * matrix or array it was made from; everything else Commons Math defines returns fresh matrices. The destination of an
 * accumulating product must not share entries with its factors.
 */
public final class RowMajorMatrix extends AbstractRealMatrix {
    private final double[] data;
    private final int offset;
    private final int rows;
    private final int columns;

    /**
     * A matrix of zeros.
     *
     * @param rows number of rows, at least 1
     * @param columns number of columns, at least 1
     * @throws NotStrictlyPositiveException if either is below 1
     */
    public RowMajorMatrix(int rows, int columns) {
        super(rows, columns);
        this.data = new double[Math.multiplyExact(rows, columns)];
        this.offset = 0;
        this.rows = rows;
        this.columns = columns;
    }

    private RowMajorMatrix(double[] data, int offset, int rows, int columns) {
        super(rows, columns);
        if (offset < 0 || offset + (long) rows * columns > data.length) {
            throw new OutOfRangeException(offset, 0, data.length - (long) rows * columns);
        }
        this.data = data;
        this.offset = offset;
        this.rows = rows;
        this.columns = columns;
    }

    /** A matrix {@code [rows × columns]} that shares the entries {@code data[offset …]}. */
    public static RowMajorMatrix wrap(double[] data, int offset, int rows, int columns) {
        return new RowMajorMatrix(data, offset, rows, columns);
    }

    /** A matrix {@code [rows × columns]} that shares the entries of {@code data}. */
    public static RowMajorMatrix wrap(double[] data, int rows, int columns) {
        if (data.length != (long) rows * columns) {
            throw new DimensionMismatchException(data.length, Math.multiplyExact(rows, columns));
        }
        return new RowMajorMatrix(data, 0, rows, columns);
    }

    /**
     * A fresh matrix with the given rows.
     *
     * @param entries at least one row of at least one entry
     * @throws org.apache.commons.math3.exception.NullArgumentException if {@code entries} is null
     * @throws org.apache.commons.math3.exception.NoDataException if there is no row or no column
     * @throws DimensionMismatchException if the rows are not equally long
     */
    public static RowMajorMatrix of(double[][] entries) {
        MathUtils.checkNotNull(entries);
        if (entries.length == 0) {
            throw new NoDataException(LocalizedFormats.AT_LEAST_ONE_ROW);
        }
        if (entries[0].length == 0) {
            throw new NoDataException(LocalizedFormats.AT_LEAST_ONE_COLUMN);
        }
        RowMajorMatrix matrix = new RowMajorMatrix(entries.length, entries[0].length);
        for (int row = 0; row < entries.length; row++) {
            if (entries[row].length != matrix.columns) {
                throw new DimensionMismatchException(entries[row].length, matrix.columns);
            }
            System.arraycopy(entries[row], 0, matrix.data, row * matrix.columns, matrix.columns);
        }
        return matrix;
    }

    /** A fresh {@code [1 × n]} matrix. */
    public static RowMajorMatrix row(double... entries) {
        return wrap(entries.clone(), 1, entries.length);
    }

    /** A fresh matrix with the entries of any other. */
    public static RowMajorMatrix copyOf(RealMatrix other) {
        RowMajorMatrix matrix = new RowMajorMatrix(other.getRowDimension(), other.getColumnDimension());
        for (int row = 0; row < matrix.rows; row++) {
            matrix.setRow(row, other.getRow(row));
        }
        return matrix;
    }

    /**
     * The rows {@code from} (inclusive, from 0) to {@code to} (exclusive) as a view without copying.
     *
     * @return {@code [(to − from) × columns]}, sharing this matrix's entries
     */
    public RowMajorMatrix rows(int from, int to) {
        MatrixUtils.checkRowIndex(this, from);
        MatrixUtils.checkRowIndex(this, to - 1);
        return new RowMajorMatrix(data, offset + from * columns, to - from, columns);
    }

    /**
     * The columns {@code from} (inclusive, from 0) to {@code to} (exclusive), copied.
     *
     * @return a fresh {@code [rows × (to − from)]}
     */
    public RowMajorMatrix columns(int from, int to) {
        MatrixUtils.checkColumnIndex(this, from);
        MatrixUtils.checkColumnIndex(this, to - 1);
        RowMajorMatrix block = new RowMajorMatrix(rows, to - from);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(data, offset + row * columns + from, block.data, row * block.columns, block.columns);
        }
        return block;
    }

    /**
     * Overwrites the columns from {@code from} (from 0) on with those of {@code block}.
     *
     * @param block {@code [rows × at most columns − from]}
     * @throws DimensionMismatchException if {@code block} has another number of rows
     */
    public void setColumns(int from, RowMajorMatrix block) {
        MatrixUtils.checkColumnIndex(this, from);
        MatrixUtils.checkColumnIndex(this, from + block.columns - 1);
        if (block.rows != rows) {
            throw new DimensionMismatchException(block.rows, rows);
        }
        for (int row = 0; row < rows; row++) {
            int source = block.offset + row * block.columns;
            System.arraycopy(block.data, source, data, offset + row * columns + from, block.columns);
        }
    }

    /** The array that backs this matrix; entry (r, c) is at {@code offset() + r·columns + c}. */
    public double[] array() {
        return data;
    }

    /** Where entry (0, 0) is within {@link #array()}. */
    public int offset() {
        return offset;
    }

    /** A fresh array of all entries, row after row. */
    public double[] toArray() {
        return Arrays.copyOfRange(data, offset, offset + rows * columns);
    }

    /** Sets every entry to {@code value}. */
    public void fill(double value) {
        Arrays.fill(data, offset, offset + rows * columns, value);
    }

    /** {@code this ← this + other}, of one shape. */
    public void increment(RowMajorMatrix other) {
        MatrixUtils.checkAdditionCompatible(this, other);
        for (int i = 0; i < rows * columns; i++) {
            data[offset + i] += other.data[other.offset + i];
        }
    }

    /** Overwrites every entry with that of an equally shaped matrix. */
    public void assign(RowMajorMatrix other) {
        MatrixUtils.checkAdditionCompatible(this, other);
        System.arraycopy(other.data, other.offset, data, offset, rows * columns);
    }

    /**
     * {@code this ← this + a·b}.
     *
     * @param a {@code [rows × n]}
     * @param b {@code [n × columns]}
     * @throws DimensionMismatchException if the shapes do not chain
     */
    public void addProduct(RowMajorMatrix a, RowMajorMatrix b) {
        checkProduct(a.rows, a.columns, b.rows, b.columns);
        for (int row = 0; row < rows; row++) {
            int out = offset + row * columns;
            for (int k = 0; k < a.columns; k++) {
                double factor = a.data[a.offset + row * a.columns + k];
                int in = b.offset + k * columns;
                for (int column = 0; column < columns; column++) {
                    data[out + column] += factor * b.data[in + column];
                }
            }
        }
    }

    /**
     * {@code this ← this + aᵀ·b}.
     *
     * @param a {@code [n × rows]}
     * @param b {@code [n × columns]}
     * @throws DimensionMismatchException if the shapes do not chain
     */
    public void addTransposedProduct(RowMajorMatrix a, RowMajorMatrix b) {
        checkProduct(a.columns, a.rows, b.rows, b.columns);
        for (int k = 0; k < a.rows; k++) {
            int in = b.offset + k * columns;
            for (int row = 0; row < rows; row++) {
                double factor = a.data[a.offset + k * a.columns + row];
                int out = offset + row * columns;
                for (int column = 0; column < columns; column++) {
                    data[out + column] += factor * b.data[in + column];
                }
            }
        }
    }

    /**
     * {@code this ← this + a·bᵀ}.
     *
     * @param a {@code [rows × n]}
     * @param b {@code [columns × n]}
     * @throws DimensionMismatchException if the shapes do not chain
     */
    public void addProductTransposed(RowMajorMatrix a, RowMajorMatrix b) {
        checkProduct(a.rows, a.columns, b.columns, b.rows);
        for (int row = 0; row < rows; row++) {
            int left = a.offset + row * a.columns;
            for (int column = 0; column < columns; column++) {
                int right = b.offset + column * b.columns;
                double sum = 0;
                for (int k = 0; k < a.columns; k++) {
                    sum += a.data[left + k] * b.data[right + k];
                }
                data[offset + row * columns + column] += sum;
            }
        }
    }

    /** Adds a {@code [1 × columns]} row to every row. */
    public void addToEveryRow(RowMajorMatrix addend) {
        checkProduct(rows, 1, addend.rows, addend.columns);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                data[offset + row * columns + column] += addend.data[addend.offset + column];
            }
        }
    }

    /** {@code this ← this + column sums of other}; this is {@code [1 × columns]}. */
    public void addColumnSums(RowMajorMatrix other) {
        checkProduct(1, other.rows, other.rows, other.columns);
        for (int row = 0; row < other.rows; row++) {
            for (int column = 0; column < columns; column++) {
                data[offset + column] += other.data[other.offset + row * columns + column];
            }
        }
    }

    /**
     * {@code this ← this + column sums of a ⊙ b}.
     *
     * @param a {@code [n × columns]}; this is {@code [1 × columns]}
     * @param b of the shape of {@code a}
     */
    public void addColumnSumsOfHadamard(RowMajorMatrix a, RowMajorMatrix b) {
        checkProduct(1, a.rows, a.rows, a.columns);
        MatrixUtils.checkAdditionCompatible(a, b);
        for (int row = 0; row < a.rows; row++) {
            for (int column = 0; column < columns; column++) {
                int i = row * columns + column;
                data[offset + column] += a.data[a.offset + i] * b.data[b.offset + i];
            }
        }
    }

    private void checkProduct(int leftRows, int leftColumns, int rightRows, int rightColumns) {
        if (leftColumns != rightRows) {
            throw new DimensionMismatchException(leftColumns, rightRows);
        }
        if (leftRows != rows) {
            throw new DimensionMismatchException(leftRows, rows);
        }
        if (rightColumns != columns) {
            throw new DimensionMismatchException(rightColumns, columns);
        }
    }

    @Override
    public int getRowDimension() {
        return rows;
    }

    @Override
    public int getColumnDimension() {
        return columns;
    }

    @Override
    public double getEntry(int row, int column) {
        MatrixUtils.checkMatrixIndex(this, row, column);
        return data[offset + row * columns + column];
    }

    @Override
    public void setEntry(int row, int column, double value) {
        MatrixUtils.checkMatrixIndex(this, row, column);
        data[offset + row * columns + column] = value;
    }

    @Override
    public RowMajorMatrix createMatrix(int rowDimension, int columnDimension) {
        return new RowMajorMatrix(rowDimension, columnDimension);
    }

    @Override
    public RowMajorMatrix copy() {
        return new RowMajorMatrix(toArray(), 0, rows, columns);
    }

    @Override
    public RowMajorMatrix multiply(RealMatrix other) {
        RowMajorMatrix right = other instanceof RowMajorMatrix same ? same : copyOf(other);
        RowMajorMatrix product = new RowMajorMatrix(rows, right.columns);
        product.addProduct(this, right);
        return product;
    }
}
