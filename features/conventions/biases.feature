@convention @forward @optimizer @lstm @simple-rnn @deeplearning4j
Feature: Biases halved, doubled, dropped and added
  cuDNN and PyTorch have two biases where others have one (pytorch/pytorch#750): give one the value and the other none, or halve
  it. A converter puts the values into the wrong half (onnx/keras-onnx#98, #89). TensorFlow adds 1 to the forget gate's at run
  time, so that the stored bias stays 0 (tensorflow/tensorflow#14223, keras-team/keras#10179).

  Scenario Outline: <convention> in <network>
    Given a network of <network>
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    Then the convention "<convention>", planted at the adapter of <framework>, is named

    Examples:
      | convention             | network                        | framework      |
      | bias-dropped           | LSTM(2→3)                      | Lockstep       |
      | bias-doubled           | LSTM(2→3)                      | Deeplearning4j |
      | bias-halved            | SimpleRnn(2→3)                 | Lockstep       |
      | bias-dropped-i         | LSTM(2→3)                      | Lockstep       |
      | bias-dropped-f         | LSTM(2→3)                      | Lockstep       |
      | bias-dropped-g         | LSTM(2→3)                      | Lockstep       |
      | bias-dropped-o         | LSTM(2→3)                      | Lockstep       |
      | recurrent-bias-dropped | SimpleRnn(2→3, tanh, two-bias) | Lockstep       |
      | recurrent-bias-dropped | LSTM(2→3, two-bias)            | Lockstep       |
      | bias-doubled           | LSTM(2→3, two-bias)            | Lockstep       |
      | forget-bias-added      | LSTM(2→3)                      | Deeplearning4j |
      | forget-bias-taken      | LSTM(2→3)                      | Lockstep       |

  Scenario Outline: <convention> in <network>, which only parameters show
    z reads the sum of both biases, so that outputs and gradients are the same whichever has what.

    Given a network of <network>
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    And the loss is L2 averaged over the batch, against random targets from seed 503
    When it is trained for 1 step by Sgd with α = 0.1
    Then the convention "<convention>", planted at the adapter of Lockstep, is named

    Examples:
      | convention       | network                        |
      | biases-exchanged | SimpleRnn(2→3, tanh, two-bias) |
      | biases-exchanged | LSTM(2→3, two-bias)            |
      | biases-merged    | SimpleRnn(2→3, tanh, two-bias) |
      | biases-merged    | LSTM(2→3, two-bias)            |

  Rule: PyTorch has two biases or none, Keras has one or none

    @pytorch
    Scenario Outline: PyTorch, given <network>, with <convention> at its adapter
      Given a network of <network>
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      Then PyTorch agrees
      And the convention "<convention>", planted at the adapter of PyTorch, is named

      Examples: two biases, of which one is left out; one, which is given to both, or half of it to one
        | convention             | network             |
        | recurrent-bias-dropped | LSTM(2→3, two-bias) |
        | bias-doubled           | LSTM(2→3)           |
        | bias-halved            | LSTM(2→3)           |

    @keras
    Scenario: The 1 of Keras's unit_forget_bias is in the stored bias, and not to be added again
      Given a network of LSTM(2→3)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      And everything is in single precision
      Then TensorFlow.js agrees
      And the convention "forget-bias-added", planted at the adapter of TensorFlow.js, is named
