/**
 * The recorded cases that Lockstep brings: which they are, how their numbers are drawn, and who computes them. One command records
 * them all again; the build says which file is not what it would be today.
 */
package dev.lockstep.experiment.recordings;
