@optimizer @sgd @deeplearning4j
Feature: Sgd

    θ ← θ − α·∂L/∂θ

  Rule: The numbers are those of the equations, and Deeplearning4j computes the same

    @table
    Example: Three steps
      Given a parameter θ = 0.5
      And Sgd with α = 0.1
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.1   |
        | 2 | -0.2  |
        | 3 | 0.3   |
      Then its state after each step is, within 1e-14
        | t | θ                 |
        | 1 | 0.490000000000000 |
        | 2 | 0.510000000000000 |
        | 3 | 0.480000000000000 |
      And Deeplearning4j agrees within 1e-14

  Rule: Parameters and optimizer state agree after every one of 50 steps, of 10 in larger networks, from the same start of each step and in a free run

    Scenario Outline: Sgd trains <network>
      Given a network of <network>
      And weights from seed 407
      And <T> steps of <batch> random sequences from seed 408
      And the loss is <loss>, against random targets from seed 409
      When it is trained for <steps> steps by Sgd with α = 0.1
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state
      And the free run stays within 1e-10 of Deeplearning4j for <steps> steps, and its growth is reported

      Examples:
        | network                                  | T  | batch | loss                           | steps |
        | SimpleRnn(2→3)                           | 3  | 2     | MSE averaged over the batch    | 50    |
        | LSTM(2→3)                                | 3  | 2     | MSE averaged over the batch    | 50    |
        | peephole LSTM(2→3), dense(3→2, sigmoid)  | 3  | 2     | XENT averaged over the batch   | 10    |

      @slow
      Examples: larger networks
        | network                                  | T  | batch | loss                           | steps |
        | LSTM(3→4), SimpleRnn(4→3)                | 4  | 2     | L2 averaged over the batch     | 10    |
        | LSTM(2→4), last step, dense(4→3, softmax) | 4  | 3     | MCXENT averaged over the batch | 10    |

    @samediff
    Scenario Outline: Every minibatch starts from the given states, <network>
      Given a network of <network>
      And weights from seed 407
      And 5 steps of 4 random sequences from seed 408
      And random initial states from seed 410
      And the loss is MSE averaged over the batch, against random targets from seed 409
      When it is trained for 5 steps by Sgd with α = 0.1
      Then every minibatch agrees with SameDiff from the same parameters and optimizer state
      And the free run stays within 1e-10 of SameDiff for 5 steps, and its growth is reported

      Examples:
        | network                   |
        | SimpleRnn(2→3)            |
        | LSTM(2→3), SimpleRnn(3→2) |
