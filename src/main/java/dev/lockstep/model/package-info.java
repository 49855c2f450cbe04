/**
 * Plain values: what a network is, what it is given, and what is observed of it. No framework is known here.
 *
 * <p>Conventions, which adapters translate to and from: row vectors, z = x·W + h′·RW + b, gate order i f g o; sequences
 * are {@code [time × batch × features]}; time steps, layers and optimizer steps count from 1; dX is ∂L/∂X and has X's
 * shape; every reduction is named.
 */
package dev.lockstep.model;
