@optimizer @deeplearning4j
Feature: Clipping gradients
  Before the optimizer reads it, the gradient ∇ of the reduced loss is held below a threshold c:

    entry by entry           ∇ ← min(max(∇, −c), c)
    by the global norm       ∇ ← ∇·c/‖∇‖₂ where ‖∇‖₂ > c, with the norm of all parameters together

  (A. Graves, arXiv:1308.0850, section 2.1; R. Pascanu, T. Mikolov, Y. Bengio, arXiv:1211.5063, Algorithm 1.) PyTorch's
  clip_grad_norm_ has ‖∇‖₂ + 1e-6 in both places of the norm, which the gradient shows below a threshold of 1. Deeplearning4j
  divides the gradient by the batch first and clips then. It clips by the norm of one layer at a time, or of one parameter;
  that is the global norm where one layer has all parameters, its bias among them.

  Rule: The numbers are those of the equations, and Deeplearning4j computes the same

    @table @sgd
    Scenario Outline: Three steps of Sgd, clipped <how>
      A gradient of 3 counts as 1, one of 0.4 as it is, one of −2 as −1: θ moves by −0.1, −0.04 and 0.1.

      Given a parameter θ = 0.5
      And Sgd with α = 0.1
      And gradients are clipped <how>
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 3     |
        | 2 | 0.4   |
        | 3 | -2    |
      Then its state after each step is, within 1e-15
        | t | θ    |
        | 1 | 0.4  |
        | 2 | 0.36 |
        | 3 | 0.46 |
      And Deeplearning4j agrees within 1e-15

      Examples:
        | how                         |
        | at 1.0, entry by entry      |
        | at 1.0 by their global norm |

    @table @sgd
    Example: Three steps of Sgd, clipped at 1 by the norm plus a half
      A gradient of 3 counts as 3/3.5, one of 0.4 as it is, since 0.9 is below 1, one of −2 as −2/2.5, and one of 0.75, though it is
      below 1, as 0.75/1.25, since 1.25 is not.

      Given a parameter θ = 0.5
      And Sgd with α = 0.1
      And gradients are clipped at 1.0 by their global norm plus 0.5
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 3     |
        | 2 | 0.4   |
        | 3 | -2    |
        | 4 | 0.75  |
      Then its state after each step is, within 1e-15
        | t | θ                 |
        | 1 | 0.414285714285714 |
        | 2 | 0.374285714285714 |
        | 3 | 0.454285714285714 |
        | 4 | 0.394285714285714 |

    @table @adam
    Example: Three steps of Adam, clipped at 1 entry by entry
      As for the gradients 1, 0.4 and −1.

      Given a parameter θ = 0.5
      And Adam with α = 0.1, β1 = 0.9, β2 = 0.999, ε = 0.01
      And gradients are clipped at 1.0, entry by entry
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 3     |
        | 2 | 0.4   |
        | 3 | -2    |
      Then its state after each step is, within 1e-14
        | t | m                 | v                 | θ                 |
        | 1 | 0.100000000000000 | 0.001000000000000 | 0.424025307335204 |
        | 2 | 0.130000000000000 | 0.001159000000000 | 0.354569507602049 |
        | 3 | 0.017000000000000 | 0.002157841000000 | 0.348486205590381 |
      And Deeplearning4j agrees within 1e-14

  Rule: Entry by entry, every minibatch agrees, whatever the network and the reduction of the loss

    Scenario Outline: <optimizer> trains <network>, clipped at <c> entry by entry, the loss <reduction>
      At 0.05 every minibatch has entries that are clipped and entries that are not; at 100 none is.

      Given a network of <network>
      And weights from seed 621
      And 5 steps of 4 random sequences from seed 622
      And the loss is MSE <reduction>, against random targets from seed 623
      And gradients are clipped at <c>, entry by entry
      When it is trained for 10 steps by <optimizer>
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state
      And the free run stays within 1e-10 of Deeplearning4j for 10 steps, and its growth is reported

      Examples:
        | optimizer                                          | network                                   | c    | reduction                    |
        | Sgd with α = 0.1                                   | SimpleRnn(2→3)                            | 0.05 | averaged over the batch      |
        | Sgd with α = 0.1                                   | LSTM(2→3), dense(3→2, sigmoid)            | 0.05 | averaged over the batch      |
        | Sgd with α = 0.1                                   | LSTM(2→3), dense(3→2, sigmoid)            | 0.05 | summed                       |
        | Sgd with α = 0.1                                   | peephole LSTM(2→3), SimpleRnn(3→2)        | 0.05 | averaged over batch and time |
        | Sgd with α = 0.1                                   | LSTM(2→3), last step, dense(3→2, sigmoid) | 0.05 | averaged over the batch      |
        | Sgd with α = 0.1                                   | LSTM(2→3), dense(3→2, sigmoid)            | 100  | averaged over the batch      |
        | Adam with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8 | SimpleRnn(2→3)                            | 0.05 | averaged over the batch      |
        | Adam with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8 | LSTM(2→3), dense(3→2, sigmoid)            | 0.05 | summed                       |
        | Adam with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8 | LSTM(2→3), dense(3→2, sigmoid)            | 100  | averaged over the batch      |

  Rule: By the global norm, every minibatch agrees where Deeplearning4j has one layer

    Scenario Outline: <optimizer> trains <network>, clipped at <c> by the global norm, the loss <reduction>
      At 0.1, and 0.05, every minibatch is clipped; at 100 none is.

      Given a network of <network>
      And weights from seed 621
      And 5 steps of 4 random sequences from seed 622
      And the loss is MSE <reduction>, against random targets from seed 623
      And gradients are clipped at <c> by their global norm
      When it is trained for 10 steps by <optimizer>
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state
      And the free run stays within 1e-10 of Deeplearning4j for 10 steps, and its growth is reported

      Examples:
        | optimizer                                          | network                       | c    | reduction                    |
        | Sgd with α = 0.1                                   | SimpleRnn(2→3)                | 0.1  | averaged over the batch      |
        | Sgd with α = 0.1                                   | LSTM(2→3)                     | 0.05 | averaged over batch and time |
        | Sgd with α = 0.1                                   | dense(2→3, sigmoid)           | 0.1  | summed                       |
        | Sgd with α = 0.1                                   | peephole LSTM(2→3), last step | 0.1  | averaged over the batch      |
        | Sgd with α = 0.1                                   | LSTM(2→3)                     | 100  | averaged over the batch      |
        | Adam with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8 | SimpleRnn(2→3)                | 0.1  | averaged over the batch      |
        | Adam with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8 | LSTM(2→3)                     | 100  | averaged over the batch      |

  Rule: With an ε beside the norm, every minibatch agrees with SameDiff, and with PyTorch where it is PyTorch's

    Scenario Outline: <optimizer>, clipped at <c> by the global norm plus 1e-6
      Given a network of LSTM(2→3), dense(3→2, sigmoid)
      And weights from seed 621
      And 5 steps of 4 random sequences from seed 622
      And the loss is MSE averaged over the batch, against random targets from seed 623
      And gradients are clipped at <c> by their global norm plus 1e-6
      When it is trained for 5 steps by <optimizer>
      Then every minibatch agrees with SameDiff from the same parameters and optimizer state
      But Deeplearning4j refuses, because "its clips by norm divide by the norm, without an ε beside it"

      Examples:
        | optimizer                                                       | c    |
        | Sgd with α = 0.1                                                | 0.05 |
        | Sgd with α = 0.1                                                | 100  |
        | Adam as published with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8 | 0.05 |

    @pytorch
    Scenario: PyTorch's clip_grad_norm_
      Given a network of LSTM(2→3), dense(3→2, sigmoid)
      And weights from seed 621
      And 5 steps of 4 random sequences from seed 622
      And the loss is MSE averaged over the batch, against random targets from seed 623
      And gradients are clipped at 0.05 by their global norm plus 1e-6
      When it is trained for 5 steps by Adam as published with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8
      Then PyTorch agrees

  Rule: A norm that Deeplearning4j does not know is refused, not replaced by another

    Scenario Outline: <network> by the global norm
      Given a network of <network>
      And weights from seed 621
      And 5 steps of 4 random sequences from seed 622
      And the loss is MSE averaged over the batch, against random targets from seed 623
      And gradients are clipped at 0.1 by their global norm
      When it is trained for 3 steps by Sgd with α = 0.1
      Then every minibatch agrees with SameDiff from the same parameters and optimizer state
      But Deeplearning4j refuses, because "<because>"

      Examples:
        | network                        | because                                                                         |
        | LSTM(2→3), dense(3→2, sigmoid) | its clips by norm know the norm of one layer, not that of all                   |
        | SimpleRnn(2→3, bias-free)      | its clips by norm count the gradient of SimpleRnn's bias, which is always there |
        | LSTM(2→3, bias-free)           | its clips by norm count the gradient of LSTM's bias, which is always there      |
