@divergence @deeplearning4j @gradient
Feature: Truncated backpropagation through time in Deeplearning4j
  The sequence is cut into chunks: states pass from chunk to chunk, errors do not. BackpropType.TruncatedBPTT carries the
  states forward. But its backward pass runs every chunk of a recurrent layer forward once more, from a state of zeros, and so
  differentiates activations that never were, with respect to errors that come from those that were. The result is the
  gradient of neither loss, from the second chunk on; the first chunk and all layers without a state are right.

    h at t = φ(x·W + h′·RW + b)
    dRW = Σₜ h′ᵀ·dz              with h′ of the chunk before at the first step of a chunk; Deeplearning4j takes 0

  Besides, tBPTTBackwardLength is never used: with 1, 3 and 9 beside a forward length of 3, fit reaches the same
  parameters bit for bit. And fit makes one update per chunk, not one per minibatch, so that every chunk but the first starts
  from states that older parameters computed; what is compared here is the sum of the gradients of all chunks at fixed
  parameters, which is what fit computes at a rate of 0.

  What to do: do without TruncatedBPTT, or feed the chunks to SameDiff, with the state as an input.

  @simple-rnn @table
  Scenario: With chunks of one step, the recurrent weights of a SimpleRnn are not trained at all
    h = 1 and 0.5·1 + 1 = 1.5; against targets of 0 the loss is Σ h², dz = 2 and 3. RW was multiplied by 0, then by h₁ = 1, so
    that dRW = 2·0 + 3·1. Deeplearning4j says 0.

    Given an identity SimpleRnn layer with the weights
      | from | unit1 |
      | x1   | 1     |
      | h1   | 0.5   |
      | bias | 0     |
    And it reads the sequence 1, 1
    And the loss is L2 summed, against the targets
      | t | y1 |
      | 1 | 0  |
      | 2 | 0  |
    When errors flow back within chunks of 1 step
    Then the gradient of RW is, within 1e-15
      | from | unit1 |
      | h1   | 3     |
    And the gradient of W is, within 1e-15
      | from | unit1 |
      | x1   | 5     |
    But Deeplearning4j is known to differ by 2.999999 to 3.000001
      """
      Deeplearning4j is wrong from the second chunk on: the backward pass of its SimpleRnn starts each chunk from a state of
      zeros, not from the one that the chunk before it left.
      """

  Rule: Wherever there is a second chunk

    Scenario Outline: <T> steps of <network> in chunks of <n>
      Given a network of <network>
      And weights from seed 611
      And <T> steps of 2 random sequences from seed 612
      And the loss is L2 averaged over the batch, against random targets from seed 613
      When errors flow back within chunks of <n> steps
      Then SameDiff agrees
      But Deeplearning4j is known to differ by <least> to <greatest>
        """
        Deeplearning4j is wrong from the second chunk on: the backward pass of its recurrent layers starts each chunk from
        a state of zeros, not from the one that the chunk before it left.
        """

      @simple-rnn
      Examples: SimpleRnn
        | network                             | T | n | least | greatest |
        | SimpleRnn(2→3), dense(3→2, sigmoid) | 6 | 3 | 0.07  | 0.08     |
        | SimpleRnn(2→3), dense(3→2, sigmoid) | 7 | 3 | 0.13  | 0.15     |
        | SimpleRnn(2→3), SimpleRnn(3→2)      | 6 | 2 | 0.6   | 0.7      |

      @lstm
      Examples: LSTM
        | network                        | T | n | least | greatest |
        | LSTM(2→3), dense(3→2, sigmoid) | 6 | 3 | 0.009 | 0.01     |
        | LSTM(2→3), dense(3→2, sigmoid) | 7 | 3 | 0.009 | 0.01     |
        | LSTM(2→3), LSTM(3→2)           | 6 | 2 | 0.2   | 0.23     |

      @peephole
      Examples: LSTM with peepholes
        | network                                 | T | n | least | greatest |
        | peephole LSTM(2→3), dense(3→2, sigmoid) | 6 | 3 | 0.016 | 0.018    |

  Rule: Steps that are skipped by their value are not skipped

    MaskZeroLayer finds its mask where the network calls its activate. Under TruncatedBPTT MultiLayerNetwork reaches past it, for the
    recurrent layer within, and calls that one's rnnActivateUsingStoredState: no mask is ever found, be there one chunk or more.

    @mask @simple-rnn @table
    Scenario: One chunk of four steps, the second to be skipped, by hand
      h = 1, 0, 1 and 1.5, L = Σh²; back from the last step dz = 3, 2 + 3/2 = 3.5, none and 2: dRW = 3·1, dW = 8.5. Deeplearning4j
      has h = 1, 0.5, 1.25 and 1.625, and dz = 3.25, 4.125, 3.0625 and 3.53125: dRW = 3.0625·1 + 4.125·0.5 + 3.25·1.25 = 9.1875.

      Given an identity SimpleRnn layer with the weights
        | from | unit1 |
        | x1   | 1     |
        | h1   | 0.5   |
        | bias | 0     |
      And it skips steps whose features are all 0
      And it reads the sequence 1, 0, 1, 1
      And the loss is L2 summed, against the targets
        | t | y1 |
        | 1 | 0  |
        | 2 | 0  |
        | 3 | 0  |
        | 4 | 0  |
      When errors flow back through the whole sequence
      Then Deeplearning4j agrees
      When errors flow back within chunks of 4 steps
      Then the gradient of RW is, within 1e-15
        | from | unit1 |
        | h1   | 3     |
      And the gradient of W is, within 1e-15
        | from | unit1 |
        | x1   | 8.5   |
      But Deeplearning4j is known to differ by 6.187499 to 6.187501
        """
        Deeplearning4j is wrong: under TruncatedBPTT it goes past MaskZeroLayer, and computes all steps, also those to be skipped.
        What to do: do without TruncatedBPTT; or, with SimpleRnn, hand over a feature mask in the place of MaskZeroLayer.
        """

    @mask
    Scenario Outline: <network> in chunks of 4 of 4 steps
      Given a network of <network>
      And weights from seed 611
      When it reads the sequence
        | t | x1  | x2   |
        | 1 | 0.5 | -0.5 |
        | 2 | 0   | 0    |
        | 3 | -1  | 1    |
        | 4 | 0.5 | 0.25 |
      And the loss is L2 averaged over the batch, against random targets from seed 613
      And errors flow back within chunks of 4 steps
      Then the equations agree
      And the referee finds ours within 10 ulp
      But Deeplearning4j is known to differ by <least> to <greatest>
        """
        Deeplearning4j is wrong: under TruncatedBPTT it goes past MaskZeroLayer, and computes all steps, also those to be skipped.
        """

      Examples:
        | network                                             | least | greatest |
        | SimpleRnn(2→3, skipping 0), dense(3→2, sigmoid)     | 0.34  | 0.35     |
        | LSTM(2→3, skipping 0), dense(3→2, sigmoid)          | 0.13  | 0.15     |
        | peephole LSTM(2→3, skipping 0), dense(3→2, sigmoid) | 0.15  | 0.16     |

  Rule: As long as one chunk covers everything, truncation is none, and all agree

    Scenario Outline: <T> steps of <network> in chunks of <n>
      Given a network of <network>
      And weights from seed 611
      And <T> steps of 2 random sequences from seed 612
      And the loss is L2 averaged over the batch, against random targets from seed 613
      When errors flow back within chunks of <n> steps
      Then SameDiff agrees
      And Deeplearning4j agrees

      Examples:
        | network                             | T | n |
        | SimpleRnn(2→3), dense(3→2, sigmoid) | 6 | 6 |
        | SimpleRnn(2→3), SimpleRnn(3→2)      | 5 | 9 |
        | LSTM(2→3), dense(3→2, sigmoid)      | 6 | 6 |
        | peephole LSTM(2→3), LSTM(3→2)       | 5 | 9 |

  Rule: Without a state there is nothing to forget

    @dense
    Scenario: Dense layers over time, in chunks
      Given a network of dense(2→3, tanh), dense(3→2, sigmoid)
      And weights from seed 611
      And 7 steps of 2 random sequences from seed 612
      And the loss is L2 averaged over the batch, against random targets from seed 613
      When errors flow back within chunks of 3 steps
      Then Deeplearning4j agrees

  Rule: What Deeplearning4j cannot be asked

    Scenario: Errors that flow back equally far from every step
      Given a network of LSTM(2→3)
      And weights from seed 611
      And 6 steps of 2 random sequences from seed 612
      And the loss is L2 averaged over the batch, against random targets from seed 613
      When errors flow back through at most 2 further steps
      Then SameDiff agrees
      But Deeplearning4j refuses, because "it truncates in chunks only"

    Scenario: One step for the gradient of all chunks
      Given a network of LSTM(2→3)
      And weights from seed 611
      And 6 steps of 2 random sequences from seed 612
      And the loss is L2 averaged over the batch, against random targets from seed 613
      And errors flow back within chunks of 3 steps
      When it is trained for 2 steps by Sgd with α = 0.1
      Then every minibatch agrees with SameDiff from the same parameters and optimizer state
      But Deeplearning4j refuses, because "its truncated backpropagation takes a step after every chunk"

    Scenario: A loss of the last step alone
      Given a network of LSTM(2→3), last step, dense(3→2, sigmoid)
      And weights from seed 611
      And 6 steps of 2 random sequences from seed 612
      And the loss is L2 averaged over the batch, against random targets from seed 613
      When errors flow back within chunks of 3 steps
      Then SameDiff agrees
      But Deeplearning4j refuses, because "its truncated backpropagation admits no LastTimeStep"

    Scenario: Gradients from outside
      Given a network of LSTM(2→3)
      And weights from seed 611
      And 6 steps of 2 random sequences from seed 612
      And a random gradient arriving at every step, from seed 613
      When errors flow back within chunks of 3 steps
      Then SameDiff agrees
      But Deeplearning4j refuses, because "its truncated backpropagation starts from a loss, not from a gradient from outside"

    @trained-start
    Scenario Outline: Errors that arrive at the final state of <network>, <truncation>
      Given a network of <network>
      And weights from seed 611
      And 6 steps of 2 random sequences from seed 612
      And a random gradient arriving at every step and at the final state, from seed 613
      When errors flow back <truncation>
      Then SameDiff agrees
      But Deeplearning4j refuses, because "its SimpleRnn cannot train its initial state"

      Examples:
        | network                                                          | truncation                      |
        | SimpleRnn(2→3, trained start)                                    | through at most 0 further steps |
        | peephole LSTM(2→3), SimpleRnn(3→2, tanh, two-bias, trained start) | through at most 2 further steps |
        | LSTM(2→3), SimpleRnn(3→2, identity, trained start)               | within chunks of 4 steps        |

    Scenario: States before the first step
      Given a network of LSTM(2→3)
      And weights from seed 611
      And 6 steps of 2 random sequences from seed 612
      And random initial states from seed 614
      And the loss is L2 averaged over the batch, against random targets from seed 613
      When errors flow back within chunks of 3 steps
      Then SameDiff agrees
      But Deeplearning4j refuses, because "its truncated backpropagation starts from zero states"
