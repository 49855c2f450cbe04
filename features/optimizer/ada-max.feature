@optimizer @ada-max @deeplearning4j @samediff
Feature: AdaMax
  Kingma and Ba, arXiv:1412.6980, section 7.1. As Adam, but divided by the greatest gradient so far, which is forgotten by β2.

    m ← β1·m + (1 − β1)·∂L/∂θ

    as published     u ← max(β2·u, |∂L/∂θ|)              θ ← θ − α/(1 − β1^t)·m/u
    Deeplearning4j   u ← max(β2·u, |∂L/∂θ|) + 1e-32      likewise; the ε that it can be given is never read
    PyTorch          u ← max(β2·u, |∂L/∂θ| + ε)          likewise
    Keras            u ← max(β2·u, |∂L/∂θ|)              θ ← θ − α/(1 − β1^t)·m/(u + ε)

  Rule: The numbers are those of the equations, and Deeplearning4j computes the same

    @table
    Example: Three steps; ε = 0.01 leaves no trace
      Given a parameter θ = 0.5
      And AdaMax with α = 0.1, β1 = 0.9, β2 = 0.5, ε = 0.01
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
        | 3 | 0.1   |
      Then its state after each step is, within 1e-14
        | t | m                 | u                 | θ                 |
        | 1 | 0.030000000000000 | 0.300000000000000 | 0.400000000000000 |
        | 2 | 0.025000000000000 | 0.150000000000000 | 0.312280701754386 |
        | 3 | 0.032500000000000 | 0.100000000000000 | 0.192354502492393 |
      And Deeplearning4j agrees within 1e-14
      And SameDiff agrees within 1e-14

    @table
    Example: As published
      Given a parameter θ = 0.5
      And AdaMax as published with α = 0.1, β1 = 0.9, β2 = 0.5
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
        | 3 | 0.1   |
      Then its state after each step is, within 1e-14
        | t | m                 | u                 | θ                 |
        | 1 | 0.030000000000000 | 0.300000000000000 | 0.400000000000000 |
        | 2 | 0.025000000000000 | 0.150000000000000 | 0.312280701754386 |
        | 3 | 0.032500000000000 | 0.100000000000000 | 0.192354502492393 |
      And Deeplearning4j refuses, because "its AdaMax adds 1e-32 to the greatest gradient and reads no ε"
      And SameDiff agrees within 1e-14

    # θ and u by torch.optim.Adamax, reference/pytorch/optimizer_steps.py, are the same to the last of these digits.
    @table
    Example: As in PyTorch
      Given a parameter θ = 0.5
      And AdaMax as in PyTorch with α = 0.1, β1 = 0.9, β2 = 0.5, ε = 0.01
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
        | 3 | 0.1   |
      Then its state after each step is, within 1e-14
        | t | m                 | u                 | θ                 |
        | 1 | 0.030000000000000 | 0.310000000000000 | 0.403225806451613 |
        | 2 | 0.025000000000000 | 0.155000000000000 | 0.318336162988115 |
        | 3 | 0.032500000000000 | 0.110000000000000 | 0.209312345477213 |
      And SameDiff agrees within 1e-14

    @table
    Example: As in Keras
      Given a parameter θ = 0.5
      And AdaMax as in Keras with α = 0.1, β1 = 0.9, β2 = 0.5, ε = 0.01
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
        | 3 | 0.1   |
      Then its state after each step is, within 1e-14
        | t | m                 | u                 | θ                 |
        | 1 | 0.030000000000000 | 0.300000000000000 | 0.403225806451613 |
        | 2 | 0.025000000000000 | 0.150000000000000 | 0.320988964346350 |
        | 3 | 0.032500000000000 | 0.100000000000000 | 0.211965146835447 |
      And SameDiff agrees within 1e-14

  Rule: Parameters and optimizer state agree after every one of five steps, from the same start of each step and in a free run

    Scenario Outline: AdaMax trains <network>
      Given a network of <network>
      And weights from seed 407
      And <T> steps of <batch> random sequences from seed 408
      And the loss is <loss>, against random targets from seed 409
      When it is trained for 5 steps by AdaMax with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state
      And Deeplearning4j agrees
      And the equations agree

      Examples:
        | network                                 | T | batch | loss                         |
        | SimpleRnn(2→3)                          | 5 | 4     | MSE averaged over the batch  |
        | peephole LSTM(2→3), dense(3→2, sigmoid) | 5 | 4     | XENT averaged over the batch |
        | LSTM(3→4), SimpleRnn(4→3)               | 6 | 3     | L2 averaged over the batch   |

  Rule: The other dialects, which Deeplearning4j refuses

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
        | optimizer                                                          |
        | AdaMax as published with α = 0.01, β1 = 0.9, β2 = 0.999            |
        | AdaMax as in PyTorch with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4 |
        | AdaMax as in Keras with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4   |
