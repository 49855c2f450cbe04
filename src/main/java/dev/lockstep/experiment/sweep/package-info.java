/**
 * Random cases over the whole surface, computed by all frameworks that support them and held against each other; what diverges is
 * shrunk to the smallest case that still does.
 */
package dev.lockstep.experiment.sweep;
