@optimizer @ams-grad @deeplearning4j @samediff
Feature: AMSGrad
  Reddi, Kale and Kumar, ICLR 2018. As Adam, but divided by the greatest v so far, so that steps never grow again.

    m ← β1·m + (1 − β1)·∂L/∂θ         αt = α·√(1 − β2^t) / (1 − β1^t)
    v ← β2·v + (1 − β2)·(∂L/∂θ)²
    vmax ← max(vmax, v)

    Deeplearning4j, Keras   θ ← θ − αt·m / (√vmax + ε)
    as published            θ ← θ − α·m / (√vmax + ε)              (the paper has no ε)
    PyTorch                 θ ← θ − α·m̂ / (√(vmax/(1 − β2^t)) + ε)

  Everywhere the greatest of the v that are not corrected; v shrinks below.

  Rule: The numbers are those of the equations, and Deeplearning4j computes the same

    @table
    Example: Three steps
      Given a parameter θ = 0.5
      And AMSGrad with α = 0.1, β1 = 0.9, β2 = 0.5, ε = 0.01
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
        | 3 | 0.1   |
      Then its state after each step is, within 1e-14
        | t | m                 | v                 | vmax              | θ                 |
        | 1 | 0.030000000000000 | 0.045000000000000 | 0.045000000000000 | 0.404501827045790 |
        | 2 | 0.025000000000000 | 0.022700000000000 | 0.045000000000000 | 0.353203187768186 |
        | 3 | 0.032500000000000 | 0.016350000000000 | 0.045000000000000 | 0.302701382542596 |
      And Deeplearning4j agrees within 1e-14
      And SameDiff agrees within 1e-14

    @table
    Example: As published
      Given a parameter θ = 0.5
      And AMSGrad as published with α = 0.1, β1 = 0.9, β2 = 0.5, ε = 0.01
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
        | 3 | 0.1   |
      Then its state after each step is, within 1e-14
        | t | m                 | v                 | vmax              | θ                 |
        | 1 | 0.030000000000000 | 0.045000000000000 | 0.045000000000000 | 0.486494518862630 |
        | 2 | 0.025000000000000 | 0.022700000000000 | 0.045000000000000 | 0.475239951248156 |
        | 3 | 0.032500000000000 | 0.016350000000000 | 0.045000000000000 | 0.460609013349339 |
      And Deeplearning4j refuses, because "its AMSGrad is the reordered form, ε beside the uncorrected √v̂"
      And SameDiff agrees within 1e-14

    # θ by torch.optim.Adam with amsgrad, reference/pytorch/optimizer_steps.py, is the same to the last of these digits.
    @table
    Example: As in PyTorch
      Given a parameter θ = 0.5
      And AMSGrad as in PyTorch with α = 0.1, β1 = 0.9, β2 = 0.5, ε = 0.01
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
        | 3 | 0.1   |
      Then its state after each step is, within 1e-14
        | t | m                 | v                 | vmax              | θ                 |
        | 1 | 0.030000000000000 | 0.045000000000000 | 0.045000000000000 | 0.403225806451613 |
        | 2 | 0.025000000000000 | 0.022700000000000 | 0.045000000000000 | 0.351615892059574 |
        | 3 | 0.032500000000000 | 0.016350000000000 | 0.045000000000000 | 0.300966822922723 |
      And SameDiff agrees within 1e-14

  Rule: Parameters and optimizer state agree after every one of five steps, from the same start of each step and in a free run

    Scenario Outline: AMSGrad trains <network>
      Given a network of <network>
      And weights from seed 407
      And <T> steps of <batch> random sequences from seed 408
      And the loss is <loss>, against random targets from seed 409
      When it is trained for 5 steps by AMSGrad with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state
      And Deeplearning4j agrees
      And the equations agree

      Examples:
        | network                                 | T | batch | loss                         |
        | SimpleRnn(2→3)                          | 5 | 4     | MSE averaged over the batch  |
        | peephole LSTM(2→3), dense(3→2, sigmoid) | 5 | 4     | XENT averaged over the batch |
        | LSTM(3→4), SimpleRnn(4→3)               | 6 | 3     | L2 averaged over the batch   |

  Rule: The other dialects, which Deeplearning4j refuses

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
        | optimizer                                                           |
        | AMSGrad as published with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4  |
        | AMSGrad as in PyTorch with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4 |
