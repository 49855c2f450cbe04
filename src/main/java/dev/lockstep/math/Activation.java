package dev.lockstep.math;

import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.exception.DimensionMismatchException;

/**
 * The activation functions a = φ(z), each with its slope φ′(z).
 *
 * <p>All but {@link #SOFTMAX} work entry by entry. Where φ has a kink, the slope is that of the side named here;
 * the same sides are taken by Deeplearning4j and by PyTorch unless said otherwise.
 *
 * <p>e^z, tanh and the logistic function are those of {@link Elementary}, other functions those of {@link StrictMath}; both have
 * the same bits everywhere, where {@link Math#tanh} has other last digits on JDK 25 than on 17.
 */
public enum Activation {
    /** φ(z) = z. */
    IDENTITY(z -> z, (z, a) -> 1) {
        @Override
        public boolean slopeNeedsZ() {
            return false;
        }
    },
    /** φ(z) = tanh z, φ′ = 1 − a². */
    TANH(Elementary::tanh, (z, a) -> 1 - a * a) {
        @Override
        public boolean slopeNeedsZ() {
            return false;
        }

        @Override
        public void forward(double[] z, int zAt, double[] a, int aAt, int rows, int columns) {
            Kernels.get().tanh(z, zAt, a, aAt, rows * columns);
        }
    },
    /** The logistic function φ(z) = 1/(1 + e^−z), φ′ = a(1 − a). */
    SIGMOID(Elementary::sigmoid, (z, a) -> a * (1 - a)) {
        @Override
        public boolean slopeNeedsZ() {
            return false;
        }

        @Override
        public void forward(double[] z, int zAt, double[] a, int aAt, int rows, int columns) {
            Kernels.get().sigmoid(z, zAt, a, aAt, rows * columns);
        }
    },
    /** φ(z) = max(0, z); φ′(0) = 0. */
    RELU(z -> Math.max(0, z), (z, a) -> z > 0 ? 1 : 0),
    /** φ(z) = z for z ≥ 0, 0.01·z below; φ′(0) = 1. */
    LEAKY_RELU(z -> z >= 0 ? z : 0.01 * z, (z, a) -> z >= 0 ? 1 : 0.01),
    /** φ(z) = z for z ≥ 0, e^z − 1 below (Clevert et al., arXiv:1511.07289, α = 1); φ′(0) = 1. */
    ELU(z -> z >= 0 ? z : StrictMath.expm1(z), (z, a) -> z >= 0 ? 1 : Elementary.exp(z)),
    /** φ(z) = ln(1 + e^z), without overflow for great z; φ′ is the logistic function. */
    SOFTPLUS(z -> Math.max(0, z) + StrictMath.log1p(Elementary.exp(-Math.abs(z))), (z, a) -> Elementary.sigmoid(z)),
    /** φ(z) = z/(1 + |z|), φ′ = 1/(1 + |z|)². */
    SOFTSIGN(z -> z / (1 + Math.abs(z)), (z, a) -> 1 / ((1 + Math.abs(z)) * (1 + Math.abs(z)))),
    /** φ(z) = 0.2·z + 0.5 within [0, 1], the form of Theano and Keras 1/2; φ′(±2.5) = 0.2. */
    HARD_SIGMOID(z -> Math.min(1, Math.max(0, 0.2 * z + 0.5)), (z, a) -> Math.abs(z) <= 2.5 ? 0.2 : 0),
    /** φ(z) = z within [−1, 1]; φ′(±1) = 1. */
    HARD_TANH(z -> Math.min(1, Math.max(-1, z)), (z, a) -> Math.abs(z) <= 1 ? 1 : 0),
    /** φ(z) = z³. */
    CUBE(z -> z * z * z, (z, a) -> 3 * z * z),
    /** φ(z)ⱼ = e^zⱼ / Σₖ e^zₖ over the features of a row; the greatest of the row is subtracted first. */
    SOFTMAX(Curves::ofRows, Curves::ofRows) {
        @Override
        public boolean slopeNeedsZ() {
            return false;
        }

        @Override
        public void forward(double[] z, int zAt, double[] a, int aAt, int rows, int columns) {
            for (int row = 0; row < rows; row++) {
                int zi = zAt + row * columns;
                int ai = aAt + row * columns;
                double greatest = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < columns; k++) {
                    greatest = Math.max(greatest, z[zi + k]);
                }
                for (int k = 0; k < columns; k++) {
                    a[ai + k] = z[zi + k] - greatest;
                }
                Kernels.get().exp(a, ai, a, ai, columns);
                double sum = 0;
                for (int k = 0; k < columns; k++) {
                    sum += a[ai + k];
                }
                for (int k = 0; k < columns; k++) {
                    a[ai + k] /= sum;
                }
            }
        }

