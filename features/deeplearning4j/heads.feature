@deeplearning4j @forward @gradient
Feature: What stands around and above recurrent layers in Deeplearning4j
  RnnOutputLayer, RnnLossLayer, OutputLayer and LossLayer with a loss; TimeDistributed, ActivationLayer, LastTimeStep and
  MaskZeroLayer below it; in both formats, unless it is said why not.

  Scenario Outline: <network>, <format>
    Given a network of <network>
    And weights from seed 711
    And 4 steps of 2 random sequences from seed 712
    And sequences are handed over as <format>
    And the loss is L2 averaged over the batch, against random targets from seed 713
    Then Deeplearning4j agrees

    @simple-rnn
    Examples: SimpleRnn
      | network                                                                   | format                  |
      | SimpleRnn(2→3), dense(3→2, sigmoid)                                       | batch × features × time |
      | SimpleRnn(2→3), dense(3→2, sigmoid)                                       | batch × time × features |
      | SimpleRnn(2→3), last step, dense(3→2, sigmoid)                            | batch × features × time |
      | SimpleRnn(2→3), last step, dense(3→2, sigmoid)                            | batch × time × features |
      | SimpleRnn(2→3), last step                                                 | batch × features × time |
      | SimpleRnn(2→3), last step                                                 | batch × time × features |
      | SimpleRnn(2→3), dense(3→3, tanh), dense(3→2, sigmoid)                     | batch × features × time |
      | SimpleRnn(2→3), dense(3→3, tanh), dense(3→2, sigmoid)                     | batch × time × features |
      | dense(2→3, tanh), SimpleRnn(3→2), last step, dense(2→3, tanh), dense(3→2) | batch × features × time |
      | dense(2→3, tanh), SimpleRnn(3→2), last step, dense(2→3, tanh), dense(3→2) | batch × time × features |
      | SimpleRnn(2→3), activation(sigmoid), dense(3→2)                           | batch × features × time |
      | SimpleRnn(2→3), activation(sigmoid), dense(3→2)                           | batch × time × features |
      | SimpleRnn(2→3)                                                            | batch × features × time |
      | SimpleRnn(2→3), activation(softmax)                                       | batch × features × time |

    @lstm
    Examples: LSTM
      | network                                                              | format                  |
      | LSTM(2→3), dense(3→2, sigmoid)                                       | batch × features × time |
      | LSTM(2→3), dense(3→2, sigmoid)                                       | batch × time × features |
      | LSTM(2→3), last step, dense(3→2, sigmoid)                            | batch × features × time |
      | LSTM(2→3), last step, dense(3→2, sigmoid)                            | batch × time × features |
      | LSTM(2→3), last step                                                 | batch × features × time |
      | LSTM(2→3), last step                                                 | batch × time × features |
      | LSTM(2→3), dense(3→3, tanh), dense(3→2, sigmoid)                     | batch × features × time |
      | LSTM(2→3), dense(3→3, tanh), dense(3→2, sigmoid)                     | batch × time × features |
      | dense(2→3, tanh), LSTM(3→2), last step, dense(2→3, tanh), dense(3→2) | batch × features × time |
      | dense(2→3, tanh), LSTM(3→2), last step, dense(2→3, tanh), dense(3→2) | batch × time × features |
      | LSTM(2→3), activation(sigmoid), dense(3→2)                           | batch × features × time |
      | LSTM(2→3), activation(sigmoid), dense(3→2)                           | batch × time × features |
      | LSTM(2→3)                                                            | batch × features × time |
      | LSTM(2→3), activation(softmax)                                       | batch × features × time |

    @peephole
    Examples: GravesLSTM
      | network                                                                       | format                  |
      | peephole LSTM(2→3), dense(3→2, sigmoid)                                       | batch × features × time |
      | peephole LSTM(2→3), dense(3→2, sigmoid)                                       | batch × time × features |
      | peephole LSTM(2→3), last step, dense(3→2, sigmoid)                            | batch × features × time |
      | peephole LSTM(2→3), last step, dense(3→2, sigmoid)                            | batch × time × features |
      | peephole LSTM(2→3), last step                                                 | batch × features × time |
      | peephole LSTM(2→3), last step                                                 | batch × time × features |
      | peephole LSTM(2→3), dense(3→3, tanh), dense(3→2, sigmoid)                     | batch × features × time |
      | peephole LSTM(2→3), dense(3→3, tanh), dense(3→2, sigmoid)                     | batch × time × features |
      | dense(2→3, tanh), peephole LSTM(3→2), last step, dense(2→3, tanh), dense(3→2) | batch × features × time |
      | dense(2→3, tanh), peephole LSTM(3→2), last step, dense(2→3, tanh), dense(3→2) | batch × time × features |
      | peephole LSTM(2→3), activation(sigmoid), dense(3→2)                           | batch × features × time |
      | peephole LSTM(2→3), activation(sigmoid), dense(3→2)                           | batch × time × features |
      | peephole LSTM(2→3)                                                            | batch × features × time |
      | peephole LSTM(2→3), activation(softmax)                                       | batch × features × time |

  @mask @simple-rnn
  Scenario Outline: Steps that are skipped by their value, <network>, <format>
    Given a network of <network>
    And weights from seed 711
    When it reads the sequence
      | t | x1  | x2   |
      | 1 | 0.5 | -0.5 |
      | 2 | 0   | 0    |
      | 3 | 0   | 1    |
      | 4 | -1  | 0.25 |
    And sequences are handed over as <format>
    And the loss is L2 averaged over the batch, against random targets from seed 713
    Then Deeplearning4j agrees

    Examples:
      | network                                                    | format                  |
      | SimpleRnn(2→3, skipping 0), dense(3→2, sigmoid)            | batch × features × time |
      | SimpleRnn(2→3, skipping 0), dense(3→2, sigmoid)            | batch × time × features |
      | SimpleRnn(2→3, skipping 0), last step, dense(3→2, sigmoid) | batch × features × time |
      | SimpleRnn(2→3, skipping 0), last step, dense(3→2, sigmoid) | batch × time × features |

  @mask
  Scenario Outline: The outputs of steps that are skipped by their value, <network>, <format>
    Given a network of <network>
    And weights from seed 711
    When it reads the sequence
      | t | x1  | x2   |
      | 1 | 0.5 | -0.5 |
      | 2 | 0   | 0    |
      | 3 | 0   | 1    |
      | 4 | -1  | 0.25 |
    And sequences are handed over as <format>
    Then Deeplearning4j agrees

    Examples:
      | network                                    | format                  |
      | LSTM(2→3, skipping 0)                      | batch × features × time |
      | LSTM(2→3, skipping 0)                      | batch × time × features |
      | peephole LSTM(2→3, skipping 0), dense(3→2) | batch × features × time |
      | peephole LSTM(2→3, skipping 0), dense(3→2) | batch × time × features |

  @mask @simple-rnn
  Scenario Outline: A mask of features, <network>, <format>
    Given a network of <network>
    And weights from seed 711
    And 5 steps of 3 random sequences from seed 712
    And a random feature mask from seed 714
    And sequences are handed over as <format>
    And the loss is L2 averaged over the batch, against random targets from seed 713
    Then Deeplearning4j agrees

    Examples:
      | network                                                                 | format                  |
      | SimpleRnn(2→3), dense(3→2, sigmoid)                                     | batch × features × time |
      | SimpleRnn(2→3), dense(3→2, sigmoid)                                     | batch × time × features |
      | SimpleRnn(2→3), SimpleRnn(3→2), last step, dense(2→2)                   | batch × features × time |
      | SimpleRnn(2→3), SimpleRnn(3→2), last step, dense(2→2)                   | batch × time × features |
      | bidirectional SimpleRnn(2→3, averaged), activation(sigmoid), dense(3→2) | batch × features × time |
      | bidirectional SimpleRnn(2→3, averaged), activation(sigmoid), dense(3→2) | batch × time × features |

  Scenario Outline: A sequence in pieces, <network>, <format>
    Given a network of <network>
    And weights from seed 711
    And 6 steps of 2 random sequences from seed 712
    And random initial states from seed 715
    And sequences are handed over as <format>
    When it arrives in growing pieces, too
    Then Deeplearning4j agrees

    Examples:
      | network                                          | format                  |
      | SimpleRnn(2→3), dense(3→2, tanh), SimpleRnn(2→2) | batch × features × time |
      | LSTM(2→3), dense(3→2, sigmoid)                   | batch × features × time |
      | LSTM(2→3), dense(3→2, sigmoid)                   | batch × time × features |
      | peephole LSTM(2→3), LSTM(3→2)                    | batch × features × time |
      | peephole LSTM(2→3), LSTM(3→2)                    | batch × time × features |

  Rule: What Deeplearning4j does not have

    @mask
    Scenario: States that stay over steps that do not count
      Given a network of SimpleRnn(2→3)
      And weights from seed 711
      And 5 steps of 3 random sequences from seed 712
      And a random feature mask from seed 714
      And masked steps keep the state
      Then the equations agree
      But Deeplearning4j refuses, because "it resets the state at masked steps to zero, it does not carry it over them"

    Scenario: Chunks of sequences with time before features
      Gradients of chunks are put together from what fit computes of each; but fit cuts dimension 2 all the same, as
      truncated-bptt-training.feature shows of training.

      Given a network of LSTM(2→3), dense(3→2, sigmoid)
      And weights from seed 711
      And 6 steps of 2 random sequences from seed 712
      And sequences are handed over as batch × time × features
      And the loss is L2 averaged over the batch, against random targets from seed 713
      When errors flow back within segments of 3 steps
      Then the equations agree
      But Deeplearning4j refuses, because "its truncated backpropagation cuts the last dimension of a sequence, which is features, not time, in the format NWC"

  Scenario Outline: Dense layers between preprocessors, <network>, <format>
    RnnToFeedForwardPreProcessor and FeedForwardToRnnPreProcessor, as the type of the input puts them in.

    Given a network of <network>
    And weights from seed 711
    And 4 steps of 2 random sequences from seed 712
    And sequences are handed over as <format>
    And the loss is L2 averaged over the batch, against random targets from seed 713
    Then "Deeplearning4j with preprocessors" agrees

    Examples:
      | network                                                                   | format                  |
      | dense(2→3, tanh), SimpleRnn(3→2), last step, dense(2→3, tanh), dense(3→2) | batch × features × time |
      | dense(2→3, tanh), SimpleRnn(3→2), last step, dense(2→3, tanh), dense(3→2) | batch × time × features |
      | dense(2→4, tanh), LSTM(4→3), dense(3→3, tanh), dense(3→2, sigmoid)        | batch × features × time |
      | dense(2→4, tanh), LSTM(4→3), dense(3→3, tanh), dense(3→2, sigmoid)        | batch × time × features |
      | SimpleRnn(2→3), dense(3→4, sigmoid), peephole LSTM(4→3), dense(3→2)       | batch × features × time |

  @mask
  Scenario Outline: Dense layers between preprocessors, under masks, <network>, <format>
    Given a network of <network>
    And weights from seed 711
    And 4 steps of 2 random sequences from seed 712
    And the feature mask is
      | row | t1 | t2 | t3 | t4 |
      | 1   | 1  | 1  | 0  | 0  |
      | 2   | 0  | 1  | 1  | 0  |
    And the label mask is
      | row | t1 | t2 | t3 | t4 |
      | 1   | 1  | 1  | 0  | 0  |
      | 2   | 0  | 1  | 1  | 0  |
    And sequences are handed over as <format>
    And the loss is L2 averaged over the batch, against random targets from seed 713
    Then "Deeplearning4j with preprocessors" agrees

    Examples:
      | network                                                                 | format                  |
      | dense(2→4, tanh), SimpleRnn(4→3), dense(3→3, tanh), dense(3→2, sigmoid) | batch × features × time |
      | dense(2→4, tanh), SimpleRnn(4→3), dense(3→3, tanh), dense(3→2, sigmoid) | batch × time × features |
      | SimpleRnn(2→3), dense(3→4, sigmoid), SimpleRnn(4→3), dense(3→2)         | batch × features × time |
