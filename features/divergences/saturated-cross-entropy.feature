@divergence @gradient @dense @deeplearning4j @samediff
Feature: Cross entropy of an output that is 1, or nearly so, in Deeplearning4j
  From z = 37 on the double nearest to p = σ(z) is 1. The cost −y·log p − (1 − y)·log(1 − p) is z for y = 0 all the same, and its
  gradient p − y, whatever p. Without a clip Deeplearning4j takes log(1 − p) = −∞, and (p − y)/(p·(1 − p)) times p·(1 − p), which
  is ∞·0: NaN. One such output spoils every parameter in the next step. (`lockstep tolerance --cases 2000 --seed 5` met it, in a
  training that diverged.)

  What to do: leave Deeplearning4j its default clip of 1e-5, and know that the gradient is that of the clipped p.

  @table
  Scenario: z = 40, against a target of 0
    dW = x·(p − y) = 1, and so is db; dx = W·(p − y) = 40.

    Given a sigmoid dense layer with the weights
      | from | unit1 |
      | x1   | 40    |
      | bias | 0     |
    And it reads the sequence 1
    When the loss is XENT summed, against the targets
      | t | y1 |
      | 1 | 0  |
    Then the gradient of W is, within 1e-15
      | from | unit1 |
      | x1   | 1     |
    And SameDiff agrees
    But Deeplearning4j is known not to be finite
      """
      Without a clip Deeplearning4j multiplies an infinite dL/dp by a slope of zero where the output is computed to be 1.
      """

  @table
  Scenario: z = 8, against a target of 1
    p − 1 is −1/(1 + e⁸) = −3.3535e-4. Subtracted from the rounded p, it has an error of half a unit in the last place of 1, not of
    itself: some 2,000 ulp here, and twice as many for every 0.7 that z grows, up to the NaN of z = 37. A target of 0 loses nothing
    before. In 50 digits dW = −0.00033535013046647810388 and dx = 8·dW.

    What to do: nothing while steps of 1e-16 of the greatest gradient are of no interest; otherwise name the classes so that the
    frequent one has the target 0.

    Given a sigmoid dense layer with the weights
      | from | unit1 |
      | x1   | 8     |
      | bias | 0     |
    And it reads the sequence 1
    When the loss is XENT summed, against the targets
      | t | y1 |
      | 1 | 1  |
    Then the gradient of W is, within 3 ulp
      | from | unit1                      |
      | x1   | -0.00033535013046647810388 |
    And the referee finds ours within 3 ulp
    And SameDiff agrees
    But Deeplearning4j is known to differ by 8e-16 to 9e-16
      """
      Deeplearning4j takes p − y from the rounded p, and loses the digits of 1 − p where an output is confident and right.
      """
