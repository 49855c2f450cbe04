/**
 * Backs the derived tolerance by experiment: random cases, each computed by frameworks in double and by the definition in 32
 * digits, whose difference must stay below the bound. {@link dev.lockstep.experiment.tolerance.SamplingLaw} says how cases are
 * drawn, {@link dev.lockstep.experiment.tolerance.Detection} what noticing a small fault means.
 */
package dev.lockstep.experiment.tolerance;
