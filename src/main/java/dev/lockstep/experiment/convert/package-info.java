/**
 * Weights moved from one framework's layout into another's, and proven before they are written: what is about to be written is read
 * back, and both sides compute the same cases, each framework from its own arrays.
 */
package dev.lockstep.experiment.convert;
