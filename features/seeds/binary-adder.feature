@seed @simple-rnn @deeplearning4j
Feature: A network learns to add in binary
  Two numbers of 6 bits enter bit by bit, least significant first; 7 bits of their sum leave. What has to be
  remembered from step to step is the carry. 2000 pairs, minibatches of 100, 3 hidden units:

    h = tanh(x·W + h′·RW + b)
    y = σ(h·V + a)
    L = −mean over pairs and bits of t·log y + (1 − t)·log(1 − y)

  Rule: Every minibatch agrees when it starts from the same parameters and the same optimizer state

    Scenario Outline: <optimizer>, Deeplearning4j's clip on both sides
      Given a network of SimpleRnn(2→3), dense(3→1, sigmoid)
      And weights from seed 1
      And the binary adder's 2000 pairs of 7-bit numbers from seed 2, in minibatches of 100
      And the loss is XENT averaged over batch and time, clamped at 1e-5
      When it is trained for <epochs> by <optimizer>
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state

      Examples:
        | optimizer                                             | epochs   |
        | RmsProp with α = 0.02, ρ = 0.5, ε = 1e-6              | 1 epoch  |

      @slow
      Examples: longer
        | optimizer                                             | epochs   |
        | RmsProp with α = 0.02, ρ = 0.5, ε = 1e-6              | 5 epochs |
        | Adam with α = 0.03, β1 = 0.9, β2 = 0.999, ε = 1e-8    | 2 epochs |
        | Nesterov with α = 0.5, μ = 0.8                        | 2 epochs |

    @slow
    Scenario: Exact logarithms on both sides
      Given a network of SimpleRnn(2→3), dense(3→1, sigmoid)
      And weights from seed 1
      And the binary adder's 2000 pairs of 7-bit numbers from seed 2, in minibatches of 100
      And the loss is XENT averaged over batch and time
      When it is trained for 2 epochs by Adam with α = 0.03, β1 = 0.9, β2 = 0.999, ε = 1e-8
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state

  Rule: Left to themselves, two runs from the same start drift apart slowly

    @slow
    Scenario Outline: The free run of <optimizer>
      Given a network of SimpleRnn(2→3), dense(3→1, sigmoid)
      And weights from seed 1
      And the binary adder's 2000 pairs of 7-bit numbers from seed 2, in minibatches of 100
      And the loss is XENT averaged over batch and time, clamped at 1e-5
      When it is trained for 5 epochs by <optimizer>
      Then the free run stays within 1e-12 of Deeplearning4j for 20 steps, and its growth is reported

      Examples:
        | optimizer                                             |
        | RmsProp with α = 0.02, ρ = 0.5, ε = 1e-6              |
        | Adam with α = 0.03, β1 = 0.9, β2 = 0.999, ε = 1e-8    |
        | Nesterov with α = 0.5, μ = 0.8                        |

  Rule: A stated recipe learns it

    @slow
    Scenario: 1000 pairs that it has not seen
      Given a network of SimpleRnn(2→3), dense(3→1, sigmoid)
      And weights from seed 1
      And the binary adder's 2000 pairs of 7-bit numbers from seed 2, in minibatches of 100
      And the loss is XENT averaged over batch and time
      When it is trained for 50 epochs by Adam with α = 0.03, β1 = 0.9, β2 = 0.999, ε = 1e-8
      Then it adds 1000 unseen pairs from seed 3 with every bit right
      And the free run stays within 1e-12 of Deeplearning4j for 20 steps, and its growth is reported
