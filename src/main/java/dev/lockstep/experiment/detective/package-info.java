/** Plants conventions, and faults that are none, and asks {@link dev.lockstep.comparison.Diagnosis} for their names. */
package dev.lockstep.experiment.detective;
