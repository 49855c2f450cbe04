/**
 * Deeplearning4j (1.0.0-M2.1) behind the port: the only package that knows its classes.
 *
 * <p>What it computes is DL4J's alone: wherever DL4J offers a public path for the whole network ({@code feedForward},
 * {@code computeGradientAndScore}, {@code calculateGradients}, {@code fit}), that path is taken. Where it offers none
 * (initial states, gradients from outside), DL4J's own layers are called one after another. The adapter itself only
 * reorders numbers, adds the gradient of a final h to that of the last output, and divides DL4J's gradient, which is
 * summed over the minibatch, by the batch.
 *
 * <p>Its conventions, as measured:
 *
 * <ul>
 *   <li>One flat vector for all parameters, layer by layer W, RW, b, matrices column after column.
 *   <li>LSTM blocks stand in the order g f o i: its "input" block is the candidate, its "input modulation gate" is i.
 *   <li>Peepholes are three further columns of RW, to f, o and i.
 *   <li>Sequences are {@code [batch × features × time]}.
 *   <li>The score sums over time and features and averages over the batch; gradients are sums over the batch.
 *   <li>The gradient is divided by the batch before it is clipped; norms are those of one layer.
 *   <li>Recurrent layers have one bias, always: zero where ours has none; of a SimpleRnn b + rb where ours has two, and then its
 *       gradient is that of either.
 *   <li>Truncated backpropagation goes in chunks, forward from the state carried over, backward from zeros. The adapter sums
 *       over chunks at fixed parameters, where {@code fit} updates after each.
 *   <li>Adam is the reordered form; RmsProp's sum of squares starts from ε; ε stands outside the root.
 * </ul>
 */
package dev.lockstep.adapter.dl4j;
