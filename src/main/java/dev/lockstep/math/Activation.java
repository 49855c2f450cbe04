package dev.lockstep.math;

import java.util.Locale;
import org.apache.commons.math3.exception.DimensionMismatchException;

/**
 * The activation functions a = φ(z), each with its slope φ′(z).
 *
 * <p>All but {@link #SOFTMAX} work entry by entry. Where φ has a kink, the slope is that of the side named here;
 * the same sides are taken by Deeplearning4j and by PyTorch unless said otherwise.
 *
 * <p>Elementary functions are those of {@link StrictMath}: {@link Math#tanh} has other last digits on JDK 25 than on 17.
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
            return z >= 0 ? 1 : StrictMath.exp(z);
        }
    },
    /** φ(z) = ln(1 + e^z), without overflow for great z; φ′ is the logistic function. */
    SOFTPLUS {
        @Override
        public double value(double z) {
            return Math.max(0, z) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
        }

        @Override
        public double slope(double z, double a) {
            return 1 / (1 + StrictMath.exp(-z));
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
        public void forward(RowMajorMatrix z, RowMajorMatrix a) {
            checkSameShape(z, a);
            int columns = z.getColumnDimension();
            for (int row = 0; row < z.getRowDimension(); row++) {
                int zi = z.offset() + row * columns;
                int ai = a.offset() + row * columns;
                double greatest = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < columns; k++) {
                    greatest = Math.max(greatest, z.array()[zi + k]);
                }
                double sum = 0;
                for (int k = 0; k < columns; k++) {
                    a.array()[ai + k] = StrictMath.exp(z.array()[zi + k] - greatest);
                    sum += a.array()[ai + k];
                }
                for (int k = 0; k < columns; k++) {
                    a.array()[ai + k] /= sum;
                }
            }
        }

        /** dzⱼ = aⱼ·(daⱼ − Σₖ daₖ·aₖ). */
        @Override
        public void backward(RowMajorMatrix z, RowMajorMatrix a, RowMajorMatrix da, RowMajorMatrix dz) {
            checkSameShape(a, da);
            checkSameShape(a, dz);
            int columns = a.getColumnDimension();
            for (int row = 0; row < a.getRowDimension(); row++) {
                int ai = a.offset() + row * columns;
                int di = da.offset() + row * columns;
                int zi = dz.offset() + row * columns;
                double dot = 0;
                for (int k = 0; k < columns; k++) {
                    dot += da.array()[di + k] * a.array()[ai + k];
                }
                for (int k = 0; k < columns; k++) {
                    dz.array()[zi + k] = a.array()[ai + k] * (da.array()[di + k] - dot);
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

    /**
     * a ← φ(z), row by row.
     *
     * @param z pre-activations {@code [rows × features]}
     * @param a destination of the same shape; may be {@code z} itself
     */
    public void forward(RowMajorMatrix z, RowMajorMatrix a) {
        checkSameShape(z, a);
        int size = z.getRowDimension() * z.getColumnDimension();
        for (int i = 0; i < size; i++) {
            a.array()[a.offset() + i] = value(z.array()[z.offset() + i]);
        }
    }

    /**
     * dz ← ∂L/∂z, given da = ∂L/∂a: da ⊙ φ′(z), or the Jacobian's product for softmax.
     *
     * @param z pre-activations {@code [rows × features]}
     * @param a φ(z), same shape
     * @param da gradient with respect to a, same shape
     * @param dz destination, same shape; may be {@code da} itself
     */
    public void backward(RowMajorMatrix z, RowMajorMatrix a, RowMajorMatrix da, RowMajorMatrix dz) {
        checkSameShape(z, a);
        checkSameShape(z, da);
        checkSameShape(z, dz);
        int size = z.getRowDimension() * z.getColumnDimension();
        for (int i = 0; i < size; i++) {
            double slope = slope(z.array()[z.offset() + i], a.array()[a.offset() + i]);
            dz.array()[dz.offset() + i] = da.array()[da.offset() + i] * slope;
        }
    }

    public boolean slopeNeedsZ() {
        return !(this == TANH || this == SIGMOID || this == IDENTITY || this == SOFTMAX);
    }

    public void forward(double[] z, int zAt, double[] a, int aAt, int rows, int columns) {
        if (this == TANH) {
            Kernels.get().tanh(z, zAt, a, aAt, rows * columns);
            return;
        }
        if (this == SIGMOID) {
            Kernels.get().sigmoid(z, zAt, a, aAt, rows * columns);
            return;
        }
        forward(RowMajorMatrix.wrap(z, zAt, rows, columns), RowMajorMatrix.wrap(a, aAt, rows, columns));
    }

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
        backward(
                RowMajorMatrix.wrap(z, zAt, rows, columns),
                RowMajorMatrix.wrap(a, aAt, rows, columns),
                RowMajorMatrix.wrap(da, daAt, rows, columns),
                RowMajorMatrix.wrap(dz, dzAt, rows, columns));
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
