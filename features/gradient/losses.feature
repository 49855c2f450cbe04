@gradient @loss @deeplearning4j @samediff
Feature: Losses, their reduction and their clipping
  p is the network's output, y the target, n the number of output features; summed over features.

    MSE     (y − p)²/n
    L2      (y − p)²
    MCXENT  −y·log p                          with softmax
    XENT    −y·log p − (1 − y)·log(1 − p)     with sigmoid
    Wasserstein  y·p/n                        linear in p
    L1, MAE |y − p|, |y − p|/n
    hinge   max(0, 1 − y·p)                   targets of ±1; also squared
    Poisson p − y·log p                       counts
    KL divergence     y·log(y/p)              distributions
    cosine proximity  −y·p/(‖y‖·‖p‖)          norms of rows
    MAPE    100·|(y − p)/y|/n
    MSLE    log²((1 + p)/(1 + y))/n

  Deeplearning4j's SQUARED_LOSS is its MSE, its NEGATIVELOGLIKELIHOOD and SPARSE_MCXENT are its MCXENT, the latter of numbers of classes, and its
  RECONSTRUCTION_CROSSENTROPY is its KL_DIVERGENCE.

  What frameworks leave unsaid is said here: whether the sum over steps and rows is averaged, and what is done to p
  before its logarithm is taken.

  Scenario Outline: <loss> after <network>
    Given a network of <network>
    And weights from seed 207
    And 5 steps of 3 random sequences from seed 208
    And the loss is <loss>, against random targets from seed 209
    Then Deeplearning4j agrees
    And SameDiff agrees
    And the gradients agree with central differences

    Examples:
      | loss                                  | network                               |
      | MSE summed                            | LSTM(2→3), dense(3→2)                 |
      | MSE averaged over the batch           | SimpleRnn(2→3), dense(3→2, tanh)      |
      | MSE averaged over batch and time      | SimpleRnn(2→3), dense(3→2)            |
      | L2 summed                             | SimpleRnn(2→3), dense(3→2)            |
      | L2 averaged over the batch            | LSTM(2→3), dense(3→2, sigmoid)        |
      | L2 averaged over batch and time       | peephole LSTM(2→3), dense(3→2)        |
      | MCXENT summed                         | LSTM(2→3), dense(3→4, softmax)        |
      | MCXENT averaged over the batch        | SimpleRnn(2→3), dense(3→4, softmax)   |
      | MCXENT averaged over batch and time   | LSTM(2→3), dense(3→4, softmax)        |
      | MCXENT averaged over the batch        | LSTM(2→3), dense(3→2, sigmoid)        |
      | MCXENT summed                         | SimpleRnn(2→3), dense(3→2, softplus)  |
      | Wasserstein averaged over the batch   | LSTM(2→3), dense(3→2)                 |
      | L1 summed                             | SimpleRnn(2→3), dense(3→2)            |
      | L1 averaged over batch and time, weighted 1 2 | LSTM(2→3), dense(3→2, tanh)   |
      | MAE averaged over the batch           | LSTM(2→3), dense(3→2)                 |
      | MAE averaged over batch and time      | SimpleRnn(2→3), dense(3→3, sigmoid)   |
      | hinge averaged over the batch         | LSTM(2→3), dense(3→2, tanh)           |
      | hinge summed                          | SimpleRnn(2→3), dense(3→2)            |
      | squared hinge averaged over the batch | LSTM(2→3), dense(3→2)                 |
      | squared hinge summed                  | SimpleRnn(2→3), dense(3→2, tanh)      |
      | Poisson averaged over the batch       | LSTM(2→3), dense(3→2, softplus)       |
      | Poisson summed                        | SimpleRnn(2→3), dense(3→2, sigmoid)   |
      | KL divergence averaged over the batch, clamped in the score at 1e-5 | LSTM(2→3), dense(3→4, softmax) |
      | cosine proximity averaged over the batch, with norms of at least 1e-5 | SimpleRnn(2→3), dense(3→3) |
      | cosine proximity summed, with norms of at least 1e-5 | LSTM(2→3), dense(3→3, softmax) |
      | MAPE averaged over the batch          | LSTM(2→3), dense(3→2)                 |
      | MAPE averaged over batch and time, weighted 0.5 2 | SimpleRnn(2→3), dense(3→2) |
      | MSLE averaged over the batch          | LSTM(2→3), dense(3→2, softplus)       |
      | MSLE averaged over batch and time     | SimpleRnn(2→3), dense(3→2, sigmoid)   |
      | MSE averaged over the batch, weighted 1 0 0.25 | SimpleRnn(2→3), dense(3→3)   |
      | L2 summed, weighted 3 0.5             | LSTM(2→3), dense(3→2, tanh)           |
      | MCXENT averaged over the batch, weighted 1 0.5 2 | SimpleRnn(2→3), dense(3→3, softmax) |
      | XENT averaged over the batch, weighted 2 0.5 | LSTM(2→3), dense(3→2, sigmoid) |
      | XENT summed                           | SimpleRnn(2→3), dense(3→2, sigmoid)   |
      | XENT averaged over the batch          | LSTM(2→3), dense(3→2, sigmoid)        |
      | XENT averaged over batch and time     | SimpleRnn(2→3), dense(3→1, sigmoid)   |

  Scenario Outline: The last step only, <loss>
    Given a network of <network>
    And weights from seed 217
    And 5 steps of 3 random sequences from seed 218
    And the loss is <loss>, against random targets from seed 219
    Then Deeplearning4j agrees
    And SameDiff agrees
    And the gradients agree with central differences

    Examples:
      | loss                           | network                                         |
      | L2 averaged over batch and time | LSTM(2→3), last step, dense(3→2)               |
      | MSE averaged over the batch    | LSTM(2→3), last step, dense(3→2)                |
      | XENT averaged over the batch   | SimpleRnn(2→3), last step, dense(3→2, sigmoid)  |
      | MCXENT averaged over the batch | LSTM(2→3), last step, dense(3→4, softmax)       |

  Scenario: Deeplearning4j's clip of 1e-5, where no output comes near it
    Given a network of SimpleRnn(2→3), dense(3→2, sigmoid)
    And weights from seed 227
    And 5 steps of 3 random sequences from seed 228
    And the loss is XENT averaged over the batch, clamped at 1e-5, against random targets from seed 229
    Then Deeplearning4j agrees
    And SameDiff agrees

  @clip
  Scenario: Deeplearning4j's clip of 1e-5, where an output is confident and wrong
    z = 15 gives p = 1 − 3.1e-7, which is clamped to 1 − 1e-5; the gradient that arrives is 0.03 instead of 1.

    Given a sigmoid dense layer with the weights
      | from | unit1 |
      | x1   | 15    |
      | bias | 0     |
    And it reads the sequence 1
    When the loss is XENT summed, clamped at 1e-5, against the targets
      | t | y1 |
      | 1 | 0  |
    Then the gradient of b is, within 1e-9
      | from | unit1       |
      | bias | 0.030590213 |
    And Deeplearning4j agrees
    And SameDiff agrees

  @clip
  Scenario: Deeplearning4j's clip of 1e-5 at the other end
    z = −15 gives p = 3.1e-7, which is clamped to 1e-5; the gradient that arrives is −0.03 instead of −1.

    Given a sigmoid dense layer with the weights
      | from | unit1 |
      | x1   | -15   |
      | bias | 0     |
    And it reads the sequence 1
    When the loss is XENT summed, clamped at 1e-5, against the targets
      | t | y1 |
      | 1 | 1  |
    Then the gradient of b is, within 1e-9
      | from | unit1        |
      | bias | -0.030590213 |
    And Deeplearning4j agrees

  @clip
  Scenario: A clamp behind softmax changes the score and leaves the gradient as it is
    z = 1, −14 gives p₂ = 3.1e-7, clamped to 1e-5 in the score; ∂L/∂z = p − y in spite of that.

    Given a softmax dense layer with the weights
      | from | unit1 | unit2 |
      | x1   | 1     | -14   |
      | bias | 0     | 0     |
    And it reads the sequence 1
    When the loss is MCXENT summed, clamped at 1e-5, against the targets
      | t | y1   | y2   |
      | 1 | 0.25 | 0.75 |
    Then the gradient of b is, within 1e-15
      | from | unit1             | unit2              |
      | bias | 0.749999694097773 | -0.749999694097773 |
    And Deeplearning4j agrees

  @simple-rnn
  Scenario: Targets that do not sum to 1, behind softmax
    The gradient is p·Σy − y, not p − y.

    Given a network of SimpleRnn(1→2), dense(2→2, softmax)
    And weights from seed 247
    And it reads the sequence 1, -0.5
    When the loss is MCXENT averaged over batch and time, against the targets
      | t | y1  | y2  |
      | 1 | 0.5 | 1.2 |
      | 2 | 0.1 | 0.3 |
    Then Deeplearning4j agrees
    And SameDiff agrees
    And the gradients agree with central differences

  @simple-rnn
  Scenario: Targets that are neither 0 nor 1, behind the logistic function
    Given a network of SimpleRnn(1→2), dense(2→2, sigmoid)
    And weights from seed 257
    And it reads the sequence 1, -0.5
    When the loss is XENT averaged over the batch, against the targets
      | t | y1  | y2  |
      | 1 | 0.2 | 0.7 |
      | 2 | 0.9 | 0.4 |
    Then Deeplearning4j agrees
    And SameDiff agrees
    And the gradients agree with central differences

  @clip
  Scenario: A confident and wrong output without clipping
    dL/dz = p − y = 1/(1 + e^−15)

    Given a sigmoid dense layer with the weights
      | from | unit1 |
      | x1   | 15    |
      | bias | 0     |
    And it reads the sequence 1
    When the loss is XENT summed, against the targets
      | t | y1 |
      | 1 | 0  |
    Then the gradient of b is, within 1e-15
      | from | unit1              |
      | bias | 0.999999694097773  |
    And SameDiff agrees
    And the gradients agree with central differences

  Scenario: An addend inside the logarithms is not Deeplearning4j's way
    Given a network of SimpleRnn(2→3), dense(3→2, sigmoid)
    And weights from seed 237
    And 5 steps of 3 random sequences from seed 238
    And the loss is XENT averaged over the batch, with 1e-3 inside the logarithms, against random targets from seed 239
    Then SameDiff agrees
    And the gradients agree with central differences
    And Deeplearning4j refuses, because "its losses clamp probabilities, they do not add ε inside the logarithm"

  Scenario Outline: Exact <loss>, which Deeplearning4j has not
    Given a network of <network>
    And weights from seed 267
    And 4 steps of 2 random sequences from seed 268
    And the loss is <loss>, against random targets from seed 269
    Then SameDiff agrees
    And the gradients agree with central differences
    And Deeplearning4j refuses, because "<reason>"

    Examples:
      | loss                                | network                             | reason                                                                            |
      | KL divergence averaged over the batch | LSTM(2→3), dense(3→3, softmax)    | its LossKLD clamps outputs and targets of the score at 1e-5, asked or not         |
      | cosine proximity summed             | SimpleRnn(2→3), dense(3→3)          | its LossCosineProximity takes norms below 1e-5 for 1e-5, asked or not             |
      | hinge summed, weighted 1 2          | SimpleRnn(2→3), dense(3→2)          | its LossHinge takes no weights                                                    |
      | Poisson averaged over batch and time | SimpleRnn(2→3), dense(3→2, softplus) | its LossPoisson takes no weights, by which time steps could be averaged          |

  @mask
  Scenario Outline: Labels that count or do not, under <loss>, with <mask>
    Given a network of <network>
    And weights from seed 277
    And 5 steps of 3 random sequences from seed 278
    And the loss is <loss>, against random targets from seed 279
    And <mask> from seed 280
    Then Deeplearning4j agrees
    And SameDiff agrees
    And the gradients agree with central differences

    Examples:
      | loss                                | network                                          | mask                                   |
      | L2 averaged over the batch          | LSTM(2→3), dense(3→2, tanh)                      | a random label mask                    |
      | MSE summed                          | SimpleRnn(2→3), dense(3→2)                       | a random label mask of single outputs  |
      | MSE averaged over batch and time    | SimpleRnn(2→3), LSTM(3→2)                        | a random label mask                    |
      | L1 averaged over the batch          | SimpleRnn(2→3)                                   | a random label mask of single outputs  |
      | MCXENT averaged over the batch      | LSTM(2→3), dense(3→4, softmax)                   | a random label mask                    |
      | XENT averaged over the batch        | SimpleRnn(2→3), dense(3→2, sigmoid)              | a random label mask of single outputs  |
      | XENT averaged over the batch        | LSTM(2→3), last step, dense(3→2, sigmoid)        | a random label mask of single outputs  |
      | MAE averaged over the batch, weighted 1 2 | LSTM(2→3), dense(3→2)                      | a random label mask                    |
      | hinge averaged over the batch       | SimpleRnn(2→3), dense(3→2, tanh)                 | a random label mask                    |
      | squared hinge summed                | SimpleRnn(2→3), dense(3→2)                       | a random label mask of single outputs  |
      | Poisson averaged over the batch     | LSTM(2→3), dense(3→2, softplus)                  | a random label mask of single outputs  |
      | KL divergence averaged over the batch, clamped in the score at 1e-5 | SimpleRnn(2→3), dense(3→3, softmax) | a random label mask |
      | cosine proximity summed, with norms of at least 1e-5 | LSTM(2→3), dense(3→3)           | a random label mask                    |
      | MAPE averaged over the batch        | LSTM(2→3), dense(3→2)                            | a random label mask of single outputs  |
      | MSLE averaged over the batch        | SimpleRnn(2→3), dense(3→2, sigmoid)              | a random label mask                    |
      | Wasserstein averaged over the batch | LSTM(2→3), dense(3→2)                            | a random label mask of single outputs  |

  @mask
  Scenario Outline: Single outputs that do not count, under <loss> after <network>
    Given a network of <network>
    And weights from seed 287
    And 4 steps of 2 random sequences from seed 288
    And the loss is <loss>, against random targets from seed 289
    And a random label mask of single outputs from seed 290
    Then SameDiff agrees
    And the gradients agree with central differences
    And Deeplearning4j refuses, because "<reason>"

    Examples:
      | loss                                                 | network                             | reason                                                        |
      | MCXENT summed                                        | SimpleRnn(2→3), dense(3→3, softmax) | its LossMCXENT behind softmax takes masks of whole steps only |
      | cosine proximity summed, with norms of at least 1e-5 | LSTM(2→3), dense(3→3)               | its LossCosineProximity takes masks of whole steps only       |
