/** Cells on the JDK's Vector API, for the activations that nearly everybody uses; compiled apart, like the kernels. */
package dev.lockstep.layer.vector;
