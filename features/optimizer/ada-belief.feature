@optimizer @ada-belief @samediff
Feature: AdaBelief
  Zhuang et al., arXiv:2010.07468, Algorithm 2. As Adam, but divided by how far gradients are from what m expects.

    m ← β1·m + (1 − β1)·∂L/∂θ
    s ← β2·s + (1 − β2)·(∂L/∂θ − m)² + ε

    as published   θ ← θ − α·m̂ / (√(s/(1 − β2^t)) + ε)
    ND4J           θ ← θ − αt·m / (√s + ε)               αt as in Adam's reordered form

  Deeplearning4j's updater around ND4J's operation throws: features/divergences/ada-belief.feature.

  Rule: The numbers are those of the equations

    @table
    Example: Three steps of ND4J's
      Given a parameter θ = 0.5
      And AdaBelief with α = 0.1, β1 = 0.9, β2 = 0.5, ε = 0.01
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
        | 3 | 0.1   |
      Then its state after each step is, within 1e-14
        | t | m                 | s                 | θ                 |
        | 1 | 0.030000000000000 | 0.046450000000000 | 0.405937580110410 |
        | 2 | 0.025000000000000 | 0.034237500000000 | 0.347511439461596 |
        | 3 | 0.032500000000000 | 0.029396875000000 | 0.285688627848940 |
      And SameDiff agrees within 1e-14

    @table
    Example: As published
      Given a parameter θ = 0.5
      And AdaBelief as published with α = 0.1, β1 = 0.9, β2 = 0.5, ε = 0.01
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
        | 3 | 0.1   |
      Then its state after each step is, within 1e-14
        | t | m                 | s                 | θ                 |
        | 1 | 0.030000000000000 | 0.046450000000000 | 0.404699888012102 |
        | 2 | 0.025000000000000 | 0.034237500000000 | 0.345869624509816 |
        | 3 | 0.032500000000000 | 0.029396875000000 | 0.283825979875825 |
      And Deeplearning4j refuses, because "its AdaBelief is the reordered form, ε beside the uncorrected √s"
      And SameDiff agrees within 1e-14

  Rule: Parameters and optimizer state agree

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
        | optimizer                                                            |
        | AdaBelief with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4              |
        | AdaBelief as published with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4 |
