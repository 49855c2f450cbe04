@divergence @deeplearning4j @optimizer @schedule @ada-grad
Feature: AdaGrad with a learning rate that changes, in Deeplearning4j
  AdaGrad accepts a schedule, in its constructor and from a network's builder, but AdaGradUpdater reads the constant rate when it is
  made, and only that. With a schedule there is none, NaN in its place; the first step makes every parameter NaN.

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
      Deeplearning4j's AdaGradUpdater never asks for the rate of a schedule, and computes with NaN.
      """
