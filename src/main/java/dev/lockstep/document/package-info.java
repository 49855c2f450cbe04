/**
 * What the seed documents compute, slip by slip: their networks once more, on plain matrices, as column vectors and in the
 * documents' notation. Mended they must agree with {@link dev.lockstep.layer}; each slip can be put back alone.
 */
package dev.lockstep.document;
