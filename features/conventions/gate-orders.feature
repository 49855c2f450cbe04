@convention @forward @lstm @deeplearning4j
Feature: The gates of an LSTM in every order
  Equations name the gates, arrays number them, and no two frameworks agree: i f g o in PyTorch and cuDNN, i g f o in TensorFlow's
  first LSTM (tensorflow/tensorflow#29308), another one in the documentation than in the code (apple/coremltools#93), and
  g f o i in Deeplearning4j, which calls it IFOG (deeplearning4j/deeplearning4j#8051). Read in the wrong order, every number
  is a plausible one.

  Scenario Outline: Blocks in the order <order>
    Given a network of LSTM(2→3)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    Then the convention "gate-order-<order>", planted at the adapter of <framework>, is named

    Examples: At our own boundary
      | order | framework |
      | ifog  | Lockstep  |
      | igfo  | Lockstep  |
      | igof  | Lockstep  |
      | iofg  | Lockstep  |
      | iogf  | Lockstep  |
      | figo  | Lockstep  |
      | fiog  | Lockstep  |
      | fgio  | Lockstep  |
      | fgoi  | Lockstep  |
      | foig  | Lockstep  |
      | fogi  | Lockstep  |
      | gifo  | Lockstep  |
      | giof  | Lockstep  |
      | gfio  | Lockstep  |
      | goif  | Lockstep  |
      | gofi  | Lockstep  |
      | oifg  | Lockstep  |
      | oigf  | Lockstep  |
      | ofig  | Lockstep  |
      | ofgi  | Lockstep  |
      | ogif  | Lockstep  |
      | ogfi  | Lockstep  |

    Examples: Deeplearning4j with an adapter that takes its order for granted
      | order | framework      |
      | gfoi  | Deeplearning4j |

  Rule: Gates stand as i f g o in PyTorch and in Keras, which calls them i f c o

    @pytorch
    Scenario: PyTorch with an adapter that takes Deeplearning4j's order for granted
      Given a network of LSTM(2→3)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      Then PyTorch agrees
      And the convention "gate-order-gfoi", planted at the adapter of PyTorch, is named

    @keras
    Scenario: Keras with an adapter that takes the order of TensorFlow's first LSTM for granted
      Given a network of LSTM(2→3)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      And everything is in single precision
      Then TensorFlow.js agrees
      And the convention "gate-order-igfo", planted at the adapter of TensorFlow.js, is named
