@convention @forward @lstm @deeplearning4j
Feature: The order of axes
  Deeplearning4j's arrays are [batch, features, time] by default, Keras' are [batch, time, features]
  (deeplearning4j/deeplearning4j#7306, #8441, #9025), PyTorch's are [time, batch, features] unless told otherwise
  (pytorch/pytorch#41774). A flat array fits them all.

  Scenario Outline: <convention>
    Given a network of LSTM(2→3)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    Then the convention "<convention>", planted at the adapter of <framework>, is named

    Examples:
      | convention        | framework      |
      | features-first    | Deeplearning4j |
      | features-last     | Lockstep       |
      | time-first        | Lockstep       |
      | batch-first-array | Lockstep       |

  Scenario: As many rows as steps, where exchanging them throughout is reading a flat array otherwise
    Given a network of LSTM(2→3)
    And weights from seed 501
    And 4 steps of 4 random sequences from seed 502
    Then the convention "batch-first", planted in the definition, is named beside "time-first, batch-first-array"

  @optimizer
  Scenario: Steps taken for rows in training, where other steps follow one another
    Given a network of LSTM(2→3)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    And the loss is L2 summed, against random targets from seed 503
    When it is trained for 2 steps by Sgd with α = 0.1
    Then the convention "batch-first", planted at the adapter of Lockstep, is named

  Rule: PyTorch wants time first, Keras and Deeplearning4j the batch, Deeplearning4j features before time

    @pytorch
    Scenario Outline: PyTorch, given <convention>
      Given a network of LSTM(2→3)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      Then PyTorch agrees
      And the convention "<convention>", planted at the adapter of PyTorch, is named

      Examples: batch_first left out where the array needs it, and given where it does not
        | convention        |
        | batch-first-array |
        | time-first        |

    @keras
    Scenario: Keras, given an array of Deeplearning4j's
      Given a network of LSTM(2→3)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      And everything is in single precision
      Then TensorFlow.js agrees
      And the convention "features-first", planted at the adapter of TensorFlow.js, is named
