/** The kernels on the JDK's Vector API: the only package that sees its module, and compiled apart from the rest. */
package dev.lockstep.math.vector;
