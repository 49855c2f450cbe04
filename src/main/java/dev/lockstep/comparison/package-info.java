/**
 * Holds the observations of two frameworks against each other: shapes first, then NaN and infinities, then every number
 * under its bound; says where the first difference is and what was allowed. What agrees must be evidence. Of what does not, the
 * referee says who is wrong, the localisation where first, and the diagnosis which convention explains it.
 */
package dev.lockstep.comparison;
