@forward @deeplearning4j @samediff
Feature: Every activation, in every layer, and as the gate of an LSTM
  φ is that of the layers, σ that of gates. What Deeplearning4j has under the name of the others is another function:
  divergences/float-constants and divergences/activations.

  Scenario Outline: <activation>
    Given a network of SimpleRnn(2→4, <activation>), LSTM(4→4, <activation>), peephole LSTM(4→2, tanh, <activation>), dense(2→3, <activation>)
    And weights from seed 621, scaled by <scale>
    And 4 steps of 2 random sequences from seed 622
    Then Deeplearning4j agrees
    And SameDiff agrees

    Examples:
      | activation          | scale |
      | identity            | 0.7   |
      | tanh                | 0.7   |
      | sigmoid             | 0.7   |
      | relu                | 1.5   |
      | relu6               | 1.5   |
      | thresholded relu    | 4     |
      | float leaky relu    | 0.7   |
      | elu                 | 0.7   |
      | selu                | 0.7   |
      | softplus            | 0.7   |
      | softsign            | 0.7   |
      | swish               | 0.7   |
      | mish                | 0.7   |
      | float gelu          | 0.7   |
      | float hard sigmoid  | 0.7   |
      | hard tanh           | 0.7   |
      | rectified tanh      | 1.5   |
      | float rational tanh | 0.7   |
      | cube                | 0.7   |
      | softmax             | 0.7   |
      | leaky relu          | 0.7   |

  @gru
  Scenario Outline: <activation>, as Deeplearning4j has it not
    Given a network of SimpleRnn(2→4, <activation>), LSTM(4→4, <activation>), peephole LSTM(4→2, tanh, <activation>), dense(2→3, <activation>)
    And weights from seed 621, scaled by <scale>
    And 4 steps of 2 random sequences from seed 622
    Then SameDiff agrees
    And the equations agree

    Examples:
      | activation          | scale |
      | gelu                | 0.7   |
      | gelu tanh           | 0.7   |
      | hard sigmoid        | 0.7   |
      | rational tanh       | 0.7   |
      | rrelu               | 0.7   |

  @gru
  Scenario Outline: <activation> in a GRU
    Given a network of GRU(2→4, <activation>), GRU(4→3, tanh, <activation>)
    And weights from seed 623, scaled by <scale>
    And 4 steps of 2 random sequences from seed 624
    Then the equations agree

    Examples:
      | activation          | scale |
      | relu                | 1.5   |
      | relu6               | 1.5   |
      | thresholded relu    | 4     |
      | leaky relu          | 0.7   |
      | float leaky relu    | 0.7   |
      | rrelu               | 0.7   |
      | elu                 | 0.7   |
      | selu                | 0.7   |
      | softplus            | 0.7   |
      | softsign            | 0.7   |
      | swish               | 0.7   |
      | mish                | 0.7   |
      | gelu                | 0.7   |
      | float gelu          | 0.7   |
      | gelu tanh           | 0.7   |
      | hard sigmoid        | 0.7   |
      | float hard sigmoid  | 0.7   |
      | hard tanh           | 0.7   |
      | rectified tanh      | 1.5   |
      | rational tanh       | 0.7   |
      | float rational tanh | 0.7   |
      | cube                | 0.7   |
