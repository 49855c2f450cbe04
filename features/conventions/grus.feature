@convention @forward @gru
Feature: Gated recurrent units in their versions
  The first version of the paper (arXiv:1406.1078) resets after the product with RW, the third before it; cuDNN and PyTorch do the
  one, and Keras's reset_after and ONNX's linear_before_reset choose (keras-team/keras#9112, pytorch/pytorch#99531). Its own
  sequel (arXiv:1412.3555) exchanges z and 1 − z (pytorch/pytorch#20129, keras-team/keras#785). After the product, the candidate
  has two biases that are not one: r multiplies rb alone (apple/coremltools#1124).

  Scenario Outline: <convention> in <network>
    Given a network of <network>
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    Then the convention "<convention>", planted in the definition, is named

    Examples:
      | convention             | network                           |
      | reset-before-product   | GRU(2→3)                          |
      | reset-after-product    | GRU(2→3, one-bias, reset before)  |
      | update-inverted        | GRU(2→3)                          |
      | update-inverted        | GRU(2→3, one-bias, reset before)  |
      | candidate-bias-merged  | GRU(2→3)                          |
      | recurrent-bias-dropped | GRU(2→3)                          |
      | biases-exchanged       | GRU(2→3)                          |
      | rw-transposed          | GRU(2→3)                          |

  @gradient
  Scenario Outline: <convention> in <network>, with gradients
    Given a network of <network>
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    And random initial states from seed 504
    And the loss is L2 averaged over the batch, against random targets from seed 503
    Then the convention "<convention>", planted in the definition, is named

    Examples:
      | convention            | network                              |
      | reset-before-product  | GRU(2→3), dense(3→2, sigmoid)        |
      | update-inverted       | GRU(2→3), dense(3→2, sigmoid)        |
      | candidate-bias-merged | GRU(2→3), GRU(3→2)                   |

  Scenario Outline: Blocks in the order <order>
    Given a network of GRU(2→3)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    Then the convention "gate-order-<order>", planted at the adapter of Lockstep, is named

    Examples:
      | order |
      | zrn   |
      | rnz   |
      | znr   |
      | nrz   |
      | nzr   |

  Rule: PyTorch resets after the product, and Keras's layers in JavaScript before it

    @pytorch
    Scenario: PyTorch's reset gate where the case has Keras's
      Given a network of GRU(2→3, reset before)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      Then PyTorch has the convention "reset-after-product" where the case has not

    @keras
    Scenario: Keras's reset gate where the case has PyTorch's
      Given a network of GRU(2→3, one-bias)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      And everything is in single precision
      Then TensorFlow.js has the convention "reset-before-product" where the case has not

    @pytorch
    Scenario: PyTorch's two biases of the candidate are not one
      Given a network of GRU(2→3)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      Then PyTorch agrees
      And the convention "candidate-bias-merged", planted at the adapter of PyTorch, is named

  Rule: Gates stand as r z n in PyTorch and as z r h in Keras and ONNX

    @pytorch
    Scenario: An adapter of PyTorch that takes Keras's order for granted
      Given a network of GRU(2→3)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      Then PyTorch agrees
      And the convention "gate-order-zrn", planted at the adapter of PyTorch, is named

    @keras
    Scenario: An adapter of Keras that takes PyTorch's order for granted
      Given a network of GRU(2→3, one-bias, reset before)
      And weights from seed 501
      And 4 steps of 3 random sequences from seed 502
      And everything is in single precision
      Then TensorFlow.js agrees
      And the convention "gate-order-zrn", planted at the adapter of TensorFlow.js, is named
