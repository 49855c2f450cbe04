@optimizer @adam @deeplearning4j @samediff
Feature: Adam
  Kingma and Ba, arXiv:1412.6980. m and v start at zero; t counts from 1.

    m ← β1·m + (1 − β1)·∂L/∂θ         αt = α·√(1 − β2^t) / (1 − β1^t)
    v ← β2·v + (1 − β2)·(∂L/∂θ)²

  A framework must say where ε is added:

    reordered form   θ ← θ − αt·m / (√v + ε)    (the paper, just before section 2.1; Deeplearning4j)
    Algorithm 1      θ ← θ − α·m̂ / (√v̂ + ε)     with m̂ = m/(1 − β1^t), v̂ = v/(1 − β2^t)

  ε is large here on purpose: at 1e-8 the two forms differ by only 2.8e-7.

  Rule: The numbers are those of the equations, and Deeplearning4j computes the same

    @table
    Example: Three steps of the reordered form
      Given a parameter θ = 0.5
      And Adam with α = 0.1, β1 = 0.9, β2 = 0.999, ε = 0.01
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.1   |
        | 2 | -0.2  |
        | 3 | 0.3   |
      Then its state after each step is, within 1e-14
        | t | m                  | v                 | θ                 |
        | 1 | 0.010000000000000  | 0.000010000000000 | 0.475974692664796 |
        | 2 | -0.011000000000000 | 0.000049990000000 | 0.491138308880549 |
        | 3 | 0.020100000000000  | 0.000139940010000 | 0.472537837515554 |
      And Deeplearning4j agrees within 1e-14

    @table
    Example: Algorithm 1
      Given a parameter θ = 0.5
      And Adam as published with α = 0.1, β1 = 0.9, β2 = 0.999, ε = 0.01
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.1   |
        | 2 | -0.2  |
        | 3 | 0.3   |
      Then its state after each step is, within 1e-14
        | t | m                  | v                 | θ                 |
        | 1 | 0.010000000000000  | 0.000010000000000 | 0.409090909090909 |
        | 2 | -0.011000000000000 | 0.000049990000000 | 0.443523857663112 |
        | 3 | 0.020100000000000  | 0.000139940010000 | 0.410717934831162 |
      And Deeplearning4j refuses, because "its Adam is the reordered form, ε beside the uncorrected √v"
      And SameDiff agrees within 1e-14

    @table
    Example: With ε inside the root
      Given a parameter θ = 0.5
      And Adam with ε inside the root with α = 0.1, β1 = 0.9, β2 = 0.999, ε = 0.01
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.1   |
        | 2 | -0.2  |
        | 3 | 0.3   |
      Then its state after each step is, within 1e-14
        | t | m                  | v                 | θ                 |
        | 1 | 0.010000000000000  | 0.000010000000000 | 0.429289321881345 |
        | 2 | -0.011000000000000 | 0.000049990000000 | 0.460232043646244 |
        | 3 | 0.020100000000000  | 0.000139940010000 | 0.429081852570678 |
      And Deeplearning4j refuses, because "its Adam is the reordered form, ε beside the uncorrected √v"
      And SameDiff agrees within 1e-14

  Rule: Parameters and optimizer state agree after every one of 50 steps, from the same start of each step and in a free run

    Scenario Outline: Adam trains <network>
      Given a network of <network>
      And weights from seed 407
      And <T> steps of <batch> random sequences from seed 408
      And the loss is <loss>, against random targets from seed 409
      When it is trained for 50 steps by Adam with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state
      And the free run stays within 1e-10 of Deeplearning4j for 50 steps, and its growth is reported

      Examples:
        | network                                             | T | batch | loss                           |
        | SimpleRnn(2→3)                                      | 3 | 2     | MSE averaged over the batch    |
        | LSTM(2→3)                                           | 3 | 2     | MSE averaged over the batch    |
        | peephole LSTM(2→3), dense(3→2, sigmoid)             | 3 | 2     | XENT averaged over the batch   |

      @slow
      Examples: larger networks
        | network                                             | T | batch | loss                           |
        | LSTM(3→4), SimpleRnn(4→3)                           | 4 | 2     | L2 averaged over the batch     |
        | LSTM(2→4), last step, dense(4→3, softmax)           | 4 | 3     | MCXENT averaged over the batch |
        | peephole LSTM(2→3, bias-free), LSTM(3→2, bias-free) | 3 | 2     | L2 averaged over the batch     |

    @lstm
    Scenario: Of two biases each takes a step of its own
      Given a network of LSTM(2→3, two-bias)
      And weights from seed 417
      And 4 steps of 2 random sequences from seed 418
      And the loss is MSE averaged over the batch, against random targets from seed 419
      When it is trained for 10 steps by Adam with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8
      Then every minibatch agrees with SameDiff from the same parameters and optimizer state
      But Deeplearning4j refuses, because "its LSTM has one bias for each gate, not two"

    Scenario: Other hyperparameters
      Given a network of SimpleRnn(2→3)
      And weights from seed 427
      And 5 steps of 4 random sequences from seed 428
      And the loss is MSE averaged over the batch, against random targets from seed 429
      When it is trained for 10 steps by Adam with α = 0.02, β1 = 0.7, β2 = 0.9, ε = 0.01
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state

    @slow
    Scenario Outline: Adam <dialect>, which Deeplearning4j refuses
      Given a network of LSTM(3→4), SimpleRnn(4→3)
      And weights from seed 407
      And 4 steps of 2 random sequences from seed 408
      And the loss is L2 averaged over the batch, against random targets from seed 409
      When it is trained for 20 steps by Adam <dialect> with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8
      Then every minibatch agrees with SameDiff from the same parameters and optimizer state
      And the free run stays within 1e-10 of SameDiff for 20 steps, and its growth is reported

      Examples:
        | dialect                |
        | as published           |
        | with ε inside the root |
