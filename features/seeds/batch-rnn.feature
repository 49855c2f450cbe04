@seed @simple-rnn @dense @deeplearning4j @samediff
Feature: The batch RNN with an output projection and truncated backpropagation
  A document builds an RNN layer for batches, [B, T, I] in and out, with three matrices and no bias:

    h_t = f(x_t Uᵀ + h_(t−1) Wᵀ),  y_t = h_t Vᵀ,  h_0 = 0        U: H×I, W: H×H, V: I×H, f: tanh if nothing is said

  In the notation of this project it is SimpleRnn(I→H) followed by dense(H→I), both bias-free: the SimpleRnn's W is Uᵀ and its
  RW is Wᵀ, the dense layer's W is Vᵀ ("W of layer 2" in the tables below).

  The error that enters at step t flows back through at most bptt_trunc further steps (5 if nothing is said), down to step
  max(1, t − bptt_trunc). A document's slip leaves out of dx_t what later steps send back to it.

  Distances were computed with 50 digits (reference/slips.py): truncated gradients as the sum, over all t, of central
  differences of the error at t with the states before its window held fast. Each is the greatest over all entries of an
  array; 0 says that they agree.

  Rule: Sizes, initial weights and activations

    Scenario Outline: <I> inputs, <H> units: three matrices of I·H, H·H and H·I numbers
      Given a network of SimpleRnn(<I>→<H>, bias-free), dense(<H>→<I>, bias-free)
      And weights from seed 601 by the rule ±1/√(fan-in)
      And 4 steps of 2 random sequences from seed 602
      Then it has <numbers> trainable numbers
      And Deeplearning4j agrees
      And SameDiff agrees
      And the document's batch RNN, mended, agrees

      Examples:
        | I | H | numbers |
        | 3 | 2 | 16      |
        | 1 | 4 | 24      |
        | 8 | 5 | 105     |

    Scenario: U is drawn from ±1/√I, W and V from ±1/√H
      Given a network of SimpleRnn(9→16, bias-free), dense(16→9, bias-free)
      And weights from seed 603 by the rule ±1/√(fan-in)
      And 4 steps of 2 random sequences from seed 604
      Then every weight in W of "layer 1" lies within ±1/√9, the greatest beyond 0.9 of that
      And every weight in RW of "layer 1" lies within ±1/√16, the greatest beyond 0.9 of that
      And every weight in W of "layer 2" lies within ±1/√16, the greatest beyond 0.9 of that
      And SameDiff agrees

    Scenario Outline: An activation by its name, <activation>
      Given a network of SimpleRnn(3→2, <activation>, bias-free), dense(2→3, bias-free)
      And weights from seed 605 by the rule ±1/√(fan-in)
      And 6 steps of 2 random sequences from seed 636
      And a random gradient arriving at every step, from seed 607
      Then the document's batch RNN, mended, agrees
      And Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences

      Examples:
        | activation |
        | tanh       |
        | relu       |
        | sigmoid    |
        | identity   |

  Rule: Every matrix has an optimizer state of its own
    U, W and V and the optimizer's state of each are compared after every step. In one state shared by all three, each would
    meet what the others left there.

    Scenario Outline: <optimizer>
      Given a network of SimpleRnn(3→2, bias-free), dense(2→3, bias-free)
      And weights from seed 611 by the rule ±1/√(fan-in)
      And 6 steps of 4 random sequences from seed 612
      And the loss is MSE averaged over the batch, against random targets from seed 613
      When it is trained for 10 steps by <optimizer>
      Then every minibatch agrees with SameDiff from the same parameters and optimizer state
      And every minibatch agrees with Deeplearning4j from the same parameters and optimizer state

      Examples:
        | optimizer                                          |
        | Sgd with α = 0.1                                   |
        | Nesterov with α = 0.1, μ = 0.9                     |
        | RmsProp with α = 0.01, ρ = 0.9, ε = 1e-8           |
        | AdaGrad with α = 0.1, ε = 1e-6                     |
        | Adam with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8 |

    Scenario Outline: <optimizer>, which Deeplearning4j has not
      Given a network of SimpleRnn(3→2, bias-free), dense(2→3, bias-free)
      And weights from seed 611 by the rule ±1/√(fan-in)
      And 6 steps of 4 random sequences from seed 612
      And the loss is MSE averaged over the batch, against random targets from seed 613
      When it is trained for 10 steps by <optimizer>
      Then every minibatch agrees with SameDiff from the same parameters and optimizer state

      Examples:
        | optimizer                                                                           |
        | Nesterov as published with α = 0.1, μ = 0.9                                         |
        | RmsProp as published with α = 0.01, ρ = 0.9, ε = 1e-8                               |
        | look-ahead RmsProp with ε inside the root with α = 0.05, ρ = 0.5, μ = 0.8, ε = 1e-6 |
        | AdaGrad as published with α = 0.1, ε = 1e-6                                         |
        | Adam as published with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8                     |

    Scenario: Trained with errors that flow back through at most 5 further steps
      Given a network of SimpleRnn(3→2, bias-free), dense(2→3, bias-free)
      And weights from seed 611 by the rule ±1/√(fan-in)
      And 9 steps of 4 random sequences from seed 614
      And the loss is MSE averaged over the batch, against random targets from seed 615
      And errors flow back through at most 5 further steps
      When it is trained for 10 steps by Adam with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8
      Then every minibatch agrees with SameDiff from the same parameters and optimizer state

  Rule: Truncation: sliding as the document has it, and in chunks
    T = 6. With the document's truncation the gradients of U and x are those of the whole sequence from 5 further steps on; that
    of W from 4 on, as the fifth would meet h_0 = 0; that of h_0 from 6 on.

    Deeplearning4j's tBPTTLength, meant in the same way, cuts the sequence into chunks instead, where errors flow back to the first
    step of their own chunk (what it computes is another matter, see divergences/). But for h_0, chunks of k + 1 steps and at most
    k further steps are the same for k = 0 and for k = T − 1, and for no k between.

    Background:
      Given U = [0.31 -0.48 0.27; -0.53 0.39 -0.15]
      And W = [0.6 -0.35; 0.45 0.52]
      And V = [0.4 -0.6; 0.7 0.2; -0.3 0.5]
      And x drawn as numpy.random.seed(5), uniform(-1, 1, (6, 2, 3))
      And dy drawn next as uniform(-1, 1, (6, 2, 3))
      And a bias-free tanh SimpleRnn layer with W = Uᵀ, RW = Wᵀ
      And a bias-free identity dense layer with W = Vᵀ
      And it reads x, laid out time × batch × features
      And the gradient dy arrives at every step, laid out time × batch × features

    Scenario Outline: At most <k> further steps against the whole sequence
      Given errors flow back through at most <k> further steps
      Then SameDiff agrees
      And the document's batch RNN, mended, agrees
      And with errors flowing back through the whole sequence the gradients differ by, within 1e-9 relative
        | W   | RW   | W of layer 2 | x   | h0   |
        | <W> | <RW> | 0            | <x> | <h0> |

      Examples:
        | k | W                 | RW                | x                 | h0                |
        | 0 | 8.879636875651e-1 | 5.892771149300e-1 | 3.463530133958e-1 | 2.661159916604e-1 |
        | 1 | 3.882771877600e-1 | 5.444947348927e-1 | 1.576919190555e-1 | 3.533396600565e-1 |
        | 2 | 2.571562835313e-1 | 2.429756840730e-1 | 8.758429723587e-2 | 2.051354453164e-1 |
        | 3 | 9.972954906745e-2 | 5.091876110339e-2 | 6.267002190614e-2 | 1.094966936261e-1 |
        | 4 | 3.456975471321e-2 | 0                 | 1.773827722134e-2 | 5.550262423803e-2 |
        | 5 | 0                 | 0                 | 0                 | 2.664811376498e-2 |
        | 6 | 0                 | 0                 | 0                 | 0                 |

    Scenario: At most 6 further steps are the gradient itself
      Given errors flow back through at most 6 further steps
      Then SameDiff agrees
      And the gradients agree with central differences
      And the document's batch RNN, mended, agrees

    Scenario: At most 5 further steps are so too, but for h_0
      Given errors flow back through at most 5 further steps
      Then SameDiff agrees
      And the gradients of parameters and input agree with central differences
      And the document's batch RNN, mended, agrees

    Scenario Outline: The input gradient of the local step only, within at most <k> further steps
      dx_t sums up what the errors at t, t + 1 … t + k send back to x_t; the slip counts the error at t alone, which is
      right for k = 0 only.

      Given errors flow back through at most <k> further steps
      Then SameDiff agrees
      And the document's batch RNN, mended, agrees
      And the slip "input gradient of the local step only" moves the gradients by, within 1e-9 relative
        | x   |
        | <x> |

      Examples:
        | k | x                 |
        | 0 | 0                 |
        | 1 | 3.304308764674e-1 |
        | 2 | 3.067420662949e-1 |
        | 3 | 3.070593324171e-1 |
        | 4 | 3.343305320576e-1 |
        | 5 | 3.463530133958e-1 |
        | 6 | 3.463530133958e-1 |

    Scenario Outline: Chunks of <length> steps against the whole sequence
      Given errors flow back within chunks of <length> steps
      Then SameDiff agrees
      And with errors flowing back through the whole sequence the gradients differ by, within 1e-9 relative
        | W   | RW   | W of layer 2 | x   | h0   |
        | <W> | <RW> | 0            | <x> | <h0> |

      Examples:
        | length | W                 | RW                | x                 | h0                |
        | 1      | 8.879636875651e-1 | 5.892771149300e-1 | 3.463530133958e-1 | 3.533396600565e-1 |
        | 2      | 6.979888718529e-1 | 5.605673818163e-1 | 2.624878067043e-1 | 2.051354453164e-1 |
        | 3      | 3.559226577619e-1 | 6.750281206398e-1 | 2.526127597405e-1 | 1.094966936261e-1 |
        | 4      | 5.375523377989e-1 | 4.119522399706e-1 | 2.624878067043e-1 | 5.550262423803e-2 |
        | 5      | 5.270461642791e-1 | 3.511918812389e-1 | 2.795204285652e-1 | 2.664811376498e-2 |
        | 6      | 0                 | 0                 | 0                 | 0                 |

    Scenario Outline: Chunks of <length> steps against at most <k> further steps
      Given errors flow back within chunks of <length> steps
      Then SameDiff agrees
      And with errors flowing back through at most <k> further steps the gradients differ by, within 1e-9 relative
        | W   | RW   | W of layer 2 | x   | h0   |
        | <W> | <RW> | 0            | <x> | <h0> |

      Examples:
        | length | k | W                 | RW                | x                 | h0                |
        | 1      | 0 | 0                 | 0                 | 0                 | 3.579937470467e-1 |
        | 2      | 1 | 3.423158811044e-1 | 2.691840959782e-1 | 3.304308764674e-1 | 2.893789778053e-1 |
        | 3      | 2 | 3.919734335686e-1 | 6.834246856714e-1 | 2.659337376554e-1 | 1.072685102119e-1 |
        | 4      | 3 | 4.782042162646e-1 | 3.992040167871e-1 | 2.624878067043e-1 | 1.057248207011e-1 |
        | 5      | 4 | 5.445200690118e-1 | 3.511918812389e-1 | 2.795204285652e-1 | 6.597078730894e-2 |
        | 6      | 5 | 0                 | 0                 | 0                 | 2.664811376498e-2 |
