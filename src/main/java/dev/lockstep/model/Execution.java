package dev.lockstep.model;

/**
 * What a framework is asked for that changes nothing in exact arithmetic. Frameworks that know one way only take no notice of
 * the format, and say no to a precision they do not have.
 *
 * @param precision of every number
 * @param format of every sequence
 */
public record Execution(Precision precision, SequenceFormat format) {
    /** Doubles, features before time. */
    public static final Execution STANDARD = new Execution(Precision.DOUBLE, SequenceFormat.NCW);
}
