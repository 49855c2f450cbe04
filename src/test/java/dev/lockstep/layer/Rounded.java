package dev.lockstep.layer;

import dev.lockstep.math.Activation;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.util.FastMath;

/**
 * Numbers computed with Commons Math, and how far at most any implementation of the same equations is from what exact arithmetic
 * gives, whatever the order of its sums, fused or not.
 *
 * <p>Let x be exact, x̂ computed by anyone, |x̂ − x| ≤ E. Then with m = |computed here| + 2E, which neither |x| nor |x̂| exceeds,
 *
 * <pre>
 * x + y        Ex + Ey + γ·(mx + my)
 * x·y          Ex·my + mx·Ey + γ·mx·my         for matrices, too
 * φ(x)         (greatest |φ′| up to m)·Ex + r·u·(1 + |φ|)
 * </pre>
 *
 * where γ = n·u/(1 − n·u), u = 2⁻⁵³, n is at least the number of roundings in the longest sum (N. J. Higham, <em>Accuracy and
 * Stability of Numerical Algorithms</em>, 2nd ed., section 3.1), and r allows every elementary function some ulps.
 */
final class Rounded {
    private static final double U = 0x1p-53;

    /** r of a function: four ulps of e^z and what follows. */
    private static final int FUNCTION = 16;

    /** r of a slope, which may come from a rounded a, as 1 − a² does. */
    private static final int SLOPE = 80;

    private final RealMatrix value;
    private final RealMatrix error;
    private final double gamma;

    private Rounded(RealMatrix value, RealMatrix error, double gamma) {
        this.value = value;
        this.error = error;
        this.gamma = gamma;
    }

    /** Numbers that are given. @param roundings n of what will be computed from them */
    static Rounded exact(RealMatrix value, int roundings) {
        RealMatrix none = MatrixUtils.createRealMatrix(value.getRowDimension(), value.getColumnDimension());
        return new Rounded(value, none, roundings * U / (1 - roundings * U));
    }

    RealMatrix value() {
        return value;
    }

    /** E */
    RealMatrix error() {
        return error;
    }

    /** m */
    private RealMatrix magnitude() {
        return entrywise((row, column) -> Math.abs(value.getEntry(row, column)) + 2 * error.getEntry(row, column));
    }

    Rounded transpose() {
        return new Rounded(value.transpose(), error.transpose(), gamma);
    }

    Rounded plus(Rounded other) {
        RealMatrix rounding = magnitude().add(other.magnitude()).scalarMultiply(gamma);
        return new Rounded(value.add(other.value), error.add(other.error).add(rounding), gamma);
    }

    Rounded minus(Rounded other) {
        return plus(new Rounded(other.value.scalarMultiply(-1), other.error, gamma));
    }

    /** The matrix product. */
    Rounded times(Rounded other) {
        RealMatrix m = magnitude();
        RealMatrix otherM = other.magnitude();
        RealMatrix inherited = error.multiply(otherM).add(m.multiply(other.error));
        return new Rounded(
                value.multiply(other.value), inherited.add(m.multiply(otherM).scalarMultiply(gamma)), gamma);
    }

    /** ⊙ */
    Rounded hadamard(Rounded other) {
        RealMatrix m = magnitude();
        RealMatrix otherM = other.magnitude();
        RealMatrix product =
                entrywise((row, column) -> value.getEntry(row, column) * other.value.getEntry(row, column));
        return new Rounded(
                product,
                entrywise((row, column) -> error.getEntry(row, column) * otherM.getEntry(row, column)
                        + m.getEntry(row, column) * other.error.getEntry(row, column)
                        + gamma * m.getEntry(row, column) * otherM.getEntry(row, column)),
                gamma);
    }

    private Rounded ones(int rows, int columns) {
        RealMatrix none = MatrixUtils.createRealMatrix(rows, columns);
        return new Rounded(none.scalarAdd(1), none, gamma);
    }

    /** The sum of every row, once for each of its columns. */
    private Rounded rowSums() {
        int columns = value.getColumnDimension();
        return times(ones(columns, columns));
    }

    /** One row: the sums of the columns. */
    Rounded columnSums() {
        return ones(1, value.getRowDimension()).times(this);
    }

    /** This row so many times. */
    Rounded repeated(int rows) {
        return ones(rows, 1).times(this);
    }

