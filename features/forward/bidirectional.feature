@forward @gradient @bidirectional
Feature: Two directions over the same sequence
  Schuster and Paliwal 1997: one layer reads from the first step to the last, another from the last to the first, and what
  they yield at the same step is concatenated, added, multiplied or averaged. Their states are those after the steps that
  they read last: of the reverse layer the one at t = 1.

  @table @simple-rnn
  Scenario Outline: By hand, outputs <combined>
    The forward layer passes 1, 2.5, 5.25; the reverse layer, from the end, 8, 0, 2.

    Given an identity SimpleRnn layer with the weights
      | from | unit1 |
      | x1   | 1     |
      | h1   | 0.5   |
      | bias | 0     |
    And beside it one in reverse, outputs <combined>, with the weights
      | from | unit1 |
      | x1   | 2     |
      | h1   | -0.5  |
      | bias | 0     |
    When it reads the sequence 1, 2, 4
    Then its hidden states are, within 0
      | t | h1   |
      | 1 | <t1> |
      | 2 | <t2> |
      | 3 | <t3> |
    And SameDiff agrees

    Examples:
      | combined   | t1  | t2   | t3    |
      | added      | 3   | 2.5  | 13.25 |
      | multiplied | 2   | 0    | 42    |
      | averaged   | 1.5 | 1.25 | 6.625 |

  @table @simple-rnn
  Scenario: By hand, outputs concatenated, from states of their own
    Given an identity SimpleRnn layer with the weights
      | from | unit1 |
      | x1   | 1     |
      | h1   | 0.5   |
      | bias | 0     |
    And beside it one in reverse, outputs concatenated, with the weights
      | from | unit1 |
      | x1   | 2     |
      | h1   | -0.5  |
      | bias | 0     |
    And the initial state of "layer 1.forward" is
      | state | unit1 |
      | h     | 2     |
    And the initial state of "layer 1.reverse" is
      | state | unit1 |
      | h     | -4    |
    When it reads the sequence 1, 2, 4
    Then its hidden states are, within 0
      | t | h1  | h2   |
      | 1 | 2   | 2.5  |
      | 2 | 3   | -1   |
      | 3 | 5.5 | 10   |
    And SameDiff agrees

  @table @lstm @peephole
  Scenario: Where nothing is read, the outputs of a GravesBidirectionalLSTM are those of its biases, added
    Without weights each direction passes σ(0)·tanh(c), c = σ(0)·c′ + σ(0)·tanh(b): with b = ±artanh(1/2), c is ±1/4, then
    ±3/8, so that the outputs are ±(tanh(1/4) − tanh(3/8))/2.

    Given a peephole LSTM layer with the weights
      | from     | i1 | f1 | g1                 | o1 |
      | x1       | 0  | 0  | 0                  | 0  |
      | h1       | 0  | 0  | 0                  | 0  |
      | bias     | 0  | 0  | 0.5493061443340548 | 0  |
      | peephole | 0  | 0  |                    | 0  |
    And beside it one in reverse, as a GravesBidirectionalLSTM, with the weights
      | from     | i1 | f1 | g1                  | o1 |
      | x1       | 0  | 0  | 0                   | 0  |
      | h1       | 0  | 0  | 0                   | 0  |
      | bias     | 0  | 0  | -0.5493061443340548 | 0  |
      | peephole | 0  | 0  |                     | 0  |
    When it reads the sequence 1, -1
    Then its hidden states are, within 1e-15
      | t | h1                    |
      | 1 | -0.05671936797353841 |
      | 2 | 0.05671936797353841  |

  Scenario Outline: <network>
    Given a network of <network>
    And weights from seed 407
    And 5 steps of 3 random sequences from seed 408
    And random initial states from seed 409
    And a random gradient arriving at every step and at the final state, from seed 410
    Then SameDiff agrees with the definition
    And SameDiff agrees
    And the gradients agree with central differences

    Examples:
      | network                                                                |
      | bidirectional SimpleRnn(2→3)                                           |
      | bidirectional SimpleRnn(2→3, relu, added)                              |
      | bidirectional LSTM(2→3, multiplied)                                    |
      | bidirectional peephole LSTM(2→3, averaged)                             |

    @slow
    Examples: in stacks, and GRU
      | network                                                                |
      | bidirectional LSTM(1→1), bidirectional LSTM(2→2, added)                |
      | GravesBidirectionalLSTM(2→3), dense(3→2)                               |
      | bidirectional LSTM(2→3, concatenated), last step, dense(6→2, sigmoid)  |
      | bidirectional GRU(2→3, averaged)                                       |

  @deeplearning4j
  Scenario Outline: Deeplearning4j, <network>
    Given a network of <network>
    And weights from seed 417
    And 5 steps of 3 random sequences from seed 418
    And the loss is MSE averaged over the batch, against random targets from seed 419
    Then Deeplearning4j agrees

    Examples:
      | network                                                        |
      | bidirectional SimpleRnn(2→3)                                   |
      | bidirectional LSTM(2→3, added)                                 |
      | bidirectional LSTM(2→3, multiplied), dense(3→2)                |
      | bidirectional peephole LSTM(2→3, averaged)                     |
      | GravesBidirectionalLSTM(2→3), dense(3→2, sigmoid)              |
