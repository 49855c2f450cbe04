@forward @samediff
Feature: Clipped pre-activations
  ONNX, operators RNN, LSTM and GRU, attribute clip: what the activations of a recurrent layer read is within [−K, K], z ← min(K, max(−K, z)),
  with biases and peepholes. The cell state of an LSTM on its way out is not clipped, as ONNX Runtime has it.

  @simple-rnn @table
  Scenario: By hand
    z is 2·x + 0.5·h′ and K is 1: of z = 2, −1.5, 0.25 − 0.5 = −0.25 the first two are clipped.

    Given an identity SimpleRnn layer with the weights
      | from | unit1 |
      | x1   | 2     |
      | h1   | 0.5   |
      | bias | 0     |
    And its pre-activations are clipped at 1
    When it reads the sequence 1, -1, 0.125
    Then its hidden states are, within 1e-15
      | t | h1    |
      | 1 | 1     |
      | 2 | -1    |
      | 3 | -0.25 |
    And SameDiff agrees

  @lstm @table
  Scenario: The cell state on its way out, by hand
    In 50 digits: f and o are clipped at both steps, at the second g and i too. c goes from 4 to 2.288 and 1.137. Clipped on its way
    out it would lead to h = 0.288 at both steps, and without any clip h would be 0.677 and 0.892.

    Given a bias-free LSTM layer with the weights
      | from | i1    | f1  | g1     | o1   |
      | x1   | 0.25  | 2   | -0.375 | 0.75 |
      | h1   | 0.125 | 0.5 | -0.25  | 1    |
    And its pre-activations are clipped at 0.5
    And its initial state is
      | state | unit1 |
      | h     | 0     |
      | c     | 4     |
    When it reads the sequence 1, 2
    Then its hidden states are, within 1e-15
      | t | h1                  |
      | 1 | 0.60978174748013203 |
      | 2 | 0.50626141017325227 |
    And SameDiff agrees

  Scenario Outline: <network>
    Given a network of <network>
    And weights from seed 861, scaled by 4
    And 4 steps of 3 random sequences from seed 862
    And random initial states from seed 863
    And it arrives in growing pieces, too
    Then SameDiff agrees with the definition
    And SameDiff agrees

    Examples:
      | network                                                                     |
      | SimpleRnn(2→3, relu, two-bias, pre-activations clipped at 0.7), dense(3→2)  |
      | peephole LSTM(2→3, two-bias, pre-activations clipped at 0.7)                |
      | LSTM(2→3, pre-activations clipped at 0.3), LSTM(3→2)                        |
      | GRU(2→3, reset before, pre-activations clipped at 0.7)                      |
      | GRU(2→3, pre-activations clipped at 0.7)                                    |

  @bidirectional @mask
  Scenario Outline: Where steps do not count, <network>
    Given a network of <network>
    And weights from seed 861, scaled by 4
    And 4 steps of 3 random sequences from seed 862
    And random initial states from seed 863
    And the feature mask is
      | row | t1 | t2 | t3 | t4 |
      | 1   | 1  | 0  | 1  | 1  |
      | 2   | 1  | 1  | 1  | 1  |
      | 3   | 1  | 1  | 0  | 0  |
    And masked steps keep the state
    Then SameDiff agrees

    Examples:
      | network                                                                        |
      | bidirectional SimpleRnn(2→3, added, pre-activations clipped at 0.7), last step |
      | GravesBidirectionalLSTM(2→3, pre-activations clipped at 0.7)                   |
      | bidirectional GRU(2→3, pre-activations clipped at 0.7), last step              |

  @deeplearning4j
  Scenario Outline: Deeplearning4j has no clip, <network>
    Given a network of <network>
    And weights from seed 861
    And 3 steps of 2 random sequences from seed 862
    Then Deeplearning4j refuses, because "its <kind> clips no pre-activations"

    Examples:
      | network                                                | kind      |
      | SimpleRnn(2→3, pre-activations clipped at 3)           | SimpleRnn |
      | bidirectional LSTM(2→3, pre-activations clipped at 3)  | LSTM      |
