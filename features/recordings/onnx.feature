@recorded @onnx @precision @forward
Feature: What ONNX Runtime computed, recorded
  Every row is a file that the worker for ONNX Runtime recorded: network, numbers, and what its RNN, LSTM and GRU nodes computed from
  them, in floats and forward only. Neither Node.js nor ONNX Runtime is needed here. One command records all of them again, and the
  build says which file is not what it would record (reference/README.md).

  The recording is held to ours, and to Deeplearning4j and SameDiff in as much of it as they can compute.

  Scenario Outline: <recording>
    Given the recording "reference/onnx/<recording>.case.json"
    Then every framework agrees with the recording

    @simple-rnn
    Examples: RNN
      | recording          |
      | rnn-two-biases     |
      | rnn-softsign-stack |

    @lstm
    Examples: LSTM, with peepholes and other activations, and in pieces
      | recording                    |
      | lstm-two-biases              |
      | lstm-peepholes               |
      | lstm-both-peepholes-averaged |
      | lstm-hard-sigmoid            |
      | lstm-streamed                |

    @gru
    Examples: GRU, linear before reset and not
      | recording        |
      | gru-reset-after  |
      | gru-reset-before |
      | gru-both-added   |

    @mask
    Examples: sequence_lens
      | recording              |
      | rnn-both-lengths       |
      | lstm-lengths-last-step |
      | gru-lengths            |

    @lstm @gru
    Examples: clip
      | recording              |
      | lstm-peepholes-clipped |
      | gru-both-clipped       |
