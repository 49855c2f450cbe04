/** Lockstep's own layers and optimizers behind the port. */
package dev.lockstep.adapter.ours;
