/** Recorded cases, computed again by frameworks and held against what was recorded. */
package dev.lockstep.experiment.replay;
