@divergence @deeplearning4j @optimizer @regularisation
Feature: Weight decay that is set for the whole network, in Deeplearning4j
  NeuralNetConfiguration.Builder.weightDecay(…) reaches every layer twice: once when the layer takes over the builder's list, and
  once more in LayerValidation, which adds what is neither L1 nor L2 without looking whether it is there. Every parameter decays
  at twice the rate, and the score counts it twice; so does weightDecayBias(…). L1 and L2 are looked for, and right.

  Of l2(…) and weightDecay(…) the one that is called last drops the other, here too. A list keeps both, regularization(…) or
  regularizationBias(…), and is what both go by below; its weight decay is doubled just so.

  What to do: set weight decay on each layer, where it acts once; or give the network half of it.

  @table
  Scenario: One parameter, decay 0.1 times the rate 0.1, no gradient
    θ loses 0.01 of itself at every step: 0.5 to 0.495. Deeplearning4j takes 0.01 twice, and is at 0.49; its score is 0.025 in the
    place of 0.1/2·0.25 = 0.0125.

    Given a parameter θ = 0.5
    And Sgd with α = 0.1
    And the biases are regularised by decay = 0.1·α
    And regularisation is set for the whole network at once
    When these gradients arrive
      | t | ∂L/∂θ |
      | 1 | 0     |
    Then its state after each step is, within 1e-15
      | t | θ     |
      | 1 | 0.495 |
    And SameDiff agrees within 1e-15
    But Deeplearning4j is known to differ by 0.0124999 to 0.0125001
      """
      Deeplearning4j decays every parameter twice where weight decay is set for the whole network, and counts it twice in
      the score.
      """

  @table
  Scenario: One parameter, an l2 of 0.3 beside the same decay
    L2 takes 0.1·0.3·0.5 = 0.015, the decay 0.005: 0.48. Deeplearning4j takes the decay twice and is at 0.475. Its score is
    (0.3 + 0.2)/2·0.25 = 0.0625 in the place of (0.3 + 0.1)/2·0.25 = 0.05: were the l2 dropped, it would be 0.025, and were it
    doubled, 0.1.

    Given a parameter θ = 0.5
    And Sgd with α = 0.1
    And the biases are regularised by l2 = 0.3, decay = 0.1·α
    And regularisation is set for the whole network at once
    When these gradients arrive
      | t | ∂L/∂θ |
      | 1 | 0     |
    Then its state after each step is, within 1e-15
      | t | θ    |
      | 1 | 0.48 |
    And SameDiff agrees within 1e-15
    But Deeplearning4j is known to differ by 0.0124999 to 0.0125001
      """
      Deeplearning4j decays every parameter twice where weight decay is set for the whole network, and counts it twice in
      the score.
      """

  Scenario Outline: weights by <weights>, biases by <biases>
    Given a network of LSTM(2→3), dense(3→2, sigmoid)
    And weights from seed 651
    And 5 steps of 4 random sequences from seed 652
    And the loss is L2 averaged over the batch, against random targets from seed 653
    And the weights are regularised by <weights>
    And the biases are regularised by <biases>
    And regularisation is set for the whole network at once
    When it is trained for 1 step by Sgd with α = 0.5
    Then SameDiff agrees
    And the equations agree
    But Deeplearning4j is known to differ by <least> to <greatest>
      """
      Deeplearning4j decays every parameter twice where weight decay is set for the whole network, and counts it twice in
      the score.
      """

    Examples:
      | weights                          | biases                            | least | greatest |
      | decay = 0.1·α                    | l1 = 0                            | 0.355 | 0.393    |
      | decay = 0.1                      | l1 = 0                            | 0.355 | 0.393    |
      | l1 = 0                           | decay = 0.1·α                     | 0.077 | 0.085    |
      | l2 = 0.3, decay = 0.1·α          | l1 = 0                            | 0.355 | 0.393    |
      | l1 = 0.01, l2 = 0.3, decay = 0.1 | l2 = 0.1                          | 0.355 | 0.393    |
      | l1 = 0                           | l2 = 0.3, decay = 0.1·α           | 0.077 | 0.085    |
      | l2 = 0.1, decay = 0.1·α          | l1 = 0.1, l2 = 0.3, decay = 0.1   | 0.432 | 0.478    |

  Rule: What is set for the network is the default of layers that say nothing, and is added to what they say

    "values set via this method are used as the default value, and can be overridden on a per-layer basis", says its documentation. L1 and
    L2 of a layer do take the place of the network's. What to do: set weight decay on layers alone.

    @table
    Scenario: One parameter whose layer says 0.2, in a network that says 0.1
      θ loses 0.1·0.2 of itself: 0.5 to 0.49. Deeplearning4j takes 0.3 for the layer's 0.2, and is at 0.485; its score is
      0.3/2·0.25 = 0.0375 in the place of 0.025.

      Given a parameter θ = 0.5
      And Sgd with α = 0.1
      And the biases are regularised by decay = 0.2·α
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0     |
      Then its state after each step is, within 1e-15
        | t | θ    |
        | 1 | 0.49 |
      And SameDiff agrees within 1e-15
      And Deeplearning4j agrees within 1e-15
      But "Deeplearning4j with half the weight decay for a default" is known to differ by 0.0124999 to 0.0125001
        """
        Deeplearning4j is wrong: the weight decay of the network, a default, is added to that of a layer which has its own.
        """

    Scenario: The weights of an LSTM
      Given a network of LSTM(2→3), dense(3→2, sigmoid)
      And weights from seed 651
      And 5 steps of 4 random sequences from seed 652
      And the loss is L2 averaged over the batch, against random targets from seed 653
      And the weights are regularised by decay = 0.2·α
      When it is trained for 1 step by Sgd with α = 0.5
      Then SameDiff agrees
      And Deeplearning4j agrees
      But "Deeplearning4j with half the weight decay for a default" is known to differ by 0.355 to 0.393
        """
        Deeplearning4j is wrong: the weight decay of the network, a default, is added to that of a layer which has its own.
        """
