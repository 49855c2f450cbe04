@divergence @deeplearning4j @samediff
Feature: Single-precision constants in Deeplearning4j's double-precision activations
  Deeplearning4j writes 0.2f, 0.01f, 1.702f, 1.7159f and 1.41645f where it means 0.2, 0.01, 1.702, 1.7159 and 1.41645. A network of doubles then
  computes with 0.20000000298, 0.00999999978, 1.70200002, 1.71589994 and 1.41644999. What to do: expect agreement to 7 digits only
  with these activations, or ask for them as Deeplearning4j has them: `float hard sigmoid`, `float leaky relu`, `float gelu`, `float
  rational tanh`.

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
    But Deeplearning4j is known to differ by 1.19e-9 to 1.2e-9
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
    But Deeplearning4j is known to differ by 4.47e-12 to 4.48e-12
      """
      Deeplearning4j is wrong in the eighth digit: the slope of its leaky ReLU is the single-precision constant 0.01f,
      while its forward pass uses the double 0.01.
      """

  @forward
  Scenario: GELU
    1·σ(1.702) = 0.8457957659328212, in 50 digits

    Given a gelu SimpleRnn layer with the weights
      | from | unit1 |
      | x1   | 1     |
      | h1   | 0     |
      | bias | 0     |
    When it reads the sequence 1
    Then its hidden states are, within 1e-15
      | t | h1                 |
      | 1 | 0.8457957659328212 |
    And SameDiff agrees
    But Deeplearning4j is known to differ by 2.8e-9 to 2.9e-9
      """
      Deeplearning4j is wrong in the ninth digit: its GELU multiplies by the single-precision constant 1.702f.
      """

  @forward
  Scenario: Rational tanh
    y = 2/3·1.5 = 1, and 1.7159·(1 − 1/(1 + 1 + 1 + 1.41645)) = 1.3273752799193923

    Given a rational tanh SimpleRnn layer with the weights
      | from | unit1 |
      | x1   | 1.5   |
      | h1   | 0     |
      | bias | 0     |
    When it reads the sequence 1
    Then its hidden states are, within 1e-15
      | t | h1                 |
      | 1 | 1.3273752799193923 |
    And SameDiff agrees
    But Deeplearning4j is known to differ by 4e-8 to 4.2e-8
      """
      Deeplearning4j is wrong in the eighth digit: its rational tanh has the single-precision constants 1.7159f and 1.41645f.
      """

  Rule: Asked for by name, they are the same

    @gradient
    Scenario Outline: <activation>
      Given a network of SimpleRnn(2→3, <activation>), LSTM(3→3, tanh, <activation>), dense(3→2, <activation>)
      And weights from seed 641
      And 4 steps of 3 random sequences from seed 642
      And the loss is L2 averaged over the batch, against random targets from seed 643
      Then Deeplearning4j agrees
      And SameDiff agrees

      Examples:
        | activation          |
        | float hard sigmoid  |
        | float leaky relu    |
        | float gelu          |
        | float rational tanh |
