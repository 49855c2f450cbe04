@convention
Feature: What ONNX' clip clips
  The attribute bounds "the input of activations". An evaluator may ignore it (newton-physics/newton#2662 refuses it instead), take
  it for TensorFlow's cell_clip (tracel-ai/burn#4106), or hold that an LSTM's c is such an input too, as h = o ⊙ tanh(c)
  (microsoft/onnxruntime#27224): ONNX Runtime does none of these.

  @forward
  Scenario Outline: <convention> in <network>
    Given a network of <network>
    And weights from seed 501, scaled by 3
    And 3 steps of 2 random sequences from seed 502
    And random initial states from seed 503
    Then SameDiff agrees
    And the convention "<convention>", planted <where>, is named

    @simple-rnn
    Examples: RNN
      | convention                  | network                                          | where                     |
      | pre-activation-clip-missing | SimpleRnn(2→3, pre-activations clipped at 0.7)   | at the adapter of Lockstep |

    @lstm
    Examples: LSTM
      | convention                  | network                                          | where                     |
      | pre-activation-clip-missing | LSTM(2→3, pre-activations clipped at 0.7)        | at the adapter of SameDiff |
      | cell-output-clipped         | LSTM(2→3, pre-activations clipped at 0.3)        | in the definition         |
      | cell-state-clipped          | peephole LSTM(2→3, pre-activations clipped at 0.7) | in the definition       |

    @gru
    Examples: GRU
      | convention                  | network                                          | where                     |
      | pre-activation-clip-missing | GRU(2→3, pre-activations clipped at 0.7)         | in the definition         |

  @onnx @forward @precision @lstm
  Scenario: Without its clip
    Given a network of LSTM(2→3, two-bias, pre-activations clipped at 0.7)
    And weights from seed 501, scaled by 3
    And 3 steps of 2 random sequences from seed 502
    And random initial states from seed 503
    And everything is in single precision
    Then ONNX Runtime agrees
    And the convention "pre-activation-clip-missing", planted at the adapter of ONNX Runtime, is named
