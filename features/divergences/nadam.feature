@divergence @deeplearning4j @optimizer @nadam
Feature: Nadam in Deeplearning4j
  Dozat divides by √(v/(1 − β2^t)): v starts from 0 and is far too small at first. Deeplearning4j divides by √v. With β2 = 0.999
  that is 31.6 times too small in step 1, and still 10 times in step 10: the first steps are far too long. Besides, it divides m by
  1 − β1^t where Dozat, who looks one step ahead, has 1 − β1^(t+1).

  What to do: use Adam, or a rate that is small while the first 1/(1 − β2) steps last (a ramp).

  @table
  Scenario: The first step is 60 times as long as the rate
    With ∇ = 1: m = 0.1, v = 0.001. Dozat: (0.9·0.1/0.19 + 0.1/0.1)/1 = 1.4737 times α. Deeplearning4j: (0.09 + 0.1)/0.1/√0.001 =
    60.083 times α.

    Given a parameter θ = 0.5
    And Nadam as published with α = 0.001, β1 = 0.9, β2 = 0.999, ε = 1e-8
    When these gradients arrive
      | t | ∂L/∂θ |
      | 1 | 1     |
    Then its state after each step is, within 1e-14
      | t | m   | v     | θ                 |
      | 1 | 0.1 | 0.001 | 0.498526315804211 |
    And SameDiff agrees within 1e-14
    But Deeplearning4j is known to differ by 0.0586 to 0.0587
      """
      Deeplearning4j does not correct Nadam's v for its start from zero, so that its first steps are far too long.
      """

  Scenario: A network
    Given a network of LSTM(2→3), dense(3→2, sigmoid)
    And weights from seed 651
    And 5 steps of 4 random sequences from seed 652
    And the loss is L2 averaged over the batch, against random targets from seed 653
    When it is trained for 5 steps by Nadam as published with α = 0.001, β1 = 0.9, β2 = 0.999, ε = 1e-8
    Then SameDiff agrees
    And the equations agree
    But Deeplearning4j is known to differ by 0.43 to 0.48
      """
      Deeplearning4j does not correct Nadam's v for its start from zero, so that its first steps are far too long.
      """
