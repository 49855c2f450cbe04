@convention @gradient @lstm @samediff
Feature: How far errors flow back
  Papers let every error flow back equally far, frameworks cut sequences into chunks, and users of either do not say which; a state
  that is kept is not differentiated through (deeplearning4j/deeplearning4j#6084).

  Scenario Outline: <convention> where errors flow back <truncation>
    Given a network of LSTM(2→3)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    And the loss is L2 averaged over the batch, against random targets from seed 503
    And errors flow back <truncation>
    Then the convention "<convention>", planted at the adapter of <framework>, is named

    Examples:
      | convention         | truncation                 | framework |
      | truncation-none    | within chunks of 2 steps   | Lockstep  |
      | truncation-sliding | through the whole sequence | SameDiff  |
      | truncation-chunked | through the whole sequence | Lockstep  |
