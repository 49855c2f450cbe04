@convention @mask
Feature: What masked steps do to the state
  At a step that does not count, Deeplearning4j sets the state of a row to zero, and Keras and PyTorch's packed sequences carry it on.
  With padding at the end the outputs of steps that count are the same, with gaps they are not.

  Scenario Outline: <convention> in <network>, planted at the adapter of <framework>
    Given a network of <network>
    And weights from seed 501
    And 5 steps of 3 random sequences from seed 502
    And a random feature mask from seed 504
    And masked steps <rule> the state
    And the loss is L2 averaged over the batch, against random targets from seed 503
    Then the convention "<convention>", planted at the adapter of <framework>, is named

    Examples:
      | convention           | network                              | rule  | framework |
      | masked-steps-carried | LSTM(2→3), dense(3→2, sigmoid)       | reset | SameDiff  |
      | masked-steps-carried | SimpleRnn(2→3), SimpleRnn(3→2)       | reset | Lockstep  |
      | masked-steps-reset   | LSTM(2→3), dense(3→2, sigmoid)       | keep  | Lockstep  |
      | masked-steps-reset   | GRU(2→3)                             | keep  | SameDiff  |

  Rule: A framework has one rule, and it shows where the other is meant

    @deeplearning4j
    Scenario: Deeplearning4j sets a state to zero that was to stay
      Given a network of SimpleRnn(2→3), SimpleRnn(3→2)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      And the feature mask is
        | row | t1 | t2 | t3 | t4 |
        | 1   | 1  | 1  | 0  | 0  |
        | 2   | 1  | 0  | 1  | 1  |
        | 3   | 1  | 0  | 0  | 0  |
      And masked steps keep the state
      And the loss is L2 averaged over the batch, against random targets from seed 503
      Then Deeplearning4j has the convention "masked-steps-reset" where the case has not

    @pytorch
    Scenario: PyTorch's packed sequences keep one after their end that was to be zero
      Given a network of LSTM(2→3, two-bias)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      And the feature mask is
        | row | t1 | t2 | t3 | t4 |
        | 1   | 1  | 1  | 0  | 0  |
        | 2   | 1  | 1  | 1  | 1  |
        | 3   | 1  | 0  | 0  | 0  |
      And masked steps reset the state
      And the loss is L2 averaged over the batch, against random targets from seed 503
      Then PyTorch has the convention "masked-steps-carried" where the case has not

    @keras
    Scenario: Keras's Masking keeps one that was to be zero
      Given a network of LSTM(2→3), dense(3→2, sigmoid)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      And everything is in single precision
      And the feature mask is
        | row | t1 | t2 | t3 | t4 |
        | 1   | 1  | 1  | 0  | 0  |
        | 2   | 1  | 0  | 1  | 1  |
        | 3   | 1  | 0  | 0  | 0  |
      And masked steps reset the state
      And the loss is L2 averaged over the batch, against random targets from seed 503
      Then TensorFlow.js has the convention "masked-steps-carried" where the case has not
