@divergence @mask @deeplearning4j
Feature: Feature masks in Deeplearning4j
  A feature mask says which steps of a row count. Deeplearning4j's SimpleRnn obeys it, both ways, also in both directions. Its
  LSTMs do not, or only on the way forward: what they then hand back is not the gradient of what they computed, as central
  differences of the equations show.

  What to do: sort sequences by length and go without masks, or take SimpleRnn. Below LastTimeStep an LSTM is right as long as
  a mask ends a sequence and has no gaps.

  Rule: LSTM and GravesLSTM in a plain stack run through padding

    Scenario Outline: <network>
      Given a network of <network>
      And weights from seed 601
      And 5 steps of 3 random sequences from seed 602
      And sequences of random lengths from seed 603
      And the loss is L2 averaged over the batch, against random targets from seed 604
      Then the gradients agree with central differences
      But Deeplearning4j is known to differ by <least> to <greatest>
        """
        Deeplearning4j is wrong: its LSTM hands the mask on and computes padding like any other step, so that outputs of steps
        that do not count are not zero and their gradients reach the weights.
        """

      @lstm
      Examples: LSTM
        | network                                   | least | greatest |
        | LSTM(2→3), dense(3→2, sigmoid)            | 0.64  | 0.69     |
        | LSTM(2→3), LSTM(3→2), dense(2→2, sigmoid) | 0.74  | 0.8      |

      @peephole
      Examples: GravesLSTM
        | network                                 | least | greatest |
        | peephole LSTM(2→3), dense(3→2, sigmoid) | 0.59  | 0.64     |

  Rule: In both directions at once, LSTM and GravesLSTM ignore the mask, so that the reverse one begins with the padding

    Scenario Outline: <network>
      Given a network of <network>, dense(<units>→2, sigmoid)
      And weights from seed 601
      And 5 steps of 3 random sequences from seed 602
      And sequences of random lengths from seed 603
      And the loss is L2 averaged over the batch, against random targets from seed 604
      Then the gradients agree with central differences
      But Deeplearning4j is known to differ by <least> to <greatest>
        """
        Deeplearning4j is wrong: Bidirectional hands the mask to LSTMs that ignore it, and the reverse one reads the padding
        before it reads the sequence, so that padding changes every output.
        """

      @lstm
      Examples: LSTM
        | network                             | units | least | greatest |
        | bidirectional LSTM(2→3)             | 6     | 0.29  | 0.31     |
        | bidirectional LSTM(2→3, added)      | 3     | 0.25  | 0.27     |
        | bidirectional LSTM(2→3, multiplied) | 3     | 0.029 | 0.032    |
        | bidirectional LSTM(2→3, averaged)   | 3     | 0.12  | 0.14     |

      @peephole
      Examples: GravesLSTM
        | network                          | units | least | greatest |
        | bidirectional peephole LSTM(2→3) | 6     | 0.31  | 0.34     |

  Rule: Below LastTimeStep, and where steps are skipped by their value, an LSTM masks on its way forward and not on its way back

    @lstm
    Scenario Outline: Gaps in the mask, <network>
      Given a network of <network>
      And weights from seed 601
      And 5 steps of 3 random sequences from seed 602
      And a random feature mask from seed 605
      And the loss is L2 averaged over the batch, against random targets from seed 604
      Then the gradients agree with central differences
      But Deeplearning4j is known to differ by <least> to <greatest>
        """
        Deeplearning4j's outputs are right and its gradients wrong: the backward pass of its LSTM is given no mask, and runs
        through steps from which the forward pass let nothing out.
        """

      Examples:
        | network                                                 | least | greatest |
        | LSTM(2→3), last step, dense(3→2, sigmoid)               | 0.02  | 0.022    |
        | bidirectional LSTM(2→3), last step, dense(6→2, sigmoid) | 0.016 | 0.018    |

    Scenario Outline: Steps that are skipped, <network>
      Given a network of <network>
      And weights from seed 601
      When it reads the sequence
        | t | x1  | x2   |
        | 1 | 0.5 | -0.5 |
        | 2 | 0   | 0    |
        | 3 | -1  | 1    |
        | 4 | 0.5 | 0.25 |
      And the loss is L2 averaged over the batch, against random targets from seed 604
      Then the equations agree
      But Deeplearning4j is known to differ by <least> to <greatest>
        """
        Deeplearning4j's outputs are right and its gradients wrong: on the way back its LSTM knows nothing of the steps that
        MaskZeroLayer found, and GravesLSTM lets the error of the cell state through them.
        """

      @lstm
      Examples: LSTM
        | network                                    | least | greatest |
        | LSTM(2→3, skipping 0), dense(3→2, sigmoid) | 0.2   | 0.23     |

      @peephole
      Examples: GravesLSTM
        | network                                             | least | greatest |
        | peephole LSTM(2→3, skipping 0), dense(3→2, sigmoid) | 0.055 | 0.059    |

  Rule: With peepholes, the error of the cell state leaks through masked steps

    @peephole
    Scenario Outline: <mask>, <network>
      Given a network of <network>
      And weights from seed 601
      And 5 steps of 3 random sequences from seed 602
      And <mask> from seed <seed>
      And the loss is L2 averaged over the batch, against random targets from seed 604
      Then the gradients agree with central differences
      But Deeplearning4j is known to differ by <least> to <greatest>
        """
        Deeplearning4j's outputs are right and its gradients wrong: at a masked step it sets the errors of the gates to zero, but
        hands the error of the cell state on to the step before, whose cell never reached the one after.
        """

      Examples:
        | network                                            | mask                        | seed | least  | greatest |
        | GravesBidirectionalLSTM(2→3), dense(3→2, sigmoid)  | a random feature mask       | 605  | 0.08   | 0.086    |
        | GravesBidirectionalLSTM(2→3), dense(3→2, sigmoid)  | sequences of random lengths | 603  | 0.072  | 0.078    |
        | peephole LSTM(2→3), last step, dense(3→2, sigmoid) | a random feature mask       | 605  | 0.0038 | 0.0042   |

  Rule: A dense layer over time is masked at the wrong steps

    @dense
    Scenario Outline: <network>
      Given a network of <network>
      And weights from seed 601
      And 5 steps of 3 random sequences from seed 602
      And sequences of random lengths from seed 603
      And the loss is L2 averaged over the batch, against random targets from seed 604
      Then the gradients agree with central differences
      But Deeplearning4j is known to differ by <least> to <greatest>
        """
        Deeplearning4j is wrong: its TimeDistributed lays out the steps of all rows row by row, and their mask step by step, so
        that it zeroes outputs of steps that count. What to do: leave the wrapper out and say setInputType(recurrent(n)), whose
        preprocessors lay out both alike.
        """

      Examples:
        | network                                               | least | greatest |
        | dense(2→3, tanh), SimpleRnn(3→2), dense(2→2, sigmoid) | 0.45  | 0.49     |
        | SimpleRnn(2→3), dense(3→2, tanh), dense(2→2, sigmoid) | 0.56  | 0.6      |

  Rule: A dense layer over time yields 0 at masked steps

    @dense
    Scenario: Masked steps that cost
      Given a network of SimpleRnn(2→3), dense(3→2, tanh), dense(2→2, sigmoid)
      And weights from seed 601
      And 5 steps of 3 random sequences from seed 602
      And sequences of random lengths from seed 603
      And the loss is L2 averaged over the batch, against random targets from seed 604
      Then the gradients agree with central differences
      But "Deeplearning4j with preprocessors" is known to differ by 0.46 to 0.5
        """
        A matter of meaning: Deeplearning4j multiplies the outputs of a dense layer by the mask of features, ours are those of the
        equation, and steps that are masked cost nothing only where the mask of labels says so. What to do: mask labels, too; then
        both agree (features/deeplearning4j/heads.feature).
        """

    @dense
    Scenario: Without bias, below a loss, in its outputs alone
      RnnOutputLayer without bias yields no outputs, only a score and gradients, and these are right.

      Given a network of SimpleRnn(2→3), dense(3→2, tanh, bias-free)
      And weights from seed 601
      And 5 steps of 3 random sequences from seed 602
      And sequences of random lengths from seed 603
      And the loss is L2 averaged over the batch, against random targets from seed 604
      Then the gradients agree with central differences
      But Deeplearning4j is known to differ by 0.124 to 0.125
        """
        Deeplearning4j is wrong: the outputs are those of a TimeDistributed layer, whose mask is of the wrong steps.
        """

    @dense
    Scenario: A single step of a single row
      Given a network of SimpleRnn(2→3), dense(3→2, tanh), dense(2→2, sigmoid)
      And weights from seed 601
      And 1 step of 1 random sequence from seed 602
      And the feature mask is
        | row | t1 |
        | 1   | 1  |
      And the loss is L2 averaged over the batch, against random targets from seed 604
      Then the gradients agree with central differences
      But Deeplearning4j is known to fail with "Cannot reshape mask: expected vector"
        """
        Deeplearning4j is wrong: what lays the mask out anew behind its TimeDistributed refuses a mask of one number. What to do: leave out
        a mask that masks nothing.
        """

  Rule: Steps that are skipped by their value are not skipped when the sequence arrives in pieces

    Scenario Outline: <network>
      Given a network of <network>
      And weights from seed 601
      When it reads the sequence
        | t | x1  | x2   |
        | 1 | 0.5 | -0.5 |
        | 2 | 0   | 0    |
        | 3 | -1  | 1    |
        | 4 | 0.5 | 0.25 |
      Then Deeplearning4j agrees
      When it arrives in growing pieces, too
      Then Deeplearning4j is known to differ by <least> to <greatest>
        """
        Deeplearning4j is wrong: its rnnTimeStep goes past MaskZeroLayer to the layer within, which is told of no mask.
        """

      Examples:
        | network                                    | least | greatest |
        | SimpleRnn(2→3, skipping 0)                 | 0.29  | 0.32     |
        | LSTM(2→3, skipping 0), dense(3→2, sigmoid) | 0.012 | 0.014    |

  Rule: LastTimeStep takes the last step that MaskZeroLayer counts

    Scenario: A sequence that ends in skipped steps, h = x + h′/2
      Lockstep's layers above know nothing of skipped steps, so that the last one is 0, and σ(0) = 1/2. It is a convention; where
      another layer is between the two, Deeplearning4j, too, takes the last step of all.

      Given an identity SimpleRnn layer with the weights
        | from | unit1 |
        | x1   | 1     |
        | h1   | 0.5   |
        | bias | 0     |
      And it skips steps whose features are all 0
      And on top of it last step, activation(sigmoid)
      When it reads the sequence 1, 2, 0
      Then its outputs are, within 0
        | t | y1  |
        | 1 | 0.5 |
      But Deeplearning4j is known to differ by 2.49 to 2.51
        """
        Neither is wrong: LastTimeStep looks into the MaskZeroLayer that it wraps and takes 2 + 1/2. What to do: know which of
        the two is meant, or end sequences in steps that count.
        """

  Rule: Where Deeplearning4j is right

    Scenario Outline: <mask>, <network>
      Given a network of <network>
      And weights from seed 601
      And 5 steps of 3 random sequences from seed 602
      And <mask> from seed 606
      And the loss is L2 averaged over the batch, against random targets from seed 604
      Then Deeplearning4j agrees

      Examples:
        | mask                        | network                                                         |
        | a random feature mask       | SimpleRnn(2→3), SimpleRnn(3→2), dense(2→2, sigmoid)             |
        | a random feature mask       | bidirectional SimpleRnn(2→3), dense(6→2, sigmoid)               |
        | a random feature mask       | bidirectional SimpleRnn(2→3, multiplied), last step, dense(3→2) |
        | sequences of random lengths | LSTM(2→3), last step, dense(3→2, sigmoid)                       |
        | sequences of random lengths | peephole LSTM(2→3), last step, dense(3→2, sigmoid)              |
        | sequences of random lengths | GravesBidirectionalLSTM(2→3), last step, dense(3→2, sigmoid)    |
