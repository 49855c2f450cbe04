@divergence @gradient @loss @deeplearning4j @samediff
Feature: Losses whose gradient is not theirs in Deeplearning4j
  What to do: give targets of MCXENT that sum to 1, or any weights, with which its gradient is right; give XENT an ε as small as 1e-10 where
  outputs may be confident and wrong; never put XENT on softmax; keep the outputs of COSINE_PROXIMITY away from 0.

  @simple-rnn
  Scenario: MCXENT behind softmax, with targets that do not sum to 1
    Σ y·(log Σ e^z − z) has the gradient p·Σy − y.

    Given a network of SimpleRnn(1→2), dense(2→2, softmax)
    And weights from seed 247
    And it reads the sequence 1, -0.5
    When the loss is MCXENT averaged over the batch, against the targets
      | t | y1  | y2  |
      | 1 | 0.5 | 1.2 |
      | 2 | 0.1 | 0.3 |
    Then SameDiff agrees
    And the gradients agree with central differences
    But Deeplearning4j is known to differ by 0.49 to 0.51
      """
      Deeplearning4j is wrong: behind softmax the gradient of its MCXENT is p − y, as if the targets of a row summed to 1.
      """

  @simple-rnn
  Scenario: With weights of outputs, be they 1, it is right
    Given a network of SimpleRnn(1→2), dense(2→2, softmax)
    And weights from seed 247
    And it reads the sequence 1, -0.5
    When the loss is MCXENT averaged over the batch, weighted 1 1, against the targets
      | t | y1  | y2  |
      | 1 | 0.5 | 1.2 |
      | 2 | 0.1 | 0.3 |
    Then SameDiff agrees
    And Deeplearning4j agrees
    And the gradients agree with central differences

  @clip @table
  Scenario Outline: XENT of an output that is confident and wrong, z = <z>
    The gradient is p − y = σ(z), all but 1. By default p is clamped to 1 − 1e-5 in dL/dp = (p − y)/(p·(1 − p)), which shrinks the gradient to
    1e5·σ(z)·(1 − σ(z)); the clamped score is 11.5129 wherever z is, so that the gradient belongs to neither. At z = 40 σ(z) is 1 in double precision, and the gradient 0 where it should be 1.

    Given a sigmoid dense layer with the weights
      | from | unit1 |
      | x1   | <z>   |
      | bias | 0     |
    And it reads the sequence 1
    When the loss is XENT summed, against the targets
      | t | y1 |
      | 1 | 0  |
    Then the gradients agree with central differences
    And SameDiff agrees
    But Deeplearning4j, left at its default of XENT summed, clamped at 1e-5, is known to differ by <least> to <greatest>
      """
      Deeplearning4j is wrong: the default clip of its XENT takes the gradient from the outputs that need it most.
      """

    Examples: the greatest distance is that of the input's gradient, z times that of the bias
      | z  | least | greatest |
      | 12 | 4.6   | 4.7      |
      | 15 | 14.5  | 14.6     |
      | 20 | 19.9  | 20.1     |
      | 40 | 39.9999 | 40.0001 |

  @simple-rnn
  Scenario: XENT behind softmax
    Its score is that of MCXENT, −Σ y·log p, its gradient that of XENT.

    Given a network of SimpleRnn(2→3), dense(3→3, softmax)
    And weights from seed 661
    And 3 steps of 2 random sequences from seed 662
    And the loss is XENT averaged over the batch, against random targets from seed 663
    Then SameDiff agrees
    And the gradients agree with central differences
    But Deeplearning4j is known to differ by 1.4 to 1.5
      """
      Deeplearning4j is wrong: behind softmax its XENT scores −Σ y·log p without the terms of 1 − y, but differentiates them.
      """

  @table
  Scenario: The norm of an output row that is short, but not below the floor of 1e-5
    p = (0.001, 0.001), y = (1, 0): −cos = −1/√2, dp = ((Σ y·p)·p/‖p‖² − y)/(‖y‖·‖p‖) = (−½, ½)/(√2/1000) = ∓353.55.
    Deeplearning4j's floors ‖p‖² = 2e-6 to 1e-5 besides and says a fifth of that.

    Given an identity dense layer with the weights
      | from | unit1 | unit2 |
      | x1   | 0.001 | 0.001 |
      | bias | 0     | 0     |
    And it reads the sequence 1
    When the loss is cosine proximity summed, with norms of at least 1e-5, against the targets
      | t | y1 | y2 |
      | 1 | 1  | 0  |
    Then the gradient of b is, within 1e-12
      | from | unit1               | unit2              |
      | bias | -353.55339059327378 | 353.55339059327378 |
    And SameDiff agrees
    And the gradients agree with central differences
    But Deeplearning4j is known to differ by 282 to 283
      """
      Deeplearning4j is wrong: the gradient of its cosine proximity takes squares of norms below 1e-5 for 1e-5, so that norms below 0.003 count as
      if they were longer, though its score knows better.
      """

  @simple-rnn
  Scenario: The divergence of a target of 0
    0·log(0/p) is 0. By default the target is taken for 1e-5, in the score alone.

    Given a network of SimpleRnn(1→2), dense(2→2, softmax)
    And weights from seed 671
    And it reads the sequence 1, -0.5
    When the loss is KL divergence averaged over the batch, against the targets
      | t | y1 | y2 |
      | 1 | 1  | 0  |
      | 2 | 0  | 1  |
    Then the gradients agree with central differences
    And SameDiff agrees
    But Deeplearning4j, left at its default of KL divergence averaged over the batch, clamped in the score at 1e-5, is known to differ by 2.1e-4 to 2.2e-4
      """
      Deeplearning4j's score is off by 1e-5·log(1e-5/p) for every target of 0, about −1e-4; its gradient is right.
      """
