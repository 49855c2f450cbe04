@divergence @deeplearning4j @optimizer @schedule
Feature: PolySchedule in Deeplearning4j
  "Poly" is Caffe's: α·(1 − n/length)^power, down to 0. Deeplearning4j's documentation promises α·(1 + n/length)^(−power), and its code
  computes α·(1 + n/length)^power: the rate grows to 2^power times α, and then is 0 at once. Whoever asks for a decay trains at ever
  greater rates.

  What to do: give it a negative power, which is what its documentation says, or a MapSchedule.

  @table
  Scenario: Three steps of a schedule of length 4 and power 2
    Every gradient is 1, so that the rates are what θ loses: 0.16·(1, 9/16, 1/4) by Caffe.

    Given a parameter θ = 1
    And Sgd with α = 1
    And the learning rate is 0.16·(1 − n/4)^2
    When these gradients arrive
      | t | ∂L/∂θ |
      | 1 | 1     |
      | 2 | 1     |
      | 3 | 1     |
    Then its state after each step is, within 1e-15
      | t | θ    |
      | 1 | 0.84 |
      | 2 | 0.75 |
      | 3 | 0.71 |
    And SameDiff agrees within 1e-15
    But Deeplearning4j refuses, because "its PolySchedule rises, (1 + n/length)^power, before it is 0"
