@optimizer @schedule @deeplearning4j @samediff
Feature: Learning rates that change
  A rate that takes the place of the optimizer's own α, by n, the number of optimizer steps behind it, or of epochs. Forms and
  names are Caffe's; n begins with 0.

    Step          α·γ^⌊n/length⌋
    Exponential   α·γ^n
    Inverse       α/(1 + γ·n)^power
    Poly          α·(1 − n/length)^power, then 0; Deeplearning4j: α·(1 + n/length)^power, then 0
    Sigmoid       α/(1 + e^(−γ·(n − middle)))
    Map           a table
    Cycle         up, down, and an annealing below α
    Ramp          any other, (n + 1)/length of it at first

  Rule: The rates are those of the equations

    @table
    Example: Four steps by the inverse
      Every gradient is 1, so that the rates are what θ loses: 0.1/(1 + 0.5·n)² = 0.1, 0.1/2.25, 0.025, 0.016.

      Given a parameter θ = 0.5
      And Sgd with α = 7
      And the learning rate is 0.1/(1 + 0.5·n)^2
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 1     |
        | 2 | 1     |
        | 3 | 1     |
        | 4 | 1     |
      Then its state after each step is, within 1e-15
        | t | θ                 |
        | 1 | 0.4               |
        | 2 | 0.355555555555556 |
        | 3 | 0.330555555555556 |
        | 4 | 0.314555555555556 |
      And Deeplearning4j agrees within 1e-15
      And SameDiff agrees within 1e-15

    @table
    Example: A polynomial that rises and ends
      0.1·(1 + n/2)² = 0.1, 0.225, and from n = 2 on 0.

      Given a parameter θ = 0.5
      And Sgd with α = 7
      And the learning rate is 0.1·(1 + n/2)^2
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 1     |
        | 2 | 1     |
        | 3 | 1     |
      Then its state after each step is, within 1e-15
        | t | θ     |
        | 1 | 0.4   |
        | 2 | 0.175 |
        | 3 | 0.175 |
      And Deeplearning4j agrees within 1e-15
      And SameDiff agrees within 1e-15

    @table
    Example: A cycle of eight steps
      From 0.1 up by 0.1 to 0.4 in three steps, down again in three, then 0.1 and half of it, and from the beginning.

      Given a parameter θ = 2
      And Sgd with α = 7
      And the learning rate is 0.1 up to 0.4 and back within 8, the last 2 times 0.5 each
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 1     |
        | 2 | 1     |
        | 3 | 1     |
        | 4 | 1     |
        | 5 | 1     |
        | 6 | 1     |
        | 7 | 1     |
        | 8 | 1     |
        | 9 | 1     |
      Then its state after each step is, within 1e-14
        | t | θ    |
        | 1 | 1.9  |
        | 2 | 1.7  |
        | 3 | 1.4  |
        | 4 | 1.0  |
        | 5 | 0.7  |
        | 6 | 0.5  |
        | 7 | 0.4  |
        | 8 | 0.35 |
        | 9 | 0.25 |
      And Deeplearning4j agrees within 1e-14
      And SameDiff agrees within 1e-14

  Rule: Every schedule of Deeplearning4j, step by step and in a free run

    Scenario Outline: <rate>, <optimizer>
      Given a network of LSTM(2→3), dense(3→2, sigmoid)
      And weights from seed 641
      And 5 steps of 4 random sequences from seed 642
      And the loss is L2 averaged over the batch, against random targets from seed 643
      And the learning rate is <rate>
      When it is trained for 6 steps by <optimizer>
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state
      And Deeplearning4j agrees
      And every minibatch agrees with SameDiff from the same parameters and optimizer state
      And the equations agree

      Examples: FixedSchedule, StepSchedule, ExponentialSchedule, InverseSchedule, PolySchedule
        | rate                                                       | optimizer      |
        | 0.1 always                                                 | Sgd with α = 1 |
        | 0.1·0.5^⌊n/2⌋                                              | Sgd with α = 1 |
        | 0.1·0.9^n                                                  | Sgd with α = 1 |
        | 0.1/(1 + 0.5·n)^0.75                                       | Sgd with α = 1 |
        | 0.1·(1 + n/8)^1.5                                          | Sgd with α = 1 |

      @slow
      Examples: SigmoidSchedule, MapSchedule, CycleSchedule, RampSchedule
        | rate                                                       | optimizer      |
        | 0.1/(1 + e^(−-0.5·(n − 3)))                                | Sgd with α = 1 |
        | 0.1 from 0, 0.05 from 2, 0.2 from 4                        | Sgd with α = 1 |
        | 0.1 up to 0.4 and back within 6, the last 2 times 0.5 each | Sgd with α = 1 |
        | 0.1·0.9^n, ramped up over 4 steps                          | Sgd with α = 1 |

      Examples: by epochs, ScheduleType.EPOCH
        | rate                                                   | optimizer      |
        | 0.1·0.9^n, n counting epochs of 2 steps                | Sgd with α = 1 |
        | 0.1 from 0, 0.05 from 1, n counting epochs of 3 steps  | Sgd with α = 1 |

      @slow
      Examples: every optimizer that has a rate
        | rate      | optimizer                                            |
        | 0.1·0.9^n | Nesterov with α = 1, μ = 0.9                         |
        | 0.1·0.9^n | RmsProp with α = 1, ρ = 0.9, ε = 0.01                |
        | 0.1·0.9^n | Adam with α = 1, β1 = 0.9, β2 = 0.999, ε = 0.01      |
        | 0.1·0.9^n | AMSGrad with α = 1, β1 = 0.9, β2 = 0.999, ε = 0.01   |
        | 0.1·0.9^n | AdaMax with α = 1, β1 = 0.9, β2 = 0.999, ε = 0.01    |
        | 0.1·0.9^n | Nadam with α = 1, β1 = 0.9, β2 = 0.999, ε = 0.01     |

  Rule: A rate that has come to 0 leaves parameters where they are; in Adam, features/divergences/rate-of-zero.feature

    Scenario: Two steps after a polynomial has ended
      Given a network of LSTM(2→3), dense(3→2, sigmoid)
      And weights from seed 641
      And 5 steps of 4 random sequences from seed 642
      And the loss is L2 averaged over the batch, against random targets from seed 643
      And the learning rate is 0.1·(1 + n/4)^1.5
      When it is trained for 6 steps by Sgd with α = 1
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the equations agree

  Rule: What Deeplearning4j does not have

    Scenario: A rate for AdaDelta
      Given a network of LSTM(2→3), dense(3→2, sigmoid)
      And weights from seed 641
      And 5 steps of 4 random sequences from seed 642
      And the loss is L2 averaged over the batch, against random targets from seed 643
      And the learning rate is 0.1·0.9^n
      When it is trained for 6 steps by AdaDelta with ρ = 0.9, ε = 0.01
      Then every minibatch agrees with SameDiff from the same parameters and optimizer state
      And the equations agree
      But Deeplearning4j refuses, because "its AdaDelta has no learning rate"
