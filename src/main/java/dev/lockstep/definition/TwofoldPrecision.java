package dev.lockstep.definition;

/** {@link DoubleDouble}: 32 digits, some fifty times as fast as {@link FiftyDigits}, to which it is held by tests. */
public final class TwofoldPrecision implements Arithmetic<DoubleDouble> {
    @Override
    public String title() {
        return "32 digits";
    }

    @Override
    public DoubleDouble number(double value) {
        return new DoubleDouble(value);
    }

    @Override
    public double rounded(DoubleDouble value) {
        return value.getReal();
    }
}
