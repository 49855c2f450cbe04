@convention @optimizer @simple-rnn
Feature: What is clipped, and when
  Deeplearning4j alone clips in five ways: entries, layers and parameters, by value or by norm. A gradient that is clipped before it is
  averaged is another one than one that is clipped afterwards.

  Scenario Outline: <convention> where gradients are clipped <clip>
    Given a network of SimpleRnn(2→3), dense(3→2, tanh)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    And the loss is L2 <reduced>, against random targets from seed 503
    And gradients are clipped <clip>
    When it is trained for 2 steps by Sgd with α = 0.1
    Then the convention "<convention>", planted in the definition, is named

    Examples:
      | convention               | clip                        | reduced                 |
      | clipping-missing         | at 0.2, entry by entry      | averaged over the batch |
      | clipped-by-entry         | at 0.2 by their global norm | averaged over the batch |
      | clipped-by-global-norm   | at 0.2, entry by entry      | averaged over the batch |
      | clipped-per-layer        | at 0.2 by their global norm | averaged over the batch |
      | clipped-per-parameter    | at 0.2 by their global norm | averaged over the batch |
      | clip-with-epsilon        | at 0.2 by their global norm | averaged over the batch |
      | clipped-before-averaging | at 0.2, entry by entry      | averaged over the batch |
      | clipped-after-averaging  | at 0.2, entry by entry      | summed                  |

  Scenario: The ε beside the norm left out
    Given a network of SimpleRnn(2→3), dense(3→2, tanh)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    And the loss is L2 averaged over the batch, against random targets from seed 503
    And gradients are clipped at 0.2 by their global norm plus 1e-6
    When it is trained for 2 steps by Sgd with α = 0.1
    Then the convention "clip-without-epsilon", planted in the definition, is named

  @pytorch
  Scenario: PyTorch's clip_grad_norm_ divides by the norm plus 1e-6
    Given a network of SimpleRnn(2→3), dense(3→2, tanh)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    And the loss is L2 averaged over the batch, against random targets from seed 503
    And gradients are clipped at 0.2 by their global norm
    When it is trained for 2 steps by Sgd with α = 0.1
    Then PyTorch has the convention "clip-with-epsilon" where the case has not

  Scenario: A clip that nobody asked for
    Given a network of SimpleRnn(2→3), dense(3→2, tanh)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    And the loss is L2 averaged over the batch, against random targets from seed 503
    When it is trained for 2 steps by Sgd with α = 0.1
    Then the convention "clipping-unasked", planted in the definition, is named
