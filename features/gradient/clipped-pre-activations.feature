@gradient @samediff
Feature: Errors on their way back through clipped pre-activations
  ONNX, operators RNN, LSTM and GRU, attribute clip: what the activations of a recurrent layer read is within [−K, K], z ← min(K, max(−K, z)),
  with biases and peepholes. Its slope is 1 where |z| ≤ K, and 0 elsewhere: no error flows back there. The cell state of an LSTM on its
  way out is not clipped.

  @simple-rnn
  Scenario: At K and at −K, by hand
    z is 1, −1 and −0.25, so every slope is 1, and 1, 0.5 and 0.25 arrive at the third, the second and the first step. Slopes of 0 where
    |z| = K would make dW 0.125.

    Given an identity SimpleRnn layer with the weights
      | from | unit1 |
      | x1   | 2     |
      | h1   | 0.5   |
      | bias | 0     |
    And its pre-activations are clipped at 1
    When it reads the sequence 0.5, -0.75, 0.125
    And the gradient 1 arrives at the last step
    Then the gradient of W is, within 0
      | from | unit1  |
      | x1   | -0.125 |
    And the gradient of RW is, within 0
      | from | unit1 |
      | h1   | -0.5  |
    And the gradient of b is, within 0
      | from | unit1 |
      | bias | 1.75  |
    And SameDiff agrees
    And the equations agree

  Scenario Outline: <network>
    Given a network of <network>
    And weights from seed 851, scaled by 4
    And 3 steps of 3 random sequences from seed 852
    And random initial states from seed 853
    And a random gradient arriving at every step and at the final state, from seed 854
    Then SameDiff agrees
    And the gradients agree with central differences

    @simple-rnn
    Examples: SimpleRnn
      | network                                                                          |
      | SimpleRnn(2→3, pre-activations clipped at 0.7)                                   |
      | SimpleRnn(2→3, sigmoid, two-bias, pre-activations clipped at 0.7)                |
      | SimpleRnn(2→3, layer-normalised, pre-activations clipped at 0.7)                 |

    @lstm
    Examples: LSTM
      | network                                                                          |
      | LSTM(2→3, pre-activations clipped at 0.7)                                        |
      | peephole LSTM(2→3, softsign, pre-activations clipped at 0.7)                     |
      | peephole LSTM(2→3, tanh, softsign, two-bias, pre-activations clipped at 0.7)     |

    @lstm @slow
    Examples: of a whole row
      | network                                                                          |
      | LSTM(2→3, softmax, sigmoid, pre-activations clipped at 0.7)                      |

    @gru
    Examples: GRU
      | network                                                                          |
      | GRU(2→3, pre-activations clipped at 0.7)                                         |
      | GRU(2→3, softsign, bias-free, reset before, pre-activations clipped at 0.7)      |

  @fifty-digits
  Scenario Outline: The derivative in 50 digits, <network>
    Given a network of <network>
    And weights from seed 851, scaled by 4
    And 2 steps of 2 random sequences from seed 852
    And random initial states from seed 853
    And a random gradient arriving at every step and at the final state, from seed 854
    Then the equations agree
    And in 50 digits the tape's gradients agree with central differences within 1e-20 of the largest

    Examples:
      | network                                               |
      | SimpleRnn(2→2, pre-activations clipped at 0.7)        |
      | GRU(2→1, pre-activations clipped at 0.7)              |

    @slow
    Examples: Slow
      | network                                               |
      | peephole LSTM(2→2, pre-activations clipped at 0.7)    |
      | GRU(2→2, reset before, pre-activations clipped at 0.7) |
