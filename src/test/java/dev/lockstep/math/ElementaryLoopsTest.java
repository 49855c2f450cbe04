package dev.lockstep.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The loops of {@link Kernels} over elementary functions, held to {@link Elementary} bit by bit. */
@Tag("every-width")
class ElementaryLoopsTest {
    private static final double GUARD = 7;

    static Stream<Arguments> loops() throws ReflectiveOperationException {
        Stream.Builder<Arguments> loops = Stream.builder();
        for (int bits : new int[] {512, 256, 128}) {
            add(KernelsOfWidth.of(bits), loops);
        }
        add(new PlainKernels("a test asks for them"), loops);
        return loops.build();
    }

    private static void add(Kernels kernels, Stream.Builder<Arguments> loops) {
        for (ElementaryFunction function : ElementaryFunction.values()) {
            loops.add(Arguments.of(kernels.title(), function, kernels));
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("loops")
    void loop_and_scalar_twin_agree_in_every_bit(String title, ElementaryFunction function, Kernels kernels) {
        assertSameBits(function, kernels, 100_000);
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("loops")
    void loop_and_scalar_twin_agree_in_every_bit_of_5_million_results(
            String title, ElementaryFunction function, Kernels kernels) {
        assertSameBits(function, kernels, 5_000_000);
    }

    private static void assertSameBits(ElementaryFunction function, Kernels kernels, int points) {
        DoubleStream special = DoubleStream.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        double[] x = DoubleStream.concat(special, function.points(points)).toArray();
        double[] y = new double[x.length];
        run(function, kernels, x, 0, y, 0, x.length);
        for (int i = 0; i < x.length; i++) {
            double twin = function.ours(x[i]);
            if (Double.doubleToLongBits(y[i]) != Double.doubleToLongBits(twin)) {
                assertThat(y[i]).as("%s of %s", function, x[i]).isEqualTo(Double.valueOf(twin));
            }
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("loops")
    void any_number_of_entries_anywhere_also_in_place(String title, ElementaryFunction function, Kernels kernels) {
        for (int n = 0; n <= 35; n++) {
            int xAt = n % 3;
            int yAt = n % 5;
            double[] x = new double[n + 8];
            Arrays.setAll(x, i -> 0.1 * i - 1.5);
            double[] y = new double[n + 8];
            Arrays.fill(y, GUARD);
            double[] expected = y.clone();
            double[] inPlace = x.clone();
            for (int i = 0; i < n; i++) {
                expected[yAt + i] = function.ours(x[xAt + i]);
                inPlace[xAt + i] = function.ours(x[xAt + i]);
            }
            run(function, kernels, x, xAt, y, yAt, n);
            run(function, kernels, x, xAt, x, xAt, n);
            assertThat(y).as("%s entries", n).containsExactly(expected);
            assertThat(x).as("%s entries in place", n).containsExactly(inPlace);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 256, 128})
    void widths_are_those_asked_for(int bits) throws ReflectiveOperationException {
        Kernels kernels = KernelsOfWidth.of(bits);
        assertThat(kernels.title()).isEqualTo("Vector API, %s bits", bits);
        assertThat(kernels.lanes()).isEqualTo(bits / 64);
    }

    private static void run(
            ElementaryFunction function, Kernels kernels, double[] x, int xAt, double[] y, int yAt, int n) {
        switch (function) {
            case EXP -> kernels.exp(x, xAt, y, yAt, n);
            case TANH -> kernels.tanh(x, xAt, y, yAt, n);
            case SIGMOID -> kernels.sigmoid(x, xAt, y, yAt, n);
        }
    }
}
