@convention @forward @lstm
Feature: Single precision on one side
  Numbers that agree to seven digits look like rounding, and hide what is wrong (keras-team/keras#14992, closed because of it): weights or
  inputs that went through float32 on their way, or a side that computes with nothing else.

  Scenario Outline: <convention>
    Given a network of LSTM(2→3)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    Then the convention "<convention>", planted at the adapter of Lockstep, is named

    Examples:
      | convention                   |
      | weights-in-single            |
      | inputs-in-single             |
      | weights-and-inputs-in-single |
      | observations-in-single       |
      | single-precision             |

  @pytorch
  Scenario: PyTorch, whose parameters are floats unless told otherwise
    Given a network of LSTM(2→3)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    Then PyTorch agrees
    And the convention "weights-in-single", planted at the adapter of PyTorch, is named
