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
