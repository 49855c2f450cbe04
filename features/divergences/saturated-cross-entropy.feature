@divergence @gradient @dense @deeplearning4j @samediff
Feature: Cross entropy of an output that is computed to be 1 in Deeplearning4j
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
