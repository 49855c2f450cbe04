@seed @simple-rnn @samediff
Feature: The binary adder with a trained initial state
  Two numbers of 6 bits enter bit by bit, least significant first; the 7 bits of their sum leave. A linear layer 2→3 on every
  step, a recurrent layer of 3 states that starts from a trained state S₀ shared by the whole batch, a linear layer 3→1 and the
  logistic function. The linear layer has a bias and the recurrent layer has one too:

    xₖ = inₖ·W_in + b_in                     sₖ = tanh(xₖ + sₖ₋₁·W_rec + b_rec)        y = σ(sₖ·W_out + b_out)
    cost = −mean over pairs and bits of t·log(y + 1e-99) + (1 − t)·log(1 − y + 1e-99)

  In our words SimpleRnn(2→3, two-bias, trained start), dense(3→1, sigmoid), where W is W_in, b is b_in, RW is W_rec, rb is b_rec and
  h0 is S₀. Weights are drawn in ±√(6/(n + m)), biases and S₀ are zero. 2000 pairs, minibatches of 100, 5 epochs, RMSProp with
  look-ahead momentum: V′ ← 0.8·V moves the parameters before the gradient is taken, then S ← 0.5·S + 0.5·g² and a step of
  0.05·g/√S, with ε = 1e-6 in one of three places. Deeplearning4j cannot train S₀; SameDiff can.

  Rule: Weights are drawn in ±√(6/(n + m)), where n and m are the sides of the matrix

    Scenario: Six, nine and three weights
      Given a network of SimpleRnn(2→3, two-bias, trained start), dense(3→1, sigmoid)
      When weights from seed 3 by the rule Glorot
      And 7 steps of 2 random sequences from seed 4
      Then every weight in W of "layer 1" lies within ±√(6/5), the greatest beyond 0.9 of that
      And every weight in RW of "layer 1" lies within ±√(6/6), the greatest beyond 0.9 of that
      And every weight in W of "layer 2" lies within ±√(6/4), the greatest beyond 0.9 of that

  Rule: The gradient of every parameter, on the first 100 pairs

    Scenario Outline: weights from seed <seed>
      Given a network of SimpleRnn(2→3, two-bias, trained start), dense(3→1, sigmoid)
      And weights from seed <seed> by the rule <rule>
      And the binary adder's 2000 pairs of 7-bit numbers from seed 2, in minibatches of 100
      And the loss is XENT averaged over batch and time, with 1e-99 inside the logarithms
      Then it has 28 trainable numbers
      And the equations agree
      And SameDiff agrees
      And Deeplearning4j refuses, because "its SimpleRnn cannot train its initial state"

      Examples:
        | seed | rule            |
        | 1    | Glorot          |
        | 2    | uniform in ±0.5 |

    Scenario: Every parameter away from zero, S₀ and both biases too
      Given a network of SimpleRnn(2→3, two-bias, trained start), dense(3→1, sigmoid)
      And weights from seed 3
      And the binary adder's 2000 pairs of 7-bit numbers from seed 2, in minibatches of 100
      And the loss is XENT averaged over batch and time, with 1e-99 inside the logarithms
      Then the equations agree
      And SameDiff agrees

  Rule: Every minibatch agrees when it starts from the same parameters and the same optimizer state

    Scenario Outline: ε <placement>, the first epoch of minibatches that move on by <pairs>
      Given a network of SimpleRnn(2→3, two-bias, trained start), dense(3→1, sigmoid)
      And weights from seed 1 by the rule Glorot
      And the binary adder's 2000 pairs of 7-bit numbers from seed 2, in <minibatches> of 100
      And the loss is XENT averaged over batch and time, with 1e-99 inside the logarithms
      When it is trained for 1 epoch by look-ahead RmsProp with ε <placement> with α = 0.05, ρ = 0.5, μ = 0.8, ε = 1e-6
      Then every minibatch agrees with SameDiff from the same parameters and optimizer state

      Examples:
        | placement             | minibatches         | pairs           |
        | inside the root       | minibatches         | a hundred pairs |

      @slow
      Examples: other places of ε, other minibatches
        | placement             | minibatches         | pairs           |
        | outside the root      | minibatches         | a hundred pairs |
        | added to the quotient | minibatches         | a hundred pairs |
        | inside the root       | sliding minibatches | a single pair   |

    @slow
    Scenario Outline: All five epochs of <minibatches>
      Once the network adds, its states are saturated: the slope 1 − s² is the difference of two numbers near 1, and has no more
      than some eleven digits left, in every framework alike, while the bound counts sixteen. So all five epochs are
      compared within a tolerance of their own.

      Given a network of SimpleRnn(2→3, two-bias, trained start), dense(3→1, sigmoid)
      And weights from seed 1 by the rule Glorot
      And the binary adder's 2000 pairs of 7-bit numbers from seed 2, in <minibatches> of 100
      And the loss is XENT averaged over batch and time, with 1e-99 inside the logarithms
      When it is trained for 5 epochs by look-ahead RmsProp with ε inside the root with α = 0.05, ρ = 0.5, μ = 0.8, ε = 1e-6
      Then every minibatch agrees with SameDiff within 1e-12 from the same parameters and optimizer state

      Examples:
        | minibatches         |
        | minibatches         |
        | sliding minibatches |

  Rule: Left to themselves, two runs from the same start drift apart

    @slow
    Scenario: The free run, its cost curve and five fresh sums
      The curve shows the cost before the first step and then, as the document has it, that of every minibatch after its update.

      Given a network of SimpleRnn(2→3, two-bias, trained start), dense(3→1, sigmoid)
      And weights from seed 1 by the rule Glorot
      And the binary adder's 2000 pairs of 7-bit numbers from seed 2, in minibatches of 100
      And the loss is XENT averaged over batch and time, with 1e-99 inside the logarithms
      When it is trained for 5 epochs by look-ahead RmsProp with ε inside the root with α = 0.05, ρ = 0.5, μ = 0.8, ε = 1e-6
      Then the free run stays within 1e-10 of SameDiff for 20 steps, and its growth is reported
      And its cost before the first step and after every step is drawn as "binary adder"
      And SameDiff answers 5 fresh pairs from seed 3 as it does, and the answers are printed

  Rule: Slips of the document

    Scenario: Sliding by a single pair reads 119 of the 2000 pairs
      Given a network of SimpleRnn(2→3, two-bias, trained start), dense(3→1, sigmoid)
      And weights from seed 1 by the rule Glorot
      And the binary adder's 2000 pairs of 7-bit numbers from seed 2, in sliding minibatches of 100
      Then 119 of the 2000 pairs are read

    Scenario: Disjoint minibatches read them all
      Given a network of SimpleRnn(2→3, two-bias, trained start), dense(3→1, sigmoid)
      And weights from seed 1 by the rule Glorot
      And the binary adder's 2000 pairs of 7-bit numbers from seed 2, in minibatches of 100
      Then 2000 of the 2000 pairs are read

    Scenario: A printout of the target where the prediction belongs hides every wrong sum
      An untrained network, which adds no better than chance.

      Given a network of SimpleRnn(2→3, two-bias, trained start), dense(3→1, sigmoid)
      And weights from seed 1 by the rule Glorot
      And the binary adder's 2000 pairs of 7-bit numbers from seed 2, in minibatches of 100
      Then of 5 fresh pairs from seed 3, the slip "the target in the place of the prediction" shows every sum right though 1 or more are wrong

  Rule: Not every start learns it, and a stated recipe always does

    @slow
    Scenario Outline: The share of the starts that learn it in the document's own setting, <minibatches>
      Elsewhere 30 to 45 % were measured; with 40 starts, two standard errors more or less are 16 to 61 %.

      Given a network of SimpleRnn(2→3, two-bias, trained start), dense(3→1, sigmoid)
      And weights from seed 1 by the rule Glorot
      And the binary adder's 2000 pairs of 7-bit numbers from seed 2, in <minibatches> of 100
      And the loss is XENT averaged over batch and time, with 1e-99 inside the logarithms
      When it is trained for 5 epochs by look-ahead RmsProp with ε inside the root with α = 0.05, ρ = 0.5, μ = 0.8, ε = 1e-6
      Then from weights of seeds 1 to 40 by the rule Glorot, 16 % to 61 % add 1000 unseen pairs from seed 3 with every bit right

      Examples:
        | minibatches         |
        | minibatches         |
        | sliding minibatches |

    @slow
    Scenario: Restarts, chosen by the training cost alone
      Adam for 20 epochs of disjoint minibatches; start k of run s draws its weights from seed 1000·s + k, and the first whose
      cost over the 2000 pairs is below 0.01 is kept.

      Given a network of SimpleRnn(2→3, two-bias, trained start), dense(3→1, sigmoid)
      And weights from seed 1 by the rule Glorot
      And the binary adder's 2000 pairs of 7-bit numbers from seed 2, in minibatches of 100
      And the loss is XENT averaged over batch and time, with 1e-99 inside the logarithms
      When it is trained for 20 epochs by Adam as published with α = 0.05, β1 = 0.9, β2 = 0.999, ε = 1e-8
      Then with up to 20 starts by the rule Glorot, kept when the cost of all pairs is below 0.01, every seed from 1 to 10 adds 1000 unseen pairs from seed 3 with every bit right
