/**
 * Holds the observations of two frameworks against each other: shapes first, then NaN and infinities, then every number
 * under its bound; says where the first difference is and what was allowed.
 */
package dev.lockstep.comparison;
