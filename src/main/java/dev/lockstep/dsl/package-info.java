/** The plain-Java grammar of comparisons: {@link dev.lockstep.dsl.Conformance}. */
package dev.lockstep.dsl;
