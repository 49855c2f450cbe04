/**
 * Frameworks in another process, in any language. A worker reads cases from its standard input, one a line, and answers each
 * with one line; {@code reference/README.md} says how.
 */
package dev.lockstep.adapter.process;
