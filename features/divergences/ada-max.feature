@divergence @optimizer @ada-max @dense
Feature: AdaMax along a gradient that is nothing but roundings
  The hinge pulls b by 1/3 up for every target of 1 and by 1/3 down for every other; with as many of these as of those the gradient
  is 0. Added up in one order the thirds leave 0, in another 2⁻⁵⁴ or so. Without an ε AdaMax divides every gradient by its own
  size, and so makes a whole step of that, in a direction which the order of additions decides.

  Nobody is wrong. What to do: take a form with an ε (PyTorch's, Keras's), or Adam.

  Background:
    Given a network of dense(2→1)
    And weights from seed 651
    And 6 steps of 3 random sequences from seed 652

  @gradient @deeplearning4j @samediff
  Scenario: The gradient
    Given the loss is hinge averaged over the batch, against random targets from seed 10
    Then the gradients agree with central differences
    And Deeplearning4j agrees
    And SameDiff agrees

  @samediff
  Scenario: As published
    Given the loss is hinge averaged over the batch, against random targets from seed 10
    When it is trained for 1 step by AdaMax as published with α = 0.1, β1 = 0.9, β2 = 0.999
    Then whether SameDiff agrees cannot be told, because 'b of "layer 1" after step 1 may be off by any number: behind a division by 0, a number that roundings alone may move by 1.1e-14'

  @deeplearning4j @samediff
  Scenario: Deeplearning4j's, which adds 1e-32
    Given the loss is hinge averaged over the batch, against random targets from seed 1
    When it is trained for 1 step by AdaMax with α = 0.1, β1 = 0.9, β2 = 0.999, ε = 1e-8
    Then whether Deeplearning4j agrees cannot be told, because 'b of "layer 1" after step 1 may be off by any number: behind a division by 1.1e-16, a number that roundings alone may move by 1.1e-14'
    And whether SameDiff agrees cannot be told, because 'b of "layer 1" after step 1 may be off by any number: behind a division by 1.1e-16, a number that roundings alone may move by 1.1e-14'

  @samediff
  Scenario: With an ε
    Given the loss is hinge averaged over the batch, against random targets from seed 10
    When it is trained for 1 step by AdaMax as in Keras with α = 0.1, β1 = 0.9, β2 = 0.999, ε = 1e-8
    Then SameDiff agrees
