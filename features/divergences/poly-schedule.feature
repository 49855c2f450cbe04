@divergence @deeplearning4j @optimizer @schedule
Feature: PolySchedule in Deeplearning4j
  "Poly" is Caffe's: α·(1 − n/length)^power, down to 0. Deeplearning4j's documentation promises α·(1 + n/length)^(−power), and its code
  computes α·(1 + n/length)^power: the rate grows to 2^power times α, and then is 0 at once. Whoever asks for a decay trains at ever
  greater rates.

  What to do: give it a negative power, which is what its documentation says, or a MapSchedule.

  @table
  Scenario: Three steps of a schedule of length 4 and power 2
    Every gradient is 1, so that the rates are what θ loses: 0.16·(1, 9/16, 1/4) by Caffe. By Deeplearning4j 0.16·(1, 25/16, 9/4): θ is 0.59
    in the place of 0.75, then 0.23 in the place of 0.71.

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
    But Deeplearning4j is known to differ by 0.4799999 to 0.4800001
      """
      Deeplearning4j is wrong: its PolySchedule rises, (1 + n/length)^power, where polynomial decay falls, (1 − n/length)^power. What to do: a MapSchedule.
      """

  Scenario Outline: An LSTM by <optimizer>
    Given a network of LSTM(2→3), dense(3→2, sigmoid)
    And weights from seed 651
    And 5 steps of 4 random sequences from seed 652
    And the loss is L2 averaged over the batch, against random targets from seed 653
    And the learning rate is 0.01·(1 − n/8)^1.5
    When it is trained for 4 steps by <optimizer>
    Then every minibatch agrees with SameDiff from the same parameters and optimizer state
    And SameDiff agrees
    And the equations agree
    But Deeplearning4j is known to differ by <least> to <greatest>
      """
      Deeplearning4j is wrong: its PolySchedule rises, (1 + n/length)^power, where polynomial decay falls, (1 − n/length)^power. What to do: a MapSchedule.
      """

    Examples:
      | optimizer                                       | least  | greatest |
      | Sgd with α = 1                                  | 0.0328 | 0.0329   |
      | Adam with α = 1, β1 = 0.9, β2 = 0.999, ε = 1e-4 | 0.0398 | 0.0399   |
      | Nesterov with α = 1, μ = 0.9                    | 0.0779 | 0.078    |
