@divergence @gradient @loss @mask @deeplearning4j @samediff
Feature: What label masks do in Deeplearning4j beside weighting costs
  A label mask multiplies costs. In Deeplearning4j it multiplies the pre-activations of the output layer first: where it is 0, the cost is that
  of φ(0), times 0; where it is a fraction, the output is another one. What to do: masks of 0 and 1 of whole steps only; weights of costs
  through the weights of the loss; fill padded targets with something at which the loss is finite.

  @simple-rnn
  Scenario Outline: A mask of fractions, <mask>
    Given a network of SimpleRnn(2→3), dense(3→2, tanh)
    And weights from seed 681
    And 4 steps of 2 random sequences from seed 682
    And the loss is L2 averaged over the batch, against random targets from seed 683
    And <mask> from seed 684
    Then SameDiff agrees
    And the gradients agree with central differences
    But Deeplearning4j is known to differ by <least> to <greatest>
      """
      Deeplearning4j is wrong: a label mask multiplies the pre-activation of the output layer, too, so that it changes outputs.
      """

    Examples:
      | mask                                               | least | greatest |
      | a random label mask of fractions                   | 0.32  | 0.33     |
      | a random label mask of fractions of single outputs | 0.67  | 0.68     |

  @simple-rnn
  Scenario: A mask of single outputs behind softmax
    z of the outputs that do not count becomes 0, which is in the softmax of those that count.

    Given a network of SimpleRnn(2→3), dense(3→3, softmax)
    And weights from seed 691
    And 3 steps of 2 random sequences from seed 692
    And the loss is L2 averaged over the batch, against random targets from seed 693
    And a random label mask of single outputs from seed 694
    Then SameDiff agrees
    And the gradients agree with central differences
    But Deeplearning4j is known to differ by 0.139 to 0.141
      """
      Deeplearning4j is wrong: the pre-activations that a mask of single outputs sets to 0 change what softmax makes of the others.
      """

  Scenario Outline: A padded step at which <loss> is infinite
    The second step does not count, whatever is in it.

    Given a network of dense(1→1)
    And weights from seed 701
    And it reads the sequence 1, 1
    And the loss is <loss> summed, against the targets
      | t | y1 |
      | 1 | 2  |
      | 2 | 0  |
    And the label mask is
      | row | t1 | t2 |
      | 1   | 1  | 0  |
    Then the gradients agree with central differences
    But Deeplearning4j is known not to be finite
      """
      Deeplearning4j multiplies what it has computed of a masked step by 0, and NaN stays NaN: <why>.
      """

    Examples:
      | loss    | why                                                    |
      | MAPE    | the target 0 is what is divided by                     |
      | Poisson | the masked output is 0, and its logarithm not a number |

  @simple-rnn
  Scenario Outline: The mask of a single step of a single row, under <loss>
    Given a network of SimpleRnn(2→3), dense(3→2, <φ>)
    And weights from seed 695
    And 1 step of 1 random sequence from seed 696
    And the loss is <loss>, against random targets from seed 697
    And the label mask is
      | row | t1 |
      | 1   | 1  |
    Then SameDiff agrees
    And the gradients agree with central differences
    But Deeplearning4j is known to fail with "<said>"
      """
      Deeplearning4j is wrong: it takes a mask of one row and one column for one of single outputs, which it does not support here, though
      the very same loss takes masks of two steps. What to do: leave out a mask that masks nothing.
      """

    Examples:
      | loss                                                                | φ       | said                              |
      | cosine proximity averaged over the batch, with norms of at least 1e-5 | tanh    | Expected column vector mask array |
      | MCXENT summed, clamped at 1e-10                                     | softmax | Per output masking for MCXENT     |
