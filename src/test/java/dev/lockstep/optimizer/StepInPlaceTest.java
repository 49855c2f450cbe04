package dev.lockstep.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.AdaGrad;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.LookAheadRmsProp;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerSpec.RmsProp;
import dev.lockstep.model.OptimizerSpec.Sgd;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bits expected are those of the equations of {@code package-info}, written out here for one entry at a time. */
class StepInPlaceTest {
    private static final String EVERY_FORM = "dev.lockstep.optimizer.OptimizerTest#everyForm";
    private static final NetworkSpec NETWORK = NetworkSpec.of(new DenseSpec("dense", 1, 1, Activation.IDENTITY));
    private static final double[] SPECIAL = {
        0,
        -0.0,
        1,
        -1,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MAX_VALUE,
        1e-160,
        1e160
    };

    /** Matrices that begin at the given offsets of arrays which are longer than they need to be. */
    private static final class Operand {
        private final double[] before;
        private final RowMajorMatrix matrix;

        Operand(SplittableRandom random, int rows, int columns, int offset, boolean special) {
            double[] array = new double[offset + rows * columns + 2];
            for (int k = 0; k < array.length; k++) {
                array[k] = special && random.nextInt(3) == 0
                        ? SPECIAL[random.nextInt(SPECIAL.length)]
                        : random.nextDouble(-2, 2);
            }
            this.before = array.clone();
            this.matrix = RowMajorMatrix.wrap(array, offset, rows, columns);
        }

        double before(int k) {
            return before[matrix.offset() + k];
        }

        double after(int k) {
            return matrix.array()[matrix.offset() + k];
        }

        void assertUntouchedOutside(int size) {
            for (int k = 0; k < before.length; k++) {
                if (k < matrix.offset() || k >= matrix.offset() + size) {
                    assertThat(matrix.array()[k]).isEqualTo(before[k]);
                }
            }
        }
    }

    /** θ and the state after a step of one entry. */
    private static double[] written(OptimizerSpec spec, int t, double theta, double g, double first, double second) {
        if (spec instanceof Sgd sgd) {
            return new double[] {theta - sgd.rate() * g};
        }
        if (spec instanceof Nesterov nesterov) {
            double mu = nesterov.momentum();
            double v = mu * first - nesterov.rate() * g;
            boolean ahead = nesterov.form() == Nesterov.Form.LOOK_AHEAD;
            return new double[] {ahead ? theta + v : theta - (mu * first - (1 + mu) * v), v};
        }
        if (spec instanceof RmsProp rms) {
            double s = rms.decay() * first + g * g * (1 - rms.decay());
            return new double[] {theta - rooted(rms.rate() * g, s, rms.epsilon(), rms.placement()), s};
        }
        if (spec instanceof LookAheadRmsProp rms) {
            double s = rms.decay() * first + g * g * (1 - rms.decay());
            double v = rms.momentum() * second - rooted(rms.rate() * g, s, rms.epsilon(), rms.placement());
            return new double[] {theta + v, s, v};
        }
        if (spec instanceof AdaGrad ada) {
            double s = first + g * g;
            return new double[] {theta - rooted(ada.rate() * g, s, ada.epsilon(), ada.placement()), s};
        }
        Adam adam = (Adam) spec;
        double m = adam.beta1() * first + g * (1 - adam.beta1());
        double v = adam.beta2() * second + g * g * (1 - adam.beta2());
        double correction1 = 1 - power(adam.beta1(), t);
        double correction2 = 1 - power(adam.beta2(), t);
        double alphaT = adam.rate() * Math.sqrt(correction2) / correction1;
        double step = switch (adam.form()) {
            case ALGORITHM_1 -> adam.rate() * (m / correction1) / (Math.sqrt(v / correction2) + adam.epsilon());
            case INSIDE_ROOT -> adam.rate() * (m / correction1) / Math.sqrt(v / correction2 + adam.epsilon());
            case REORDERED -> alphaT * m / (Math.sqrt(v) + adam.epsilon());
        };
        return new double[] {theta - step, m, v};
    }

    private static double rooted(double numerator, double s, double epsilon, Epsilon placement) {
        return switch (placement) {
            case OUTSIDE_ROOT -> numerator / (Math.sqrt(s) + epsilon);
            case INSIDE_ROOT -> numerator / Math.sqrt(s + epsilon);
            case ADDED_TO_QUOTIENT -> numerator / Math.sqrt(s) + epsilon;
        };
    }

    private static void assertBits(OptimizerSpec spec, int rows, int columns, boolean special, int... offsets) {
        SplittableRandom random = new SplittableRandom(31L * rows + columns);
        int size = rows * columns;
        Operand theta = new Operand(random, rows, columns, offsets[0], special);
        Operand gradient = new Operand(random, rows, columns, offsets[1], special);
        List<Operand> slots = new ArrayList<>();
        for (int k = 0; k < spec.slots().size(); k++) {
            slots.add(new Operand(random, rows, columns, offsets[2 + k], special));
        }
        int t = 1 + size % 7;
        Optimizer.of(spec, NETWORK)
                .stepInPlace(
                        t,
                        theta.matrix,
                        gradient.matrix,
                        slots.stream().map(slot -> slot.matrix).toList());
        for (int k = 0; k < size; k++) {
            double first = slots.isEmpty() ? 0 : slots.get(0).before(k);
            double second = slots.size() < 2 ? 0 : slots.get(1).before(k);
            double[] expected = written(spec, t, theta.before(k), gradient.before(k), first, second);
            // isEqualTo compares as Double.equals does: NaN is NaN, and −0 is not 0
            assertThat(Double.valueOf(theta.after(k))).isEqualTo(Double.valueOf(expected[0]));
            for (int slot = 0; slot < slots.size(); slot++) {
                assertThat(Double.valueOf(slots.get(slot).after(k))).isEqualTo(Double.valueOf(expected[1 + slot]));
            }
        }
        assertThat(gradient.matrix.array()).isEqualTo(gradient.before);
        theta.assertUntouchedOutside(size);
        slots.forEach(slot -> slot.assertUntouchedOutside(size));
    }

