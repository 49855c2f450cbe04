@convention
Feature: A comparison that could not have failed is no evidence
  Numbers that agree prove something only if wrong ones would have differed. Where they would not, a comparison is inconclusive,
  with the reason.

  @lstm @forward @deeplearning4j
  Scenario: Constant weights, as in ONNX's own LSTM cases, notice no gate order at all
    Those cases (onnx/backend/test/case/node/lstm.py) fill W and R with one number; so does this one, with their 0.1, their three
    units and their numbers 1 to 6 as input.

    Given an LSTM layer with the weights
      | from | i1  | i2  | i3  | f1  | f2  | f3  | g1  | g2  | g3  | o1  | o2  | o3  |
      | x1   | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 |
      | x2   | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 |
      | h1   | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 |
      | h2   | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 |
      | h3   | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 | 0.1 |
      | bias | 0   | 0   | 0   | 0   | 0   | 0   | 0   | 0   | 0   | 0   | 0   | 0   |
    When it reads the sequence
      | t | x1  | x2  |
      | 1 | 1.0 | 2.0 |
      | 2 | 3.0 | 4.0 |
      | 3 | 5.0 | 6.0 |
    Then 0 of 23 wrong gate orders would show
    And that Deeplearning4j agrees tells nothing, because 'all units of LSTM "layer 1" do the same, so exchanged units would not show'

  @lstm @forward @deeplearning4j
  Scenario: Units that differ do not help while the gates do not
    Given an LSTM layer with the weights
      | from | i1  | i2   | f1  | f2   | g1  | g2   | o1  | o2   |
      | x1   | 0.1 | -0.2 | 0.1 | -0.2 | 0.1 | -0.2 | 0.1 | -0.2 |
      | h1   | 0.3 | 0.4  | 0.3 | 0.4  | 0.3 | 0.4  | 0.3 | 0.4  |
      | h2   | 0.5 | -0.6 | 0.5 | -0.6 | 0.5 | -0.6 | 0.5 | -0.6 |
      | bias | 0.7 | 0.8  | 0.7 | 0.8  | 0.7 | 0.8  | 0.7 | 0.8  |
    When it reads the sequence 1.0, -0.5, 2.0
    Then 0 of 23 wrong gate orders would show
    And that Deeplearning4j agrees tells nothing, because 'no gate of LSTM "layer 1" can be told from another: 0 of 23 wrong gate orders would show'

  @lstm @gradient @deeplearning4j
  Scenario: Gradients tell even equal gates apart
    Given an LSTM layer with the weights
      | from | i1  | i2   | f1  | f2   | g1  | g2   | o1  | o2   |
      | x1   | 0.1 | -0.2 | 0.1 | -0.2 | 0.1 | -0.2 | 0.1 | -0.2 |
      | h1   | 0.3 | 0.4  | 0.3 | 0.4  | 0.3 | 0.4  | 0.3 | 0.4  |
      | h2   | 0.5 | -0.6 | 0.5 | -0.6 | 0.5 | -0.6 | 0.5 | -0.6 |
      | bias | 0.7 | 0.8  | 0.7 | 0.8  | 0.7 | 0.8  | 0.7 | 0.8  |
    When it reads the sequence 1.0, -0.5, 2.0
    And a random gradient arriving at every step, from seed 3
    Then 23 of 23 wrong gate orders would show
    And Deeplearning4j agrees

  @lstm @forward @deeplearning4j
  Scenario: With i and f alike, all orders but their exchange would show
    Given an LSTM layer with the weights
      | from | i1  | i2   | f1  | f2   | g1   | g2   | o1   | o2  |
      | x1   | 0.1 | -0.2 | 0.1 | -0.2 | 0.15 | 0.25 | -0.1 | 0.2 |
      | h1   | 0.3 | 0.4  | 0.3 | 0.4  | 0.35 | 0.45 | -0.3 | 0.4 |
      | h2   | 0.5 | -0.6 | 0.5 | -0.6 | 0.55 | 0.65 | -0.5 | 0.6 |
      | bias | 0.7 | 0.8  | 0.7 | 0.8  | 0.75 | 0.85 | -0.7 | 0.8 |
    When it reads the sequence 1.0, -0.5, 2.0
    Then 22 of 23 wrong gate orders would show
    And Deeplearning4j agrees

  @forward
  Scenario Outline: Random weights notice every order
    Given a network of <layer>
    And weights from seed 7
    And 5 steps of 3 random sequences from seed 8
    Then <all> of <all> wrong gate orders would show

    Examples:
      | layer                   | all |
      | LSTM(2→3)               | 23  |
      | peephole LSTM(2→3)      | 23  |
      | GRU(2→3)                | 5   |
      | GRU(2→3, reset before)  | 5   |

  @lstm @forward @deeplearning4j
  Scenario: Gates that are saturated throughout
    σ(±40) is 0 or 1 to 17 digits: whatever meets the gates leaves the numbers as they are.

    Given an LSTM layer with the weights
      | from | i1   | i2  | f1  | f2   | g1   | g2  | o1  | o2  |
      | x1   | 0.1  | 0.2 | 0.3 | -0.4 | 0.5  | 0.6 | 0.7 | 0.8 |
      | h1   | -0.1 | 0.2 | 0.3 | 0.4  | 0.5  | 0.6 | 0.7 | 0.8 |
      | h2   | 0.1  | 0.2 | 0.3 | 0.4  | -0.5 | 0.6 | 0.7 | 0.8 |
      | bias | 40   | 40  | 40  | -40  | 0.1  | 0.2 | 40  | 40  |
    When it reads the sequence 1.0, -0.5, 2.0
    Then that Deeplearning4j agrees tells nothing, because 'every gate of LSTM "layer 1" is saturated, so wrong weights of gates would give the same numbers'

  @simple-rnn @gradient @deeplearning4j
  Scenario: Gradients that are smaller than what is allowed
    Given a network of SimpleRnn(2→3)
    And weights from seed 7
    And 3 steps of 2 random sequences from seed 8
    And the gradient 1e-12, 1e-12, 1e-12 arrives at the last step
    Then that Deeplearning4j agrees within 1e-9 tells nothing, because 'the gradients of SimpleRnn "layer 1" vanish: none is greater than what it may differ by, so twice as much would not show'
    And Deeplearning4j agrees
