@recorded @pytorch
Feature: What PyTorch computed, recorded
  Every row is a file that PyTorch's worker recorded: network, numbers, and everything that PyTorch 1.13 computed from them. Nothing of
  PyTorch's is needed here. One command records all of them again, and the build says which file is not what it would record
  (reference/README.md).

  The recording is held to ours, and to Deeplearning4j and SameDiff in as much of it as they can compute.

  Scenario Outline: <recording>
    Given the recording "reference/pytorch/<recording>.case.json"
    Then every framework agrees with the recording

    @forward
    Examples: Outputs and last states
      | recording              |
      | rnn-forward            |
      | lstm-forward-bias-free |
      | lstm-floats-forward    |
      | gru-forward-last-step  |

    @forward @streaming
    Examples: Sequences in pieces
      | recording              |
      | rnn-streamed-bias-free |
      | lstm-streamed          |
      | gru-streamed-bias-free |

    @gradient
    Examples: Gradients of a loss
      | recording               |
      | rnn-stack               |
      | rnn-trained-start       |
      | rnn-floats              |
      | lstm-two-biases-classes |
      | lstm-both-stack         |
      | gru-both-stack          |
      | gru-floats-classes      |

    @gradient
    Examples: Errors that arrive at outputs and at last states, as far back as the initial states
      | recording            |
      | rnn-relu-arriving    |
      | rnn-two-biases       |
      | lstm-arriving        |
      | lstm-both            |
      | gru-reset-after-none |
      | gru-reset-after-one  |
      | gru-reset-after-two  |

    @gradient @mask
    Examples: Packed sequences
      | recording              |
      | rnn-both-lengths       |
      | lstm-lengths-last-step |
      | gru-lengths-one-bias   |
      | gru-lengths-two-biases |
      | lstm-lengths-arriving  |
      | lstm-both-lengths      |

    @optimizer
    Examples: torch.optim, every step of it
      | recording             |
      | rnn-sgd-trained-start |
      | rnn-nesterov          |
      | lstm-adam             |
      | lstm-adamw-floats     |
      | gru-amsgrad-both      |
      | gru-rmsprop-clipped   |
      | rnn-adamax-lengths    |
      | lstm-adadelta         |
      | rnn-adagrad-penalised |
      | lstm-clipped-by-norm  |

  @gradient @mask
  Scenario Outline: <recording>, of which Deeplearning4j is known to differ (divergences/label-masks.feature)
    Given the recording "reference/pytorch/<recording>.case.json"
    Then the recording agrees
    And SameDiff agrees

    Examples: Costs that weigh differently
      | recording          |
      | lstm-stack-weighed |
