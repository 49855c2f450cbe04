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
      | network                    | orders   |
      | LSTM(2→3, two-bias)        | 23 of 23 |
      | peephole LSTM(2→3)         | 23 of 23 |

    @gru
    Examples: z r h
      | network                    | orders   |
      | GRU(2→3)                   | 5 of 5   |
      | GRU(2→3, reset before)     | 5 of 5   |
