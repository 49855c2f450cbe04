@forward @simple-rnn @deeplearning4j
Feature: SimpleRnn forward pass
  Elman 1990, with one bias. h′ is the state of the step before, h₀ at t = 1.

    h = φ(x·W + h′·RW + b)

  Numbers in tables were computed with 50 digits (reference/fifty_digits.py).

  Rule: The hidden states are those of the equation, and Deeplearning4j computes the same

    @table
    Example: Three steps of a two-unit SimpleRnn
      Given a SimpleRnn layer with the weights
        | from | unit1 | unit2 |
        | x1   | 0.5   | -0.3  |
        | x2   | -0.2  | 0.7   |
        | h1   | 0.4   | -0.6  |
        | h2   | 0.1   | 0.3   |
        | bias | 0.1   | -0.2  |
      When it reads the sequence
        | t | x1   | x2   |
        | 1 | 1.0  | 0.5  |
        | 2 | -0.5 | 0.25 |
        | 3 | 2.0  | -1.0 |
      Then its hidden states are, within 1e-14
        | t | h1                 | h2                 |
        | 1 | 0.462117157260010  | -0.148885033623318 |
        | 2 | -0.030032606191230 | -0.194428723717074 |
        | 3 | 0.853402566347526  | -0.912172286801533 |
      And Deeplearning4j, given the same weights, agrees within 1e-14

    @table
    Example: The same SimpleRnn from a state that is not zero
      Given a SimpleRnn layer with the weights
        | from | unit1 | unit2 |
        | x1   | 0.5   | -0.3  |
        | x2   | -0.2  | 0.7   |
        | h1   | 0.4   | -0.6  |
        | h2   | 0.1   | 0.3   |
        | bias | 0.1   | -0.2  |
      And its initial state is
        | state | unit1 | unit2 |
        | h     | 0.3   | -0.2  |
      When it reads the sequence
        | t | x1   | x2   |
        | 1 | 1.0  | 0.5  |
        | 2 | -0.5 | 0.25 |
        | 3 | 2.0  | -1.0 |
      Then its hidden states are, within 1e-14
        | t | h1                 | h2                 |
        | 1 | 0.537049566998035  | -0.371360227876508 |
        | 2 | -0.022312492143972 | -0.299197353843454 |
        | 3 | 0.851382292318021  | -0.918033368532188 |
      And Deeplearning4j, given the same weights, agrees within 1e-14

    @table
    Example: The identity can be followed in one's head
      h₁ = 1·2 = 2, h₂ = 3·2 + 2·0.5 = 7, h₃ = −1·2 + 7·0.5 = 1.5

      Given an identity SimpleRnn layer with the weights
        | from | unit1 |
        | x1   | 2     |
        | h1   | 0.5   |
        | bias | 0     |
      When it reads the sequence 1, 3, -1
      Then its hidden states are, within 0
        | t | h1  |
        | 1 | 2   |
        | 2 | 7   |
        | 3 | 1.5 |
      And Deeplearning4j agrees within 0 ulp

    @table
    Example: Softplus neither overflows nor vanishes
      ln(1 + e^800) = 800 and ln(1 + e^−40) = 4.2e-18 in doubles.

      Given a softplus SimpleRnn layer with the weights
        | from | unit1 |
        | x1   | 1     |
        | h1   | 0     |
        | bias | 0     |
      When it reads the sequence 800, -40, 0.5
      Then its hidden states are, within 1 ulp
        | t | h1                    |
        | 1 | 800                   |
        | 2 | 4.248354255291589e-18 |
        | 3 | 0.9740769841801067    |

  Rule: It holds at every size

    Scenario Outline: <network>, T = <T>, batch of <batch>
      Given a network of <network>
      And weights from seed 7
      And <T> steps of <batch> random sequences from seed 8
      Then Deeplearning4j agrees

      Examples:
        | network                                          | T   | batch |
        | SimpleRnn(1→1)                                   | 1   | 1     |
        | SimpleRnn(1→1)                                   | 100 | 1     |
        | SimpleRnn(3→5)                                   | 7   | 2     |
        | SimpleRnn(8→16)                                  | 20  | 8     |
        | SimpleRnn(5→64)                                  | 10  | 32    |
        | SimpleRnn(16→32)                                 | 100 | 4     |
        | SimpleRnn(4→6), SimpleRnn(6→3)                   | 12  | 3     |
        | SimpleRnn(2→7), SimpleRnn(7→5), SimpleRnn(5→3)   | 9   | 3     |

  Rule: It holds for every activation

    Scenario Outline: φ = <activation>
      Given a network of SimpleRnn(3→4, <activation>)
      And weights from seed 27
      And 6 steps of 3 random sequences from seed 28
      Then Deeplearning4j agrees

      Examples:
        | activation |
        | identity   |
        | sigmoid    |
        | relu       |
        | leaky relu |
        | elu        |
        | softplus   |
        | softsign   |
        | hard tanh  |
        | cube       |
        | softmax    |

  Rule: A given initial state is where the sequence starts

    Scenario Outline: <network> from random states
      Given a network of <network>
      And weights from seed 47
      And 5 steps of 4 random sequences from seed 48
      And random initial states from seed 49
      Then Deeplearning4j agrees

      Examples:
        | network                                     |
        | SimpleRnn(3→5)                              |
        | SimpleRnn(3→5), SimpleRnn(5→2)              |
        | SimpleRnn(3→5), LSTM(5→4), SimpleRnn(4→2)   |

  Rule: Its other forms

    @samediff
    Scenario Outline: <network>
      Given a network of <network>
      And weights from seed 57
      And 5 steps of 4 random sequences from seed 58
      Then SameDiff agrees

      Examples:
        | network                                 |
        | SimpleRnn(3→4, tanh, two-bias)          |
        | SimpleRnn(3→4, tanh, trained start)     |
        | SimpleRnn(3→4, hard sigmoid)            |
