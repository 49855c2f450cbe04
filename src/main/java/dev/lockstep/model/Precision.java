package dev.lockstep.model;

/** What kind of number a framework is asked to compute with. */
public enum Precision {
    /** Sixty-four bits, u = 2⁻⁵³. */
    DOUBLE(0x1p-53, Double.MIN_NORMAL, "2⁻⁵³"),
    /** Thirty-two bits, u = 2⁻²⁴. What the framework is given is rounded to it first. */
    SINGLE(0x1p-24, Float.MIN_NORMAL, "2⁻²⁴");

    private final double unit;
    private final double smallestNormal;
    private final String symbol;

    Precision(double unit, double smallestNormal, String symbol) {
        this.unit = unit;
        this.smallestNormal = smallestNormal;
        this.symbol = symbol;
    }

    /** u, half the distance from 1 to the next number. */
    public double unit() {
        return unit;
    }

    /** The distance from a number to the next one of this precision, away from zero. */
    public double ulp(double value) {
        return this == DOUBLE ? Math.ulp(value) : Math.ulp((float) value);
    }

    /** The smallest positive number with all its digits. */
    public double smallestNormal() {
        return smallestNormal;
    }

    /** u as it is written. */
    public String symbol() {
        return symbol;
    }

    /** The nearest number of this precision. */
    public double nearest(double value) {
        return this == SINGLE ? (float) value : value;
    }
}
