/**
 * SameDiff, ND4J's automatic differentiation, behind the port: gradients that nobody derived by hand.
 *
 * <p>The adapter writes down the equations of a forward pass (matrix products, sums, products, activations) with one node
 * for every time step, and the loss on top; SameDiff derives all gradients from that, with a stop of the gradient wherever
 * errors are truncated. Optimizer steps and clips are written in ND4J's array operations, on the gradients of one graph that
 * parameters and minibatches are put into in turn.
 *
 * <p>Written around what is wrong in ND4J 1.0.0-M2.1, as measured against central differences:
 *
 * <ul>
 *   <li>Its ready-made recurrent layers are not used: {@code lstmLayer} swaps h₀ and c₀, {@code gru} has wrong gradients,
 *       {@code lstmCell} has none.
 *   <li>Nothing is sliced, since the gradient of a slice throws: every time step of the input is a variable of its own, and
 *       the gates are parted by {@code split}, whose gradient is right.
 *   <li>Leaky relu, hard sigmoid and softplus are put together from other operations: the ready-made ones have float
 *       constants (0.01 in the slope, 0.2) or overflow from 710 on.
 *   <li>A matrix product of 1×1 matrices has no gradient (the operation throws); it becomes an entrywise product.
 *   <li>Log softmax is −∞ where softmax underflows; it is put together from z − max z and a logarithm.
 * </ul>
 */
package dev.lockstep.adapter.samediff;
