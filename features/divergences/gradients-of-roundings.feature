@divergence @optimizer
Feature: Whole steps along a gradient that is nothing but roundings
  What divides a gradient by its own size makes a step of the same length of 1e-17 as of 1, and none, or 0/0, of 0. Where the
  gradient is 0, or vanishes in floats, the order of additions or the number of digits decides.

  Nobody is wrong. What to do: an ε beside the size, inside or outside the root; a clip that leaves short gradients alone. For AdaMax
  see its own feature.

  @dense @samediff
  Scenario: RmsProp with ε added to the quotient, where as many targets pull up as down
    Given a network of dense(2→1)
    And weights from seed 651
    And 6 steps of 3 random sequences from seed 652
    And the loss is hinge averaged over the batch, against random targets from seed 18
    When it is trained for 1 step by RmsProp with ε added to the quotient with α = 0.1, ρ = 0.9, ε = 1e-8
    Then the gradients agree with central differences
    But whether SameDiff agrees cannot be told, because 'b of "layer 1" after step 1 may be off by any number: behind a division by 3.5e-17, a number that roundings alone may move by 3.6e-15'

  @dense @samediff
  Scenario: RmsProp with ε added to the quotient, where the gradient is 0 and so is its size
    0/0 is no number, in ours and in the equations. Every number of W has a bound, and agrees.

    Given a network of dense(2→1)
    And weights from seed 651
    And 6 steps of 3 random sequences from seed 652
    And the loss is hinge averaged over the batch, against random targets from seed 10
    When it is trained for 1 step by RmsProp with ε added to the quotient with α = 0.1, ρ = 0.9, ε = 1e-8
    Then whether SameDiff agrees cannot be told, because 'b of "layer 1" after step 1 may be off by any number: behind a division by 0, a number that roundings alone may move by 5.0e-11'

  @dense @samediff
  Scenario: The steps after that
    NaN is on no side of the hinge, a number on one, so that from the second step on W, whose step has no division by 0, differs, too.

    Given a network of dense(2→1)
    And weights from seed 651
    And 6 steps of 3 random sequences from seed 652
    And the loss is hinge averaged over the batch, against random targets from seed 10
    When it is trained for 2 steps by RmsProp with ε added to the quotient with α = 0.1, ρ = 0.9, ε = 1e-8
    Then whether SameDiff agrees cannot be told, because 'b of "layer 1" after step 1, score after step 2, W of "layer 1" after step 2, b of "layer 1" after step 2, state W.s of "layer 1" after step 2, state b.s of "layer 1" after step 2 may be off by any number: behind a division by 0, a number that roundings alone may move by 5.0e-11'

  @dense @samediff
  Scenario: With ε outside the root
    Given a network of dense(2→1)
    And weights from seed 651
    And 6 steps of 3 random sequences from seed 652
    And the loss is hinge averaged over the batch, against random targets from seed 18
    When it is trained for 1 step by RmsProp with ε outside the root with α = 0.1, ρ = 0.9, ε = 1e-8
    Then SameDiff agrees

  @simple-rnn @deeplearning4j @samediff @precision
  Scenario Outline: A saturated tanh in floats, renormalised, <framework>
    Given a SimpleRnn layer with the weights
      | from | unit1 |
      | x1   | 0     |
      | h1   | 0     |
      | bias | 9     |
    And everything is in single precision
    And the loss is L2 summed, against the targets
      | t | y1 |
      | 1 | 0     |
    And gradients are renormalised parameter by parameter
    When it reads the sequence 0
    And it is trained for 1 step by Sgd with α = 0.1
    Then whether <framework> agrees cannot be told, because 'b of "layer 1" after step 1 may be off by any number: behind a division by 1.2e-07, a number that roundings alone may move by 1.1e-06'

    Examples:
      | framework      |
      | Deeplearning4j |
      | SameDiff       |
