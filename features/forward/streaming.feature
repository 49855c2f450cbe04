@forward @streaming
Feature: A sequence that arrives in pieces
  With the states kept from piece to piece, pieces of 1, 2, 3 … steps lead to the outputs of the whole sequence.

  Scenario Outline: <network>
    Given a network of <network>
    And weights from seed 477
    And 8 steps of 2 random sequences from seed 478
    When it arrives in growing pieces, too
    Then SameDiff agrees with the definition
    And SameDiff agrees
    And Deeplearning4j agrees

    Examples:
      | network                                      |
      | SimpleRnn(2→3)                               |
      | LSTM(2→3), dense(3→2, sigmoid)               |
      | peephole LSTM(2→3), SimpleRnn(3→2, relu)     |
      | LSTM(2→3, bias-free)                         |

  Scenario: From given states, with steps that do not count
    Given a network of LSTM(2→3)
    And weights from seed 487
    And 8 steps of 2 random sequences from seed 488
    And random initial states from seed 489
    And a random feature mask from seed 490
    And masked steps keep the state
    When it arrives in growing pieces, too
    Then SameDiff agrees with the definition
    And SameDiff agrees

  Rule: What frameworks are asked for does not change what is right

    Scenario Outline: Sequences as <format>
      Given a network of LSTM(2→3)
      And weights from seed 497
      And 5 steps of 2 random sequences from seed 498
      And sequences are handed over as <format>
      And a random gradient arriving at every step, from seed 499
      Then Deeplearning4j agrees

      Examples:
        | format                  |
        | batch × features × time |
        | batch × time × features |

    Scenario: In single precision
      Given a network of SimpleRnn(2→3)
      And weights from seed 507
      And 5 steps of 2 random sequences from seed 508
      And everything is in single precision
      Then Deeplearning4j agrees with the definition
