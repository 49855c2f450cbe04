package dev.lockstep.model;

/** What kind of number a framework is asked to compute with. */
public enum Precision {
    /** Sixty-four bits, u = 2⁻⁵³. */
    DOUBLE,
    /** Thirty-two bits, u = 2⁻²⁴. What the framework is given is rounded to it first. */
    SINGLE
}
