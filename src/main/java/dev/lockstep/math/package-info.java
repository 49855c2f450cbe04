/**
 * Matrices over flat arrays, their products, and the activation functions: what the layers are made of.
 *
 * <p>Depends on Commons Math only.
 */
package dev.lockstep.math;
