/**
 * Parameters as other frameworks keep them: under their names, with their gates in their order, rows for columns where they have
 * them so, biases together or apart. A layout only moves numbers: what is read or written is the same bits in other places, and
 * numbers that no parameter of ours stands for are refused unless they are zero.
 *
 * <p>Every layout has a class that says where each block of a parameter goes ({@link dev.lockstep.layout.Layout} has the names);
 * {@link dev.lockstep.layout.Arrangement} finds out which array belongs to which layer.
 */
package dev.lockstep.layout;
