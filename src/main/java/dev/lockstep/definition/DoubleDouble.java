package dev.lockstep.definition;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.Field;

/**
 * An unevaluated sum of two doubles, some 32 decimal digits (T. J. Dekker, <em>A floating-point technique for extending the
 * available precision</em>, Numer. Math. 18 (1971); Y. Hida, X. S. Li, D. H. Bailey, <em>Library for double-double and
 * quad-double arithmetic</em>, 2007). Products use fma. Relative errors: 2⁻¹⁰⁴ for sums and products, 2⁻¹⁰² for quotients and
 * roots, 1e-30 for e^z and e^z − 1 of |z| up to 64 (1e-29 up to 512), tanh and {@link #log1p()} of numbers up to 1e30, 3e-30 for
 * other logarithms; of numbers close to 1, where logarithms are close to 0, 1e-30 in absolute terms.
 */
public final class DoubleDouble extends Real<DoubleDouble> {
    private static final Field<DoubleDouble> FIELD = new Field<>() {
        @Override
        public DoubleDouble getZero() {
            return new DoubleDouble(0);
        }

        @Override
        public DoubleDouble getOne() {
            return new DoubleDouble(1);
        }

        @Override
        public Class<DoubleDouble> getRuntimeClass() {
            return DoubleDouble.class;
        }
    };

    private static final DoubleDouble LN2 = new DoubleDouble(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56);
    private static final int HALVINGS = 9;
    private static final int TERMS = 11;
    /** Terms of the series beyond this one are below 1e-20 of the first, so that a double does for them. */
    private static final int TWOFOLD_TERMS = 6;

    /** 1/n! for n from 0. */
    private static final List<DoubleDouble> INVERSE_FACTORIALS = inverseFactorials();

    private final double high;
    private final double low;

    /** A double as it is. */
    public DoubleDouble(double value) {
        this(value, 0);
    }

    private DoubleDouble(double high, double low) {
        this.high = high;
        this.low = low;
    }

    /** high + low, where |high| is the greater one. */
    private static DoubleDouble normalised(double high, double low) {
        double sum = high + low;
        return new DoubleDouble(sum, Double.isInfinite(sum) ? 0 : low - (sum - high));
    }

    @Override
    public Field<DoubleDouble> getField() {
        return FIELD;
    }

    /** The nearest double. */
    @Override
    public double getReal() {
        return high;
    }

    /** What is missing from {@link #getReal()}. */
    public double rest() {
        return low;
    }

    @Override
    DoubleDouble of(double value) {
        return new DoubleDouble(value);
    }

    @Override
    DoubleDouble self() {
        return this;
    }

    @Override
    DoubleDouble dot(List<DoubleDouble> a, List<DoubleDouble> b) {
        DoubleDouble sum = FIELD.getZero();
        for (int i = 0; i < a.size(); i++) {
            sum = sum.add(a.get(i).multiply(b.get(i)));
        }
        return sum;
    }

    @Override
    public DoubleDouble add(DoubleDouble other) {
        double s = high + other.high;
        double v = s - high;
        double e = (high - (s - v)) + (other.high - v);
        double t = low + other.low;
        double w = t - low;
        double f = (low - (t - w)) + (other.low - w);
        if (!Double.isFinite(s)) {
            return new DoubleDouble(s);
        }
        DoubleDouble first = normalised(s, e + t);
        return normalised(first.high, first.low + f);
    }

    @Override
    public DoubleDouble negate() {
        return new DoubleDouble(-high, -low);
    }

    @Override
    public DoubleDouble multiply(DoubleDouble other) {
        double p = high * other.high;
        if (!Double.isFinite(p)) {
            return new DoubleDouble(p);
        }
        return normalised(p, Math.fma(high, other.high, -p) + (high * other.low + low * other.high));
    }

    @Override
    public DoubleDouble divide(DoubleDouble other) {
        double q = high / other.high;
        if (!Double.isFinite(q) || Double.isInfinite(other.high)) {
            return new DoubleDouble(q);
        }
        DoubleDouble product = other.multiply(new DoubleDouble(q));
        if (!Double.isFinite(product.high)) {
            return new DoubleDouble(q);
        }
        DoubleDouble rest = subtract(product);
        double r = rest.high / other.high;
        DoubleDouble last = rest.subtract(other.multiply(new DoubleDouble(r)));
        return normalised(q, r).add(new DoubleDouble(last.high / other.high));
    }

