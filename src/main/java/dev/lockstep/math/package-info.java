/**
 * Matrices over flat arrays, their products, elementary and activation functions: what the layers are made of.
 *
 * <h2>The same bits everywhere</h2>
 *
 * The innermost loops are {@link dev.lockstep.math.Kernels}, run by the JDK's Vector API or by plain Java. Every entry of a
 * product is one chain {@code c ← fma(a, b, c)} over ascending k, whatever the shape of tiles, the width of vectors and the
 * number of threads, which share out entries, never the sum of one; e^x, tanh and the logistic function are
 * {@link dev.lockstep.math.Elementary}'s, from operations that IEEE 754 specifies exactly. Logarithms and the like, which few
 * need, are those of {@link java.lang.StrictMath}. So a training run has the same bits on every JDK and machine.
 *
 * <h2>How products become fast</h2>
 *
 * As in K. Goto, R. van de Geijn, <em>Anatomy of high-performance matrix multiplication</em>, ACM TOMS 34 (2008): both factors are
 * packed in the order in which a kernel reads them, and a tile of the result stays in registers over
 * {@link dev.lockstep.math.Tiling#DEPTH} rows. {@link dev.lockstep.math.PackedMatrix} keeps weights packed over all time steps;
 * {@link dev.lockstep.math.Product} is that of a step, {@link dev.lockstep.math.TransposedProduct} that of all steps at once.
 *
 * <p>Depends on Commons Math only; the Vector API is seen by {@code math.vector} alone.
 */
package dev.lockstep.math;
