@optimizer @nesterov @deeplearning4j @samediff
Feature: Nesterov
  Two forms of Nesterov's accelerated gradient; v is the velocity, v′ that of the step before.

    as Deeplearning4j and PyTorch have it (Bengio et al. 2012: θ is the point looked ahead to)
      v ← μ·v′ − α·∂L/∂θ
      θ ← θ − μ·v′ + (1 + μ)·v
    as published (Sutskever et al. 2013: the gradient is taken at θ + μ·v′)
      v ← μ·v′ − α·∂L/∂θ
      θ ← θ + v

  Rule: The numbers are those of the equations, and Deeplearning4j computes the same

    @table
    Example: Three steps
      Given a parameter θ = 0.5
      And Nesterov with α = 0.1, μ = 0.9
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.1   |
        | 2 | -0.2  |
        | 3 | 0.3   |
      Then its state after each step is, within 1e-14
        | t | v                  | θ                 |
        | 1 | -0.010000000000000 | 0.481000000000000 |
        | 2 | 0.011000000000000  | 0.510900000000000 |
        | 3 | -0.020100000000000 | 0.462810000000000 |
      And Deeplearning4j agrees within 1e-14

    @table
    Example: As published, for given gradients
      Given a parameter θ = 0.5
      And Nesterov as published with α = 0.1, μ = 0.9
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.1   |
        | 2 | -0.2  |
        | 3 | 0.3   |
      Then its state after each step is, within 1e-14
        | t | v                  | θ                 |
        | 1 | -0.010000000000000 | 0.490000000000000 |
        | 2 | 0.011000000000000  | 0.501000000000000 |
        | 3 | -0.020100000000000 | 0.480900000000000 |
      And Deeplearning4j refuses, because "its Nesterovs is the reformulated one, which keeps the look-ahead point as θ"
      And SameDiff agrees within 1e-14

    @table
    Example: As published, where the gradient depends on where it is taken
      L = (θ − 2)², so ∂L/∂θ at θ + μ·v′ is 2·(θ + μ·v′ − 2).

      Given a parameter θ = 0.5
      And it reads the sequence 0
      And the loss is L2 summed, against the targets
        | t | y1 |
        | 1 | 2  |
      When it is trained for 3 steps by Nesterov as published with α = 0.1, μ = 0.7
      Then its state after each step is, within 1e-14
        | t | v                 | θ                 |
        | 1 | 0.300000000000000 | 0.800000000000000 |
        | 2 | 0.408000000000000 | 1.208000000000000 |
        | 3 | 0.386880000000000 | 1.594880000000000 |
      And Deeplearning4j refuses, because "its Nesterovs is the reformulated one, which keeps the look-ahead point as θ"
      And SameDiff agrees within 1e-14

  Rule: Parameters and optimizer state agree after every one of 50 steps, of 10 in larger networks, from the same start of each step and in a free run

    Scenario Outline: Nesterov trains <network>
      Given a network of <network>
      And weights from seed 407
      And <T> steps of <batch> random sequences from seed 408
      And the loss is <loss>, against random targets from seed 409
      When it is trained for <steps> steps by Nesterov with α = 0.01, μ = 0.9
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

    Scenario: Other hyperparameters
      Given a network of SimpleRnn(2→3)
      And weights from seed 427
      And 5 steps of 4 random sequences from seed 428
      And the loss is MSE averaged over the batch, against random targets from seed 429
      When it is trained for 10 steps by Nesterov with α = 0.02, μ = 0.6
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state

    @slow
    Scenario Outline: Nesterov <dialect>, which Deeplearning4j refuses
      Given a network of LSTM(3→4), SimpleRnn(4→3)
      And weights from seed 407
      And 4 steps of 2 random sequences from seed 408
      And the loss is L2 averaged over the batch, against random targets from seed 409
      When it is trained for 20 steps by Nesterov <dialect> with α = 0.01, μ = 0.9
      Then every minibatch agrees with SameDiff from the same parameters and optimizer state
      And the free run stays within 1e-10 of SameDiff for 20 steps, and its growth is reported

      Examples:
        | dialect      |
        | as published |