        /** dzⱼ = aⱼ·(daⱼ − Σₖ daₖ·aₖ). */
        @Override
        public void backward(
                double[] z,
                int zAt,
                double[] a,
                int aAt,
                double[] da,
                int daAt,
                double[] dz,
                int dzAt,
                int rows,
                int columns) {
            for (int row = 0; row < rows; row++) {
                int ai = aAt + row * columns;
                int di = daAt + row * columns;
                int zi = dzAt + row * columns;
                double dot = 0;
                for (int k = 0; k < columns; k++) {
                    dot += da[di + k] * a[ai + k];
                }
                for (int k = 0; k < columns; k++) {
                    dz[zi + k] = a[ai + k] * (da[di + k] - dot);
                }
            }
        }
    },
    /** φ(z) = max(0, z) up to 6, 6 above; φ′(0) = φ′(6) = 0. */
    RELU6(z -> Math.min(6, Math.max(0, z)), (z, a) -> z > 0 && z < 6 ? 1 : 0),
    /** φ(z) = z above 1, 0 up to there, where it jumps (K. Konda et al., arXiv:1402.3337, θ = 1); φ′(1) = 0. */
    THRESHOLDED_RELU(z -> z <= 1 ? 0 : z, (z, a) -> z > 1 ? 1 : 0),
    /**
     * φ as {@link #LEAKY_RELU}, with the slope {@code 0.01f} = 0.00999999978 below 0, which is not that of φ: so it is in
     * Deeplearning4j.
     */
    FLOAT_LEAKY_RELU(z -> z >= 0 ? z : 0.01 * z, (z, a) -> z >= 0 ? 1 : 0.01f),
    /**
     * φ(z) = z for z ≥ 0, 11/48·z below, what randomised leaky ReLU does outside of training (B. Xu et al., arXiv:1505.00853):
     * the mean of the slopes 1/8 to 1/3 that are drawn in training; φ′(0) = 1.
     */
    RRELU(z -> z >= 0 ? z : Curves.MEAN_LEAK * z, (z, a) -> z >= 0 ? 1 : Curves.MEAN_LEAK),
    /**
     * φ(z) = λ·z for z > 0, λ·α·(e^z − 1) up to there (G. Klambauer et al., arXiv:1706.02515), with λ = 1.0507009873554805 and
     * α = 1.6732632423543772; φ′(0) = λ·α.
     */
    SELU(
            z -> Curves.SELU_SCALE * (z > 0 ? z : Curves.SELU_ALPHA * StrictMath.expm1(z)),
            (z, a) -> Curves.SELU_SCALE * (z > 0 ? 1 : Curves.SELU_ALPHA * Elementary.exp(z))),
    /** φ(z) = z·σ(z), σ being the logistic function; also known as SiLU (P. Ramachandran et al., arXiv:1710.05941, β = 1). */
    SWISH(z -> z * Elementary.sigmoid(z), (z, a) -> Curves.gatedSlope(z, 1)),
    /** φ(z) = z·tanh(ln(1 + e^z)) (D. Misra, arXiv:1908.08681). */
    MISH(Curves::mish, (z, a) -> Curves.mishSlope(z)),
    /**
     * φ(z) = z·σ(1.702·z), the first approximation of z·Φ(z) in D. Hendrycks and K. Gimpel, arXiv:1606.08415, section 2, and
     * Deeplearning4j's GELU, but for {@link #FLOAT_GELU}.
     */
    GELU(z -> z * Elementary.sigmoid(1.702 * z), (z, a) -> Curves.gatedSlope(z, 1.702)),
    /** {@link #GELU} with {@code 1.702f} = 1.70200002 for 1.702, as Deeplearning4j has it in double precision, too. */
    FLOAT_GELU(z -> z * Elementary.sigmoid(1.702f * z), (z, a) -> Curves.gatedSlope(z, 1.702f)),
    /** φ(z) = ½·z·(1 + tanh(√(2/π)·(z + 0.044715·z³))), the second approximation there: what others call GELU. */
    GELU_TANH(z -> z * Elementary.sigmoid(2 * Curves.geluArgument(z)), (z, a) -> Curves.geluTanhSlope(z)),
    /** {@link #HARD_SIGMOID} with {@code 0.2f} = 0.200000003 for 0.2, as Deeplearning4j has it in double precision, too. */
    FLOAT_HARD_SIGMOID(z -> Math.min(1, Math.max(0, 0.2f * z + 0.5)), (z, a) -> Math.abs(z) <= 2.5 ? 0.2f : 0),
    /** φ(z) = max(0, tanh z); φ′(0) = 0. */
    RECTIFIED_TANH(z -> z <= 0 ? 0 : Elementary.tanh(z), (z, a) -> z > 0 ? 1 - a * a : 0),
    /**
     * φ(z) = 1.7159·t(2·z/3) with t(y) = sign(y)·(1 − 1/(1 + |y| + y² + 1.41645·y⁴)), which looks like Y. LeCun's 1.7159·tanh(2·z/3)
     * and needs no exponential.
     */
    RATIONAL_TANH(z -> Curves.rationalTanh(z, 1.7159, 1.41645), (z, a) -> Curves.rationalTanhSlope(z, 1.7159, 1.41645)),
    /** {@link #RATIONAL_TANH} with {@code 1.7159f} and {@code 1.41645f}, as Deeplearning4j has it in double precision, too. */
    FLOAT_RATIONAL_TANH(
            z -> Curves.rationalTanh(z, 1.7159f, 1.41645f), (z, a) -> Curves.rationalTanhSlope(z, 1.7159f, 1.41645f));

    private final DoubleUnaryOperator value;
    private final DoubleBinaryOperator slope;

    Activation(DoubleUnaryOperator value, DoubleBinaryOperator slope) {
        this.value = value;
        this.slope = slope;
    }

    /** φ(z). */
    public double value(double z) {
        return value.applyAsDouble(z);
    }

    /**
     * φ′(z).
     *
     * @param z the pre-activation
     * @param a φ(z), which the caller has at hand
     */
    public double slope(double z, double a) {
        return slope.applyAsDouble(z, a);
    }

    /** Whether φ′ needs z. Where it does not, z and a may share their place, since a alone gives the slope. */
    public boolean slopeNeedsZ() {
        return true;
    }

    /**
     * a ← φ(z), row by row, with nothing allocated.
     *
     * @param z pre-activations: entry (row, column) at {@code zAt + row·columns + column}
     * @param a destination, laid out so from {@code aAt}; may be z at the same place
     */
    public void forward(double[] z, int zAt, double[] a, int aAt, int rows, int columns) {
        int size = rows * columns;
        for (int i = 0; i < size; i++) {
            a[aAt + i] = value(z[zAt + i]);
        }
    }

    /**
     * dz ← ∂L/∂z, given da = ∂L/∂a: da ⊙ φ′(z), or the Jacobian's product for softmax; nothing is allocated.
     *
     * @param z pre-activations: entry (row, column) at {@code zAt + row·columns + column}; read by those whose
     *     {@link #slopeNeedsZ()} only
     * @param a φ(z), laid out so from {@code aAt}
     * @param da gradient with respect to a, laid out so from {@code daAt}
     * @param dz destination, laid out so from {@code dzAt}; may be da at the same place
     */
    public void backward(
            double[] z,
            int zAt,
            double[] a,
            int aAt,
            double[] da,
            int daAt,
            double[] dz,
            int dzAt,
            int rows,
            int columns) {
        int size = rows * columns;
        for (int i = 0; i < size; i++) {
            dz[dzAt + i] = da[daAt + i] * slope(z[zAt + i], a[aAt + i]);
        }
    }

    /**
     * a ← φ(z), row by row.
     *
     * @param z pre-activations {@code [rows × features]}
     * @param a destination of the same shape; may be {@code z} itself
     */
    public final void forward(RowMajorMatrix z, RowMajorMatrix a) {
        checkSameShape(z, a);
        forward(z.array(), z.offset(), a.array(), a.offset(), z.getRowDimension(), z.getColumnDimension());
    }

    /**
     * dz ← ∂L/∂z, given da = ∂L/∂a: da ⊙ φ′(z), or the Jacobian's product for softmax.
     *
     * @param z pre-activations {@code [rows × features]}
     * @param a φ(z), same shape
     * @param da gradient with respect to a, same shape
     * @param dz destination, same shape; may be {@code da} itself
     */
    public final void backward(RowMajorMatrix z, RowMajorMatrix a, RowMajorMatrix da, RowMajorMatrix dz) {
        checkSameShape(z, a);
        checkSameShape(z, da);
        checkSameShape(z, dz);
        backward(
                z.array(),
                z.offset(),
                a.array(),
                a.offset(),
                da.array(),
                da.offset(),
                dz.array(),
                dz.offset(),
                z.getRowDimension(),
                z.getColumnDimension());
    }

    /** The name used in text and features: {@code hard sigmoid}. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void checkSameShape(RowMajorMatrix a, RowMajorMatrix b) {
        if (a.getRowDimension() != b.getRowDimension()) {
            throw new DimensionMismatchException(b.getRowDimension(), a.getRowDimension());
        }
        if (a.getColumnDimension() != b.getColumnDimension()) {
            throw new DimensionMismatchException(b.getColumnDimension(), a.getColumnDimension());
        }
    }
}
