/**
 * Recurrent networks in double precision: forward over whole sequences, and backpropagation through time.
 *
 * <p>Row vectors throughout. x is {@code [batch × inputs]} at one time step, h and c are {@code [batch × units]}; h′, c′
 * are those of the step before, at t = 1 the initial state. φ and σ are any {@link dev.lockstep.math.Activation}; ⊙ is the
 * entrywise (Hadamard) product; dX is ∂L/∂X, and dz = φ′(z) · da stands for φ's Jacobian where φ is softmax. A superscript
 * arrow from the step after, as in {@code ←dh}, means what that step hands back; at t = T it is the gradient with respect to
 * the final state. Code cites the numbers.
 *
 * <h2>Dense</h2>
 *
 * <pre>
 * (D1) z  = x·W + b          (D4) dW = Σₜ xᵀ·dz
 * (D2) y  = φ(z)             (D5) db = Σₜ Σ_rows dz
 * (D3) dz = φ′(z)·dy         (D6) dx = dz·Wᵀ
 * </pre>
 *
 * <h2>SimpleRnn</h2>
 *
 * J. L. Elman, <em>Finding structure in time</em>, Cognitive Science 14 (1990); the gradient is P. J. Werbos,
 * <em>Backpropagation through time</em>, Proc. IEEE 78 (1990). Departures: any φ, any initial state, which may be a
 * parameter h0 shared by all rows, and none, one or two biases (b, rb).
 *
 * <pre>
 * (R1) z  = x·W + h′·RW + b + rb    (R5)  dh′ = dz·RWᵀ
 * (R2) h  = φ(z)                    (R6)  dW  = Σₜ xᵀ·dz
 * (R3) dh ← dh + ←dh                (R7)  dRW = Σₜ h′ᵀ·dz
 * (R4) dz = φ′(z)·dh                (R8)  db  = Σₜ Σ_rows dz,  drb = db
 *                                   (R9)  dx  = dz·Wᵀ
 * (R10) h at t = 0 is h0 in every row
 *                                   (R11) dh0 = Σ_rows of dh′ at t = 1
 * </pre>
 *
 * <p>Where they come from. L depends on z at step t through h at t alone: over h = φ(z) the chain rule is (R4). h at t reaches L
 * in two ways, as an output and as h′ of step t + 1, where zⱼ = … + Σᵢ h′ᵢ·RWᵢⱼ moves by RWᵢⱼ for every unit j: the sum over j
 * is (R5) of the step after, the sum of both ways (R3). In one row at one step, zⱼ = Σₖ xₖ·Wₖⱼ + Σᵢ h′ᵢ·RWᵢⱼ + bⱼ + rbⱼ moves by xₖ
 * with Wₖⱼ, by h′ᵢ with RWᵢⱼ and by 1 with bⱼ; that h′ moves with them too is counted where it happens, in the dz of the steps
 * before. Hence xₖ·dzⱼ, h′ᵢ·dzⱼ and dzⱼ, and since the same W, RW and b stand in every row and at every step, their sums: (R6) to
 * (R8). x reaches L through z alone: (R9). h0 is h′ of the first step in every row: (R11).
 *
 * <p>What an error does on its way back. Let it enter at t alone, and write D(s) for the diagonal matrix of φ′(z at s). Putting
 * (R4) and (R5) into one another from t down to k,
 *
 * <pre>
 * dz at k = dh at t · D(t)·RWᵀ · D(t − 1)·RWᵀ ⋯ D(k + 1)·RWᵀ · D(k)
 * </pre>
 *
 * where the t − k factors D(s)·RWᵀ are the Jacobians of h at s with respect to h at s − 1; they do not commute. The norm of the
 * product is at most the product of the norms, so that the error surely vanishes if the greatest singular value of RW is below
 * 1/max φ′ (R. Pascanu, T. Mikolov, Y. Bengio, arXiv:1211.5063, section 2.1); above that it may explode, and need not. Where φ′ is
 * 1, as it is for the identity everywhere and for ReLU as long as z is positive, the product is the (t − k)-th power of RWᵀ, and
 * the (t − k)-th root of its norm tends to the spectral radius of RW: above 1 the error explodes, below 1 it vanishes, though it
 * may grow at first if RW is not normal. The slope of tanh, below 1 wherever z is not 0, damps it; that of ReLU is 0 or 1: it
 * cuts paths off but damps none, and is no remedy for an explosion. Clipping bounds the step that is taken, not the product.
 *
 * <h2>SimpleRnn with layer normalisation</h2>
 *
 * J. L. Ba, J. R. Kiros, G. E. Hinton, <em>Layer normalization</em>, arXiv:1607.06450, section 3.1 and the supplement, which
 * normalises x·W and h′·RW of recurrent layers apart from one another. Departure: ε, without which the h′ = 0 of a first step
 * could not be normalised. The rows of g are called gx and gh; μ and σ² are the mean and the variance over the n units of a row.
 *
 * <pre>
 * (N1) z = gx ⊙ N(x·W) + gh ⊙ N(h′·RW) + b + rb,    N(a) = (a − μ)/√(σ² + ε),    then (R2)
 * (N2) dgx = Σₜ Σ_rows dz ⊙ N(x·W),   dgh = Σₜ Σ_rows dz ⊙ N(h′·RW)
 * (N3) v = N(a), dv = g ⊙ dz:   dc = dv/s − v·mean(dv ⊙ v/s),   da = dc − mean(dc),   s = √(σ² + ε)
 * (N4) (R5) to (R7) and (R9) with the da of h′·RW, and of x·W, for dz; (R8) with dz itself
 * </pre>
 *
 * <p>Where (N3) comes from. With s = √(σ² + ε) and vᵢ = (aᵢ − μ)/s, ∂μ/∂aⱼ = 1/n, and since Σ(aᵢ − μ) = 0,
 * ∂σ²/∂aⱼ = 2·(aⱼ − μ)/n, so that ∂s/∂aⱼ = (aⱼ − μ)/(n·s) = vⱼ/n. The rule of the quotient then gives
 * ∂vᵢ/∂aⱼ = (δᵢⱼ − 1/n − vᵢ·vⱼ/n)/s, and daⱼ = Σᵢ dvᵢ·∂vᵢ/∂aⱼ is (N3), as the sum of v is 0; the mean is taken off last, since
 * what remains may be far smaller than what it is taken from.
 *
 * <h2>LSTM</h2>
 *
 * K. Greff et al., <em>LSTM: a search space odyssey</em>, arXiv:1503.04069, section 2 (forward pass and BPTT of the "vanilla
 * LSTM"); forget gate by Gers, Schmidhuber, Cummins (2000), peepholes by Gers, Schraudolph, Schmidhuber (2002). Departures:
 * row vectors; the candidate is called g (z in the paper), and z is a pre-activation; column blocks in the order i f g o;
 * peepholes are optional; g and the cell's way out share φ, which need not be tanh, nor σ logistic; any initial state, and a
 * gradient of the final state; none, one or two biases (b, rb). W, RW, b, rb stand for the block of the gate at hand.
 *
 * <pre>
 * (L1)  z = x·W + h′·RW + b + rb       for each of zi zf zg zo
 * (L2)  zi ← zi + pi ⊙ c′              with peepholes only
 * (L3)  zf ← zf + pf ⊙ c′              with peepholes only
 * (L4)  i = σ(zi)
 * (L5)  f = σ(zf)
 * (L6)  g = φ(zg)
 * (L7)  c = f ⊙ c′ + i ⊙ g
 * (L8)  zo ← zo + po ⊙ c               with peepholes only
 * (L9)  o = σ(zo)
 * (L10) s = φ(c)
 * (L11) h = o ⊙ s
 *
 * (L12) dh ← dh + ←dh
 * (L13) do = dh ⊙ s,   dzo = σ′(zo)·do
 * (L14) ds = dh ⊙ o,   dc = φ′(c)·ds + ←dc
 * (L15) dc ← dc + po ⊙ dzo             with peepholes only
 * (L16) di = dc ⊙ g,   dzi = σ′(zi)·di
 * (L17) df = dc ⊙ c′,  dzf = σ′(zf)·df
 * (L18) dg = dc ⊙ i,   dzg = φ′(zg)·dg
 * (L19) dc′ = dc ⊙ f
 * (L20) dc′ ← dc′ + pi ⊙ dzi + pf ⊙ dzf    with peepholes only
 * (L21) dh′ = Σ_gates dz·RWᵀ
 * (L22) dW  = Σₜ xᵀ·dz                 for each gate, and so on
 * (L23) dRW = Σₜ h′ᵀ·dz
 * (L24) db  = Σₜ Σ_rows dz,  drb = db
 * (L25) dp  = Σₜ Σ_rows of dzi ⊙ c′, dzf ⊙ c′, dzo ⊙ c
 * (L26) dx  = Σ_gates dz·Wᵀ
 * </pre>
 *
 * <h2>GRU</h2>
 *
 * K. Cho et al., <em>Learning phrase representations using RNN encoder-decoder</em>, arXiv:1406.1078, section 2.3: the first
 * version of the paper resets after the product with RW, the third before it; J. Chung et al., arXiv:1412.3555, exchange z and
 * 1 − z in (G4). Departures: any φ and σ of single numbers; none, one or two biases; any initial state. Column blocks in the order
 * r z n. q is what RWn meets, k what that yields, and ar, az, an are the pre-activations.
 *
 * <pre>
 * (G1) r = σ(ar),   ar = x·Wr + br + h′·RWr + rbr
 * (G2) z = σ(az),   az = x·Wz + bz + h′·RWz + rbz
 * (G3) n = φ(an),   an = x·Wn + bn + k,       k = q·RWn + rbn,  q = r ⊙ h′    BEFORE_PRODUCT
 *                   an = x·Wn + bn + r ⊙ k,   k = q·RWn + rbn,  q = h′        AFTER_PRODUCT
 * (G4) h = (1 − z) ⊙ n + z ⊙ h′
 *
 * (G5)  dh ← dh + ←dh
 * (G6)  dz = dh ⊙ (h′ − n)
 * (G7)  dn = dh ⊙ (1 − z)
 * (G8)  daz = σ′(az)·dz,   dan = φ′(an)·dn
 * (G9)  dk = dan,  dr = dq ⊙ h′               BEFORE_PRODUCT
 *       dk = dan ⊙ r,  dr = dan ⊙ k           AFTER_PRODUCT
 * (G10) dq = dk·RWnᵀ
 * (G11) dar = σ′(ar)·dr
 * (G12) dh′ = dh ⊙ z + dar·RWrᵀ + daz·RWzᵀ + dq ⊙ r    BEFORE_PRODUCT
 *       dh′ = dh ⊙ z + dar·RWrᵀ + daz·RWzᵀ + dq        AFTER_PRODUCT
 * (G13) dW  = Σₜ xᵀ·da                        for each gate, and so on
 * (G14) dRW = Σₜ h′ᵀ·da for r and z, Σₜ qᵀ·dk for n
 * (G15) db  = Σₜ Σ_rows da,  drb = db for r and z, Σₜ Σ_rows dk for n
 * (G16) dx  = Σ_gates da·Wᵀ
 * </pre>
 *
 * <h2>Pre-activations that are clipped</h2>
 *
 * The attribute {@code clip} of the operators RNN, LSTM and GRU of ONNX, K: what an activation reads is within [−K, K]. z stands
 * for z of (R2), with (N1) too, zi zf zg zo as (L4), (L5), (L6) and (L9) read them, with peepholes, and ar az an; the c of
 * (L10) is not clipped.
 *
 * <pre>
 * (P1) z  ← min(K, max(−K, z))
 * (P2) dz ← dz where |z| ≤ K before (P1), else 0
 * </pre>
 *
 * <h2>Bidirectional</h2>
 *
 * M. Schuster, K. K. Paliwal, <em>Bidirectional recurrent neural networks</em>, IEEE Transactions on Signal Processing 45 (1997).
 * f is one recurrent layer, r another. The reverse layer's initial state is that before step T, its final state that after
 * step 1.
 *
 * <pre>
 * (B1) f at t: the forward layer, over the steps 1 to T
 * (B2) r at t: the reverse layer, over the steps T to 1
 * (B3) y = f + r  ADD,       y = f ⊙ r  MUL,              y = (f + r)/2  AVERAGE,   y = [f | r]  CONCAT
 * (B4) df = dr = dy  ADD,    df = dy ⊙ r, dr = dy ⊙ f,    df = dr = dy/2,           [df | dr] = dy
 * (B5) dx = dx of the forward layer + dx of the reverse layer
 * </pre>
 *
 * <h2>Masks</h2>
 *
 * A mask m, 1 or 0 for a row at a step, holds for every recurrent layer. s stands for h and for c, s′ is the state before the
 * step and s̃ what the layer makes of it; y = h.
 *
 * <pre>
 * (K1) s = m·s̃                     RESET
 * (K2) s = m·s̃ + (1 − m)·s′        CARRY
 * (K3) ds̃ = m·ds
 * (K4) ds′ ← ds′ + (1 − m)·ds      CARRY
 * (K5) MaskZero: m = 0 where every feature of x has the masking value, else 1; dm/dx counts as 0
 * (K6) LastStep: y = x at the last t of the row where m = 1;  dx = dy there, 0 elsewhere
 * </pre>
 *
 * <p>(K1) is Deeplearning4j's; (K2) is Keras's, and what PyTorch's packed sequences amount to.
 *
 * <h2>How a sequence is run</h2>
 *
 * {@link dev.lockstep.layer.RecurrentRun} holds the memory of a recurrent layer for one shape of minibatch and uses it again in
 * every call. (R1) and (L1) are one product of {@code [x | h′]} with packed weights at each step, its sums starting from b + rb;
 * (R5) with (R9), and (L21) with (L26), are one product of the dz of all gates; (R6) to (R8), and (L22) to (L24), are one
 * product {@code [x | h′ | 1]ᵀ·dz} over all steps. What is entrywise is the cell's: {@link dev.lockstep.layer.LstmCell} and
 * {@link dev.lockstep.layer.SimpleRnnCell} for any activation, with those of {@code layer.vector} in their place for tanh and
 * logistic gates where the JVM has the Vector API: the same operations in the same order, to the last bit. (L7) is rounded as
 * fma(f, c′, i·g), and peepholes are added by fma.
 *
 * <p>(P1) and (P2) are with the cells for any activation alone. GRUs, SimpleRnns with layer normalisation and masked sequences are run plainly, matrix by matrix: a masked one in pieces
 * within which every step counts.
 *
 * <h2>Truncation</h2>
 *
 * In every recurrent layer for itself. "The error entering at t" is what arrives from above at step t, at t = T also what
 * arrives at the final state.
 *
 * <pre>
 * (T1) sliding over k steps: dz = Σ over t of BPTT from the error entering at t alone, down to step max(1, t − k)
 * (T2) chunks of n steps:    dz = BPTT with ←dh = 0 (and ←dc = 0) after every n-th step
 * (T3) segments of n steps:  as (T2), and dz = 0 but at the last m steps of every segment
 * </pre>
 *
 * (T1) is BPTT(h) of R. J. Williams and J. Peng, <em>An efficient gradient-based algorithm for on-line training of recurrent
 * network trajectories</em>, Neural Computation 2 (1990); (T2) is what R. J. Williams and D. Zipser,
 * <em>Gradient-based learning algorithms for recurrent networks and their computational complexity</em> (1995), call epochwise,
 * and (T3) their BPTT(h; h′) without overlap, for the segment's end alone: tBPTT as Deeplearning4j describes it. The forward
 * pass is that of the whole sequence in all three.
 *
 * <h2>Losses</h2>
 *
 * p is the network's output, y the target, n the number of features, r the factor of the
 * {@link dev.lockstep.model.Reduction}; L = r·Σ of the costs. ε and p̃ as in {@link dev.lockstep.model.Clipping}; without
 * clipping p̃ = p and ε = 0.
 *
 * <pre>
 * (C1) MSE     cost (y − p)²/n                        dp = r·2·(p − y)/n
 * (C2) L2      cost (y − p)²                          dp = r·2·(p − y)
 * (C3) MCXENT  cost −y·log(p̃ + ε)                     dp = −r·y/(p̃ + ε)
 * (C4) XENT    cost −y·log(p̃ + ε) − (1 − y)·log(1 − p̃ + ε)
 *                                                     dp = r·((1 − y)/(1 − p̃ + ε) − y/(p̃ + ε))
 * (C5) MCXENT on a Dense layer with softmax, no clipping: cost Σ y·(log Σₖ e^zₖ − z), dz = r·(p·Σy − y)
 * (C6) XENT on a Dense layer with the logistic function, no clipping:
 *                         cost y·log(1 + e^−z) + (1 − y)·log(1 + e^z), dz = r·((1 − y)·σ(z) − y·σ(−z)) = r·(p − y)
 * (C7) WASSERSTEIN  cost y·p/n                        dp = r·y/n
 * (C8) XENT on a Dense layer with the logistic function, ε added: q = 1 − p = σ(−z)
 *                         cost as (C4), log(p + ε) = log(1 + ε·(1 + e^−z)) − log(1 + e^−z), and log(q + ε) with −z for z;
 *                         dz = r·((1 − y)·p·q/(q + ε) − y·q·p/(p + ε))
 * (C9)  L1            cost |y − p|                     dp = r·sign(p − y)
 * (C10) MAE           cost |y − p|/n                   dp = r·sign(p − y)/n
 * (C11) HINGE         cost max(0, 1 − y·p)             dp = −r·y where 1 − y·p is above 0, 0 elsewhere
 * (C12) SQUARED_HINGE cost max(0, 1 − y·p)²            dp = −r·2·y·max(0, 1 − y·p)
 * (C13) POISSON       cost p − y·log p                 dp = r·(1 − y/p)
 * (C14) KL_DIVERGENCE cost y·log(y/p), 0 for y = 0     dp = −r·y/p
 * (C15) COSINE_PROXIMITY  cost −y·p/(‖y‖·‖p‖)          dp = r·((Σ y·p)·p/‖p‖² − y)/(‖y‖·‖p‖)
 * (C16) MAPE          cost 100·|(y − p)/y|/n           dp = r·100·sign(p − y)/(|y|·n)
 * (C17) MSLE          cost log²((1 + p)/(1 + y))/n     dp = r·2·log((1 + p)/(1 + y))/((1 + p)·n)
 * </pre>
 *
 * <p>(C9) and (C10) are the absolute and the mean absolute error, (C16) and (C17) the mean absolute percentage and the mean squared
 * logarithmic error; (C11) is V. Vapnik's, by C. Cortes and V. Vapnik, <em>Support-vector networks</em>, Machine Learning 20 (1995);
 * (C13) is minus the logarithm of a Poisson likelihood but for log y!, which does not depend on p (P. McCullagh, J. A. Nelder,
 * <em>Generalized linear models</em>, 2nd ed., section 6.2); (C14) is S. Kullback and R. A. Leibler's, <em>On information and
 * sufficiency</em>, Ann. Math. Stat. 22 (1951), with 0·log 0 = 0 as T. M. Cover and J. A. Thomas have it. (C9), (C10), (C11) and (C16) have kinks,
 * where sign(0) = 0 and the slope of the hinge is 0; Deeplearning4j takes the same sides. In (C15) the norms are those of a row. With
 * floored norms dp lacks the term of ‖p‖ where ‖p‖ is at the floor. In (C14), clamped in the score, p and y of the cost are min(max(·, ε), 1),
 * and dp is as it stands.
 *
 * <p>Costs may have weights, of outputs ({@link dev.lockstep.model.Loss#weights}), of steps or of both ({@link dev.lockstep.model.Masks#labels}). With w
 * for their product every cost is multiplied by its w and so is dp; the reduction is the same as without. What has the weight 0 does
 * not count, though its cost be infinite or NaN. In (C5) dz = r·(p·Σ w·y − w·y); in (C15) the dot product is Σ w·y·p, and −y is −w·y.
 *
 * (C5) and (C6) are (C3) and (C4) after φ has been put in: the same numbers in exact arithmetic, but without the logarithm of
 * a p that underflowed; (C6) and (C8) are written so that p − y keeps its digits where p is near y. (C5) keeps Σy, which most frameworks take to be 1. With a clamp, MCXENT on a Dense layer with softmax
 * has the cost of (C3) and the gradient of (C5).
 */
package dev.lockstep.layer;
