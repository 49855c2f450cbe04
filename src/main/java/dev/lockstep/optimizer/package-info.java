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
 * <h2>Clipping</h2>
 *
 * Of the gradient, before any of the above. By norm: R. Pascanu, T. Mikolov, Y. Bengio, <em>On the difficulty of training
 * recurrent neural networks</em>, arXiv:1211.5063, Algorithm 1; the norm is that of all parameters together. Entry by entry:
 * A. Graves, <em>Generating sequences with recurrent neural networks</em>, arXiv:1308.0850, section 2.1; departure: the
 * parameters' gradient is clipped, not what flows back through the layer.
 *
 * <pre>
 * (O21) ∇ ← min(max(∇, −c), c)           entrywise
 * (O22) ∇ ← ∇·c/‖∇‖₂ where ‖∇‖₂ > c      by global norm
 * </pre>
 */
package dev.lockstep.optimizer;
