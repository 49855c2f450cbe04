@convention @forward @lstm
Feature: Other activation functions
  Keras' gates were hard sigmoids before they were logistic functions, and cuDNN's always were (tensorflow/tensorflow#47495,
  keras-team/keras#9112). And there are two hard sigmoids: 0.2·z + ½ and z/6 + ½, in documents and in code, not always the same
  one in both (tensorflow/tensorflow#65381, pytorch/pytorch#34545). An activation that is given may be ignored
  (tensorflow/tensorflow#41028, apache/tvm#19634).

  Scenario Outline: <convention> in <network>
    Given a network of <network>
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    Then the convention "<convention>", planted in the definition, is named

    Examples:
      | convention               | network                       |
      | hard-sigmoid-one-fifth   | LSTM(2→3)                     |
      | hard-sigmoid-one-sixth   | LSTM(2→3)                     |
      | exact-sigmoid            | LSTM(2→3, tanh, hard sigmoid) |
      | hard-sigmoid-other-slope | LSTM(2→3, tanh, hard sigmoid) |
      | activation-sigmoid       | LSTM(2→3)                     |
      | activation-missing       | LSTM(2→3)                     |
      | cell-output-tanh-missing | LSTM(2→3)                     |
      | candidate-tanh-missing   | LSTM(2→3)                     |

  @deeplearning4j
  Scenario: A layer of Deeplearning4j left at its default
    Given a network of SimpleRnn(2→3)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    Then the convention "activation-sigmoid", planted at the adapter of Deeplearning4j, is named

  @keras
  Rule: Keras has the hard sigmoid 0.2·z + ½, which was the default of its gates

    Scenario: Given, it agrees; left at its old default, it does not
      Given a network of LSTM(2→3)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      And everything is in single precision
      Then TensorFlow.js agrees
      And the convention "hard-sigmoid-one-fifth", planted at the adapter of TensorFlow.js, is named

    Scenario: Where it is meant, and the newer default is taken
      Given a network of LSTM(2→3, tanh, hard sigmoid)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      And everything is in single precision
      Then TensorFlow.js agrees
      And the convention "exact-sigmoid", planted at the adapter of TensorFlow.js, is named