    @ParameterizedTest
    @MethodSource(EVERY_FORM)
    void every_bit_is_that_of_the_equations_wherever_the_matrices_begin(OptimizerSpec spec) {
        int[][] offsets = {{0, 0, 0, 0}, {5, 5, 5, 5}, {0, 3, 0, 0}, {0, 0, 0, 1}, {0, 0, 1, 1}, {4, 0, 7, 2}};
        int[][] shapes = {{1, 1}, {1, 7}, {3, 33}, {4, 64}, {1, 257}, {31, 20}};
        for (int[] offset : offsets) {
            for (int[] shape : shapes) {
                assertBits(spec, shape[0], shape[1], false, offset);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(EVERY_FORM)
    void zeros_of_both_signs_the_smallest_the_greatest_infinity_and_nan_go_through(OptimizerSpec spec) {
        assertBits(spec, 30, 40, true, 0, 0, 0, 0);
        assertBits(spec, 30, 40, true, 1, 2, 3, 4);
    }

    /** Compiled and vectorised, as the first steps of a JVM are not. */
    @ParameterizedTest
    @MethodSource(EVERY_FORM)
    void every_bit_is_the_same_once_the_loops_are_compiled(OptimizerSpec spec) {
        Optimizer optimizer = Optimizer.of(spec, NETWORK);
        Operand theta = new Operand(new SplittableRandom(1), 20, 50, 0, false);
        RowMajorMatrix gradient = new Operand(new SplittableRandom(2), 20, 50, 0, false).matrix;
        List<RowMajorMatrix> slots =
                spec.slots().stream().map(slot -> new RowMajorMatrix(20, 50)).toList();
        for (int step = 0; step < 2000; step++) {
            optimizer.stepInPlace(1 + step, theta.matrix, gradient, slots);
        }
        assertBits(spec, 20, 50, true, 0, 0, 0, 0);
        assertBits(spec, 20, 50, false, 3, 3, 3, 3);
    }

    /** To 60 digits, then rounded. */
    private static double power(double x, int n) {
        return new BigDecimal(x).pow(n, new MathContext(60)).doubleValue();
    }

    @ParameterizedTest
    @MethodSource(EVERY_FORM)
    void once_compiled_a_step_allocates_nothing(OptimizerSpec spec) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        Optimizer optimizer = Optimizer.of(spec, NETWORK);
        RowMajorMatrix theta = new RowMajorMatrix(3, 100);
        RowMajorMatrix together = new RowMajorMatrix(3, 100);
        RowMajorMatrix apart = RowMajorMatrix.wrap(new double[330], 30, 3, 100);
        List<RowMajorMatrix> slots =
                spec.slots().stream().map(slot -> new RowMajorMatrix(3, 100)).toList();
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 10_000 && allocated > 0; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            for (int t = 1; t <= 100; t++) {
                optimizer.stepInPlace(t, theta, together, slots);
                optimizer.stepInPlace(t, theta, apart, slots);
            }
            allocated = threads.getThreadAllocatedBytes(thread) - before;
        }
        assertThat(allocated).isZero();
    }

    @Test
    void several_threads_may_share_an_optimizer() {
        OptimizerSpec adam = new Adam(0.1, 0.9, 0.999, 1e-8, Adam.Form.REORDERED);
        Optimizer shared = Optimizer.of(adam, NETWORK);
        List<RowMajorMatrix> ends = IntStream.range(0, 200)
                .parallel()
                .mapToObj(run -> {
                    RowMajorMatrix theta = RowMajorMatrix.wrap(new double[700], 1, 1, 600);
                    RowMajorMatrix gradient = new RowMajorMatrix(1, 600);
                    gradient.fill(run);
                    shared.stepInPlace(
                            1, theta, gradient, List.of(new RowMajorMatrix(1, 600), new RowMajorMatrix(1, 600)));
                    return theta;
                })
                .toList();
        for (int run = 0; run < ends.size(); run++) {
            assertThat(ends.get(run).toArray()).containsOnly(written(adam, 1, 0, run, 0, 0)[0]);
        }
    }

    @Test
    void what_does_not_fit_together_is_refused() {
        Optimizer adam = Optimizer.of(new Adam(0.1, 0.9, 0.999, 1e-8, Adam.Form.REORDERED), NETWORK);
        RowMajorMatrix fits = new RowMajorMatrix(5, 20);
        RowMajorMatrix narrow = new RowMajorMatrix(5, 15);
        RowMajorMatrix flat = new RowMajorMatrix(4, 20);
        assertRefused(adam, 0, fits, List.of(fits, fits), "number of a step of Adam: at least 1 expected, 0 found");
        assertRefused(adam, 1, narrow, List.of(fits, fits), "gradient for Adam: 5×20 expected, 5×15 found");
        assertRefused(adam, 1, fits, List.of(fits, flat), "state \"v\" of Adam: 5×20 expected, 4×20 found");
        assertRefused(adam, 1, fits, List.of(fits), "state of Adam: 2 matrices [m, v] expected, 1 found");
    }

    private static void assertRefused(
            Optimizer optimizer, int t, RowMajorMatrix gradient, List<RowMajorMatrix> slots, String sentence) {
        assertThatThrownBy(() -> optimizer.stepInPlace(t, new RowMajorMatrix(5, 20), gradient, slots))
                .isInstanceOf(InvalidInput.class)
                .hasMessage(sentence);
    }
}
