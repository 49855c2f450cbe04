@optimizer @nadam @deeplearning4j @samediff
Feature: Nadam
  Dozat, ICLR 2016 workshop. Adam with Nesterov's momentum.

    m ← β1·m + (1 − β1)·∂L/∂θ         v̂ = v/(1 − β2^t)
    v ← β2·v + (1 − β2)·(∂L/∂θ)²

    as published     θ ← θ − α·(β1·m/(1 − β1^(t+1)) + (1 − β1)·∂L/∂θ/(1 − β1^t)) / (√v̂ + ε)
    PyTorch, Keras   the same with μt = β1·(1 − ½·0.96^(0.004·t)) for β1 in the bracket, products of them for powers
    Deeplearning4j   θ ← θ − α·(β1·m + (1 − β1)·∂L/∂θ)/(1 − β1^t) / (√v + ε)

  Deeplearning4j does not correct v: features/divergences/nadam.feature. Here it is held to what it computes.

  Rule: The numbers are those of the equations, and Deeplearning4j computes the same

    @table
    Example: Three steps
      Given a parameter θ = 0.5
      And Nadam with α = 0.1, β1 = 0.9, β2 = 0.5, ε = 0.01
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
        | 3 | 0.1   |
      Then its state after each step is, within 1e-14
        | t | m                 | v                 | θ                 |
        | 1 | 0.030000000000000 | 0.045000000000000 | 0.243395858389979 |
        | 2 | 0.025000000000000 | 0.022700000000000 | 0.176240841377159 |
        | 3 | 0.032500000000000 | 0.016350000000000 | 0.071187548112925 |
      And Deeplearning4j agrees within 1e-14
      And SameDiff agrees within 1e-14

    @table
    Example: As published
      Given a parameter θ = 0.5
      And Nadam as published with α = 0.1, β1 = 0.9, β2 = 0.5, ε = 0.01
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
        | 3 | 0.1   |
      Then its state after each step is, within 1e-14
        | t | m                 | v                 | θ                 |
        | 1 | 0.030000000000000 | 0.045000000000000 | 0.357385398981324 |
        | 2 | 0.025000000000000 | 0.022700000000000 | 0.317977744423576 |
        | 3 | 0.032500000000000 | 0.016350000000000 | 0.234843634797740 |
      And SameDiff agrees within 1e-14

    # PyTorch 2's equations in 50 digits. PyTorch 1.13 has μt twice in its second product, and 0.398432466205035 after step 1.
    @table
    Example: As in PyTorch
      Given a parameter θ = 0.5
      And Nadam as in PyTorch with α = 0.1, β1 = 0.9, β2 = 0.5, ε = 0.01
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
        | 3 | 0.1   |
      Then its state after each step is, within 1e-14
        | t | m                 | v                 | θ                 |
        | 1 | 0.030000000000000 | 0.045000000000000 | 0.397762731126898 |
        | 2 | 0.025000000000000 | 0.022700000000000 | 0.398526926994741 |
        | 3 | 0.032500000000000 | 0.016350000000000 | 0.346884342419898 |
      And SameDiff agrees within 1e-14

  Rule: Parameters and optimizer state agree after every one of five steps, from the same start of each step and in a free run

    Scenario Outline: Nadam trains <network>
      Given a network of <network>
      And weights from seed 407
      And <T> steps of <batch> random sequences from seed 408
      And the loss is <loss>, against random targets from seed 409
      When it is trained for 5 steps by Nadam with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state
      And Deeplearning4j agrees
      And the equations agree

      Examples:
        | network                                 | T | batch | loss                         |
        | SimpleRnn(2→3)                          | 5 | 4     | MSE averaged over the batch  |
        | peephole LSTM(2→3), dense(3→2, sigmoid) | 5 | 4     | XENT averaged over the batch |
        | LSTM(3→4), SimpleRnn(4→3)               | 6 | 3     | L2 averaged over the batch   |

  Rule: The other dialects

    @slow
    Scenario Outline: <optimizer>
      Given a network of LSTM(3→4), SimpleRnn(4→3)
      And weights from seed 407
      And 6 steps of 3 random sequences from seed 408
      And the loss is L2 averaged over the batch, against random targets from seed 409
      When it is trained for 5 steps by <optimizer>
      Then every minibatch agrees with SameDiff from the same parameters and optimizer state
      And SameDiff agrees
      And the equations agree

      Examples:
        | optimizer                                                         |
        | Nadam as published with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4  |
        | Nadam as in PyTorch with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4 |
        | Nadam as in Keras with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4   |
