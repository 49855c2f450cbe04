@forward @deeplearning4j @samediff
Feature: Every activation, in every layer, and as the gate of an LSTM
  φ is that of the layers, σ that of gates. What Deeplearning4j has under the name of the others is another function:
  divergences/float-constants and divergences/activations.

  Scenario Outline: <activation>
    Given a network of SimpleRnn(2→3, <activation>), LSTM(3→2, <activation>), peephole LSTM(2→2, tanh, <activation>), dense(2→2, <activation>)
    And weights from seed 621, scaled by 0.7
    And 4 steps of 2 random sequences from seed 622
    Then Deeplearning4j agrees
    And SameDiff agrees

    Examples:
      | activation          |
      | identity            |
      | tanh                |
      | sigmoid             |
      | relu                |
      | relu6               |
      | thresholded relu    |
      | float leaky relu    |
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
      | leaky relu          |

  @gru
  Scenario Outline: <activation>, as Deeplearning4j has it not
    Given a network of SimpleRnn(2→3, <activation>), LSTM(3→2, <activation>), peephole LSTM(2→2, tanh, <activation>), dense(2→2, <activation>)
    And weights from seed 621, scaled by 0.7
    And 4 steps of 2 random sequences from seed 622
    Then SameDiff agrees
    And the equations agree

    Examples:
      | activation          |
      | gelu                |
      | gelu tanh           |
      | hard sigmoid        |
      | rational tanh       |
      | rrelu               |

  @gru
  Scenario Outline: <activation> in a GRU
    Given a network of GRU(2→3, <activation>), GRU(3→2, tanh, <activation>)
    And weights from seed 623, scaled by 0.7
    And 4 steps of 2 random sequences from seed 624
    Then the equations agree

    Examples:
      | activation          |
      | relu                |
      | relu6               |
      | thresholded relu    |
      | leaky relu          |
      | float leaky relu    |
      | rrelu               |
      | elu                 |
      | selu                |
      | softplus            |
      | softsign            |
      | swish               |
      | mish                |
      | gelu                |
      | float gelu          |
      | gelu tanh           |
      | hard sigmoid        |
      | float hard sigmoid  |
      | hard tanh           |
      | rectified tanh      |
      | rational tanh       |
      | float rational tanh |
      | cube                |
      | softmax             |
