@deeplearning4j @samediff @precision
Feature: Networks of floats in Deeplearning4j and SameDiff
  Everything that is given is rounded to 24 bits first: weights, sequences, masks, states, rates. From these numbers
  Deeplearning4j and SameDiff compute in floats, Lockstep in doubles; their bounds are derived with u = 2⁻²⁴.

  @forward @gradient
  Scenario Outline: <network>, <format>
    Given a network of <network>
    And weights from seed 721
    And 6 steps of 3 random sequences from seed 722
    And everything is in single precision
    And sequences are handed over as <format>
    And the loss is L2 averaged over the batch, against random targets from seed 723
    Then Deeplearning4j agrees
    And SameDiff agrees

    @simple-rnn
    Examples: SimpleRnn
      | network                                                        | format                  |
      | SimpleRnn(2→3), dense(3→2, sigmoid)                            | batch × features × time |
      | SimpleRnn(2→3), dense(3→2, sigmoid)                            | batch × time × features |
      | SimpleRnn(2→3), SimpleRnn(3→2), last step, dense(2→2, softmax) | batch × features × time |

    @lstm
    Examples: LSTM
      | network                                              | format                  |
      | LSTM(2→3), dense(3→2, sigmoid)                       | batch × features × time |
      | LSTM(2→3), dense(3→2, sigmoid)                       | batch × time × features |
      | LSTM(2→3), LSTM(3→2), last step, dense(2→2, softmax) | batch × features × time |

    @peephole
    Examples: GravesLSTM
      | network                                                                | format                  |
      | peephole LSTM(2→3), dense(3→2, sigmoid)                                | batch × features × time |
      | peephole LSTM(2→3), dense(3→2, sigmoid)                                | batch × time × features |
      | peephole LSTM(2→3), peephole LSTM(3→2), last step, dense(2→2, softmax) | batch × features × time |

  @optimizer
  Scenario Outline: Steps by <optimizer>, <network>
    Given a network of <network>, dense(3→2, sigmoid)
    And weights from seed 721
    And 5 steps of 2 random sequences from seed 722
    And everything is in single precision
    And the loss is L2 averaged over the batch, against random targets from seed 723
    When it is trained for 3 steps by <optimizer>
    Then Deeplearning4j agrees
    And SameDiff agrees

    Examples:
      | network        | optimizer                                          |
      | SimpleRnn(2→3) | Sgd with α = 0.1                                   |
      | SimpleRnn(2→3) | Adam with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8 |
      | SimpleRnn(2→3) | Nesterov with α = 0.1, μ = 0.9                     |
      | LSTM(2→3)      | Sgd with α = 0.1                                   |
      | LSTM(2→3)      | Adam with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8 |
      | LSTM(2→3)      | Nesterov with α = 0.1, μ = 0.9                     |

  @forward @mask
  Scenario: Where float ends, doubles are another network
    A bound with u = 2⁻⁵³ would be a million times too narrow.

    Given a network of LSTM(2→3)
    And weights from seed 721
    And 6 steps of 3 random sequences from seed 722
    And everything is in single precision
    Then Deeplearning4j agrees within 1e-6
    And Deeplearning4j agrees, with a referee

  @forward @gradient @gru
  Scenario: What Deeplearning4j does not have
    Given a network of GRU(3→4, reset before), GRU(4→3), SimpleRnn(3→3, tanh, layer-normalised), dense(3→2, softmax)
    And weights from seed 721
    And 5 steps of 3 random sequences from seed 722
    And sequences of random lengths from seed 724
    And masked steps keep the state
    And everything is in single precision
    And the loss is MCXENT averaged over the batch, against random targets from seed 723
    Then SameDiff agrees
