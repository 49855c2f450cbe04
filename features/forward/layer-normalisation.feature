@forward @gradient @simple-rnn
Feature: Layer normalisation in a SimpleRnn
  Ba, Kiros and Hinton 2016: z = gx ⊙ N(x·W) + gh ⊙ N(h′·RW) + b with N(a) = (a − μ)/√(σ² + ε), μ and σ² over the units.

  @table
  Scenario: By hand
    Of two units one is above and one below the mean, so that N is (1, −1) or (−1, 1) but for ε = 1e-5; N(0) = 0.

    Given a layer-normalised identity SimpleRnn layer with the weights
      | from   | unit1 | unit2 |
      | x1     | 2     | 0.5   |
      | h1     | 0.5   | 0     |
      | h2     | 0     | 0.25  |
      | bias   | 0.5   | 1     |
      | gain x | 2     | 4     |
      | gain h | 1     | 2     |
    When it reads the sequence 1, -1
    Then its hidden states are, within 1e-4
      | t | h1   | h2 |
      | 1 | 2.5  | -3 |
      | 2 | -0.5 | 3  |
    And SameDiff agrees

  Scenario Outline: <network>
    Given a network of <network>
    And weights from seed 467
    And 5 steps of 3 random sequences from seed 468
    And random initial states from seed 469
    And a random gradient arriving at every step, from seed 470
    Then SameDiff agrees with the definition
    And SameDiff agrees
    And the gradients agree with central differences

    Examples:
      | network                                                           |
      | SimpleRnn(2→4, tanh, layer-normalised)                            |
      | SimpleRnn(2→4, tanh, layer-normalised with ε = 1e-3, two-bias)    |
      | SimpleRnn(3→3, sigmoid, bias-free, layer-normalised)              |
