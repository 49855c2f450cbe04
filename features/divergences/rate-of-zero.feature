@divergence @deeplearning4j @optimizer @adam
Feature: A learning rate of 0 in Deeplearning4j
  ND4J's operations of Adam and of its relatives take ε for the rate wherever the rate, corrected for the start of the averages, is
  0. So parameters go on moving, by ε·m/(√v + ε), where a schedule has come to 0 (PolySchedule does, from its last count on) or where
  a rate of 0 was to freeze them.

  What to do: end the training where the schedule ends; to freeze a layer, use FrozenLayer, or Sgd, which does stand still.

  @table
  Scenario: After the last count of a PolySchedule
    At n = 1 the rate is 0, so that θ must stay. Deeplearning4j moves it by 0.01·0.19/(√0.001999 + 0.01).

    Given a parameter θ = 0.5
    And Adam with α = 0.1, β1 = 0.9, β2 = 0.999, ε = 0.01
    And the learning rate is 0.1·(1 + n/1)^2
    When these gradients arrive
      | t | ∂L/∂θ |
      | 1 | 1     |
      | 2 | 1     |
    Then its state after each step is, within 1e-14
      | t | m    | v        | θ                 |
      | 1 | 0.1  | 0.001    | 0.424025307335204 |
      | 2 | 0.19 | 0.001999 | 0.424025307335204 |
    And SameDiff agrees within 1e-14
    But Deeplearning4j is known to differ by 0.0347 to 0.0348
      """
      Deeplearning4j takes ε for a learning rate of 0 in Adam, AMSGrad, AdaMax and AdaBelief.
      """

  Scenario Outline: <optimizer>
    Given a network of LSTM(2→3), dense(3→2, sigmoid)
    And weights from seed 651
    And 5 steps of 4 random sequences from seed 652
    And the loss is L2 averaged over the batch, against random targets from seed 653
    And the learning rate is 0.01·(1 + n/2)^2
    When it is trained for 3 steps by <optimizer>
    Then SameDiff agrees
    And the equations agree
    But Deeplearning4j is known to differ by <least> to <greatest>
      """
      Deeplearning4j takes ε for a learning rate of 0 in Adam, AMSGrad, AdaMax and AdaBelief.
      """

    Examples:
      | optimizer                                             | least  | greatest |
      | Adam with α = 1, β1 = 0.9, β2 = 0.999, ε = 0.01       | 0.0418 | 0.0462   |
      | AMSGrad with α = 1, β1 = 0.9, β2 = 0.999, ε = 0.01    | 0.0418 | 0.0462   |
      | AdaMax with α = 1, β1 = 0.9, β2 = 0.999, ε = 0.01     | 0.0026 | 0.0028   |

  Scenario Outline: <optimizer> stands still
    Given a network of LSTM(2→3), dense(3→2, sigmoid)
    And weights from seed 651
    And 5 steps of 4 random sequences from seed 652
    And the loss is L2 averaged over the batch, against random targets from seed 653
    And the learning rate is 0.01·(1 + n/2)^2
    When it is trained for 3 steps by <optimizer>
    Then Deeplearning4j agrees

    Examples:
      | optimizer                                        |
      | Sgd with α = 1                                   |
      | RmsProp with α = 1, ρ = 0.9, ε = 0.01            |
      | Nadam with α = 1, β1 = 0.9, β2 = 0.999, ε = 0.01 |
