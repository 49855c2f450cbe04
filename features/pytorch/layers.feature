@pytorch
Feature: PyTorch's layers, live
  A Python with PyTorch does the computing; without one these scenarios are skipped. Its gates stand as ours, i f g o and r z n,
  stacked by rows, and it has two biases or none; where a layer has one, its second is 0 and not trained. Its GRU resets after the product.

  @forward @gradient
  Scenario Outline: <network>
    Given a network of <network>
    And weights from seed 811
    And 5 steps of 3 random sequences from seed 812
    And random initial states from seed 813
    And the loss is L2 averaged over the batch, against random targets from seed 814
    Then PyTorch agrees

    @simple-rnn
    Examples: nn.RNN
      | network                                            |
      | SimpleRnn(2→3, tanh, two-bias), dense(3→2)         |
      | SimpleRnn(2→3, relu), SimpleRnn(3→2)               |

    @lstm
    Examples: nn.LSTM
      | network                                            |
      | LSTM(2→3, two-bias), dense(3→2, sigmoid)           |
      | LSTM(2→3, bias-free), LSTM(3→2, two-bias)          |
      | LSTM(2→3), last step, dense(3→2, softmax)          |

    @gru
    Examples: nn.GRU
      | network                                            |
      | GRU(2→3), dense(3→2, sigmoid)                      |
      | GRU(2→3, one-bias), GRU(3→2)                       |

    @bidirectional
    Examples: both directions
      | network                                            |
      | bidirectional LSTM(2→3, two-bias), dense(6→2)      |
      | bidirectional SimpleRnn(2→3, added), dense(3→2)    |

  @precision @gradient
  Scenario Outline: In floats, <network>
    Given a network of <network>
    And weights from seed 811
    And 5 steps of 3 random sequences from seed 812
    And everything is in single precision
    And the loss is L2 averaged over the batch, against random targets from seed 814
    Then PyTorch agrees

    Examples:
      | network                                    |
      | SimpleRnn(2→3), dense(3→2)                 |
      | LSTM(2→3, two-bias), dense(3→2, sigmoid)   |
      | GRU(2→3), dense(3→2, sigmoid)              |

  @mask @gradient
  Scenario Outline: Packed sequences keep the state after their end, <network>
    Given a network of <network>
    And weights from seed 811
    And 4 steps of 3 random sequences from seed 812
    And the feature mask is
      | row | t1 | t2 | t3 | t4 |
      | 1   | 1  | 1  | 0  | 0  |
      | 2   | 1  | 1  | 1  | 1  |
      | 3   | 1  | 0  | 0  | 0  |
    And masked steps keep the state
    And the loss is L2 averaged over the batch, against random targets from seed 814
    Then PyTorch agrees

    Examples:
      | network                                          |
      | SimpleRnn(2→3), last step, dense(3→2)            |
      | LSTM(2→3, two-bias), last step, dense(3→2)       |
      | GRU(2→3), last step, dense(3→2, sigmoid)         |

  @optimizer
  Scenario Outline: <optimizer>
    Given a network of LSTM(2→3, two-bias), dense(3→2, sigmoid)
    And weights from seed 811
    And 5 steps of 4 random sequences from seed 812
    And the loss is L2 averaged over the batch, against random targets from seed 814
    When it is trained for 5 steps by <optimizer>
    Then PyTorch agrees

    Examples: torch.optim
      | optimizer                                                                |
      | Sgd with α = 0.125                                                       |
      | Nesterov with α = 0.125, μ = 0.9                                         |
      | Adam as published with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4          |
      | AMSGrad as in PyTorch with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4      |
      | AdaMax as in PyTorch with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4       |
      | RmsProp as published with α = 0.01, ρ = 0.9, ε = 1e-4                    |
      | AdaGrad as published with α = 0.05, ε = 1e-4                             |
      | AdaDelta as in PyTorch with α = 0.5, ρ = 0.9, ε = 1e-4                   |
