@optimizer @ada-delta @deeplearning4j @samediff
Feature: AdaDelta
  Zeiler, arXiv:1212.5701, Algorithm 1. Steps are as long as earlier steps were; there is no learning rate, but PyTorch has one.

    s ← ρ·s + (1 − ρ)·(∂L/∂θ)²
    Δ = ∂L/∂θ·√(d + ε) / √(s + ε)
    d ← ρ·d + (1 − ρ)·Δ²
    θ ← θ − Δ                          PyTorch: θ − α·Δ

  Rule: The numbers are those of the equations, and Deeplearning4j computes the same

    @table
    Example: Three steps
      Given a parameter θ = 0.5
      And AdaDelta with ρ = 0.9, ε = 0.01
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
        | 3 | 0.1   |
      Then its state after each step is, within 1e-14
        | t | s                 | d                 | θ                 |
        | 1 | 0.009000000000000 | 0.004736842105263 | 0.282357124966996 |
        | 2 | 0.008140000000000 | 0.004295653687692 | 0.300383714482314 |
        | 3 | 0.008326000000000 | 0.004646163277326 | 0.212061862237078 |
      And Deeplearning4j agrees within 1e-14
      And SameDiff agrees within 1e-14

    # θ, s and d by torch.optim.Adadelta, reference/pytorch/optimizer_steps.py, are the same to the last of these digits.
    @table
    Example: As in PyTorch
      Given a parameter θ = 0.5
      And AdaDelta as in PyTorch with α = 0.5, ρ = 0.9, ε = 0.01
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
        | 3 | 0.1   |
      Then its state after each step is, within 1e-14
        | t | s                 | d                 | θ                 |
        | 1 | 0.009000000000000 | 0.004736842105263 | 0.391178562483498 |
        | 2 | 0.008140000000000 | 0.004295653687692 | 0.400191857241157 |
        | 3 | 0.008326000000000 | 0.004646163277326 | 0.356030931118539 |
      And Deeplearning4j refuses, because "its AdaDelta has no learning rate"
      And SameDiff agrees within 1e-14

  Rule: Parameters and optimizer state agree after every one of five steps, from the same start of each step and in a free run

    Scenario Outline: AdaDelta trains <network>
      Given a network of <network>
      And weights from seed 407
      And <T> steps of <batch> random sequences from seed 408
      And the loss is <loss>, against random targets from seed 409
      When it is trained for 5 steps by AdaDelta with ρ = 0.95, ε = 1e-6
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
        | optimizer                                              |
        | AdaDelta as in PyTorch with α = 0.5, ρ = 0.9, ε = 1e-6 |
