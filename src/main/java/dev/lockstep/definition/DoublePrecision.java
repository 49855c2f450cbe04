package dev.lockstep.definition;

import org.apache.commons.math3.util.Decimal64;

/** Plain double precision: every operation rounds, sums are taken from the first term to the last. */
public final class DoublePrecision implements Arithmetic<Decimal64> {
    @Override
    public String title() {
        return "double";
    }

    @Override
    public Decimal64 number(double value) {
        return new Decimal64(value);
    }

    @Override
    public double rounded(Decimal64 value) {
        return value.doubleValue();
    }
}
