/**
 * What the features would notice: {@link dev.lockstep.experiment.mutants.Mutant}s, equations with one thing wrong, are held
 * against the numbers that features compared, each under its own bound. A mutant that some comparison contradicts is killed; one
 * that none contradicts survives, and shows what the features do not look at.
 */
package dev.lockstep.experiment.mutants;
