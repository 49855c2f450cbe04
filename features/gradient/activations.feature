@gradient @deeplearning4j @samediff
Feature: Errors on their way back through every activation
  Central differences are those of the definition in 50 digits. The slope of `float leaky relu` is no derivative of its value, which is how
  Deeplearning4j has it: so there they would not agree.

  Scenario Outline: <activation>
    Given a network of SimpleRnn(2→4, <activation>), LSTM(4→4, tanh, <activation>), dense(4→3, <activation>)
    And weights from seed 631, scaled by <scale>
    And 4 steps of 2 random sequences from seed 632
    And the loss is L2 averaged over the batch, against random targets from seed 633
    Then Deeplearning4j agrees
    And SameDiff agrees
    And the gradients agree with central differences

    Examples:
      | activation          | scale |
      | identity            | 1     |
      | tanh                | 1     |
      | sigmoid             | 1     |
      | relu                | 1.5   |
      | relu6               | 1.5   |
      | thresholded relu    | 4     |
      | elu                 | 1     |
      | selu                | 1     |
      | softplus            | 1     |
      | softsign            | 1     |
      | swish               | 1     |
      | mish                | 1     |
      | float gelu          | 1     |
      | float hard sigmoid  | 1     |
      | hard tanh           | 1     |
      | rectified tanh      | 1.5   |
      | float rational tanh | 1     |
      | cube                | 1     |
      | softmax             | 1     |

  Scenario: float leaky relu
    Given a network of SimpleRnn(2→3, float leaky relu), LSTM(3→2, tanh, float leaky relu), dense(2→2, float leaky relu)
    And weights from seed 631
    And 4 steps of 2 random sequences from seed 632
    And the loss is L2 averaged over the batch, against random targets from seed 633
    Then Deeplearning4j agrees
    And SameDiff agrees

  Scenario Outline: <activation>, as Deeplearning4j has it not
    Given a network of SimpleRnn(2→4, <activation>), LSTM(4→4, tanh, <activation>), dense(4→3, <activation>)
    And weights from seed 631, scaled by <scale>
    And 4 steps of 2 random sequences from seed 632
    And the loss is L2 averaged over the batch, against random targets from seed 633
    Then SameDiff agrees
    And the gradients agree with central differences

    Examples:
      | activation          | scale |
      | gelu                | 1     |
      | gelu tanh           | 1     |
      | hard sigmoid        | 1     |
      | leaky relu          | 1     |
      | rational tanh       | 1     |
      | rrelu               | 1     |
