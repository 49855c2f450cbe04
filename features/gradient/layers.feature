@gradient @deeplearning4j @samediff
Feature: Backpropagation through time
  Every parameter and the input, by hand-derived BPTT, against Deeplearning4j's hand-derived one, against SameDiff, which
  derives it from the forward equations, and against central differences of our own forward pass.

  Rule: The gradient of a loss over all steps

    Scenario Outline: <network>, T = <T>, batch of <batch>
      Given a network of <network>
      And weights from seed 107
      And <T> steps of <batch> random sequences from seed 108
      And the loss is MSE averaged over the batch, against random targets from seed 109
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences

      @simple-rnn
      Examples: SimpleRnn
        | network                                          | T  | batch |
        | SimpleRnn(1→1)                                   | 1  | 1     |
        | SimpleRnn(2→3)                                   | 5  | 2     |
        | SimpleRnn(3→4)                                   | 20 | 2     |
        | SimpleRnn(2→3), SimpleRnn(3→2)                   | 6  | 2     |
        | SimpleRnn(2→3), SimpleRnn(3→3), SimpleRnn(3→2)   | 5  | 2     |

      @lstm
      Examples: LSTM
        | network                               | T  | batch |
        | LSTM(1→1)                             | 1  | 1     |
        | LSTM(2→3)                             | 5  | 2     |
        | LSTM(3→4)                             | 20 | 2     |
        | LSTM(2→3), LSTM(3→2)                  | 6  | 2     |
        | LSTM(2→3), SimpleRnn(3→3), LSTM(3→2)  | 5  | 2     |
        | LSTM(2→3, bias-free)                  | 5  | 2     |

      @lstm @peephole
      Examples: LSTM with peepholes
        | network                                       | T  | batch |
        | peephole LSTM(1→1)                            | 1  | 1     |
        | peephole LSTM(2→3)                            | 5  | 2     |
        | peephole LSTM(3→4)                            | 20 | 2     |
        | peephole LSTM(2→3), LSTM(3→2)                 | 6  | 2     |
        | peephole LSTM(2→3, bias-free)                 | 5  | 2     |

    @slow
    Scenario Outline: At a larger size against Deeplearning4j, <network>
      Given a network of <network>
      And weights from seed 117
      And <T> steps of <batch> random sequences from seed 118
      And the loss is L2 averaged over the batch, against random targets from seed 119
      Then Deeplearning4j agrees

      Examples:
        | network              | T   | batch |
        | SimpleRnn(8→32)      | 50  | 16    |
        | LSTM(8→32)           | 50  | 16    |
        | peephole LSTM(8→32)  | 50  | 16    |

      Examples: wider and longer
        | network              | T   | batch |
        | LSTM(5→64)           | 10  | 32    |
        | LSTM(4→8)            | 100 | 4     |
        | SimpleRnn(4→8)       | 100 | 4     |
        | peephole LSTM(4→8)   | 100 | 4     |

  Rule: The gradient for a sensitivity that arrives from outside

    Scenario Outline: <network>, a gradient at every step
      Given a network of <network>
      And weights from seed 127
      And 5 steps of 3 random sequences from seed 128
      And a random gradient arriving at every step, from seed 129
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences

      Examples:
        | network                  |
        | SimpleRnn(2→3)           |
        | LSTM(2→3)                |
        | peephole LSTM(2→3)       |
        | LSTM(2→3), dense(3→2)    |

    @lstm @peephole
    Scenario Outline: <network>, where the gradient of rb is that of b
      Given a network of <network>
      And weights from seed 131
      And 5 steps of 3 random sequences from seed 132
      And random initial states from seed 133
      And a random gradient arriving at every step and at the final state, from seed 134
      Then SameDiff agrees
      And the equations agree
      And the gradients agree with central differences

      Examples:
        | network                                          |
        | LSTM(2→3, two-bias)                              |
        | peephole LSTM(2→3, two-bias)                     |
        | bidirectional LSTM(2→3, two-bias, multiplied)    |

    @lstm @peephole @mask @truncation
    Scenario: Two biases where some steps do not count, in chunks
      Given a network of LSTM(2→3, two-bias), peephole LSTM(3→2, two-bias)
      And weights from seed 131
      And 6 steps of 3 random sequences from seed 132
      And a random feature mask from seed 135
      And masked steps keep the state
      And a random gradient arriving at every step and at the final state, from seed 134
      When errors flow back within chunks of 4 steps
      Then SameDiff agrees
      And the equations agree

  Rule: The activation's slope is that of its function

    Scenario Outline: SimpleRnn with φ = <activation>
      Given a network of SimpleRnn(2→3, <activation>)
      And weights from seed 137
      And 4 steps of 2 random sequences from seed 138
      And a random gradient arriving at every step, from seed 139
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences

      Examples:
        | activation |
        | identity   |
        | sigmoid    |
        | relu       |
        | elu        |
        | softplus   |
        | softsign   |
        | hard tanh  |
        | cube       |
        | softmax    |

    Scenario Outline: SimpleRnn with φ = <activation>, where Deeplearning4j has single-precision constants
      Given a network of SimpleRnn(2→3, <activation>), LSTM(3→2, tanh, <activation>)
      And weights from seed 141
      And 4 steps of 2 random sequences from seed 142
      And a random gradient arriving at every step, from seed 143
      Then SameDiff agrees
      And the gradients agree with central differences

      Examples:
        | activation   |
        | leaky relu   |
        | hard sigmoid |

    Scenario Outline: LSTM with φ = <activation>, gates through <gates>
      Given a network of LSTM(2→3, <activation>, <gates>)
      And weights from seed 147
      And 4 steps of 2 random sequences from seed 248
      And a random gradient arriving at every step, from seed 149
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences

      Examples:
        | activation | gates     |
        | identity   | sigmoid   |
        | sigmoid    | sigmoid   |
        | elu        | sigmoid   |
        | softplus   | sigmoid   |
        | softsign   | tanh      |
        | hard tanh  | hard tanh |
        | softmax    | sigmoid   |

    Scenario Outline: Peephole LSTM with φ = <activation>, gates through <gates>
      Given a network of peephole LSTM(2→3, <activation>, <gates>)
      And weights from seed 147
      And 4 steps of 2 random sequences from seed 248
      And a random gradient arriving at every step, from seed 149
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences

      Examples:
        | activation | gates     |
        | softsign   | tanh      |
        | identity   | softsign  |
        | cube       | identity  |

    Scenario Outline: <network> on both sides of every kink
      Given a network of <network>
      And weights from seed 167, scaled by 4
      And 4 steps of 3 random sequences from seed 168
      And a random gradient arriving at every step, from seed 169
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences

      Examples:
        | network                        |
        | SimpleRnn(2→3, hard tanh)      |
        | SimpleRnn(2→3, relu)           |
        | SimpleRnn(2→3, elu)            |
        | LSTM(2→3, hard tanh)           |
        | LSTM(2→3, tanh, hard tanh)     |

    Scenario Outline: <network> on both sides of every kink, in double precision
      Deeplearning4j's constants are single precision here; see divergences/float-constants.feature.

      Given a network of <network>
      And weights from seed 177, scaled by <scale>
      And 4 steps of 3 random sequences from seed 178
      And a random gradient arriving at every step, from seed 179
      Then the gradients agree with central differences

      Examples:
        | network                              | scale |
        | SimpleRnn(2→3, leaky relu)           | 4     |
        | SimpleRnn(2→3, hard sigmoid)         | 8     |
        | LSTM(2→3, tanh, hard sigmoid)        | 8     |
        | peephole LSTM(2→3, leaky relu)       | 2     |

  Rule: A recurrent layer can start from a given state

    Scenario Outline: <network> from random states
      Deeplearning4j does not say what ∂L/∂h₀ and ∂L/∂c₀ are; SameDiff and central differences do.

      Given a network of <network>
      And weights from seed 157
      And 4 steps of 2 random sequences from seed 158
      And random initial states from seed 159
      And a random gradient arriving at every step, from seed 160
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences

      Examples:
        | network              |
        | LSTM(2→3)            |
        | peephole LSTM(2→3)   |
        | LSTM(2→3), LSTM(3→2) |
