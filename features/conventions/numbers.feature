@convention @forward @simple-rnn @deeplearning4j
Feature: Numbers are read as they are written
  A number is decimal, with an exponent if need be, or hexadecimal; the point is a point in every locale. (Cucumber's
  own {double} does not know 1e-12, and reads a table cell 2.5e-3 as 2.5.)

  Scenario: 0x1.8p1 is 3, 5e-1 is a half, 25E-2 a quarter
    h₁ = 1·2 = 2, h₂ = 3·2 + 2·0.5 + 0.25 = 7.25 where the bias is 0.25: h₁ = 2.25, h₂ = 3·2 + 2.25·0.5 + 0.25 = 7.375

    Given an identity SimpleRnn layer with the weights
      | from | unit1 |
      | x1   | 2e0   |
      | h1   | 5e-1  |
      | bias | 25E-2 |
    When it reads the sequence 1, 0x1.8p1
    Then its hidden states are, within 0
      | t | h1       |
      | 1 | 0x1.2p1  |
      | 2 | 7.375    |
    And Deeplearning4j agrees within 1e-15
