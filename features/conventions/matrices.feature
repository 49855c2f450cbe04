@convention @forward @lstm @simple-rnn @deeplearning4j
Feature: Matrices laid out otherwise
  An LSTM exported to C reads its arrays in an order that is not that of the equations (keras-team/keras#3088); W and RW are one
  matrix in some frameworks and two in others (tensorflow/tensorflow#29622); Deeplearning4j's arrays are in Fortran's order
  (deeplearning4j/deeplearning4j#8051). At the first step, where h′ = 0, a wrong RW does not show at all.

  Scenario Outline: <convention> in <network>
    Given a network of <network>
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    Then the convention "<convention>", planted at the adapter of <framework>, is named

    Examples:
      | convention          | network        | framework      |
      | rw-transposed       | LSTM(2→3)      | Lockstep       |
      | rw-transposed       | SimpleRnn(2→3) | Deeplearning4j |
      | rw-transposed-array | LSTM(2→3)      | Lockstep       |
      | w-transposed-array  | LSTM(2→3)      | Lockstep       |
      | rw-column-by-column | LSTM(2→3)      | Lockstep       |
      | w-column-by-column  | SimpleRnn(2→3) | Lockstep       |
      | w-and-rw-exchanged  | LSTM(3→3)      | Lockstep       |

  Rule: PyTorch stacks gates by rows, Keras beside one another

    @pytorch
    Scenario Outline: PyTorch, with <convention>
      Given a network of LSTM(2→3)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      Then PyTorch agrees
      And the convention "<convention>", planted at the adapter of PyTorch, is named

      Examples: what becomes of weight_ih and weight_hh where nobody transposes them
        | convention          |
        | w-transposed-array  |
        | rw-transposed       |
