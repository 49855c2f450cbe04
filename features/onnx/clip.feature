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
