@optimizer @regularisation @deeplearning4j @samediff
Feature: Regularisation
  Penalties are added to the gradient, after it was clipped and before the optimizer reads it; weight decay is taken from the
  parameter beside the optimizer's step:

    ∂L/∂θ ← ∂L/∂θ + l1·sign(θ) + l2·θ
    θ ← (the optimizer's θ) − δ·θ′, or − α·δ·θ′

  The score of a step is the loss + l1·Σ|θ| + (l2 + δ)/2·Σθ²: Deeplearning4j counts the decay there, though nothing minimises it.

  Rule: The numbers are those of the equations

    @table
    Example: A penalty of both kinds and Sgd
      ∇ + l1·sign(θ) + l2·θ: 0.3 + 0.1 + 0.2·0.5 = 0.5; −0.02 + 0.1 + 0.2·0.45 = 0.17.

      Given a parameter θ = 0.5
      And Sgd with α = 0.1
      And the biases are regularised by l1 = 0.1, l2 = 0.2
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
      Then its state after each step is, within 1e-15
        | t | θ     |
        | 1 | 0.45  |
        | 2 | 0.433 |
      And Deeplearning4j agrees within 1e-15
      And SameDiff agrees within 1e-15

    @table
    Example: Of a parameter below 0
      ∇ + l1·sign(θ) + l2·θ: 0.3 − 0.1 − 0.2·0.5 = 0.1; −0.02 − 0.1 − 0.2·0.51 = −0.222.

      Given a parameter θ = -0.5
      And Sgd with α = 0.1
      And the biases are regularised by l1 = 0.1, l2 = 0.2
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
      Then its state after each step is, within 1e-15
        | t | θ       |
        | 1 | -0.51   |
        | 2 | -0.4878 |
      And Deeplearning4j agrees within 1e-15
      And SameDiff agrees within 1e-15

    # θ by torch.optim.AdamW with weight_decay = 0.1, reference/pytorch/optimizer_steps.py.
    @table
    Example: AdamW is Adam with decay times the rate
      Given a parameter θ = 0.5
      And Adam as in PyTorch with α = 0.1, β1 = 0.9, β2 = 0.5, ε = 0.01
      And the biases are regularised by decay = 0.1·α
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
        | 3 | 0.1   |
      Then its state after each step is, within 1e-14
        | t | m                 | v                 | θ                 |
        | 1 | 0.030000000000000 | 0.045000000000000 | 0.398225806451613 |
        | 2 | 0.025000000000000 | 0.022700000000000 | 0.322722825207685 |
        | 3 | 0.032500000000000 | 0.016350000000000 | 0.237743916709204 |
      And SameDiff agrees within 1e-14

    # θ, m and v by torch.optim.Adam with weight_decay = 0.1, likewise.
    @table
    Example: The weight decay of PyTorch's Adam is coupled, an l2
      Given a parameter θ = 0.5
      And Adam as in PyTorch with α = 0.1, β1 = 0.9, β2 = 0.5, ε = 0.01
      And the biases are regularised by l2 = 0.1
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
        | 3 | 0.1   |
      Then its state after each step is, within 1e-14
        | t | m                 | v                 | θ                 |
        | 1 | 0.035000000000000 | 0.061250000000000 | 0.402777777777778 |
        | 2 | 0.033527777777778 | 0.030830594135802 | 0.319834322867828 |
        | 3 | 0.043373343228678 | 0.024125110267001 | 0.228921453966772 |
      And SameDiff agrees within 1e-14

  Rule: Told to each layer, Deeplearning4j computes the same

    The builders of its layers have methods for each. Of l2(…) and weightDecay(…) the one that is called last drops the other, with a
    warning, so that whoever wants both hands them over as a list, regularization(…); the same holds for biases.

    Scenario Outline: weights by <weights>, biases by <biases>, <network>, <optimizer>
      Given a network of <network>
      And weights from seed 651
      And 5 steps of 4 random sequences from seed 652
      And the loss is L2 averaged over the batch, against random targets from seed 653
      And the weights are regularised by <weights>
      And the biases are regularised by <biases>
      When it is trained for 5 steps by <optimizer>
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state
      And Deeplearning4j agrees
      And the equations agree
      And SameDiff agrees

      Examples: l1, l2, l1Bias, l2Bias, weightDecay, weightDecayBias
        | network                            | weights                          | biases                            | optimizer                                         |
        | LSTM(2→3), dense(3→2, sigmoid)     | l1 = 0.1                         | l1 = 0                            | Sgd with α = 0.1                                  |
        | LSTM(2→3), dense(3→2, sigmoid)     | l2 = 0.1                         | l1 = 0                            | Sgd with α = 0.1                                  |
        | LSTM(2→3), dense(3→2, sigmoid)     | l1 = 0                           | l1 = 0.1                          | Sgd with α = 0.1                                  |
        | LSTM(2→3), dense(3→2, sigmoid)     | l1 = 0                           | l2 = 0.1                          | Sgd with α = 0.1                                  |
        | SimpleRnn(2→3)                     | decay = 0.1·α                    | l1 = 0                            | Adam with α = 0.1, β1 = 0.9, β2 = 0.999, ε = 0.01 |
        | SimpleRnn(2→3)                     | decay = 0.1                      | l1 = 0                            | Adam with α = 0.1, β1 = 0.9, β2 = 0.999, ε = 0.01 |
        | SimpleRnn(2→3)                     | l1 = 0                           | decay = 0.1·α                     | Nesterov with α = 0.1, μ = 0.9                    |
        | peephole LSTM(2→3), SimpleRnn(3→2) | l1 = 0.01, l2 = 0.1, decay = 0.1 | l1 = 0.1, l2 = 0.1, decay = 0.1·α | Adam with α = 0.1, β1 = 0.9, β2 = 0.999, ε = 0.01 |

    @bidirectional
    Scenario: Both directions of a Bidirectional
      Given a network of bidirectional LSTM(2→3), dense(6→2, sigmoid)
      And weights from seed 651
      And 5 steps of 4 random sequences from seed 652
      And the loss is L2 averaged over the batch, against random targets from seed 653
      And the weights are regularised by l1 = 0.01, l2 = 0.1, decay = 0.1·α
      And the biases are regularised by l2 = 0.1
      When it is trained for 5 steps by Sgd with α = 0.1
      Then Deeplearning4j agrees
      And the equations agree

  Rule: Told once for the whole network, Deeplearning4j computes the same of penalties, but not of decay: features/divergences/weight-decay.feature

    Scenario Outline: weights by <weights>, biases by <biases>
      Given a network of LSTM(2→3), dense(3→2, sigmoid)
      And weights from seed 651
      And 5 steps of 4 random sequences from seed 652
      And the loss is L2 averaged over the batch, against random targets from seed 653
      And the weights are regularised by <weights>
      And the biases are regularised by <biases>
      And regularisation is set for the whole network at once
      When it is trained for 5 steps by Sgd with α = 0.1
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state
      And Deeplearning4j agrees

      Examples:
        | weights             | biases   |
        | l1 = 0.1            | l1 = 0   |
        | l2 = 0.1            | l1 = 0   |
        | l1 = 0              | l1 = 0.1 |
        | l1 = 0              | l2 = 0.1 |
        | l1 = 0.1, l2 = 0.05 | l2 = 0.1 |

  Rule: The order of one step: clip, penalties, optimizer, decay

    @table
    Example: By hand
      0.3 counts as 0.2, + 0.2·0.5 = 0.3: θ = 0.5 − 0.1·0.3 − 0.1·0.5 = 0.42. Then −0.02 + 0.2·0.42 = 0.064:
      θ = 0.42 − 0.0064 − 0.042.

      Given a parameter θ = 0.5
      And Sgd with α = 0.1
      And gradients are clipped at 0.2, entry by entry
      And the biases are regularised by l2 = 0.2, decay = 0.1
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.3   |
        | 2 | -0.02 |
      Then its state after each step is, within 1e-15
        | t | θ      |
        | 1 | 0.42   |
        | 2 | 0.3716 |
      And Deeplearning4j agrees within 1e-15
      And SameDiff agrees within 1e-15

    Scenario Outline: gradients <clip>, weights by <weights>
      Given a network of LSTM(2→3), dense(3→2, sigmoid)
      And weights from seed 651
      And 5 steps of 4 random sequences from seed 652
      And the loss is L2 averaged over the batch, against random targets from seed 653
      And gradients are clipped at <clip>
      And the weights are regularised by <weights>
      And the learning rate is 0.1·0.9^n
      When it is trained for 5 steps by Adam with α = 1, β1 = 0.9, β2 = 0.999, ε = 0.01
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state
      And Deeplearning4j agrees
      And the equations agree

      Examples:
        | clip                               | weights                            |
        | 0.05, entry by entry               | l1 = 0.3, l2 = 0.5, decay = 0.1·α  |
        | 0.05 by the norm of each layer     | l1 = 0.3, l2 = 0.5, decay = 0.1    |
        | 0.05 by the norm of each parameter | l2 = 0.5, decay = 0.1·α            |
