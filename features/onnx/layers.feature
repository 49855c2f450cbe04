@onnx @forward @precision
Feature: ONNX Runtime's recurrent nodes, live
  RNN, LSTM and GRU of ONNX in models that Lockstep writes, run by ONNX Runtime in single precision: everything that is given is
  rounded to 24 bits first, Lockstep computes in doubles from the same numbers, and bounds are derived with u = 2⁻²⁴. A Node.js with
  the package onnxruntime-node does the computing; without one these scenarios are skipped. There are no gradients.

  Gates stand in ONNX as i o f c, which is our i f g o, and as z r h, which is our r z n; peepholes as i o f. A node has two biases or
  none; where a layer has one, the second is 0. linear_before_reset = 1 is our reset after the product with RW, 0 the one before it.

  Scenario Outline: <network>
    Given a network of <network>
    And weights from seed 821
    And 5 steps of 3 random sequences from seed 822
    And random initial states from seed 823
    And everything is in single precision
    And it arrives in growing pieces, too
    Then ONNX Runtime agrees

    @simple-rnn
    Examples: RNN
      | network                                                   |
      | SimpleRnn(2→3), dense(3→2, sigmoid)                       |
      | SimpleRnn(2→3, relu, two-bias), SimpleRnn(3→2, softsign)  |
      | SimpleRnn(2→3, identity, bias-free), dense(3→2)           |

    @lstm
    Examples: LSTM
      | network                                                   |
      | LSTM(2→3), dense(3→2, sigmoid)                            |
      | LSTM(2→3, two-bias), LSTM(3→2, bias-free)                 |
      | LSTM(2→3, softsign, hard sigmoid), dense(3→2, softmax)    |
      | peephole LSTM(2→3), dense(3→2)                            |
      | peephole LSTM(2→3, tanh, hard sigmoid), peephole LSTM(3→2) |

    @gru
    Examples: GRU, linear_before_reset = 1
      | network                                                   |
      | GRU(2→3), dense(3→2, sigmoid)                             |
      | GRU(2→3, one-bias), GRU(3→2, bias-free)                   |

    @gru
    Examples: GRU, linear_before_reset = 0
      | network                                                   |
      | GRU(2→3, reset before), dense(3→2, sigmoid)               |
      | GRU(2→3, softsign, hard sigmoid, one-bias, reset before), dense(3→2) |

  @simple-rnn
  Scenario Outline: An RNN node with a clip, <network>
    The attribute clip bounds what an activation is given: Affine behind a clip of 1 is hard tanh, Relu behind one of 6 is relu6.

    Given a network of <network>
    And weights from seed 821, scaled by 8
    And 5 steps of 3 random sequences from seed 822
    And everything is in single precision
    Then ONNX Runtime agrees

    Examples:
      | network                              |
      | SimpleRnn(2→3, hard tanh), dense(3→2) |
      | SimpleRnn(2→3, relu6), dense(3→2)    |

  @simple-rnn
  Scenario: A trained initial state is initial_h of every row
    Given a network of SimpleRnn(2→3, tanh, trained start), dense(3→2)
    And weights from seed 821
    And 5 steps of 3 random sequences from seed 822
    And everything is in single precision
    Then ONNX Runtime agrees

  @bidirectional
  Scenario Outline: direction = bidirectional, <network>
    Given a network of <network>
    And weights from seed 821
    And 5 steps of 3 random sequences from seed 822
    And random initial states from seed 823
    And everything is in single precision
    Then ONNX Runtime agrees

    Examples:
      | network                                                    |
      | bidirectional LSTM(2→3, two-bias), dense(6→2, sigmoid)     |
      | bidirectional GRU(2→3, added), dense(3→2)                  |
      | bidirectional GRU(2→3, reset before, multiplied), dense(3→2) |
      | bidirectional SimpleRnn(2→3, averaged), last step          |
      | GravesBidirectionalLSTM(2→3), dense(3→2)                   |

  @mask
  Scenario Outline: sequence_lens keep the state after their end, <network>
    Given a network of <network>
    And weights from seed 821
    And 4 steps of 3 random sequences from seed 822
    And random initial states from seed 823
    And everything is in single precision
    And the feature mask is
      | row | t1 | t2 | t3 | t4 |
      | 1   | 1  | 1  | 0  | 0  |
      | 2   | 1  | 1  | 1  | 1  |
      | 3   | 1  | 0  | 0  | 0  |
    And masked steps keep the state
    Then ONNX Runtime agrees

    Examples:
      | network                                                  |
      | SimpleRnn(2→3), last step, dense(3→2)                    |
      | peephole LSTM(2→3), LSTM(3→2), last step                 |
      | GRU(2→3), last step, dense(3→2, sigmoid)                 |
      | bidirectional LSTM(2→3), dense(6→2)                      |

  Scenario Outline: What it does not have: <network>
    Given a network of <network>
    And weights from seed 821
    And 4 steps of 2 random sequences from seed 822
    And everything is in single precision
    Then ONNX Runtime refuses, because "<because>"

    Examples:
      | network                           | because                                                           |
      | LSTM(2→3, hard tanh)              | its recurrent nodes have no hard tanh                             |
      | SimpleRnn(2→3, layer-normalised)  | its worker does not know the norm of a SimpleRnn                  |
      | LSTM(2→3, skipping 0)             | its worker computes recurrent and dense layers, not MaskZero      |

  Scenario: It trains nothing
    Given a network of LSTM(2→3), dense(3→2)
    And weights from seed 821
    And 4 steps of 2 random sequences from seed 822
    And everything is in single precision
    And the loss is L2 averaged over the batch, against random targets from seed 824
    Then ONNX Runtime refuses, because "it trains nothing"

  Scenario: It computes in floats
    Given a network of LSTM(2→3)
    And weights from seed 821
    And 4 steps of 2 random sequences from seed 822
    Then ONNX Runtime refuses, because "its recurrent nodes compute in floats only"
