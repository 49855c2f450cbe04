@convention @optimizer @simple-rnn
Feature: Parameters that are not the current ones
  Buffers are copied before they are written, and asynchronous training takes its gradient where the parameters were a step ago.

  Scenario Outline: <convention>
    Given a network of SimpleRnn(2→3)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    And the loss is L2 averaged over the batch, against random targets from seed 503
    When it is trained for 3 steps by Adam with α = 0.1, β1 = 0.8, β2 = 0.95, ε = 0.01
    Then the convention "<convention>", planted at the adapter of Lockstep, is named

    Examples:
      | convention                 |
      | parameters-one-step-behind |
      | gradient-one-step-behind   |