    /** φ of every entry, of every row for softmax. */
    Rounded activated(Activation phi) {
        if (phi == Activation.SOFTMAX) {
            return softmax();
        }
        RealMatrix m = magnitude();
        RealMatrix a = entrywise((row, column) -> value(phi, value.getEntry(row, column)));
        return new Rounded(
                a,
                entrywise((row, column) -> greatestSlope(phi, m.getEntry(row, column)) * error.getEntry(row, column)
                        + FUNCTION * U * (1 + Math.abs(a.getEntry(row, column)))),
                gamma);
    }

    /** Moving every z of a row by at most e moves each of its e^z, and their sum, by a factor of at most e^e. */
    private Rounded softmax() {
        RealMatrix a = value.copy();
        RealMatrix bound = value.copy();
        for (int row = 0; row < a.getRowDimension(); row++) {
            double[] z = value.getRow(row);
            double sum = 0;
            double moved = 0;
            double range = 0;
            for (int k = 0; k < z.length; k++) {
                z[k] = FastMath.exp(value.getEntry(row, k));
                sum += z[k];
                moved = Math.max(moved, error.getEntry(row, k));
                range = Math.max(range, 2 * Math.abs(value.getEntry(row, k)));
            }
            for (int k = 0; k < z.length; k++) {
                a.setEntry(row, k, z[k] / sum);
                double roundings = Math.expm1(2 * (moved + range * U + FUNCTION * U)) + 2 * gamma;
                bound.setEntry(row, k, roundings * z[k] / sum);
            }
        }
        return new Rounded(a, bound, gamma);
    }

    /** φ′ ⊙ da for this z and a = φ(z), the Jacobian's product for softmax. */
    Rounded slopeTimes(Activation phi, Rounded a, Rounded da) {
        if (phi == Activation.SOFTMAX) {
            return a.hadamard(da.minus(da.hadamard(a).rowSums()));
        }
        RealMatrix m = magnitude();
        RealMatrix slope = entrywise((row, column) -> slope(phi, value.getEntry(row, column)));
        RealMatrix bound =
                entrywise((row, column) -> greatestCurvature(phi, m.getEntry(row, column)) * error.getEntry(row, column)
                        + SLOPE * U * (1 + Math.abs(slope.getEntry(row, column))));
        return da.hadamard(new Rounded(slope, bound, gamma));
    }

    private static double value(Activation phi, double z) {
        return switch (phi) {
            case IDENTITY -> z;
            case TANH -> FastMath.tanh(z);
            case SIGMOID -> 1 / (1 + FastMath.exp(-z));
            case RELU -> Math.max(0, z);
            case LEAKY_RELU -> z < 0 ? z / 100 : z;
            case ELU -> z < 0 ? FastMath.expm1(z) : z;
            case SOFTPLUS -> Math.max(0, z) + FastMath.log1p(FastMath.exp(-Math.abs(z)));
            case SOFTSIGN -> z / (1 + Math.abs(z));
            case HARD_SIGMOID -> Math.max(0, Math.min(1, z / 5 + 0.5));
            case HARD_TANH -> Math.max(-1, Math.min(1, z));
            case CUBE -> FastMath.pow(z, 3);
            case RELU6 -> Math.max(0, Math.min(6, z));
            case THRESHOLDED_RELU -> z > 1 ? z : 0;
            case FLOAT_LEAKY_RELU -> z < 0 ? z / 100 : z;
            case RRELU -> z < 0 ? z * 11 / 48 : z;
            case SELU -> 1.0507009873554805 * (z < 0 ? 1.6732632423543772 * FastMath.expm1(z) : z);
            case SWISH -> z / (1 + FastMath.exp(-z));
            case MISH -> z * FastMath.tanh(value(Activation.SOFTPLUS, z));
            case GELU -> z / (1 + FastMath.exp(-1.702 * z));
            case FLOAT_GELU -> z / (1 + FastMath.exp(-1.702f * z));
            case GELU_TANH -> z / 2 * (1 + FastMath.tanh(0.7978845608028654 * (z + 0.044715 * FastMath.pow(z, 3))));
            case FLOAT_HARD_SIGMOID -> Math.max(0, Math.min(1, 0.2f * z + 0.5));
            case RECTIFIED_TANH -> Math.max(0, FastMath.tanh(z));
            case RATIONAL_TANH -> Math.signum(z) * 1.7159 * (1 - 1 / quartic(z, 1.41645));
            case FLOAT_RATIONAL_TANH -> Math.signum(z) * 1.7159f * (1 - 1 / quartic(z, 1.41645f));
            case SOFTMAX -> throw new IllegalArgumentException("softmax needs a row");
        };
    }

