@optimizer @no-op @deeplearning4j @samediff
Feature: NoOp
  Deeplearning4j's updater of that name hands the gradient on as it is, and a network that is trained by it does move:

    θ ← θ − ∂L/∂θ

  as by Sgd with α = 1. To keep parameters where they are takes Sgd with a rate of 0, or a frozen layer.

  Rule: The step is the gradient

    @table
    Example: Three steps
      Given a parameter θ = 0.5
      And NoOp
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
        | 3 | 0.1   |
      Then its state after each step is, within 1e-15
        | t | θ    |
        | 1 | 0.2  |
        | 2 | 0.22 |
        | 3 | 0.12 |
      And Deeplearning4j agrees within 1e-15
      And SameDiff agrees within 1e-15

    Scenario Outline: NoOp trains <network>
      Given a network of <network>
      And weights from seed 407
      And <T> steps of <batch> random sequences from seed 408
      And the loss is <loss>, against random targets from seed 409
      When it is trained for 5 steps by NoOp
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state
      And Deeplearning4j agrees
      And the equations agree

      Examples:
        | network                                 | T | batch | loss                         |
        | SimpleRnn(2→3)                          | 5 | 4     | MSE averaged over the batch  |
        | peephole LSTM(2→3), dense(3→2, sigmoid) | 5 | 4     | XENT averaged over the batch |
        | LSTM(3→4), SimpleRnn(4→3)               | 6 | 3     | L2 averaged over the batch   |
