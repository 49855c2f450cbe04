package dev.lockstep.math;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.PackedMatrix.Panel;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * What {@link Product} and {@link TransposedProduct} have to do, whatever the kernels: the bits of one chain of
 * {@link Math#fma} over ascending k, and by that the product which Commons Math computes, up to rounding.
 */
public final class ProductContract implements Callable<Integer> {
    private static final double UNIT_ROUNDOFF = 0x1p-53;

    private final SplittableRandom random = new SplittableRandom(20);

    /** How many products were held to it. */
    private int held;

    /** Is called in copies of Lockstep. */
    public ProductContract() {}

    /** Rows of numbers within an array that is longer than they need, on all sides. */
    private final class Rows {
        private final int at = random.nextInt(5);
        private final int stride;
        private final double[] array;

        Rows(int rows, int columns, boolean special) {
            this.stride = columns + random.nextInt(4);
            int n = at + rows * stride + 3;
            this.array = special ? Bits.special(random, n) : Bits.usual(random, n);
        }

        /** The same numbers in every row. */
        Rows(int columns, boolean special) {
            this.stride = 0;
            this.array = special ? Bits.special(random, at + columns) : Bits.usual(random, at + columns);
        }

        double get(int row, int column) {
            return array[at + row * stride + column];
        }

        void writeTo(Strip strip) {
            strip.set(array, at, stride);
        }
    }

    /** @return how many products were held to it */
    @Override
    public Integer call() {
        int[][] edges = {{1}, {2}, {7}, {8}, {9}, {15, 1}, {16}, {17, 16}, {31, 3, 2}, {32, 33}, {5, 5, 5, 5}};
        for (int[] blocks : edges) {
            for (int rows = 1; rows <= 65; rows += 1 + random.nextInt(7)) {
                product(rows, new int[] {1 + random.nextInt(9), 1 + random.nextInt(40)}, blocks, random.nextBoolean());
            }
        }
        int deep = Tiling.DEPTH;
        for (int[] depths : new int[][] {{deep}, {deep + 1}, {5, deep + 3}, {2 * deep + 1, 1}, {1, 2, 3, 4}}) {
            product(13, depths, new int[] {19, 1}, false);
            product(14, depths, new int[] {19, 1}, true);
        }
        for (int rows : new int[] {1, 6, 12, 13, 16, 27, 65}) {
            product(rows, new int[] {3, 5}, new int[] {200, 190}, rows % 2 == 1);
            product(rows, new int[] {deep + 5, 2}, new int[] {384}, false);
        }
        for (int[] rights : edges) {
            for (int rows = 1; rows <= 65; rows += 1 + random.nextInt(9)) {
                transposedProduct(
                        rows, new int[] {1 + random.nextInt(20), 1 + random.nextInt(30), 1}, rights, rows % 5 == 0);
            }
        }
        for (int rows : new int[] {deep, deep + 1, 2 * deep + 7}) {
            transposedProduct(rows, new int[] {3, 10, 1}, new int[] {9, 9, 9, 9}, false);
            transposedProduct(rows, new int[] {14}, new int[] {33}, true);
        }
        transposedProduct(9, new int[] {380, 9, 1}, new int[] {5, 18}, false);
        transposedProduct(200, new int[] {7, 390, 400}, new int[] {3}, false);
        return held;
    }

    private void product(int rows, int[] depths, int[] blocks, boolean special) {
        int depth = Arrays.stream(depths).sum();
        PackedMatrix packed = new PackedMatrix(depth, blocks);
        Rows[] right = new Rows[blocks.length];
        for (int block = 0; block < blocks.length; block++) {
            right[block] = pack(packed, block, depth, blocks[block], special);
        }
        Product product = new Product(packed, rows + random.nextInt(3), depths);
        for (int round = 0; round < 2; round++) { // the memory is used again
            Rows[] left = new Rows[depths.length];
            for (int part = 0; part < depths.length; part++) {
                left[part] = random.nextInt(5) == 0
                        ? new Rows(depths[part], special)
                        : new Rows(rows, depths[part], special);
                left[part].writeTo(product.left(part));
            }
            Rows[] destination = new Rows[blocks.length];
            double[][] expected = new double[blocks.length][];
            for (int block = 0; block < blocks.length; block++) {
                destination[block] = new Rows(rows, blocks[block], special);
                destination[block].writeTo(product.destination(block));
                expected[block] = chain(
                        rows,
                        depths,
                        blocks[block],
                        left,
                        right[block],
                        destination[block],
                        destination[block].array,
                        special);
            }
            product.add(rows);
            for (int block = 0; block < blocks.length; block++) {
                String what = "block " + block + " of " + rows + "×" + Arrays.toString(depths) + "×"
                        + Arrays.toString(blocks);
                Bits.assertSame(destination[block].array, expected[block], what);
            }
            held++;
        }
        assertFilledUpWithZeros(packed);
    }

    /** Some rows at a time, as they are or transposed, and what they replace does not matter. */
    private Rows pack(PackedMatrix packed, int block, int depth, int columns, boolean special) {
        Rows matrix = new Rows(depth, columns, special);
        packed.pack(block, 0, depth, new double[depth * columns], 0, columns);
        int rows;
        for (int from = 0; from < depth; from += rows) {
            rows = Math.min(depth - from, 1 + random.nextInt(depth));
            if (random.nextBoolean()) {
                packed.pack(block, from, rows, matrix.array, matrix.at + from * matrix.stride, matrix.stride);
            } else {
                Rows transposed = new Rows(columns, rows, special);
                for (int row = 0; row < rows; row++) {
                    for (int column = 0; column < columns; column++) {
                        transposed.array[transposed.at + column * transposed.stride + row] =
                                matrix.get(from + row, column);
                    }
                }
                packed.packTransposed(block, from, rows, transposed.array, transposed.at, transposed.stride);
            }
        }
        return matrix;
    }

    private static void assertFilledUpWithZeros(PackedMatrix packed) {
        for (int index = 0; index < packed.panels(); index++) {
            Panel panel = packed.panel(index);
            for (int row = 0; row < packed.depth(); row++) {
                for (int column = panel.columns(); column < panel.width(); column++) {
                    double filling = packed.data()[panel.at() + row * panel.width() + column];
                    if (filling != 0) {
                        assertThat(filling).isZero();
                    }
                }
            }
        }
    }

    /** The whole array of a destination after the product has been added entry by entry to what is in {@code start}. */
    private double[] chain(
            int rows,
            int[] depths,
            int columns,
            Rows[] left,
            Rows right,
            Rows destination,
            double[] start,
            boolean special) {
        int depth = Arrays.stream(depths).sum();
        RealMatrix a = new Array2DRowRealMatrix(rows, depth);
        RealMatrix b = new Array2DRowRealMatrix(depth, columns);
        RealMatrix before = new Array2DRowRealMatrix(rows, columns);
        RealMatrix after = new Array2DRowRealMatrix(rows, columns);
        double[] array = start.clone();
        for (int row = 0; row < rows; row++) {
            int k = 0;
            for (int part = 0; part < depths.length; part++) {
                for (int column = 0; column < depths[part]; column++) {
                    a.setEntry(row, k++, left[part].get(row, column));
                }
            }
        }
        for (int column = 0; column < columns; column++) {
            for (int k = 0; k < depth; k++) {
                b.setEntry(k, column, right.get(k, column));
            }
            for (int row = 0; row < rows; row++) {
                int at = destination.at + row * destination.stride + column;
                before.setEntry(row, column, array[at]);
                for (int k = 0; k < depth; k++) {
                    array[at] = Math.fma(a.getEntry(row, k), b.getEntry(k, column), array[at]);
                }
                after.setEntry(row, column, array[at]);
            }
        }
        if (!special) {
            assertNearCommonsMath(a, b, before, after);
        }
        return array;
    }

    /** Commons Math's own product may be as far from the exact one: twice γₙ·(|c| + Σ|a||b|), n roundings in each. */
    private static void assertNearCommonsMath(RealMatrix a, RealMatrix b, RealMatrix before, RealMatrix after) {
        RealMatrix theirs = before.add(a.multiply(b));
        RealMatrix magnitudes = abs(before).add(abs(a).multiply(abs(b)));
        int roundings = a.getColumnDimension() + 1;
        double gamma = roundings * UNIT_ROUNDOFF / (1 - roundings * UNIT_ROUNDOFF);
        for (int row = 0; row < after.getRowDimension(); row++) {
            for (int column = 0; column < after.getColumnDimension(); column++) {
                double difference = Math.abs(after.getEntry(row, column) - theirs.getEntry(row, column));
                double bound = 2 * gamma * magnitudes.getEntry(row, column);
                if (!(difference <= bound)) { // far faster than an assertion for every entry
                    assertThat(difference).isLessThanOrEqualTo(bound);
                }
            }
        }
    }

    private static RealMatrix abs(RealMatrix matrix) {
        RealMatrix abs = matrix.copy();
        for (int row = 0; row < abs.getRowDimension(); row++) {
            for (int column = 0; column < abs.getColumnDimension(); column++) {
                abs.setEntry(row, column, Math.abs(abs.getEntry(row, column)));
            }
        }
        return abs;
    }

    private void transposedProduct(int rows, int[] lefts, int[] rights, boolean special) {
        int height = Arrays.stream(lefts).sum();
        for (int members = 1; members <= 3; members++) {
            TransposedProduct[] products = new TransposedProduct[members];
            for (int member = 0; member < members; member++) {
                products[member] = new TransposedProduct(lefts, rights, member, members);
            }
            for (int round = 0; round < 2; round++) { // the memory is used again
                Rows transposed = new Rows(height, rows, special); // Aᵀ
                for (int part = 0, begin = 0; part < lefts.length; begin += lefts[part], part++) {
                    writeLeft(products, part, transposed, begin, lefts[part], rows);
                }
                Rows[] destination = new Rows[rights.length];
                double[][] expected = new double[rights.length][];
                for (int part = 0; part < rights.length; part++) {
                    Rows right = new Rows(rows, rights[part], special);
                    destination[part] = new Rows(height, rights[part], true);
                    expected[part] =
                            assigned(rows, height, rights[part], transposed, right, destination[part], special);
                    for (TransposedProduct product : products) {
                        right.writeTo(product.right(part));
                        destination[part].writeTo(product.destination(part));
                    }
                }
                for (TransposedProduct product : products) {
                    product.assign(rows);
                }
                for (int part = 0; part < rights.length; part++) {
                    String what = "part " + part + " of " + Arrays.toString(lefts) + "ᵀ×" + rows + "×"
                            + Arrays.toString(rights) + " by " + members;
                    Bits.assertSame(destination[part].array, expected[part], what);
                }
                held++;
            }
        }
    }

    /** Lays a part of A out in rows: together, the first ones elsewhere, or one for all, which then takes its place in Aᵀ. */
    private void writeLeft(TransposedProduct[] products, int part, Rows transposed, int begin, int columns, int rows) {
        int leading = random.nextInt(3) == 0 ? random.nextInt(rows + 1) : 0;
        boolean oneForAll = random.nextInt(4) == 0;
        Rows first = new Rows(leading, columns, false);
        Rows rest = oneForAll ? new Rows(columns, false) : new Rows(rows - leading, columns, false);
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                int at = transposed.at + (begin + column) * transposed.stride + row;
                if (row < leading) {
                    first.array[first.at + row * first.stride + column] = transposed.array[at];
                } else if (oneForAll) {
                    transposed.array[at] = rest.get(row - leading, column);
                } else {
                    rest.array[rest.at + (row - leading) * rest.stride + column] = transposed.array[at];
                }
            }
        }
        for (TransposedProduct product : products) {
            rest.writeTo(product.left(part));
            first.writeTo(product.leading(part, leading));
        }
    }

    /** The whole array of the destination after its entries have been overwritten. */
    private double[] assigned(
            int rows, int height, int columns, Rows transposed, Rows right, Rows destination, boolean special) {
        double[] start = destination.array.clone();
        for (int row = 0; row < height; row++) {
            int at = destination.at + row * destination.stride;
            Arrays.fill(start, at, at + columns, 0);
        }
        Rows[] left = {transposed};
        return chain(height, new int[] {rows}, columns, left, right, destination, start, special);
    }
}
