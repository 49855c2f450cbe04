@convention @optimizer @simple-rnn
Feature: Dialects of optimizers
  Adam's ε is added before or after the correction of v, or inside the root, and no choice of ε makes one into the other
  (keras-team/keras#17391, juntang-zhuang/Adabelief-Optimizer#12, CyberZHG/keras-radam#29). Deeplearning4j's sums of squares
  start from ε (deeplearning4j/deeplearning4j#2705). Nesterov's momentum has two forms, and there is the classical one. Weight
  decay is part of the gradient or of the step (keras-team/keras#11718, google-deepmind/optax#571).

  Scenario Outline: <convention> in <optimizer>
    Given a network of SimpleRnn(2→3)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    And the loss is L2 averaged over the batch, against random targets from seed 503
    When it is trained for 3 steps by <optimizer>
    Then the convention "<convention>", planted in the definition, is named

    Examples:
      | convention                | optimizer                                                      |
      | adam-algorithm-1          | Adam with α = 0.1, β1 = 0.8, β2 = 0.95, ε = 0.01               |
      | adam-reordered            | Adam as published with α = 0.1, β1 = 0.8, β2 = 0.95, ε = 0.01  |
      | adam-epsilon-inside-root  | Adam with α = 0.1, β1 = 0.8, β2 = 0.95, ε = 0.01               |
      | adam-uncorrected          | Adam with α = 0.1, β1 = 0.8, β2 = 0.95, ε = 0.01               |
      | adam-t-ahead              | Adam with α = 0.1, β1 = 0.8, β2 = 0.95, ε = 0.01               |
      | adam-betas-exchanged      | Adam with α = 0.1, β1 = 0.8, β2 = 0.95, ε = 0.01               |
      | epsilon-inside-root       | RmsProp with α = 0.1, ρ = 0.9, ε = 0.01                        |
      | epsilon-added-to-quotient | RmsProp with α = 0.1, ρ = 0.9, ε = 0.01                        |
      | epsilon-outside-root      | RmsProp with ε inside the root with α = 0.1, ρ = 0.9, ε = 0.01 |
      | squares-from-zero         | AdaGrad with α = 0.1, ε = 0.01                                 |
      | squares-from-epsilon      | AdaGrad as published with α = 0.1, ε = 0.01                    |
      | nesterov-look-ahead       | Nesterov with α = 0.1, μ = 0.9                                 |
      | nesterov-reformulated     | Nesterov as published with α = 0.1, μ = 0.9                    |
      | classical-momentum        | Nesterov with α = 0.1, μ = 0.9                                 |
      | velocity-without-rate     | Nesterov with α = 0.1, μ = 0.9                                 |
      | weight-decay-coupled      | Adam with α = 0.1, β1 = 0.8, β2 = 0.95, ε = 0.01               |
      | weight-decay-decoupled    | Adam with α = 0.1, β1 = 0.8, β2 = 0.95, ε = 0.01               |

  Scenario: A training that goes on, its t one step behind
    Given a network of SimpleRnn(2→3)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    And the loss is L2 averaged over the batch, against random targets from seed 503
    When it is trained for 5 steps by Adam with α = 0.1, β1 = 0.8, β2 = 0.95, ε = 0.01
    And it goes on after step 2
    Then the convention "adam-t-behind", planted in the definition, is named

  Rule: A framework agrees in its own dialect, and its own is what the detective finds where another is meant

    Scenario Outline: <framework> has <convention>
      Given a network of SimpleRnn(2→3)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      And the loss is L2 averaged over the batch, against random targets from seed 503
      When it is trained for 3 steps by <its own>
      Then <framework> agrees
      When it is trained for 3 steps by <another>
      Then <framework> has the convention "<convention>" where the case has not

      @deeplearning4j
      Examples: Deeplearning4j
        | framework      | convention           | its own                                          | another                                                       |
        | Deeplearning4j | adam-reordered       | Adam with α = 0.1, β1 = 0.8, β2 = 0.95, ε = 0.01 | Adam as published with α = 0.1, β1 = 0.8, β2 = 0.95, ε = 0.01 |
        | Deeplearning4j | squares-from-epsilon | AdaGrad with α = 0.1, ε = 0.01                   | AdaGrad as published with α = 0.1, ε = 0.01                   |

      @pytorch
      Examples: torch.optim
        | framework | convention            | its own                                                       | another                                                        |
        | PyTorch   | adam-algorithm-1      | Adam as published with α = 0.1, β1 = 0.8, β2 = 0.95, ε = 0.01 | Adam with α = 0.1, β1 = 0.8, β2 = 0.95, ε = 0.01               |
        | PyTorch   | epsilon-outside-root  | RmsProp as published with α = 0.1, ρ = 0.9, ε = 0.01          | RmsProp with ε inside the root with α = 0.1, ρ = 0.9, ε = 0.01 |
        | PyTorch   | squares-from-zero     | RmsProp as published with α = 0.1, ρ = 0.9, ε = 0.01          | RmsProp with α = 0.1, ρ = 0.9, ε = 0.01                        |
        | PyTorch   | nesterov-reformulated | Nesterov with α = 0.1, μ = 0.9                                | Nesterov as published with α = 0.1, μ = 0.9                    |

    @keras
    Scenario: RMSprop of Keras in JavaScript adds ε inside the root
      Given a network of SimpleRnn(2→3)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      And everything is in single precision
      And the loss is L2 averaged over the batch, against random targets from seed 503
      When it is trained for 3 steps by RmsProp with ε inside the root with α = 0.1, ρ = 0.9, ε = 0.01
      Then TensorFlow.js agrees
      When it is trained for 3 steps by RmsProp as published with α = 0.1, ρ = 0.9, ε = 0.01
      Then TensorFlow.js has the convention "epsilon-inside-root" where the case has not

    @pytorch
    Scenario: PyTorch's AdaGrad with its initial_accumulator_value left at 0
      Given a network of SimpleRnn(2→3)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      And the loss is L2 averaged over the batch, against random targets from seed 503
      When it is trained for 3 steps by AdaGrad with α = 0.1, ε = 0.01
      Then PyTorch agrees
      And the convention "squares-from-zero", planted at the adapter of PyTorch, is named
