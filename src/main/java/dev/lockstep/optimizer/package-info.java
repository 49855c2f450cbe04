/**
 * Optimizers as pure functions of state and gradient.
 *
 * <p>∇ is the gradient of the reduced loss, with nothing else divided out; a prime marks the value before the step; α is the
 * learning rate; t, the number of the step, counts from 1; all operations are entrywise. Where frameworks disagree, each form
 * has its own equation, and {@link dev.lockstep.model.OptimizerSpec} names it. Code cites the numbers and keeps the order of
 * operations written here.
 *
 * <h2>Sgd</h2>
 *
 * <pre>
 * (O1)  θ = θ′ − α·∇
 * </pre>
 *
 * <h2>Nesterov</h2>
 *
 * LOOK_AHEAD: I. Sutskever et al., <em>On the importance of initialization and momentum in deep learning</em>, ICML 2013,
 * section 2, equations 3 and 4. REFORMULATED: Y. Bengio et al., <em>Advances in optimizing recurrent networks</em>,
 * arXiv:1212.0901, section 3.5; its θ is the other form's look-ahead point, and v is as Deeplearning4j keeps it but of the
 * sign of the papers.
 *
 * <pre>
 * (O2)  ∇ is taken at θ′ + μ·v′          LOOK_AHEAD; at θ′ otherwise
 * (O3)  v = μ·v′ − α·∇
 * (O4)  θ = θ′ + v                       LOOK_AHEAD
 * (O5)  θ = θ′ − (μ·v′ − (1 + μ)·v)      REFORMULATED
 * </pre>
 *
 * <h2>RmsProp</h2>
 *
 * T. Tieleman, G. Hinton, <em>Neural networks for machine learning</em>, lecture 6.5 (2012). Departure: ε, which the lecture
 * does not have.
 *
 * <pre>
 * (O6)  s = ρ·s′ + (1 − ρ)·∇²            s₀ = 0 or ε
 * (O7)  step = α·∇/(√s + ε)             OUTSIDE_ROOT
 * (O8)  step = α·∇/√(s + ε)             INSIDE_ROOT
 * (O9)  step = α·∇/√s + ε               ADDED_TO_QUOTIENT
 * (O10) θ  = θ′ − step
 * </pre>
 *
 * With look-ahead momentum (the lecture's "combining rmsprop with Nesterov momentum", in the form of Sutskever et al.):
 *
 * <pre>
 * (O11) v  = μ·v′ − step                 ∇ by (O2), θ by (O4)
 * </pre>
 *
 * <h2>AdaGrad</h2>
 *
 * J. Duchi, E. Hazan, Y. Singer, <em>Adaptive subgradient methods for online learning and stochastic optimization</em>, JMLR 12
 * (2011), figure 1 with diagonal matrices, where δ is our ε.
 *
 * <pre>
 * (O12) s  = s′ + ∇²                     s₀ = 0 or ε; step as (O7) to (O9), θ by (O10)
 * </pre>
 *
 * <h2>Adam</h2>
 *
 * D. P. Kingma, J. Ba, <em>Adam: a method for stochastic optimization</em>, arXiv:1412.6980, Algorithm 1 and, for the reordered
 * form, the remark at the end of section 2 before 2.1. Departure: INSIDE_ROOT is not in the paper.
 *
 * <pre>
 * (O13) m  = β1·m′ + (1 − β1)·∇
 * (O14) v  = β2·v′ + (1 − β2)·∇²
 * (O15) m̂  = m/(1 − β1^t)
 * (O16) v̂  = v/(1 − β2^t)
 * (O17) θ  = θ′ − α·m̂/(√v̂ + ε)           ALGORITHM_1
 * (O18) θ  = θ′ − α·m̂/√(v̂ + ε)           INSIDE_ROOT
 * (O19) αₜ = α·√(1 − β2^t)/(1 − β1^t)
 * (O20) θ  = θ′ − αₜ·m/(√v + ε)           REORDERED
 * </pre>
 *
 * <h2>NoOp</h2>
 *
 * Deeplearning4j's; no paper.
 *
 * <pre>
 * (O23) θ  = θ′ − ∇
 * </pre>
 *
 * <h2>AmsGrad</h2>
 *
 * S. J. Reddi, S. Kale, S. Kumar, <em>On the convergence of Adam and beyond</em>, ICLR 2018, Algorithm 2, with m and v by (O13) and
 * (O14). Departures: ε, which the paper does not have; the corrections of (O26), which are PyTorch's, and of (O27), which are
 * Deeplearning4j's and those of Keras. v̂ is the greatest v as it is, corrected or not only where it is read.
 *
 * <pre>
 * (O24) v̂  = max(v̂′, v)                   v̂₀ = 0
 * (O25) θ  = θ′ − α·m/(√v̂ + ε)           UNCORRECTED
 * (O26) θ  = θ′ − α·m̂/(√(v̂/(1 − β2^t)) + ε)   ALGORITHM_1, m̂ by (O15)
 * (O27) θ  = θ′ − αₜ·m/(√v̂ + ε)          REORDERED, αₜ by (O19)
 * </pre>
 *
 * <h2>AdaMax</h2>
 *
 * D. P. Kingma, J. Ba, <em>Adam</em>, arXiv:1412.6980, section 7.1, Algorithm 2, with m by (O13). Departures: whatever keeps u from 0.
 *
 * <pre>
 * (O28) u  = max(β2·u′, |∇|)             PUBLISHED, BESIDE_GREATEST
 * (O29) u  = max(β2·u′, |∇|) + 1e-32     TINY, Deeplearning4j
 * (O30) u  = max(β2·u′, |∇| + ε)         BESIDE_GRADIENT, PyTorch
 * (O31) θ  = θ′ − α/(1 − β1^t)·m/u       θ′ where u is 0; but for
 * (O32) θ  = θ′ − α/(1 − β1^t)·m/(u + ε) BESIDE_GREATEST, Keras
 * </pre>
 *
 * <h2>Nadam</h2>
 *
 * T. Dozat, <em>Incorporating Nesterov momentum into Adam</em>, ICLR 2016 workshop, Algorithm 2, with m and v by (O13), (O14), and v̂ by
 * (O16). Departures: m is averaged by β1 where μₜ grows, as PyTorch and Keras have it; (O35) is Deeplearning4j's.
 *
 * <pre>
 * (O33) μₜ = β1                          CONSTANT_MOMENTUM
 *       μₜ = β1·(1 − ½·0.96^(0.004·t))   GROWING_MOMENTUM
 * (O34) θ  = θ′ − α·(μ₍ₜ₊₁₎·m/(1 − μ₁⋯μ₍ₜ₊₁₎) + (1 − μₜ)·∇/(1 − μ₁⋯μₜ))/(√v̂ + ε)
 * (O35) θ  = θ′ − α·(β1·m + (1 − β1)·∇)/(1 − β1^t)/(√v + ε)   UNCORRECTED_SQUARES
 * </pre>
 *
 * <h2>AdaDelta</h2>
 *
 * M. D. Zeiler, <em>ADADELTA: an adaptive learning rate method</em>, arXiv:1212.5701, Algorithm 1, with s by (O6) from 0. Departure: α,
 * which is 1 there.
 *
 * <pre>
 * (O36) step = ∇·√(d′ + ε)/√(s + ε)
 * (O37) d  = ρ·d′ + (1 − ρ)·step²        d₀ = 0
 * (O38) θ  = θ′ − α·step
 * </pre>
 *
 * <h2>AdaBelief</h2>
 *
 * J. Zhuang et al., <em>AdaBelief optimizer: adapting stepsizes by the belief in observed gradients</em>, arXiv:2010.07468,
 * Algorithm 2, with m by (O13). Departure: (O41), which is ND4J's.
 *
 * <pre>
 * (O39) s  = β2·s′ + (1 − β2)·(∇ − m)² + ε
 * (O40) θ  = θ′ − α·m̂/(√ŝ + ε)           ALGORITHM_2, m̂ by (O15), ŝ = s/(1 − β2^t)
 * (O41) θ  = θ′ − αₜ·m/(√s + ε)           REORDERED, αₜ by (O19)
 * </pre>
 *
 * <h2>Clipping</h2>
 *
 * Of the gradient, before any of the above. By norm: R. Pascanu, T. Mikolov, Y. Bengio, <em>On the difficulty of training
 * recurrent neural networks</em>, arXiv:1211.5063, Algorithm 1; the norm is that of all parameters together. Entry by entry:
 * A. Graves, <em>Generating sequences with recurrent neural networks</em>, arXiv:1308.0850, section 2.1; departure: the
 * parameters' gradient is clipped, not what flows back through the layer. ε is 0 there, and 1e-6 in PyTorch's clip_grad_norm_.
 *
 * <pre>
 * (O21) ∇ ← min(max(∇, −c), c)                   entrywise
 * (O22) ∇ ← ∇·c/(‖∇‖₂ + ε) where ‖∇‖₂ + ε > c     by global norm
 * (O42) ∇ ← ∇·c/‖∇‖₂ where ‖∇‖₂ > c               ∇ of one layer, or of one parameter
 * (O43) ∇ ← ∇/‖∇‖₂ where ∇ ≠ 0                    ∇ of one layer, or of one parameter
 * </pre>
 *
 * (O42) and (O43) are Deeplearning4j's; no paper.
 *
 * <h2>Regularisation</h2>
 *
 * I. Goodfellow, Y. Bengio, A. Courville, <em>Deep learning</em>, section 7.1, for the penalties; I. Loshchilov, F. Hutter,
 * <em>Decoupled weight decay regularization</em>, arXiv:1711.05101, Algorithm 2, for the decay, whose δ·α is not their λ·ηₜ alone.
 * The penalties come after the clip and before the optimizer, at the point where ∇ is taken; the decay beside the optimizer's step.
 *
 * <pre>
 * (O44) ∇ ← ∇ + l1·sign(θ) + l2·θ        sign(0) = 0
 * (O45) θ ← θ − α·δ·θ′, or θ − δ·θ′
 * (O46) L ← L + l1·Σ|θ| + (l2 + δ)/2·Σθ²   the score of a step, of θ before it
 * </pre>
 *
 * <h2>Schedules</h2>
 *
 * The learning rate at a count n, from 0, of steps or of epochs. Names and forms are Caffe's (Y. Jia et al., arXiv:1408.5093, the
 * solver's learning rate policies), but for the cycle: L. N. Smith, arXiv:1803.09820, section 4.1.
 *
 * <pre>
 * (O47) α                                Fixed
 * (O48) α·γ^⌊n/length⌋                   Step
 * (O49) α·γⁿ                             Exponential
 * (O50) α/(1 + γ·n)^power                Inverse
 * (O51) α·(1 − n/length)^power           Poly, FALLING; 0 from n = length on
 * (O52) α·(1 + n/length)^power           Poly, RISING, which is Deeplearning4j's; 0 from n = length on
 * (O53) α/(1 + e^(−γ·(n − middle)))      Sigmoid
 * (O54) the rate of the last entry up to n   Table
 * (O55) α + n·(peak − α)/s for n &lt; s, then peak − (n − s)·(peak − α)/s for n &lt; 2s, then α·γ^(n − 2s)   Cycle, n within the
 *       cycle, s half of what the annealing leaves
 * (O56) α·t/length while t &lt; length       Ramp, t the number of the step from 1, α by any other
 * </pre>
 */
package dev.lockstep.optimizer;
