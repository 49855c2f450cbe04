@convention @forward @optimizer @lstm @samediff
Feature: States before the first step
  An exporter bakes zeros in (onnx/onnx#921), or gathers h₀ and c₀ along the wrong axis (pytorch/pytorch#45653, #41774); a
  converted model keeps its state from call to call (tensorflow/tensorflow#38312), so that only the first minibatch agrees.

  Scenario Outline: <convention>
    Given a network of LSTM(2→3)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    And random initial states from seed 504
    Then the convention "<convention>", planted at the adapter of <framework>, is named

    Examples:
      | convention                   | framework |
      | initial-state-ignored        | Lockstep  |
      | initial-hidden-state-ignored | Lockstep  |
      | initial-cell-state-ignored   | Lockstep  |
      | initial-states-exchanged     | SameDiff  |

  Scenario: The state kept from minibatch to minibatch
    Given a network of LSTM(2→3)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    And the loss is L2 averaged over the batch, against random targets from seed 503
    When it is trained for 2 steps by Sgd with α = 0.1
    Then the convention "state-kept", planted at the adapter of Lockstep, is named

  Rule: PyTorch is given h₀ and c₀ as a pair, Keras as a list, and both begin with zeros where nothing is given

    @pytorch
    Scenario: PyTorch's pair the wrong way round
      Given a network of LSTM(2→3)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      And random initial states from seed 504
      Then PyTorch agrees
      And the convention "initial-states-exchanged", planted at the adapter of PyTorch, is named

    @keras
    Scenario: Keras's initial_state forgotten
      Given a network of LSTM(2→3)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      And random initial states from seed 504
      And everything is in single precision
      Then TensorFlow.js agrees
      And the convention "initial-state-ignored", planted at the adapter of TensorFlow.js, is named
