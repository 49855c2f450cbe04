package dev.lockstep.comparison;

/**
 * What is allowed for one array.
 *
 * @param allowed the greatest |a − b| that still agrees, for every entry
 * @param source where it comes from, as shown in reports: {@code γₙ·max|h|, n = 412}
 * @param explicit whether the user gave it, instead of it being derived
 */
public record Bound(double[] allowed, String source, boolean explicit) {}
