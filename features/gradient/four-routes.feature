@gradient @deeplearning4j @samediff @fifty-digits
Feature: Four routes to one gradient
  Backpropagation derived by hand (ours, and Deeplearning4j's), a tape that goes back through the equations (the
  equations in double, and SameDiff's own), and central differences of the equations in 50 digits, which use forward
  passes only. In 50 digits the last two agree to more digits than a double has; a referee says how far each framework
  is from that value.

  Scenario Outline: <network>, the loss of <head>
    Given a network of <network>
    And weights from seed 407
    And 2 steps of 2 random sequences from seed 408
    And the loss is <head>, against random targets from seed 409
    Then Deeplearning4j agrees, with a referee
    And SameDiff agrees, with a referee
    And the equations agree
    And the gradients agree with central differences
    And in 50 digits the tape's gradients agree with central differences within 1e-20 of the largest

    @simple-rnn
    Examples: SimpleRnn
      | network                              | head                               |
      | SimpleRnn(2→2)                       | MSE averaged over the batch        |
      | SimpleRnn(2→2), dense(2→2, softmax)  | MCXENT averaged over the batch     |

    @lstm
    Examples: LSTM
      | network                              | head                               |
      | LSTM(2→2)                            | L2 averaged over the batch         |
      | LSTM(2→2), dense(2→2, sigmoid)       | XENT averaged over batch and time  |
      | LSTM(2→2), last step, dense(2→2)     | MSE averaged over the batch        |

    @lstm @peephole
    Examples: LSTM with peepholes
      | network                              | head                               |
      | peephole LSTM(2→2), dense(2→2)       | MSE averaged over batch and time   |

  @lstm @peephole
  Scenario Outline: <network> from random states, where Deeplearning4j hands out no gradients of them
    Given a network of <network>
    And weights from seed 417
    And 2 steps of 2 random sequences from seed 418
    And random initial states from seed 419
    And a random gradient arriving at every step and at the final state, from seed 420
    Then SameDiff agrees, with a referee
    And the equations agree
    And the gradients agree with central differences
    And in 50 digits the tape's gradients agree with central differences within 1e-20 of the largest

    Examples:
      | network             |
      | SimpleRnn(2→2)      |
      | LSTM(2→2)           |
      | peephole LSTM(2→2)  |

  @lstm
  Scenario: How far a forward pass is from the truth
    Given a network of LSTM(2→2)
    And weights from seed 427
    And 3 steps of 2 random sequences from seed 428
    Then the referee finds ours within 8 ulp
    And the referee finds SameDiff within 100 ulp
    And Deeplearning4j agrees within 1e-13, with a referee
