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

    /** Some 32768·4·ln 10, where the exponents of {@link Dfp} end. */
    private static final double GREATEST_EXPONENT = 3e5;

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

    /** Beyond what {@link Dfp} can hold, ∞ and 0: its own e^z does not come to an end there, nor at NaN. */
    @Override
    public Dfp exp(Dfp z) {
        double at = z.toDouble();
        if (Math.abs(at) < GREATEST_EXPONENT) {
            return z.exp();
        }
        return field.newDfp(at > 0 ? Double.POSITIVE_INFINITY : at < 0 ? 0 : Double.NaN);
    }

    @Override
    public double rounded(Dfp value) {
        return value.isNaN() || value.isInfinite() ? value.toDouble() : new BigDecimal(value.toString()).doubleValue();
    }
}
