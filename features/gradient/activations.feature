@gradient @deeplearning4j @samediff
Feature: Errors on their way back through every activation
  Central differences are those of the definition in 50 digits. The slope of `float leaky relu` is no derivative of its value, which is how
  Deeplearning4j has it: so there they would not agree.

  Scenario Outline: <activation>
    Given a network of SimpleRnn(2→3, <activation>), LSTM(3→2, tanh, <activation>), dense(2→2, <activation>)
    And weights from seed 631
    And 4 steps of 2 random sequences from seed 632
    And the loss is L2 averaged over the batch, against random targets from seed 633
    Then Deeplearning4j agrees
    And SameDiff agrees
    And the gradients agree with central differences

    Examples:
      | activation          |
      | identity            |
      | tanh                |
      | sigmoid             |
      | relu                |
      | relu6               |
      | thresholded relu    |
      | elu                 |
      | selu                |
      | softplus            |
      | softsign            |
      | swish               |
      | mish                |
      | float gelu          |
      | float hard sigmoid  |
      | hard tanh           |
      | rectified tanh      |
      | float rational tanh |
      | cube                |
      | softmax             |

  Scenario: float leaky relu
    Given a network of SimpleRnn(2→3, float leaky relu), LSTM(3→2, tanh, float leaky relu), dense(2→2, float leaky relu)
    And weights from seed 631
    And 4 steps of 2 random sequences from seed 632
    And the loss is L2 averaged over the batch, against random targets from seed 633
    Then Deeplearning4j agrees
    And SameDiff agrees

  Scenario Outline: <activation>, as Deeplearning4j has it not
    Given a network of SimpleRnn(2→3, <activation>), LSTM(3→2, tanh, <activation>), dense(2→2, <activation>)
    And weights from seed 631
    And 4 steps of 2 random sequences from seed 632
    And the loss is L2 averaged over the batch, against random targets from seed 633
    Then SameDiff agrees
    And the gradients agree with central differences

    Examples:
      | activation          |
      | gelu                |
      | gelu tanh           |
      | hard sigmoid        |
      | leaky relu          |
      | rational tanh       |
      | rrelu               |