    private static double slope(Activation phi, double z) {
        return switch (phi) {
            case IDENTITY -> 1;
            case TANH -> 1 / (FastMath.cosh(z) * FastMath.cosh(z));
            case SIGMOID -> 1 / ((1 + FastMath.exp(-z)) * (1 + FastMath.exp(z)));
            case RELU -> z > 0 ? 1 : 0;
            case LEAKY_RELU -> z < 0 ? 0.01 : 1;
            case ELU -> z < 0 ? FastMath.exp(z) : 1;
            case SOFTPLUS -> 1 / (1 + FastMath.exp(-z));
            case SOFTSIGN -> 1 / ((1 + Math.abs(z)) * (1 + Math.abs(z)));
            case HARD_SIGMOID -> Math.abs(z) <= 2.5 ? 0.2 : 0;
            case HARD_TANH -> Math.abs(z) <= 1 ? 1 : 0;
            case CUBE -> 3 * z * z;
            case RELU6 -> z > 0 && z < 6 ? 1 : 0;
            case THRESHOLDED_RELU -> z > 1 ? 1 : 0;
            case FLOAT_LEAKY_RELU -> z < 0 ? 0.01f : 1;
            case RRELU -> z < 0 ? 11.0 / 48 : 1;
            case SELU -> 1.0507009873554805 * (z < 0 ? 1.6732632423543772 * FastMath.exp(z) : 1);
            case SWISH -> gated(z, z, 1);
            case MISH -> {
                double t = FastMath.tanh(value(Activation.SOFTPLUS, z));
                yield t + z * (1 - t * t) / (1 + FastMath.exp(-z));
            }
            case GELU -> gated(z, 1.702 * z, 1.702);
            case FLOAT_GELU -> gated(z, 1.702f * z, 1.702f);
            case GELU_TANH ->
                gated(
                        z,
                        2 * 0.7978845608028654 * (z + 0.044715 * FastMath.pow(z, 3)),
                        2 * 0.7978845608028654 * (1 + 0.134145 * z * z));
            case FLOAT_HARD_SIGMOID -> Math.abs(z) <= 2.5 ? 0.2f : 0;
            case RECTIFIED_TANH -> z > 0 ? slope(Activation.TANH, z) : 0;
            case RATIONAL_TANH -> rational(z, 1.7159, 1.41645);
            case FLOAT_RATIONAL_TANH -> rational(z, 1.7159f, 1.41645f);
            case SOFTMAX -> throw new IllegalArgumentException("softmax has a Jacobian");
        };
    }

    /** (z·σ(u))′ = σ + z·u′·σ·(1 − σ). */
    private static double gated(double z, double u, double slope) {
        double gate = 1 / (1 + FastMath.exp(-u));
        return gate + z * slope * gate * (1 - gate);
    }

    private static double quartic(double z, double c) {
        double y = Math.abs(2 * z / 3);
        return 1 + y + FastMath.pow(y, 2) + c * FastMath.pow(y, 4);
    }

    private static double rational(double z, double scale, double c) {
        double y = Math.abs(2 * z / 3);
        return scale * 2 / 3 * (1 + 2 * y + 4 * c * FastMath.pow(y, 3)) / FastMath.pow(quartic(z, c), 2);
    }

    /** SELU's is 1.76, that of others 1.15 at most. */
    private static double greatestSlope(Activation phi, double m) {
        return switch (phi) {
            case CUBE -> 3 * m * m;
            case SELU -> 1.76;
            case SWISH, MISH, GELU, FLOAT_GELU, GELU_TANH, RATIONAL_TANH, FLOAT_RATIONAL_TANH -> 1.15;
            default -> 1;
        };
    }

    private static double greatestCurvature(Activation phi, double m) {
        return switch (phi) {
            case CUBE -> 6 * m;
            case SOFTSIGN, SELU, RATIONAL_TANH, FLOAT_RATIONAL_TANH -> 2;
            default -> 1;
        };
    }

    /** What is at that row and column. */
    private interface Entry {
        double at(int row, int column);
    }

    private RealMatrix entrywise(Entry entry) {
        RealMatrix matrix = MatrixUtils.createRealMatrix(value.getRowDimension(), value.getColumnDimension());
        for (int row = 0; row < matrix.getRowDimension(); row++) {
            for (int column = 0; column < matrix.getColumnDimension(); column++) {
                matrix.setEntry(row, column, entry.at(row, column));
            }
        }
        return matrix;
    }
}
