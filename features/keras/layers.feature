@keras @precision
Feature: Keras's layers, live, as TensorFlow.js has them
  TensorFlow.js is Keras's layers in JavaScript, in single precision. Everything that is given is rounded to 24 bits first; Lockstep
  computes in doubles from the same numbers, and bounds are derived with u = 2⁻²⁴. A Node.js with the package @tensorflow/tfjs does
  the computing; without one these scenarios are skipped.

  Gates stand in Keras as i f c o, which is our i f g o, and as z r h, which is our r z n with its first two exchanged. Its GRU resets
  before the product with RW: TensorFlow.js refuses reset_after.

  @forward @gradient
  Scenario Outline: <network>
    Given a network of <network>
    And weights from seed 801
    And 5 steps of 3 random sequences from seed 802
    And random initial states from seed 803
    And everything is in single precision
    And the loss is L2 averaged over the batch, against random targets from seed 804
    Then TensorFlow.js agrees

    @simple-rnn
    Examples: SimpleRNN
      | network                                               |
      | SimpleRnn(2→3), dense(3→2, sigmoid)                   |
      | SimpleRnn(2→3, softsign, bias-free), SimpleRnn(3→2)   |
      | SimpleRnn(2→3, hard sigmoid), dense(3→2, tanh)        |

    @lstm
    Examples: LSTM
      | network                                                |
      | LSTM(2→3), dense(3→2, sigmoid)                         |
      | LSTM(2→3, tanh, hard sigmoid), dense(3→2)              |
      | LSTM(2→3, softsign, sigmoid), LSTM(3→2)                |
      | LSTM(2→3, bias-free), last step, dense(3→2, softmax)   |

    @gru
    Examples: GRU
      | network                                                                 |
      | GRU(2→3, one-bias, reset before), dense(3→2, sigmoid)                   |
      | GRU(2→3, tanh, hard sigmoid, one-bias, reset before), dense(3→2)        |
      | GRU(2→3, bias-free, reset before), LSTM(3→2)                            |

    @bidirectional
    Examples: Bidirectional
      | network                                                         |
      | bidirectional LSTM(2→3), dense(6→2, sigmoid)                    |
      | bidirectional SimpleRnn(2→3, added), dense(3→2)                 |
      | bidirectional LSTM(2→3, multiplied), dense(3→2)                 |
      | bidirectional LSTM(2→3, averaged), LSTM(3→2)                    |

  @mask @gradient
  Scenario Outline: Masking keeps the state over steps that do not count, <network>
    Given a network of <network>
    And weights from seed 801
    And 4 steps of 2 random sequences from seed 802
    And everything is in single precision
    And the feature mask is
      | row | t1 | t2 | t3 | t4 |
      | 1   | 1  | 0  | 1  | 1  |
      | 2   | 0  | 1  | 1  | 0  |
    And masked steps keep the state
    And the loss is L2 averaged over the batch, against random targets from seed 804
    Then TensorFlow.js agrees

    Examples:
      | network                                               |
      | SimpleRnn(2→3), dense(3→2, sigmoid)                   |
      | LSTM(2→3), dense(3→2, sigmoid)                        |
      | GRU(2→3, one-bias, reset before), dense(3→2, sigmoid) |

  @forward
  Scenario Outline: Stateful layers go on from piece to piece, <network>
    Given a network of <network>
    And weights from seed 801
    And 6 steps of 2 random sequences from seed 802
    And random initial states from seed 803
    And everything is in single precision
    When it arrives in growing pieces, too
    Then TensorFlow.js agrees

    Examples:
      | network                                               |
      | SimpleRnn(2→3), dense(3→2, sigmoid)                   |
      | LSTM(2→3), LSTM(3→2)                                  |
      | GRU(2→3, one-bias, reset before), dense(3→2, sigmoid) |

  @optimizer
  Scenario Outline: <optimizer>
    Given a network of LSTM(2→3), dense(3→2, sigmoid)
    And weights from seed 801
    And 5 steps of 4 random sequences from seed 802
    And everything is in single precision
    And the loss is L2 averaged over the batch, against random targets from seed 804
    When it is trained for 5 steps by <optimizer>
    Then TensorFlow.js agrees

    Examples: Adam adds ε to √v̂, AdaMax to the greatest gradient, RMSprop and AdaGrad inside the root
      | optimizer                                                                |
      | Sgd with α = 0.1                                                         |
      | Adam as published with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4          |
      | AdaMax as in Keras with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4         |
      | RmsProp with ε inside the root with α = 0.01, ρ = 0.9, ε = 1e-4          |
      | AdaGrad with ε inside the root with α = 0.01, ε = 1e-7                   |

  @forward
  Scenario Outline: What it does not have: <network>
    Given a network of <network>
    And weights from seed 801
    And 4 steps of 2 random sequences from seed 802
    And everything is in single precision
    Then TensorFlow.js refuses, because "<because>"

    Examples:
      | network            | because                                                                   |
      | GRU(2→3, one-bias) | its GRU resets before the product with RW only (reset_after is refused)   |
      | SimpleRnn(2→3, tanh, two-bias) | its layers have one bias or none                              |
      | peephole LSTM(2→3) | its LSTM has no peepholes                                                 |
      | LSTM(2→3, pre-activations clipped at 3) | its LSTM clips no pre-activations |
