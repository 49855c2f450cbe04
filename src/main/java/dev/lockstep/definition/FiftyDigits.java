package dev.lockstep.definition;

import java.math.BigDecimal;
import org.apache.commons.math3.dfp.Dfp;
import org.apache.commons.math3.dfp.DfpField;

/**
 * Commons Math's {@link Dfp} with 60 decimal digits, so that 50 are left after the roundings of a network. Precise and slow:
 * some microseconds a multiplication, tens of them an elementary function.
 */
public final class FiftyDigits implements Arithmetic<Dfp> {
    /** Digits that are computed with. */
    public static final int DIGITS = 60;

    /** Below some 32768·4·ln 10, where the exponents of {@link Dfp} end. */
    private static final double GREATEST_EXPONENT = 3e5;

    /** tanh is 1 to 60 digits from 70 on. */
    private static final double FLAT = 100;

    /** Where 1 in a sum would take more than ten digits. */
    private static final double SMALL = 1e-10;

    /** Terms of a series that are enough for 50 digits there. */
    private static final int TERMS = 6;

    private final DfpField field = new DfpField(DIGITS);

    @Override
    public String title() {
        return "50 digits";
    }

    /** Exact: a double has at most 53 bits, whose decimal expansion is rounded to 60 digits at 1e-60 of its size. */
    @Override
    public Dfp number(double value) {
        return field.newDfp(value);
    }

    /**
     * Beyond what {@link Dfp} can hold, ∞ and 0. Its own e^z does not come to an end for |z| from 2³⁰ to 2³¹, where an integer
     * overflows that it doubles.
     */
    @Override
    public Dfp exp(Dfp z) {
        double at = z.toDouble();
        if (Math.abs(at) < GREATEST_EXPONENT) {
            return z.exp();
        }
        return field.newDfp(at > 0 ? Double.POSITIVE_INFINITY : at < 0 ? 0 : Double.NaN);
    }

    /** z + z²/2! + z³/3! … where z is small. */
    @Override
    public Dfp expm1(Dfp z) {
        if (!(Math.abs(z.toDouble()) < SMALL)) {
            return exp(z).subtract(field.getOne());
        }
        Dfp sum = z;
        Dfp term = z;
        for (int n = 2; n <= TERMS; n++) {
            term = term.multiply(z).divide(n);
            sum = sum.add(term);
        }
        return sum;
    }

    /** x − x²/2 + x³/3 … where x is small. */
    @Override
    public Dfp log1p(Dfp x) {
        if (!(Math.abs(x.toDouble()) < SMALL)) {
            return x.log1p();
        }
        Dfp sum = x;
        Dfp power = x;
        for (int n = 2; n <= TERMS; n++) {
            power = power.multiply(x).negate();
            sum = sum.add(power.divide(n));
        }
        return sum;
    }

    /** (e^2z − 1)/(e^2z + 1). */
    @Override
    public Dfp tanh(Dfp z) {
        double at = z.toDouble();
        if (Math.abs(at) > FLAT) {
            return field.newDfp(Math.signum(at));
        }
        Dfp less = expm1(z.multiply(2));
        return less.divide(less.add(2));
    }

    @Override
    public double rounded(Dfp value) {
        return value.isNaN() || value.isInfinite() ? value.toDouble() : new BigDecimal(value.toString()).doubleValue();
    }
}
