@optimizer @clipping @deeplearning4j @samediff
Feature: Norms of layers and of parameters
  Deeplearning4j knows the norm of the gradient of a layer, all its parameters together, and of a parameter; no norm of all layers.
  The two directions of a Bidirectional are one layer, but their parameters are parameters of their own. Peepholes belong to the
  recurrent weights.

    ClipL2PerLayer, ClipL2PerParamType                 ∇ ← ∇·c/‖∇‖ where ‖∇‖ > c
    RenormalizeL2PerLayer, RenormalizeL2PerParamType   ∇ ← ∇/‖∇‖ where ∇ is not 0

  Rule: The numbers are those of the equations

    @table
    Example: The only gradient of a layer, renormalised
      Given a parameter θ = 0.5
      And Sgd with α = 0.1
      And gradients are renormalised layer by layer
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
        | 3 | 0     |
      Then its state after each step is, within 1e-15
        | t | θ   |
        | 1 | 0.4 |
        | 2 | 0.5 |
        | 3 | 0.5 |
      And Deeplearning4j agrees within 1e-15
      And SameDiff agrees within 1e-15

  Rule: Every mode of Deeplearning4j, step by step

    Scenario Outline: gradients <clip>, <network>
      At 0.1 every norm is clipped; at 100 none is.

      Given a network of <network>
      And weights from seed 661
      And 5 steps of 4 random sequences from seed 662
      And the loss is L2 averaged over the batch, against random targets from seed 663
      And gradients are <clip>
      When it is trained for 5 steps by <optimizer>
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state
      And Deeplearning4j agrees
      And the equations agree
      And SameDiff agrees

      Examples:
        | clip                                          | network                                | optimizer                                         |
        | clipped at 0.1 by the norm of each layer      | LSTM(2→3), dense(3→2, sigmoid)         | Sgd with α = 0.1                                  |
        | clipped at 100 by the norm of each layer      | LSTM(2→3), dense(3→2, sigmoid)         | Sgd with α = 0.1                                  |
        | clipped at 0.1 by the norm of each parameter  | LSTM(2→3), dense(3→2, sigmoid)         | Sgd with α = 0.1                                  |
        | renormalised layer by layer                   | LSTM(2→3), dense(3→2, sigmoid)         | Adam with α = 0.1, β1 = 0.9, β2 = 0.999, ε = 0.01 |
        | renormalised parameter by parameter           | LSTM(2→3), dense(3→2, sigmoid)         | Sgd with α = 0.1                                  |
        | clipped at 0.1 by the norm of each parameter  | peephole LSTM(2→3), SimpleRnn(3→2)     | Sgd with α = 0.1                                  |
        | renormalised parameter by parameter           | peephole LSTM(2→3), SimpleRnn(3→2)     | Sgd with α = 0.1                                  |
        | renormalised parameter by parameter           | SimpleRnn(2→3, bias-free)              | Sgd with α = 0.1                                  |

    @bidirectional @slow
    Scenario Outline: gradients <clip>, both directions of a Bidirectional
      Given a network of bidirectional LSTM(2→3, added), dense(3→2, sigmoid)
      And weights from seed 661
      And 5 steps of 4 random sequences from seed 662
      And the loss is L2 averaged over the batch, against random targets from seed 663
      And gradients are <clip>
      When it is trained for 5 steps by Sgd with α = 0.1
      Then Deeplearning4j agrees
      And the equations agree

      Examples:
        | clip                                         |
        | clipped at 0.1 by the norm of each layer     |
        | clipped at 0.1 by the norm of each parameter |
        | renormalised layer by layer                  |
        | renormalised parameter by parameter          |

  Rule: What Deeplearning4j counts that is not there

    Scenario: The norm of a SimpleRnn without a bias
      Given a network of SimpleRnn(2→3, bias-free)
      And weights from seed 661
      And 5 steps of 4 random sequences from seed 662
      And the loss is L2 averaged over the batch, against random targets from seed 663
      And gradients are renormalised layer by layer
      When it is trained for 3 steps by Sgd with α = 0.1
      Then every minibatch agrees with SameDiff from the same parameters and optimizer state
      But Deeplearning4j refuses, because "its clips by norm count the gradient of SimpleRnn's bias, which is always there"
