/**
 * The equations of recurrent networks, once, over any Commons Math {@link org.apache.commons.math3.RealFieldElement}: in plain
 * double, in 32 or 50 digits, and on a {@link dev.lockstep.definition.Tape} that differentiates what nobody differentiated by
 * hand and knows where numbers were rounded. Numbers in brackets are those of the packages {@code dev.lockstep.layer} and
 * {@code dev.lockstep.optimizer}, whose fast code is held to this one.
 */
package dev.lockstep.definition;
