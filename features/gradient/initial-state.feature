@gradient @samediff
Feature: What flows out at both ends of the sequence
  The gradients of h₀ and c₀, and gradients that arrive at the final h and c, which a layer's outputs do not show.
  Deeplearning4j has no way to ask for them; SameDiff derives them from the equations of the forward pass.

  Scenario Outline: <network> from random states, with gradients arriving everywhere
    Given a network of <network>
    And weights from seed 307
    And 5 steps of 2 random sequences from seed 308
    And random initial states from seed 309
    And a random gradient arriving at every step and at the final state, from seed 310
    Then SameDiff agrees
    And the gradients agree with central differences

    Examples:
      | network                                              |
      | SimpleRnn(2→3)                                       |
      | SimpleRnn(2→3, relu)                                 |
      | LSTM(2→3)                                            |
      | peephole LSTM(2→3)                                   |
      | LSTM(2→3), peephole LSTM(3→2), SimpleRnn(2→2)        |
      | LSTM(2→3), last step, dense(3→2)                     |
      | SimpleRnn(1→1)                                       |
      | peephole LSTM(1→1), LSTM(1→2), last step             |

  @deeplearning4j
  Scenario: Deeplearning4j's SimpleRnn forgets the initial state on its way back
    Given a network of SimpleRnn(2→3)
    And weights from seed 317
    And 5 steps of 2 random sequences from seed 318
    And random initial states from seed 319
    And a random gradient arriving at every step, from seed 320
    Then SameDiff agrees
    And the gradients agree with central differences
    And Deeplearning4j refuses, because "its SimpleRnn starts from zero in the backward pass, whatever h₀ was"

  Scenario Outline: <network>, whose parameters are more than W, RW and one bias
    Given a network of <network>
    And weights from seed 327
    And 4 steps of 2 random sequences from seed 328
    And a random gradient arriving at every step, from seed 329
    Then SameDiff agrees
    And the gradients agree with central differences

    Examples:
      | network                              |
      | SimpleRnn(2→3, tanh, two-bias)       |
      | SimpleRnn(2→3, tanh, trained start)  |

  Scenario Outline: LSTM(2→3), errors flowing back <truncation>
    Given a network of LSTM(2→3)
    And weights from seed 337
    And 6 steps of 2 random sequences from seed 338
    And a random gradient arriving at every step, from seed 339
    When errors flow back <truncation>
    Then SameDiff agrees

    Examples:
      | truncation                      |
      | through at most 2 further steps |
      | within chunks of 2 steps        |
