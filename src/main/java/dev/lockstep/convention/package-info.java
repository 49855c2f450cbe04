/**
 * The catalogue of conventions that frameworks and programmers get wrong: what each would have made of a case, computed by the
 * definition or by a framework.
 */
package dev.lockstep.convention;
