/** Bounds for rounding errors, derived from the tape of a computation. */
package dev.lockstep.definition.bound;
