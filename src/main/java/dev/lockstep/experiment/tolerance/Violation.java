package dev.lockstep.experiment.tolerance;

import dev.lockstep.definition.bound.RoundingBounds.Method;

/**
 * A number further from the exact value than its bound allows.
 *
 * @param number of the case
 * @param implementation whose number it is
 * @param where which number
 * @param error how far it is
 * @param bound how far it may be
 * @param method how the bound was found
 */
public record Violation(int number, String implementation, String where, double error, double bound, Method method) {}
