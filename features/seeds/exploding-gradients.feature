@seed @simple-rnn @lstm @samediff @deeplearning4j
Feature: When gradients explode
  The error of the last step T, felt at step k, is a product of T − k Jacobians:

    ∂L/∂z at k = (∂L/∂z at k + 1)·RWᵀ·diag(φ′(z at k))

  RW = ρ·Q with Q orthogonal has the spectral radius ρ, and ‖v·RWᵀ‖ = ρ·‖v‖ for every v. So ‖∂L/∂z‖ grows by just ρ a step
  where φ′ = 1, and by at most ρ·max φ′ anywhere. W is the identity here, which makes ∂L/∂z the gradient of the input.

  Rule: With the identity it grows by ρ a step

    Scenario Outline: Identity, ρ = <ρ>
      Given a network of SimpleRnn(4→4, identity)
      And a random orthogonal matrix as recurrent matrix, of spectral radius <ρ>, from seed 1
      And 50 steps of input between -0.1 and 0.1, from seed 2
      And the gradient 0.5, 0.5, 0.5, 0.5 arrives at the last step
      Then ‖∂L/∂z‖ grows by <ρ> a step, within 1e-12 relative
      And SameDiff agrees
      And Deeplearning4j agrees

      Examples:
        | ρ   |
        | 0.5 |
        | 0.9 |
        | 1   |
        | 1.1 |
        | 1.5 |

  Rule: tanh is below ρ, and near to it only while states are small

    Scenario Outline: tanh, ρ = <ρ>
      Given a network of SimpleRnn(4→4, tanh)
      And a random orthogonal matrix as recurrent matrix, of spectral radius <ρ>, from seed 1
      And 50 steps of input between -0.1 and 0.1, from seed 2
      And the gradient 0.5, 0.5, 0.5, 0.5 arrives at the last step
      Then ‖∂L/∂z‖ never grows by more than <ρ> a step
      And SameDiff agrees
      And Deeplearning4j agrees

      Examples:
        | ρ   |
        | 0.5 |
        | 0.9 |
        | 1   |
        | 1.1 |
        | 1.5 |

    @slow
    Scenario Outline: tanh at rest, where φ′ = 1, ρ = <ρ>
      Given a network of SimpleRnn(4→4, tanh)
      And a random orthogonal matrix as recurrent matrix, of spectral radius <ρ>, from seed 1
      And 50 steps of input between 0 and 0, from seed 2
      And the gradient 0.5, 0.5, 0.5, 0.5 arrives at the last step
      Then ‖∂L/∂z‖ grows by <ρ> a step, within 1e-12 relative
      And SameDiff agrees
      And Deeplearning4j agrees

      Examples:
        | ρ   |
        | 0.5 |
        | 1.5 |

  Rule: ReLU is no remedy: its Jacobian product grows like the weights' powers

    @slow
    Scenario Outline: ReLU with some of its units off, ρ = <ρ>
      Given a network of SimpleRnn(4→4, relu)
      And a random orthogonal matrix as recurrent matrix, of spectral radius <ρ>, from seed 1
      And 50 steps of input between -0.1 and 0.1, from seed 2
      And the gradient 0.5, 0.5, 0.5, 0.5 arrives at the last step
      Then ‖∂L/∂z‖ never grows by more than <ρ> a step
      And SameDiff agrees
      And Deeplearning4j agrees

      Examples:
        | ρ   |
        | 0.5 |
        | 0.9 |
        | 1   |
        | 1.1 |
        | 1.5 |

    Scenario Outline: ReLU with all units on, as positive input and a permutation make them, ρ = <ρ>
      Given a network of SimpleRnn(4→4, relu)
      And a random permutation as recurrent matrix, of spectral radius <ρ>, from seed 1
      And 50 steps of input between 0.05 and 0.15, from seed 2
      And the gradient 0.5, 0.5, 0.5, 0.5 arrives at the last step
      Then ‖∂L/∂z‖ grows by <ρ> a step, within 1e-12 relative
      And SameDiff agrees
      And Deeplearning4j agrees

      Examples:
        | ρ   |
        | 0.5 |
        | 0.9 |
        | 1   |
        | 1.1 |
        | 1.5 |

    Scenario Outline: What the slip promises at ρ = <ρ>: 49 steps earlier the error is ρ^49 times as great
      Given a network of SimpleRnn(4→4, relu)
      And a random permutation as recurrent matrix, of spectral radius <ρ>, from seed 1
      And 50 steps of input between 0.05 and 0.15, from seed 2
      And the gradient 0.5, 0.5, 0.5, 0.5 arrives at the last step
      Then the slip "ReLU cures an explosion" promises no growth, but ‖∂L/∂z‖ is <ρ^49> times as great 49 steps earlier, within 1e-12 relative
      And SameDiff agrees
      And Deeplearning4j agrees

      Examples:
        | ρ   | ρ^49                |
        | 1.1 | 106.71895716335938  |
        | 1.5 | 425081000.1426997   |

  Rule: The LSTM's cell moves the threshold from ρ = 1 to ρ = 4·(1 − σ(1)) = 1.076, and explodes above it
    At rest, with x, h and c zero and the forget gate's bias 1, i = o = ½, f = σ(1), g = 0, tanh′(0) = 1, and what remains is

      dc at k = (dc at k + 1)·(f + ¼·ρ·Qᵀ)

    which is at most f + ¼·ρ a step, and just that where Q is a permutation and dc = (1, …, 1).

    Scenario Outline: LSTM at rest, ρ = <ρ>
      Given a network of LSTM(16→4)
      And a random permutation as recurrent matrix, of spectral radius <ρ>, from seed 1
      And 50 steps of input between 0 and 0, from seed 2
      And the gradient 0.5, 0.5, 0.5, 0.5 arrives at the last step
      Then ‖∂L/∂z‖ grows by <σ(1) + ρ/4> a step, within 1e-12 relative
      And SameDiff agrees
      And Deeplearning4j agrees

      Examples:
        | ρ   | σ(1) + ρ/4         |
        | 0.5 | 0.8560585786300049 |
        | 0.9 | 0.9560585786300049 |
        | 1   | 0.9810585786300049 |
        | 1.1 | 1.0060585786300049 |
        | 1.5 | 1.1060585786300049 |

    @slow
    Scenario Outline: LSTM at rest with any orthogonal matrix, ρ = <ρ>
      Given a network of LSTM(16→4)
      And a random orthogonal matrix as recurrent matrix, of spectral radius <ρ>, from seed 1
      And 50 steps of input between 0 and 0, from seed 2
      And the gradient 0.5, 0.5, 0.5, 0.5 arrives at the last step
      Then ‖∂L/∂z‖ never grows by more than <σ(1) + ρ/4> a step
      And SameDiff agrees
      And Deeplearning4j agrees

      Examples:
        | ρ   | σ(1) + ρ/4         |
        | 0.5 | 0.8560585786300049 |
        | 1.5 | 1.1060585786300049 |

  Rule: Clipping bounds the optimizer's step and leaves the error as it is

    Scenario: Without a clip
      Given a network of SimpleRnn(4→4, identity), last step
      And a random orthogonal matrix as recurrent matrix, of spectral radius 1.5, from seed 1
      And 50 steps of input between -0.1 and 0.1, from seed 2
      And the loss is L2 summed, against random targets from seed 3
      When it is trained for 1 step by Sgd with α = 1
      Then the first step of the optimizer is longer than 1e8
      And ‖∂L/∂z‖ grows by 1.5 a step, within 1e-12 relative
      And every minibatch agrees with Deeplearning4j from the same parameters and optimizer state

    Scenario: Clipped by global norm
      Given a network of SimpleRnn(4→4, identity), last step
      And a random orthogonal matrix as recurrent matrix, of spectral radius 1.5, from seed 1
      And 50 steps of input between -0.1 and 0.1, from seed 2
      And the loss is L2 summed, against random targets from seed 3
      And gradients are clipped at 1.0 by their global norm
      When it is trained for 1 step by Sgd with α = 1
      Then the first step of the optimizer is 1.0 long, within 1e-12 relative
      And ‖∂L/∂z‖ grows by 1.5 a step, within 1e-12 relative
      And every minibatch agrees with SameDiff from the same parameters and optimizer state
      And every minibatch agrees with Deeplearning4j from the same parameters and optimizer state

    Scenario: Clipped entry by entry
      Given a network of SimpleRnn(4→4, identity), last step
      And a random orthogonal matrix as recurrent matrix, of spectral radius 1.5, from seed 1
      And 50 steps of input between -0.1 and 0.1, from seed 2
      And the loss is L2 summed, against random targets from seed 3
      And gradients are clipped at 0.1, entry by entry
      When it is trained for 1 step by Sgd with α = 1
      Then the first step of the optimizer moves a parameter by 0.1 at most, within 1e-12 relative
      And ‖∂L/∂z‖ grows by 1.5 a step, within 1e-12 relative
      And every minibatch agrees with SameDiff from the same parameters and optimizer state
      And every minibatch agrees with Deeplearning4j from the same parameters and optimizer state

    Scenario: ReLU with all units on, ρ = 1.1
      Given a network of SimpleRnn(16→16, relu)
      And a random permutation as recurrent matrix, of spectral radius 1.1, from seed 1
      And 50 steps of input between 0.05 and 0.15, from seed 2
      And the gradient 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25 arrives at the last step
      Then ‖∂L/∂z‖ grows by 1.1 a step, within 1e-12 relative
      And Deeplearning4j agrees
      And the clipped gradients of ever longer sequences are drawn

  Rule: The curves, of 16 units

    Scenario Outline: <layer>
      Given a network of <network>
      And <matrix> as recurrent matrix, of spectral radius 1.5, from seed 1
      And 50 steps of input between <low> and <high>, from seed 2
      And the gradient 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25 arrives at the last step
      Then its growth for the spectral radii 0.5, 0.9, 1, 1.1, 1.5 is drawn beside the theory
      And Deeplearning4j agrees

      Examples:
        | layer                         | network                     | matrix                     | low  | high |
        | SimpleRnn, identity           | SimpleRnn(16→16, identity)  | a random orthogonal matrix | -0.1 | 0.1  |
        | SimpleRnn, tanh               | SimpleRnn(16→16, tanh)      | a random orthogonal matrix | -0.1 | 0.1  |
        | SimpleRnn, ReLU               | SimpleRnn(16→16, relu)      | a random orthogonal matrix | -0.1 | 0.1  |
        | SimpleRnn, ReLU, all units on | SimpleRnn(16→16, relu)      | a random permutation       | 0.05 | 0.15 |
        | LSTM                          | LSTM(64→16)                 | a random orthogonal matrix | -0.1 | 0.1  |
