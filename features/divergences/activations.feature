@divergence @deeplearning4j @samediff
Feature: Activation functions that are other functions in Deeplearning4j
  Two of its activations do not compute what their names say: the precise GELU and RRELU, which besides cannot be trained under the Wasserstein
  loss, and has a slope of 1 below 0 in training (entry-points.feature). The slopes of swish, mish and GELU overflow, and so does softplus itself.
  What to do: take `float gelu`, which is what its GELU computes unless `precise` is set; take LEAKYRELU with α = 11/48 for RRELU; keep
  pre-activations below 170, as they are anywhere but in a network that diverges.

  @forward @table
  Scenario: The precise GELU cubes 0.044715, too
    f(1) = ½·(1 + tanh(√(2/π)·1.044715)) = 0.8411919906082768 in 50 digits. Deeplearning4j takes (0.044715·z)³ for 0.044715·z³.

    Given a gelu tanh dense layer with the weights
      | from | unit1 |
      | x1   | 1     |
      | bias | 0     |
    When it reads the sequence 1
    Then its outputs are, within 1e-15
      | t | y1                 |
      | 1 | 0.8411919906082768 |
    And SameDiff agrees
    But Deeplearning4j is known to differ by 0.00974 to 0.00975
      """
      Deeplearning4j is wrong: the cubic term of its precise GELU is (0.044715·z)³, which is some 500 times too small.
      """

  @gradient @table
  Scenario: And it is differentiated as something else again
    Given a gelu tanh dense layer with the weights
      | from | unit1 |
      | x1   | 1     |
      | bias | 0     |
    And it reads the sequence 1
    When the loss is Wasserstein summed, against the targets
      | t | y1 |
      | 1 | 1  |
    Then the gradients agree with central differences
    And SameDiff agrees
    But Deeplearning4j is known to differ by 0.0277 to 0.0279
      """
      Deeplearning4j is wrong: the slope of its precise GELU belongs to no function, since it cubes 0.0356774 and 0.0535161 along with z.
      """

  @forward @table
  Scenario: Randomised leaky ReLU, outside of training
    11/48 is the mean of the slopes 1/8 and 1/3: −1 becomes −0.229. Deeplearning4j says +0.229, and −2 becomes +0.229 likewise.

    Given a rrelu dense layer with the weights
      | from | unit1 |
      | x1   | 1     |
      | bias | 0     |
    When it reads the sequence -1, -2
    Then its outputs are, within 1e-15
      | t | y1                   |
      | 1 | -0.22916666666666666 |
      | 2 | -0.4583333333333333  |
    And SameDiff agrees
    But Deeplearning4j is known to differ by 0.687 to 0.688
      """
      Deeplearning4j is wrong: outside of training its RRELU is max(z, 11/48), where it should be 11/48·z below 0.
      """

  Rule: Slopes that overflow

    @gradient
    Scenario Outline: <activation> of <z>
      The slope is 1 to the last digit. Deeplearning4j divides e^z by e^z, both of them infinite.

      Given a <activation> dense layer with the weights
        | from | unit1 |
        | x1   | <z>   |
        | bias | 0     |
      And it reads the sequence 1
      When the loss is Wasserstein summed, against the targets
        | t | y1 |
        | 1 | 1  |
      Then the gradient of b is, within 1e-15
        | from | unit1 |
        | bias | 1     |
      But Deeplearning4j is known not to be finite
        """
        Deeplearning4j computes the slope of <activation> from powers of e that overflow, and their quotient is NaN.
        """

      Examples:
        | activation | z   |
        | swish      | 400 |
        | mish       | 200 |
        | float gelu | 250 |

    @forward
    Scenario: softplus of 800
      Given a softplus dense layer with the weights
        | from | unit1 |
        | x1   | 800   |
        | bias | 0     |
      When it reads the sequence 1
      Then its outputs are, within 0
        | t | y1  |
        | 1 | 800 |
      And SameDiff agrees
      But Deeplearning4j is known not to be finite
        """
        Deeplearning4j computes ln(1 + e^z) as it stands, and e^800 overflows.
        """

  Rule: Wasserstein's gradient asks RReLU for slopes that it never drew

    @gradient @loss
    Scenario: RReLU under the Wasserstein loss
      Given a network of SimpleRnn(2→3), dense(3→2, rrelu)
      And weights from seed 698
      And 2 steps of 3 random sequences from seed 699
      And the loss is Wasserstein summed, against random targets from seed 700
      Then SameDiff agrees
      And the gradients agree with central differences
      But Deeplearning4j is known to fail with "from is marked non-null but is null"
        """
        Deeplearning4j is wrong: this loss alone asks for the slope of its activation without activating first, and RRELU has none
        before it has drawn some. What to do: another activation.
        """
