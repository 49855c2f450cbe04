@convention @onnx @forward @precision
Feature: ONNX' orders, put into ours
  ONNX has the gates of an LSTM as i o f c and those of a GRU as z r h, where ours are i f g o and r z n. Put into our order, every
  number of ONNX Runtime agrees with ours; in any other order some would differ.

  Scenario Outline: The gates of <network>
    Given a network of <network>
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    And random initial states from seed 503
    And everything is in single precision
    Then ONNX Runtime agrees
    And <orders> wrong gate orders would show

    @lstm
    Examples: i o f c
      | network             | orders   |
      | LSTM(2→3, two-bias) | 23 of 23 |
      | peephole LSTM(2→3)  | 23 of 23 |

    @gru
    Examples: z r h
      | network                | orders |
      | GRU(2→3)               | 5 of 5 |
      | GRU(2→3, reset before) | 5 of 5 |

  Scenario Outline: <convention> in <network>
    Given a network of <network>
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    And random initial states from seed 503
    And everything is in single precision
    Then ONNX Runtime agrees
    And the convention "<convention>", planted at the adapter of ONNX Runtime, is named

    @lstm @peephole
    Examples: W, R, B and P
      | convention               | network                       |
      | gate-order-iofg          | LSTM(2→3, two-bias)           |
      | recurrent-bias-dropped   | LSTM(2→3, two-bias)           |
      | peephole-order-iof       | peephole LSTM(2→3)            |
      | initial-states-exchanged | LSTM(2→3)                     |
      | exact-sigmoid            | LSTM(2→3, tanh, hard sigmoid) |

    @gru
    Examples: linear_before_reset
      | convention            | network                          |
      | gate-order-zrn        | GRU(2→3)                         |
      | candidate-bias-merged | GRU(2→3)                         |
      | reset-before-product  | GRU(2→3)                         |
      | reset-after-product   | GRU(2→3, one-bias, reset before) |

  @mask @lstm
  Scenario: sequence_lens carries the state
    Given a network of LSTM(2→3)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    And the feature mask is
      | row | t1 | t2 | t3 | t4 |
      | 1   | 1  | 1  | 1  | 1  |
      | 2   | 1  | 1  | 0  | 0  |
      | 3   | 1  | 1  | 1  | 0  |
    And masked steps keep the state
    And everything is in single precision
    Then ONNX Runtime agrees
    And the convention "masked-steps-reset", planted at the adapter of Lockstep, is named
