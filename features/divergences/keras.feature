@divergence @keras @optimizer @ada-delta
Feature: AdaDelta in TensorFlow.js
  AdaDelta adds the squared gradient to its average s first, and divides by the root of that (M. D. Zeiler, arXiv:1212.5701,
  algorithm 1, lines 4 and 5); so do Keras, PyTorch and Deeplearning4j. TensorFlow.js divides by the root of what s was before. Where
  a parameter meets its first gradient, s was 0, and the step is the whole gradient, √ε/√ε times it, whatever its size.

  What to do: use another of its optimizers, or start AdaDelta with a rate small enough for the first step.

  Scenario: The first step
    Given a network of LSTM(2→3), dense(3→2, sigmoid)
    And weights from seed 801
    And 5 steps of 4 random sequences from seed 802
    And everything is in single precision
    And the loss is L2 averaged over the batch, against random targets from seed 804
    When it is trained for 1 step by AdaDelta with ρ = 0.9, ε = 0.01
    Then Deeplearning4j agrees
    And SameDiff agrees
    And PyTorch agrees
    But TensorFlow.js is known to differ by 1.31 to 1.45
      """
      TensorFlow.js divides by the root of the average of squared gradients as it was before this gradient was added.
      """
