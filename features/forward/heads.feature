@forward @dense @deeplearning4j
Feature: What follows a recurrent layer
  Dense over time computes y = φ(x·W + b) at every step with the same weights; last step keeps the output of t = T.

  @table
  Scenario: Dense over time after a SimpleRnn, by hand
    h₁ = 2, h₂ = 3·2 + 2·0.5 = 7

    Given an identity SimpleRnn layer with the weights
      | from | unit1 |
      | x1   | 2     |
      | h1   | 0.5   |
      | bias | 0     |
    And an identity dense layer with the weights
      | from | unit1 | unit2 |
      | x1   | 3     | -1    |
      | bias | 0.5   | 0.25  |
    When it reads the sequence 1, 3
    Then its outputs are, within 0
      | t | y1   | y2    |
      | 1 | 6.5  | -1.75 |
      | 2 | 21.5 | -6.75 |
    And Deeplearning4j agrees within 0

  Scenario Outline: <network>
    Given a network of <network>
    And weights from seed 57
    And 6 steps of 3 random sequences from seed 58
    Then Deeplearning4j agrees

    Examples: Dense over time
      | network                                                |
      | SimpleRnn(3→4), dense(4→2)                             |
      | LSTM(3→4), dense(4→2, sigmoid)                         |
      | LSTM(3→4), dense(4→5, tanh), LSTM(5→2)                 |
      | dense(3→4, relu), SimpleRnn(4→2)                       |
      | peephole LSTM(3→4), dense(4→3, softmax)                |
      | SimpleRnn(3→4), dense(4→2, tanh, bias-free)            |

    Examples: The last step only
      | network                                                |
      | LSTM(3→4), last step                                   |
      | SimpleRnn(3→4), last step, dense(4→2, sigmoid)         |
      | LSTM(3→4), peephole LSTM(4→3), last step, dense(3→2)   |
