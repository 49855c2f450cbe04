@divergence @deeplearning4j @samediff
Feature: Single-precision constants in Deeplearning4j's double-precision activations
  Deeplearning4j writes 0.2f and 0.01f where it means 0.2 and 0.01. A network of doubles then computes with
  0.20000000298 and 0.00999999978. What to do: expect agreement to 8 digits only with these two activations.

  @forward
  Scenario: Hard sigmoid
    0.2·(1·0.3 + 0.1) + 0.5 = 0.58

    Given a hard sigmoid SimpleRnn layer with the weights
      | from | unit1 |
      | x1   | 0.3   |
      | h1   | 0     |
      | bias | 0.1   |
    When it reads the sequence 1
    Then its hidden states are, within 1e-15
      | t | h1   |
      | 1 | 0.58 |
    And SameDiff agrees
    But Deeplearning4j is known to differ by 1e-9 to 1e-8
      """
      Deeplearning4j is wrong in the ninth digit: its hard sigmoid multiplies by the single-precision constant 0.2f.
      """

  @gradient
  Scenario: Leaky ReLU on its way back
    z = −1 lies on the flat side, so ∂h/∂b = 0.01; against a target of 0 the loss is h², and ∂L/∂b = 2·(−0.01)·0.01.

    Given a leaky relu SimpleRnn layer with the weights
      | from | unit1 |
      | x1   | -1    |
      | h1   | 0     |
      | bias | 0     |
    And it reads the sequence 1
    When the loss is L2 summed, against the targets
      | t | y1 |
      | 1 | 0  |
    Then the gradient of b is, within 1e-18
      | from | unit1   |
      | bias | -0.0002 |
    And SameDiff agrees
    But Deeplearning4j is known to differ by 1e-12 to 1e-11
      """
      Deeplearning4j is wrong in the eighth digit: the slope of its leaky ReLU is the single-precision constant 0.01f,
      while its forward pass uses the double 0.01.
      """
