package dev.lockstep.math;

import java.util.Locale;
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
    IDENTITY {
        @Override
        public double value(double z) {
            return z;
        }

        @Override
        public double slope(double z, double a) {
            return 1;
        }

        @Override
        public boolean slopeNeedsZ() {
            return false;
        }
    },
    /** φ(z) = tanh z, φ′ = 1 − a². */
    TANH {
        @Override
        public double value(double z) {
            return Elementary.tanh(z);
        }

        @Override
        public double slope(double z, double a) {
            return 1 - a * a;
        }

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
    SIGMOID {
        @Override
        public double value(double z) {
            return Elementary.sigmoid(z);
        }

        @Override
        public double slope(double z, double a) {
            return a * (1 - a);
        }

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
    RELU {
        @Override
        public double value(double z) {
            return Math.max(0, z);
        }

        @Override
        public double slope(double z, double a) {
            return z > 0 ? 1 : 0;
        }
    },
    /** φ(z) = z for z ≥ 0, 0.01·z below; φ′(0) = 1. */
    LEAKY_RELU {
        @Override
        public double value(double z) {
            return z >= 0 ? z : 0.01 * z;
        }

        @Override
        public double slope(double z, double a) {
            return z >= 0 ? 1 : 0.01;
        }
    },
    /** φ(z) = z for z ≥ 0, e^z − 1 below (Clevert et al., arXiv:1511.07289, α = 1); φ′(0) = 1. */
    ELU {
        @Override
        public double value(double z) {
            return z >= 0 ? z : StrictMath.expm1(z);
        }

        @Override
        public double slope(double z, double a) {
            return z >= 0 ? 1 : Elementary.exp(z);
        }
    },
    /** φ(z) = ln(1 + e^z), without overflow for great z; φ′ is the logistic function. */
    SOFTPLUS {
        @Override
        public double value(double z) {
            return Math.max(0, z) + StrictMath.log1p(Elementary.exp(-Math.abs(z)));
        }

        @Override
        public double slope(double z, double a) {
            return Elementary.sigmoid(z);
        }
    },
    /** φ(z) = z/(1 + |z|), φ′ = 1/(1 + |z|)². */
    SOFTSIGN {
        @Override
        public double value(double z) {
            return z / (1 + Math.abs(z));
        }

        @Override
        public double slope(double z, double a) {
            double d = 1 + Math.abs(z);
            return 1 / (d * d);
        }
    },
    /** φ(z) = 0.2·z + 0.5 within [0, 1], the form of Theano, Keras 1/2 and Deeplearning4j; φ′(±2.5) = 0.2. */
    HARD_SIGMOID {
        @Override
        public double value(double z) {
            return Math.min(1, Math.max(0, 0.2 * z + 0.5));
        }

        @Override
        public double slope(double z, double a) {
            return Math.abs(z) <= 2.5 ? 0.2 : 0;
        }
    },
    /** φ(z) = z within [−1, 1]; φ′(±1) = 1. */
    HARD_TANH {
        @Override
        public double value(double z) {
            return Math.min(1, Math.max(-1, z));
        }

        @Override
        public double slope(double z, double a) {
            return Math.abs(z) <= 1 ? 1 : 0;
        }
    },
    /** φ(z) = z³. */
    CUBE {
        @Override
        public double value(double z) {
            return z * z * z;
        }

        @Override
        public double slope(double z, double a) {
            return 3 * z * z;
        }
    },
    /** φ(z)ⱼ = e^zⱼ / Σₖ e^zₖ over the features of a row; the greatest of the row is subtracted first. */
    SOFTMAX {
        @Override
        public double value(double z) {
            throw new IllegalStateException("softmax needs a whole row, not one entry");
        }

        @Override
        public double slope(double z, double a) {
            throw new IllegalStateException("softmax has a Jacobian, not a slope");
        }

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
    };

    /** φ(z). */
    public abstract double value(double z);

    /**
     * φ′(z).
     *
     * @param z the pre-activation
     * @param a φ(z), which the caller has at hand
     */
    public abstract double slope(double z, double a);

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
