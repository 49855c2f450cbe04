@deeplearning4j @forward @gradient @bidirectional
Feature: Layers in both directions in Deeplearning4j
  Bidirectional reverses the whole sequence, runs a copy of the layer over it and reverses what comes out; the two outputs are
  concatenated, added, multiplied or averaged. GravesBidirectionalLSTM is a layer of its own, two LSTMs with peepholes that are
  added. Outputs, score and all gradients agree, in both formats.

  Scenario Outline: <network>, <format>
    Given a network of <network>, dense(<units>→2, sigmoid)
    And weights from seed 701
    And 4 steps of 2 random sequences from seed 702
    And sequences are handed over as <format>
    And the loss is L2 averaged over the batch, against random targets from seed 703
    Then Deeplearning4j agrees

    @simple-rnn
    Examples: SimpleRnn
      | network                                    | units | format                  |
      | bidirectional SimpleRnn(2→3, concatenated) | 6     | batch × features × time |
      | bidirectional SimpleRnn(2→3, concatenated) | 6     | batch × time × features |
      | bidirectional SimpleRnn(2→3, added)        | 3     | batch × features × time |
      | bidirectional SimpleRnn(2→3, added)        | 3     | batch × time × features |
      | bidirectional SimpleRnn(2→3, multiplied)   | 3     | batch × features × time |
      | bidirectional SimpleRnn(2→3, multiplied)   | 3     | batch × time × features |
      | bidirectional SimpleRnn(2→3, averaged)     | 3     | batch × features × time |
      | bidirectional SimpleRnn(2→3, averaged)     | 3     | batch × time × features |

    @lstm
    Examples: LSTM
      | network                               | units | format                  |
      | bidirectional LSTM(2→3, concatenated) | 6     | batch × features × time |
      | bidirectional LSTM(2→3, concatenated) | 6     | batch × time × features |
      | bidirectional LSTM(2→3, added)        | 3     | batch × features × time |
      | bidirectional LSTM(2→3, added)        | 3     | batch × time × features |
      | bidirectional LSTM(2→3, multiplied)   | 3     | batch × features × time |
      | bidirectional LSTM(2→3, multiplied)   | 3     | batch × time × features |
      | bidirectional LSTM(2→3, averaged)     | 3     | batch × features × time |
      | bidirectional LSTM(2→3, averaged)     | 3     | batch × time × features |

    @peephole
    Examples: GravesLSTM
      | network                                                    | units | format                  |
      | bidirectional peephole LSTM(2→3, concatenated)             | 6     | batch × features × time |
      | bidirectional peephole LSTM(2→3, concatenated)             | 6     | batch × time × features |
      | bidirectional peephole LSTM(2→3, added)                    | 3     | batch × features × time |
      | bidirectional peephole LSTM(2→3, added)                    | 3     | batch × time × features |
      | bidirectional peephole LSTM(2→3, multiplied)               | 3     | batch × features × time |
      | bidirectional peephole LSTM(2→3, multiplied)               | 3     | batch × time × features |
      | bidirectional peephole LSTM(2→3, averaged)                 | 3     | batch × features × time |
      | bidirectional peephole LSTM(2→3, averaged)                 | 3     | batch × time × features |
      | GravesBidirectionalLSTM(2→3)                               | 3     | batch × features × time |
      | GravesBidirectionalLSTM(2→3)                               | 3     | batch × time × features |
      | GravesBidirectionalLSTM(2→3, softsign, float hard sigmoid) | 3     | batch × features × time |
      | GravesBidirectionalLSTM(2→3, softsign, float hard sigmoid) | 3     | batch × time × features |

  Scenario Outline: The last step of both directions, <network>, <format>
    Given a network of <network>, last step, dense(<units>→2, sigmoid)
    And weights from seed 701
    And 4 steps of 2 random sequences from seed 702
    And sequences are handed over as <format>
    And the loss is L2 averaged over the batch, against random targets from seed 703
    Then Deeplearning4j agrees

    Examples:
      | network                             | units | format                  |
      | bidirectional SimpleRnn(2→3)        | 6     | batch × features × time |
      | bidirectional SimpleRnn(2→3)        | 6     | batch × time × features |
      | bidirectional LSTM(2→3, multiplied) | 3     | batch × features × time |
      | bidirectional LSTM(2→3, multiplied) | 3     | batch × time × features |
      | GravesBidirectionalLSTM(2→3)        | 3     | batch × features × time |
      | GravesBidirectionalLSTM(2→3)        | 3     | batch × time × features |

  Scenario: Several, one above the other, in single precision
    Given a network of bidirectional LSTM(2→2), bidirectional SimpleRnn(4→3, averaged), dense(3→2, sigmoid)
    And weights from seed 701
    And 4 steps of 2 random sequences from seed 702
    And everything is in single precision
    And the loss is L2 averaged over the batch, against random targets from seed 703
    Then Deeplearning4j agrees

  Rule: What Deeplearning4j does not have

    Scenario: States before the first step
      Given a network of bidirectional LSTM(2→3)
      And weights from seed 701
      And 4 steps of 2 random sequences from seed 702
      And random initial states from seed 704
      Then the equations agree
      But Deeplearning4j refuses, because "its bidirectional layers start from zero states"

    Scenario: Gradients that arrive at the final states
      Given a network of bidirectional LSTM(2→3)
      And weights from seed 701
      And 4 steps of 2 random sequences from seed 702
      And a random gradient arriving at every step and at the final state, from seed 703
      Then the gradients agree with central differences
      But Deeplearning4j refuses, because "its bidirectional layers accept no gradient of final states"

    Scenario: Both directions above a last step
      Given a network of LSTM(2→3), last step, bidirectional LSTM(3→2)
      And weights from seed 701
      And 4 steps of 2 random sequences from seed 702
      And a random gradient arriving at every step, from seed 703
      Then the equations agree
      But Deeplearning4j refuses, because 'its LastTimeStep leaves no time axis for Bidirectional "layer 3" to read'
