@divergence @deeplearning4j @optimizer @truncation
Feature: Training by truncated backpropagation through time in Deeplearning4j
  BackpropType.TruncatedBPTT takes a step after every segment of tBPTTForwardLength steps; the next one starts from the states that
  the segment before it left, computed by the weights of that time. So far all agree. But from the second segment on the gradient is
  wrong (truncated-bptt.feature): the backward pass starts every segment from zeros. And tBPTTBackwardLength is never read.

  What to do: do without TruncatedBPTT where a sequence has more than one segment, or feed the segments to SameDiff, with the state as
  an input; choose the forward length, not the backward length, to truncate.

  Rule: One segment is a whole sequence, and all agree

    Scenario Outline: <network> in segments of <n> steps
      Given a network of <network>
      And weights from seed 671
      And 5 steps of 3 random sequences from seed 672
      And the loss is L2 averaged over the batch, against random targets from seed 673
      And errors flow back within segments of <n> steps
      When it is trained for 4 steps by Adam with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4
      Then SameDiff agrees
      And the equations agree
      And Deeplearning4j agrees

      Examples:
        | network                             | n |
        | SimpleRnn(2→3), dense(3→2, sigmoid) | 5 |
        | LSTM(2→3), dense(3→2, sigmoid)      | 9 |

  Rule: Without a state there is nothing to forget, and every segment is a step

    @dense
    Scenario: Dense layers over time
      Given a network of dense(2→3, tanh), dense(3→2, sigmoid)
      And weights from seed 671
      And 7 steps of 3 random sequences from seed 672
      And the loss is L2 averaged over the batch, against random targets from seed 673
      And errors flow back within segments of 3 steps
      When it is trained for 2 steps by Adam with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4
      Then SameDiff agrees
      And the equations agree
      And Deeplearning4j agrees

    @dense @schedule
    Scenario: Every minibatch on its own, at a rate that counts segments
      Given a network of dense(2→3, tanh), dense(3→2, sigmoid)
      And weights from seed 671
      And 7 steps of 3 random sequences from seed 672
      And the loss is L2 averaged over the batch, against random targets from seed 673
      And errors flow back within segments of 3 steps
      And the learning rate is 0.1·0.9^n
      When it is trained for 3 steps by Adam with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-4
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state
      And every minibatch agrees with SameDiff from the same parameters and optimizer state

  Rule: From the second segment on Deeplearning4j is wrong

    @simple-rnn @table
    Scenario: Segments of one step, by hand
      h = 1, L = Σh², dz = 2: W = 1 − 0.1·2·1 = 0.8, RW = 0.5 − 0.1·2·0, b = −0.1·2 = −0.2. Then h = 0.8 + 0.5·1 − 0.2 = 1.1, dz = 2.2:
      RW = 0.5 − 0.1·2.2·1 = 0.28. Deeplearning4j leaves RW at 0.5: it multiplies by an h′ of 0.

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
      And errors flow back within segments of 1 step
      When it is trained for 1 step by Sgd with α = 0.1
      Then after step 1 W of layer 1 is, within 1e-15
        | from | unit1 |
        | x1   | 0.8   |
      And after step 2 RW of layer 1 is, within 1e-15
        | from | unit1 |
        | h1   | 0.28  |
      And SameDiff agrees
      But Deeplearning4j is known to differ by 0.219999 to 0.220001
        """
        Deeplearning4j is wrong from the second segment on: the backward pass of its SimpleRnn starts each segment from a
        state of zeros, not from the one that the segment before it left.
        """

    Scenario Outline: <T> steps of <network> in segments of <n>
      Given a network of <network>
      And weights from seed 671
      And <T> steps of 3 random sequences from seed 672
      And the loss is L2 averaged over the batch, against random targets from seed 673
      And errors flow back within segments of <n> steps
      When it is trained for 2 steps by Sgd with α = 0.1
      Then SameDiff agrees
      And the equations agree
      But Deeplearning4j is known to differ by <least> to <greatest>
        """
        Deeplearning4j is wrong from the second segment on: the backward pass of its recurrent layers starts each segment
        from a state of zeros, not from the one that the segment before it left.
        """

      Examples:
        | network                                 | T | n | least  | greatest |
        | SimpleRnn(2→3), dense(3→2, sigmoid)     | 6 | 3 | 0.0080 | 0.0089   |
        | LSTM(2→3), dense(3→2, sigmoid)          | 7 | 3 | 0.0114 | 0.0125   |
        | peephole LSTM(2→3), dense(3→2, sigmoid) | 6 | 2 | 0.0067 | 0.0074   |

  Rule: The backward length is never read

    @table @simple-rnn
    Scenario: One segment, through its last step alone, by hand
      h = 1 and 0.5·1 + 1 = 1.5; dz = 2·1.5 at the second step, and nothing flows into the first: dW = 3·1, dRW = 3·1. Deeplearning4j goes
      back through both steps: dW = 3 + (2 + 0.5·3) = 6.5.

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
      And errors flow back within segments of 2 steps, through the last 1 of each
      When it is trained for 1 step by Sgd with α = 0.1
      Then after step 1 W of layer 1 is, within 1e-15
        | from | unit1 |
        | x1   | 0.7   |
      And after step 1 RW of layer 1 is, within 1e-15
        | from | unit1 |
        | h1   | 0.2   |
      But Deeplearning4j is known to differ by 0.349999 to 0.350001
        """
        Deeplearning4j never reads tBPTTBackwardLength: errors flow back through the whole segment.
        """

    Scenario Outline: The last <back> of 3 steps of <network>
      Given a network of <network>
      And weights from seed 671
      And 3 steps of 3 random sequences from seed 672
      And the loss is L2 averaged over the batch, against random targets from seed 673
      And errors flow back within segments of 3 steps, through the last <back> of each
      When it is trained for 2 steps by Sgd with α = 0.1
      Then the equations agree
      But Deeplearning4j is known to differ by <least> to <greatest>
        """
        Deeplearning4j never reads tBPTTBackwardLength: errors flow back through the whole segment.
        """

      Examples:
        | network                             | back | least  | greatest |
        | SimpleRnn(2→3), dense(3→2, sigmoid) | 1    | 0.0489 | 0.054    |
        | LSTM(2→3), dense(3→2, sigmoid)      | 2    | 0.0118 | 0.0131   |

  Rule: In the format NWC Deeplearning4j cuts the features

    fit counts segments along the last dimension, which is features: one step of each minibatch, by backpropagation through all of it,
    if there are no more features than the forward length; with more, it cuts them, and throws. It compares the numbers of features and
    of outputs, too, which it takes for lengths, and where they differ warns in the log and trains nothing. A step that it leaves out
    leaves everything as it was. What to do: use the format batch × features × time. (Where a recurrent layer has more than one segment, the
    divergence above comes on top; here none has.)

    @dense @table
    Scenario: Two segments of one step, by hand
      y = 1, dW = db = 2·1: W = 1 − 0.1·2 = 0.8, b = −0.2. Then y = 0.6, dW = db = 1.2: W = 0.68, b = −0.32. Deeplearning4j takes both
      steps in one segment: W = 1 − 0.1·4 = 0.6, b = −0.4. The first score should be 1 and is 2, the second should be 0.36 and is 2
      still.

      Given an identity dense layer with the weights
        | from | unit1 |
        | x1   | 1     |
        | bias | 0     |
      And it reads the sequence 1, 1
      And sequences are handed over as batch × time × features
      And the loss is L2 summed, against the targets
        | t | y1 |
        | 1 | 0  |
        | 2 | 0  |
      And errors flow back within segments of 1 step
      When it is trained for 1 step by Sgd with α = 0.1
      Then after step 1 W of layer 1 is, within 1e-15
        | from | unit1 |
        | x1   | 0.8   |
      And after step 2 W of layer 1 is, within 1e-15
        | from | unit1 |
        | x1   | 0.68  |
      And SameDiff agrees
      But Deeplearning4j is known to differ by 1.639999 to 1.640001
        """
        Deeplearning4j is wrong: in the format NWC its TruncatedBPTT cuts features where it means time, and makes one step of a minibatch where
        several are due.
        """

    Scenario Outline: <T> steps of <network> in segments of <n>
      Given a network of <network>
      And weights from seed 671
      And <T> steps of 3 random sequences from seed 672
      And sequences are handed over as batch × time × features
      And the loss is L2 averaged over the batch, against random targets from seed 673
      And errors flow back within segments of <n> steps
      When it is trained for 2 steps by Sgd with α = 0.1
      Then SameDiff agrees
      And the equations agree
      But Deeplearning4j is known to differ by <least> to <greatest>
        """
        Deeplearning4j is wrong: in the format NWC its TruncatedBPTT takes features for time, and <so>.
        """

      Examples: as many outputs as features
        | network                               | T | n | so                                     | least | greatest |
        | dense(2→2, sigmoid)                   | 6 | 3 | makes one step of a minibatch, not two | 4.85  | 4.87     |
        | dense(2→3, tanh), dense(3→2, sigmoid) | 6 | 3 | makes one step of a minibatch, not two | 4.75  | 4.77     |

      Examples: more features than outputs, also where there is one segment
        | network                               | T | n | so             | least | greatest |
        | dense(2→3, tanh), dense(3→1, sigmoid) | 6 | 3 | trains nothing | 3.1   | 3.11     |
        | LSTM(2→3), dense(3→1, sigmoid)        | 3 | 3 | trains nothing | 2     | 2.001    |

    @lstm
    Scenario: More features than the forward length
      Given a network of LSTM(4→3), dense(3→4, sigmoid)
      And weights from seed 671
      And 3 steps of 3 random sequences from seed 672
      And sequences are handed over as batch × time × features
      And the loss is L2 averaged over the batch, against random targets from seed 673
      And errors flow back within segments of 3 steps
      When it is trained for 1 step by Sgd with α = 0.1
      Then SameDiff agrees
      And the equations agree
      But Deeplearning4j is known to fail with "must match layer nIn size"
        """
        Deeplearning4j is wrong: in the format NWC its TruncatedBPTT hands the layers three of four features.
        """

    @lstm @mask
    Scenario: A mask of labels, which does end in time
      Given a network of LSTM(2→3), dense(3→2, sigmoid)
      And weights from seed 671
      And 3 steps of 3 random sequences from seed 672
      And a random label mask from seed 674
      And sequences are handed over as batch × time × features
      And the loss is L2 averaged over the batch, against random targets from seed 673
      And errors flow back within segments of 3 steps
      When it is trained for 1 step by Sgd with α = 0.1
      Then SameDiff agrees
      And the equations agree
      But Deeplearning4j is known to fail with "Mismatched shapes"
        """
        Deeplearning4j is wrong: in the format NWC its TruncatedBPTT cuts masks where it would cut two features, and the sequences, of which it
        takes all three steps, nowhere.
        """

    @simple-rnn @mask
    Scenario: A mask of fewer steps than there are features
      Given a network of SimpleRnn(2→3), dense(3→2, sigmoid)
      And weights from seed 671
      And 1 step of 1 random sequence from seed 672
      And a random label mask from seed 674
      And sequences are handed over as batch × time × features
      And the loss is L2 averaged over the batch, against random targets from seed 673
      And errors flow back within segments of 3 steps
      When it is trained for 1 step by Sgd with α = 0.1
      Then SameDiff agrees
      And the equations agree
      But Deeplearning4j is known to fail with "Cannot get interval index"
        """
        Deeplearning4j is wrong: in the format NWC its TruncatedBPTT cuts the mask of one step as if it had two, as there are features.
        """

    @lstm
    Scenario: As many outputs as features, no more of them than the forward length, and one segment
      Given a network of LSTM(2→3), dense(3→2, sigmoid)
      And weights from seed 671
      And 3 steps of 3 random sequences from seed 672
      And sequences are handed over as batch × time × features
      And the loss is L2 averaged over the batch, against random targets from seed 673
      And errors flow back within segments of 3 steps
      When it is trained for 2 steps by Sgd with α = 0.1
      Then SameDiff agrees
      And Deeplearning4j agrees

  Rule: Label masks of single outputs are cut along the outputs

    doTruncatedBPTT takes an interval of the second dimension of every mask: of time, if the mask is of whole steps, but of the outputs,
    if it is of single outputs, also where there is one segment.

    @mask @loss
    Scenario Outline: <T> steps of <outputs> outputs in segments of <n>
      Given a network of LSTM(2→3), dense(3→<outputs>, sigmoid)
      And weights from seed 671
      And <T> steps of 3 random sequences from seed 672
      And the loss is L2 averaged over the batch, against random targets from seed 673
      And a random label mask of single outputs from seed 674
      And errors flow back within segments of <n> steps
      When it is trained for 1 step by Sgd with α = 0.1
      Then SameDiff agrees
      And the equations agree
      But Deeplearning4j is known to fail with "<said>"
        """
        Deeplearning4j is wrong: TruncatedBPTT cuts a label mask of single outputs along its outputs, not along time. What to do: use masks
        of whole steps.
        """

      Examples:
        | T | outputs | n | said                      |
        | 5 | 2       | 5 | Cannot get interval index |
        | 4 | 4       | 2 | Invalid mask array        |
