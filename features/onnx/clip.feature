@onnx @forward @precision
Feature: Clipped pre-activations, ONNX Runtime live
  ONNX, operators RNN, LSTM and GRU, attribute clip: "Cell clip threshold. Clipping bounds the elements of a tensor in the range of
  [-threshold, +threshold] and is applied to the input of activations." What is clipped is the whole pre-activation, with biases and
  peepholes; of an LSTM the cell state on its way out, which tanh reads too, is not.

  Weights are scaled so that some pre-activations are clipped and some are not, in every gate.

  Scenario Outline: <network>
    Given a network of <network>
    And weights from seed 841, scaled by 4
    And 5 steps of 3 random sequences from seed 842
    And random initial states from seed 843
    And everything is in single precision
    And it arrives in growing pieces, too
    Then ONNX Runtime agrees

    @simple-rnn
    Examples: RNN
      | network                                                                  |
      | SimpleRnn(2→3, pre-activations clipped at 0.7)                           |
      | SimpleRnn(2→3, softsign, two-bias, pre-activations clipped at 0.7)       |
      | SimpleRnn(2→3, hard tanh, bias-free, pre-activations clipped at 0.7)     |
      | SimpleRnn(2→3, hard tanh, pre-activations clipped at 1.5)                |
      | SimpleRnn(2→3, relu6, pre-activations clipped at 0.7)                    |

    @lstm
    Examples: LSTM
      | network                                                                  |
      | LSTM(2→3, pre-activations clipped at 0.7), dense(3→2)                    |
      | LSTM(2→3, two-bias, pre-activations clipped at 0.7)                      |
      | LSTM(2→3, softsign, hard sigmoid, bias-free, pre-activations clipped at 0.7) |
      | peephole LSTM(2→3, pre-activations clipped at 0.7)                       |
      | peephole LSTM(2→3, two-bias, pre-activations clipped at 0.7)             |

    @gru
    Examples: GRU
      | network                                                                  |
      | GRU(2→3, pre-activations clipped at 0.7)                                 |
      | GRU(2→3, one-bias, pre-activations clipped at 0.7)                       |
      | GRU(2→3, reset before, pre-activations clipped at 0.7)                   |
      | GRU(2→3, reset before, bias-free, softsign, pre-activations clipped at 0.7) |

  @bidirectional
  Scenario Outline: In both directions, <network>
    Given a network of <network>
    And weights from seed 841, scaled by 4
    And 5 steps of 3 random sequences from seed 842
    And random initial states from seed 843
    And everything is in single precision
    Then ONNX Runtime agrees

    Examples:
      | network                                                                    |
      | bidirectional SimpleRnn(2→3, pre-activations clipped at 0.7)               |
      | bidirectional LSTM(2→3, multiplied, pre-activations clipped at 0.7)        |
      | GravesBidirectionalLSTM(2→3, pre-activations clipped at 0.7), dense(3→2)   |
      | bidirectional GRU(2→3, added, pre-activations clipped at 0.7)              |

  @mask
  Scenario Outline: With sequence_lens, <network>
    Given a network of <network>
    And weights from seed 841, scaled by 4
    And 4 steps of 3 random sequences from seed 842
    And random initial states from seed 843
    And everything is in single precision
    And the feature mask is
      | row | t1 | t2 | t3 | t4 |
      | 1   | 1  | 1  | 0  | 0  |
      | 2   | 1  | 1  | 1  | 1  |
      | 3   | 1  | 0  | 0  | 0  |
    And masked steps keep the state
    Then ONNX Runtime agrees

    Examples:
      | network                                                             |
      | SimpleRnn(2→3, pre-activations clipped at 0.7), last step           |
      | peephole LSTM(2→3, pre-activations clipped at 0.7), last step       |
      | GRU(2→3, reset before, pre-activations clipped at 0.7), dense(3→2)  |

  @lstm
  Scenario: The cell state on its way out is not clipped
    By hand, in 50 digits: f and o are clipped at both steps, at the second g and i too. c goes from 4 to 2.288 and 1.137, and h is as
    below. With c clipped on its way out it would be 0.288 at both steps, without any clip 0.677 and 0.892.

    Given a bias-free LSTM layer with the weights
      | from | i1    | f1  | g1     | o1   |
      | x1   | 0.25  | 2   | -0.375 | 0.75 |
      | h1   | 0.125 | 0.5 | -0.25  | 1    |
    And its pre-activations are clipped at 0.5
    And its initial state is
      | state | unit1 |
      | h     | 0     |
      | c     | 4     |
    And everything is in single precision
    When it reads the sequence 1, 2
    Then its hidden states are, within 1e-6
      | t | h1          |
      | 1 | 0.609781747 |
      | 2 | 0.506261410 |
    And ONNX Runtime agrees
