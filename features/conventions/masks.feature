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
