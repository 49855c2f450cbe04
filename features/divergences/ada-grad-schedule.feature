@divergence @deeplearning4j @optimizer @schedule @ada-grad
Feature: AdaGrad with a learning rate that changes, in Deeplearning4j
  AdaGrad accepts a schedule, but AdaGrad.clone(), by which every network takes its configuration over, forgets it. What is left is
  the constant rate, which is NaN beside a schedule; the first step makes every parameter NaN.

  What to do: use RmsProp or Adam with the schedule; or AdaGrad without one, whose steps shrink by themselves.

  Scenario: One step
    Given a network of LSTM(2→3), dense(3→2, sigmoid)
    And weights from seed 651
    And 5 steps of 4 random sequences from seed 652
    And the loss is L2 averaged over the batch, against random targets from seed 653
    And the learning rate is 0.1·0.9^n
    When it is trained for 1 step by AdaGrad with α = 0.1, ε = 0.01
    Then SameDiff agrees
    And the equations agree
    But Deeplearning4j is known not to be finite
      """
      Deeplearning4j's AdaGrad forgets its schedule when it is cloned, and computes with NaN.
      """
