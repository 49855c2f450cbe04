@recorded @keras @precision
Feature: What Keras's layers computed, recorded
  Every row is a file that the worker for TensorFlow.js recorded: network, numbers, and everything that its layers computed from them,
  in floats. Neither Node.js nor TensorFlow.js is needed here. One command records all of them again, and the build says which file
  is not what it would record (reference/README.md).

  The recording is held to ours, and to Deeplearning4j and SameDiff in as much of it as they can compute.

  Scenario Outline: <recording>
    Given the recording "reference/keras/<recording>.case.json"
    Then every framework agrees with the recording

    @forward
    Examples: Outputs and last states
      | recording              |
      | rnn-forward-bias-free  |
      | lstm-forward-last-step |
      | gru-forward-bias-free  |
      | lstm-stateful          |

    @gradient
    Examples: Gradients of a loss
      | recording            |
      | rnn-both             |
      | lstm-stack-classes   |
      | lstm-both-multiplied |
      | gru-both-added       |

    @gradient
    Examples: Errors that arrive at outputs and at last states, as far back as the initial states
      | recording         |
      | rnn-hard-sigmoid  |
      | lstm-hard-sigmoid |
      | gru-reset-before  |

    @gradient @mask
    Examples: Masking, the state kept over steps that do not count
      | recording          |
      | rnn-masked         |
      | lstm-masked        |
      | lstm-both-lengths  |
      | gru-masked-weighed |

    @optimizer
    Examples: Its optimizers, every step
      | recording            |
      | rnn-sgd              |
      | gru-adam             |
      | rnn-adamax-both      |
      | lstm-rmsprop-clipped |
      | lstm-nesterov-masked |

  @gradient @mask
  Scenario Outline: <recording>, of which Deeplearning4j is known to differ (divergences/label-masks.feature, layers.feature)
    Given the recording "reference/keras/<recording>.case.json"
    Then the recording agrees
    And SameDiff agrees

    Examples: Costs that weigh differently
      | recording         |
      | rnn-stack-weighed |
