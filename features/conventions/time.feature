@convention @forward @lstm @deeplearning4j
Feature: The direction of time
  A layer that goes backwards lists its outputs in the order in which they came, or turns them round again (onnx/onnx#2881); the
  last step of a layer that reads backwards is then the first one in the array (deeplearning4j/deeplearning4j#5982).

  Scenario Outline: <convention> in <network>
    Given a network of <network>
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    Then the convention "<convention>", planted at the adapter of <framework>, is named

    Examples:
      | convention            | network                          | framework      |
      | input-reversed        | LSTM(2→3)                        | Lockstep       |
      | time-reversed         | LSTM(2→3)                        | Deeplearning4j |
      | outputs-reversed      | LSTM(2→3)                        | Lockstep       |
      | last-step-by-position | LSTM(2→3), last step, dense(3→2) | Lockstep       |

  Rule: The reverse direction of PyTorch, Keras and Deeplearning4j has its outputs in the order of time

    @bidirectional @pytorch
    Scenario: Both directions of PyTorch and Deeplearning4j, and time running backwards in PyTorch
      Given a network of bidirectional LSTM(2→3), dense(6→2)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      Then Deeplearning4j agrees
      And PyTorch agrees
      And the convention "time-reversed", planted at the adapter of PyTorch, is named

    @bidirectional @keras
    Scenario: Both directions of Keras, and its outputs as go_backwards alone lists them
      Given a network of bidirectional LSTM(2→3), dense(6→2)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      And everything is in single precision
      Then TensorFlow.js agrees
      And the convention "outputs-reversed", planted at the adapter of TensorFlow.js, is named
