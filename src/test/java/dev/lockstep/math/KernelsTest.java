package dev.lockstep.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every implementation of {@link Kernels} has to do. Bits expected are those of loops written here with {@link Math#fma};
 * that these are close to the product is held against exact arithmetic.
 */
@Tag("every-width")
class KernelsTest {
    private static final int[] HEIGHTS = {12, 8, 4, 2, 1};
    private static final int[] DEPTHS = {1, 2, 3, 8, 31, 192};
    private static final double GUARD = 7;
    private static final double UNIT_ROUNDOFF = 0x1p-53;

    static Stream<Arguments> kernels() throws ReflectiveOperationException {
        return Stream.of(
                        new PlainKernels("a test asks for them"),
                        KernelsOfWidth.of(128),
                        KernelsOfWidth.of(256),
                        KernelsOfWidth.of(512))
                .map(kernels -> Arguments.of(kernels.title(), kernels));
    }

    /** A tile with its operands anywhere in longer arrays, and what the loop over its entries makes of it. */
    private static final class Tile {
        private final Kernels kernels;
        private final int rows;
        private final int vectors;
        private final int depth;
        private final int columns;
        private final int aAt;
        private final int bAt;
        private final int ahead;
        private final int cAt;
        private final int cStride;
        private final double[] a;
        private final double[] b;
        private final double[] before;

        Tile(Kernels kernels, int rows, int vectors, int depth, SplittableRandom random, boolean special) {
            this.kernels = kernels;
            this.rows = rows;
            this.vectors = vectors;
            this.depth = depth;
            this.columns = vectors * kernels.lanes();
            this.aAt = random.nextInt(4);
            this.bAt = random.nextInt(4);
            this.cAt = 1 + random.nextInt(4);
            this.cStride = columns + random.nextInt(4);
            this.a = numbers(random, aAt + rows * depth, special);
            this.b = numbers(random, bAt + depth * columns + PackedMatrix.AHEAD * depth, special);
            this.ahead = random.nextInt(b.length - PackedMatrix.AHEAD * depth);
            this.before = numbers(random, cAt + rows * cStride + 3, special);
        }

        private static double[] numbers(SplittableRandom random, int n, boolean special) {
            return special ? Bits.special(random, n) : Bits.usual(random, n);
        }

        double a(int r, int k) {
            return a[aAt + k * rows + r];
        }

        double b(int k, int j) {
            return b[bAt + k * columns + j];
        }

        double[] computed() {
            double[] c = before.clone();
            double[] aBefore = a.clone();
            double[] bBefore = b.clone();
            kernels.tile(rows, vectors, depth, a, aAt, b, bAt, ahead, c, cAt, cStride);
            Bits.assertSame(a, aBefore, "a");
            Bits.assertSame(b, bBefore, "b");
            return c;
        }

        double[] expected() {
            double[] c = before.clone();
            for (int r = 0; r < rows; r++) {
                for (int j = 0; j < columns; j++) {
                    for (int k = 0; k < depth; k++) {
                        c[cAt + r * cStride + j] = Math.fma(a(r, k), b(k, j), c[cAt + r * cStride + j]);
                    }
                }
            }
            return c;
        }

        /** |computed − exact| ≤ γₙ·(|c| + Σ|a||b|), n the number of roundings (Higham, ASNA, section 3.1). */
        void assertNearExact(double[] computed) {
            double gamma = depth * UNIT_ROUNDOFF / (1 - depth * UNIT_ROUNDOFF);
            for (int r = 0; r < rows; r++) {
                for (int j = 0; j < columns; j++) {
                    int at = cAt + r * cStride + j;
                    BigDecimal exact = new BigDecimal(before[at]);
                    BigDecimal magnitudes = exact.abs();
                    for (int k = 0; k < depth; k++) {
                        BigDecimal product = new BigDecimal(a(r, k)).multiply(new BigDecimal(b(k, j)));
                        exact = exact.add(product);
                        magnitudes = magnitudes.add(product.abs());
                    }
                    assertThat(new BigDecimal(computed[at]).subtract(exact).abs())
                            .as("entry %s, %s of %s", r, j, this)
                            .isLessThanOrEqualTo(magnitudes.multiply(new BigDecimal(gamma)));
                }
            }
        }

        @Override
        public String toString() {
            return "tile " + rows + "×" + columns + ", depth " + depth;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void every_tile_has_the_bits_of_one_chain_over_k_and_touches_nothing_else(String title, Kernels kernels) {
        SplittableRandom random = new SplittableRandom(1);
        for (int rows : HEIGHTS) {
            for (int vectors = 1; vectors <= 2; vectors++) {
                for (int depth : DEPTHS) {
                    for (int round = 0; round < 4; round++) {
                        Tile tile = new Tile(kernels, rows, vectors, depth, random, round >= 2);
                        Bits.assertSame(tile.computed(), tile.expected(), tile.toString());
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void every_tile_is_within_gamma_n_of_the_exact_product(String title, Kernels kernels) {
        SplittableRandom random = new SplittableRandom(2);
        for (int rows : HEIGHTS) {
            for (int vectors = 1; vectors <= 2; vectors++) {
                Tile tile = new Tile(kernels, rows, vectors, 1 + random.nextInt(20), random, false);
                tile.assertNearExact(tile.computed());
            }
        }
    }

    /** Here both have vectors of four numbers, so that one call can be put to both. */
    @Test
    void the_template_and_the_plain_twin_agree() throws ReflectiveOperationException {
        Kernels plain = new PlainKernels("a test asks for them");
        Kernels vectors = KernelsOfWidth.of(64 * plain.lanes());
        for (int rows : HEIGHTS) {
            for (int wide = 1; wide <= 2; wide++) {
                for (int depth : DEPTHS) {
                    long seed = 100L * rows + depth;
                    Tile ours = new Tile(plain, rows, wide, depth, new SplittableRandom(seed), true);
                    Tile other = new Tile(vectors, rows, wide, depth, new SplittableRandom(seed), true);
                    Bits.assertSame(other.computed(), ours.computed(), other.toString());
                }
            }
            double[] source = Bits.special(new SplittableRandom(rows), 12 * 40);
            double[] here = new double[12 * 40];
            double[] there = new double[12 * 40];
            plain.packTile(rows, 33, source, 1, 38, here, 2);
            vectors.packTile(rows, 33, source, 1, 38, there, 2);
            Bits.assertSame(there, here, "packed rows");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void rows_are_copied_whatever_their_length_and_nothing_else(String title, Kernels kernels) {
        SplittableRandom random = new SplittableRandom(3);
        for (int rows : new int[] {0, 1, 2, 7}) {
            for (int columns = 1; columns <= 35; columns++) {
                int from = random.nextInt(3);
                int sourceStride = random.nextInt(4) == 0 ? 0 : columns + random.nextInt(3);
                int to = random.nextInt(3);
                int targetStride = columns + random.nextInt(3);
                double[] source = Bits.special(random, from + rows * sourceStride + columns);
                double[] target = new double[to + rows * targetStride + columns + 8];
                Arrays.fill(target, GUARD);
                double[] expected = target.clone();
                for (int r = 0; r < rows; r++) {
                    for (int j = 0; j < columns; j++) {
                        expected[to + r * targetStride + j] = source[from + r * sourceStride + j];
                    }
                }
                kernels.copyRows(rows, columns, source, from, sourceStride, target, to, targetStride);
                Bits.assertSame(target, expected, rows + " rows of " + columns);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void rows_of_a_tile_are_packed_side_by_side(String title, Kernels kernels) {
        SplittableRandom random = new SplittableRandom(4);
        for (int rows : HEIGHTS) {
            for (int depth : DEPTHS) {
                int from = random.nextInt(3);
                int stride = random.nextInt(4) == 0 ? 0 : depth + random.nextInt(3);
                int to = random.nextInt(3);
                double[] source = Bits.special(random, from + rows * stride + depth);
                double[] target = new double[to + rows * depth + 8];
                Arrays.fill(target, GUARD);
                double[] expected = target.clone();
                for (int r = 0; r < rows; r++) {
                    for (int k = 0; k < depth; k++) {
                        expected[to + k * rows + r] = source[from + r * stride + k];
                    }
                }
                kernels.packTile(rows, depth, source, from, stride, target, to);
                Bits.assertSame(target, expected, rows + " rows of " + depth);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void the_tallest_tile_is_one_that_there_is(String title, Kernels kernels) {
        assertThat(HEIGHTS).contains(kernels.tallestTile());
        assertThat(kernels.usesVectors()).isEqualTo(title.startsWith("Vector API"));
    }

    /** s ← ½·s + ½ from 0 is 1 − 2^−n after n rounds. */
    @Test
    void the_plain_ones_say_why_and_multiply_and_add() {
        Kernels plain = new PlainKernels("a test asks for them");
        assertThat(plain.title()).isEqualTo("plain Java, since a test asks for them");
        assertThat(plain.multiplyAdd(0)).isZero();
        assertThat(plain.multiplyAdd(5)).isEqualTo(0.96875);
    }
}
