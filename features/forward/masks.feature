@forward @gradient @mask
Feature: Steps that do not count
  A feature mask says of every step of every row whether it counts. Where it does not, recurrent layers either start anew,
  state and output 0, which is Deeplearning4j's rule, or stay as they were, which is that of Keras and of packed sequences.

  Rule: By hand, h = x + h′/2

    @table @simple-rnn
    Scenario Outline: Of 1, 2, 4, 8 the second step does not count; masked steps <rule> the state
      Given an identity SimpleRnn layer with the weights
        | from | unit1 |
        | x1   | 1     |
        | h1   | 0.5   |
        | bias | 0     |
      When it reads the sequence 1, 2, 4, 8
      And the feature mask is
        | row | t1 | t2 | t3 | t4 |
        | 1   | 1  | 0  | 1  | 1  |
      And masked steps <rule> the state
      Then its hidden states are, within 0
        | t | h1   |
        | 1 | 1    |
        | 2 | <t2> |
        | 3 | <t3> |
        | 4 | <t4> |
      And SameDiff agrees

      Examples:
        | rule  | t2 | t3  | t4    |
        | reset | 0  | 4   | 10    |
        | keep  | 1  | 4.5 | 10.25 |

    @table @simple-rnn
    Scenario: The last step is the last that counts
      Given an identity SimpleRnn layer with the weights
        | from | unit1 |
        | x1   | 1     |
        | h1   | 0.5   |
        | bias | 0     |
      And on top of it last step
      When it reads the sequence 1, 2, 4, 8
      And the feature mask is
        | row | t1 | t2 | t3 | t4 |
        | 1   | 1  | 1  | 0  | 0  |
      Then its outputs are, within 0
        | t | y1  |
        | 1 | 2.5 |
      And SameDiff agrees

    @table @simple-rnn
    Scenario: Steps of zeros are skipped, h = x + h′/2 + 1
      Given an identity SimpleRnn layer with the weights
        | from | unit1 |
        | x1   | 1     |
        | h1   | 0.5   |
        | bias | 1     |
      And it skips steps whose features are all 0
      When it reads the sequence 1, 0, 4
      Then its hidden states are, within 0
        | t | h1 |
        | 1 | 2  |
        | 2 | 0  |
        | 3 | 5  |
      And SameDiff agrees

    @table @simple-rnn
    Scenario: They are skipped, and the state is kept
      Given an identity SimpleRnn layer with the weights
        | from | unit1 |
        | x1   | 1     |
        | h1   | 0.5   |
        | bias | 1     |
      And it skips steps whose features are all 0, keeping the state
      And on top of it activation(relu)
      When it reads the sequence 1, 0, 4
      Then its hidden states are, within 0
        | t | h1 |
        | 1 | 2  |
        | 2 | 2  |
        | 3 | 6  |
      And its outputs are, within 0
        | t | y1 |
        | 1 | 2  |
        | 2 | 2  |
        | 3 | 6  |
      And SameDiff agrees

  Rule: Whatever the network and the mask

    Scenario Outline: <network>, masked steps <rule> the state
      Given a network of <network>
      And weights from seed 427
      And 6 steps of 3 random sequences from seed 428
      And random initial states from seed 429
      And a random feature mask from seed 430
      And masked steps <rule> the state
      And a random gradient arriving at every step and at the final state, from seed 431
      Then SameDiff agrees with the definition
      And SameDiff agrees
      And the gradients agree with central differences

      Examples:
        | network                                          | rule  |
        | SimpleRnn(2→3)                                   | reset |
        | SimpleRnn(2→3)                                   | keep  |
        | LSTM(2→3), LSTM(3→2)                             | reset |
        | peephole LSTM(2→3), dense(3→2, tanh)             | keep  |
        | bidirectional LSTM(2→3)                          | reset |
        | bidirectional SimpleRnn(2→3, added), last step   | keep  |
        | LSTM(2→3), last step, dense(3→2)                 | reset |
        | SimpleRnn(2→3), last step, LSTM(3→2)             | reset |
        | GRU(2→3)                                         | keep  |

    Scenario Outline: Rows of several lengths, <padded>
      Given a network of LSTM(2→3)
      And weights from seed 437
      And 6 steps of 3 random sequences from seed 438
      And sequences of random lengths from seed 439<padded>
      And a random gradient arriving at every step, from seed 440
      Then SameDiff agrees with the definition
      And SameDiff agrees

      Examples:
        | padded            |
        |                   |
        | , padded in front |

    Scenario Outline: <network> finds the steps that count by itself
      Given a network of <network>
      And weights from seed 447
      When it reads the sequence
        | t | x1  | x2   |
        | 1 | 0.5 | -0.5 |
        | 2 | 0   | 0    |
        | 3 | 0   | 1    |
        | 4 | -1  | 0.25 |
        | 5 | 2   | 2    |
        | 6 | 0.5 | 2    |
      And a random gradient arriving at every step, from seed 448
      Then SameDiff agrees with the definition
      And SameDiff agrees

      Examples:
        | network                                                  |
        | LSTM(2→3, skipping 0), dense(3→2)                        |
        | peephole LSTM(2→3, skipping 0, keeping the state)        |
        | SimpleRnn(2→3, relu, skipping 0), activation(softmax)    |
        | LSTM(2→3, skipping 2), SimpleRnn(3→2)                    |

  Rule: A label mask multiplies costs

    @table
    Scenario: By hand, (y − p)² with p = x
      Of row 1 the first step costs 1 and the second 9·0.5; the gradient of x is −2·(y − p) times the weight.

      Given an identity dense layer with the weights
        | from | unit1 |
        | x1   | 1     |
        | bias | 0     |
      When it reads the sequence 1, 2
      And the loss is L2 summed, against the targets
        | t | y1 |
        | 1 | 2  |
        | 2 | 5  |
      And the label mask is
        | row | t1 | t2  |
        | 1   | 1  | 0.5 |
      Then the gradient of b is, within 0
        | from | unit1 |
        | bias | -5    |
      And SameDiff agrees

    @table
    Scenario: By hand, single outputs
      Given an identity dense layer with the weights
        | from | unit1 | unit2 |
        | x1   | 1     | 2     |
        | bias | 0     | 0     |
      When it reads the sequence 1, 2
      And the loss is L2 summed, against the targets
        | t | y1 | y2 |
        | 1 | 2  | 3  |
        | 2 | 5  | 6  |
      And the label mask of single outputs is
        | t | row | y1 | y2   |
        | 1 | 1   | 1  | 0    |
        | 2 | 1   | 0  | 0.25 |
      Then the gradient of b is, within 0
        | from | unit1 | unit2 |
        | bias | -2    | -1    |
      And SameDiff agrees

    Scenario Outline: A <mask>
      Given a network of LSTM(2→3), dense(3→2, sigmoid)
      And weights from seed 457
      And 5 steps of 3 random sequences from seed 458
      And the loss is XENT averaged over the batch, against random targets from seed 459
      And a <mask> from seed 460
      Then SameDiff agrees with the definition
      And SameDiff agrees
      And the gradients agree with central differences

      Examples:
        | mask                                         |
        | random label mask                            |
        | random label mask of single outputs          |
        | random label mask of fractions               |
        | random label mask of fractions of single outputs |