    @Override
    public DoubleDouble sqrt() {
        if (high <= 0 || Double.isInfinite(high)) {
            return new DoubleDouble(Math.sqrt(high));
        }
        DoubleDouble root = new DoubleDouble(Math.sqrt(high));
        DoubleDouble rest = subtract(root.multiply(root));
        return root.add(rest.divide(root.multiply(2)));
    }

    @Override
    public DoubleDouble exp() {
        if (!(Math.abs(high) < 700)) {
            return new DoubleDouble(StrictMath.exp(high));
        }
        double k = Math.rint(high / LN2.high);
        DoubleDouble power =
                subtract(LN2.multiply(new DoubleDouble(k))).smallExpm1().add(1);
        return power.scaled(Math.scalb(1.0, (int) k));
    }

    @Override
    public DoubleDouble expm1() {
        return Math.abs(high) < LN2.high / 2 ? smallExpm1() : exp().subtract(1);
    }

    /** e^this − 1 for |this| up to ln 2: a Taylor series at this/2⁹, then e^2x − 1 = 2(e^x − 1) + (e^x − 1)². */
    private DoubleDouble smallExpm1() {
        DoubleDouble x = scaled(Math.scalb(1.0, -HALVINGS));
        double tail = 0;
        for (int n = TERMS; n > TWOFOLD_TERMS; n--) {
            tail = tail * x.high + INVERSE_FACTORIALS.get(n).high;
        }
        DoubleDouble sum = new DoubleDouble(tail);
        for (int n = TWOFOLD_TERMS; n > 0; n--) {
            sum = sum.multiply(x).add(INVERSE_FACTORIALS.get(n));
        }
        DoubleDouble power = sum.multiply(x);
        for (int i = 0; i < HALVINGS; i++) {
            power = power.scaled(2).add(power.multiply(power));
        }
        return power;
    }

    /** Times a power of two. */
    private DoubleDouble scaled(double power) {
        return new DoubleDouble(high * power, low * power);
    }

    private static List<DoubleDouble> inverseFactorials() {
        List<DoubleDouble> inverse = new ArrayList<>(List.of(new DoubleDouble(1)));
        for (int n = 1; n <= TERMS; n++) {
            inverse.add(inverse.get(n - 1).divide(new DoubleDouble(n)));
        }
        return List.copyOf(inverse);
    }

    @Override
    public DoubleDouble log() {
        if (!(high > 0) || Double.isInfinite(high)) {
            return new DoubleDouble(StrictMath.log(high));
        }
        if (high < 0x1p-900 || high > 0x1p900) {
            // Away from where e^y and its reciprocal leave the range of doubles.
            int exponent = high < 1 ? 600 : -600;
            return multiply(Math.scalb(1.0, exponent)).log().subtract(LN2.multiply(exponent));
        }
        DoubleDouble near = new DoubleDouble(StrictMath.log(high));
        // Newton's step for e^y = x, which doubles the digits.
        return near.add(multiply(near.negate().exp()).subtract(1));
    }

    @Override
    public DoubleDouble log1p() {
        if (!(high > -1) || Double.isInfinite(high)) {
            return new DoubleDouble(StrictMath.log1p(high));
        }
        DoubleDouble near = new DoubleDouble(StrictMath.log1p(high));
        DoubleDouble power = near.expm1();
        return near.add(subtract(power).divide(power.add(1)));
    }

    @Override
    public DoubleDouble tanh() {
        if (!(Math.abs(high) < 300)) {
            return new DoubleDouble(StrictMath.tanh(high));
        }
        DoubleDouble power = multiply(2).expm1();
        return power.divide(power.add(2));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DoubleDouble that
                && Double.compare(high, that.high) == 0
                && Double.compare(low, that.low) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(high) + Double.hashCode(low);
    }

    @Override
    public String toString() {
        return new java.math.BigDecimal(high)
                .add(new java.math.BigDecimal(low))
                .round(new java.math.MathContext(32))
                .toString();
    }
}
