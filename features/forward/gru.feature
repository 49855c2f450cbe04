@forward @gradient @gru @samediff
Feature: A GRU computes its equations
  r = σ(x·Wr + br + h′·RWr + rbr), z = σ(x·Wz + bz + h′·RWz + rbz), h = (1 − z) ⊙ n + z ⊙ h′, and, with the reset gate after the
  product, n = tanh(x·Wn + bn + r ⊙ (h′·RWn + rbn)); with the reset gate before it, n = tanh(x·Wn + bn + (r ⊙ h′)·RWn + rbn).
  Deeplearning4j has no such layer; PyTorch's torch.nn.GRU has the first of the two.

  @pytorch
  Scenario Outline: The definition computes what PyTorch does, from given states, forwards and backwards
    Given a network of <network>
    And weights from seed 7
    And 5 steps of 3 random sequences from seed 8
    And random initial states from seed 9
    And a random gradient arriving at every step and at the final state, from seed 3
    Then PyTorch agrees with the definition

    Examples:
      | network                                      |
      | GRU(3→4)                                     |
      | GRU(3→4, one-bias)                           |
      | GRU(3→4, tanh, sigmoid, bias-free)           |
      | GRU(2→3), GRU(3→2), dense(2→2, sigmoid)      |

  @pytorch @table
  Scenario: The columns of its table are r z n
    Given a one-bias GRU layer with the weights
      | from | r1   | r2   | z1   | z2   | n1   | n2   |
      | x1   | 0.1  | -0.2 | 0.3  | -0.4 | 0.5  | -0.6 |
      | h1   | 0.7  | -0.8 | 0.9  | -1.0 | 1.1  | -1.2 |
      | h2   | -0.1 | 0.2  | -0.3 | 0.4  | -0.5 | 0.6  |
      | bias | 0.05 | 0.1  | 0.15 | 0.2  | 0.25 | 0.3  |
    When it reads the sequence 1.0, -0.5, 2.0
    Then PyTorch agrees with the definition

  Scenario Outline: <network>, from given states, forwards and backwards
    Given a network of <network>
    And weights from seed 17
    And 5 steps of 3 random sequences from seed 18
    And random initial states from seed 19
    And a random gradient arriving at every step and at the final state, from seed 20
    Then SameDiff agrees with the definition
    And SameDiff agrees
    And the gradients agree with central differences

    Examples:
      | network                                                      |
      | GRU(3→4)                                                     |
      | GRU(3→4, reset before)                                       |
      | GRU(4→5, one-bias, reset before)                             |
      | GRU(4→5, bias-free, reset before)                            |
      | GRU(3→4, relu, hard sigmoid, one-bias, reset before)         |
      | GRU(2→3, bias-free), LSTM(3→2), dense(2→2, sigmoid)          |

  Scenario Outline: Who has no such GRU says so
    Given a network of GRU(3→4, reset before)
    And weights from seed 7
    And 5 steps of 3 random sequences from seed 8
    Then <framework> refuses, because <reason>

    @deeplearning4j
    Examples:
      | framework      | reason                  |
      | Deeplearning4j | "it has no GRU layer"   |

    @pytorch
    Examples:
      | framework | reason                                             |
      | PyTorch   | "its GRU resets after the product with RW only"    |
