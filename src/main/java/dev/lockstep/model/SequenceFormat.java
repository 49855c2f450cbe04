package dev.lockstep.model;

/** The order of axes in which a framework that knows several is to be given sequences. */
public enum SequenceFormat {
    /** {@code [batch × features × time]}. */
    NCW,
    /** {@code [batch × time × features]}. */
    NWC
}
