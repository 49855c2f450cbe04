@optimizer @rms-prop @deeplearning4j @samediff
Feature: RmsProp
  Tieleman and Hinton 2012. Frameworks differ in where s starts and where ε is added.

    s ← ρ·s + (1 − ρ)·(∂L/∂θ)²
    θ ← θ − α·∂L/∂θ / (√s + ε)

  Deeplearning4j starts from s = ε, the publication from s = 0. ε is large here on purpose.

  Rule: The numbers are those of the equations, and Deeplearning4j computes the same

    @table
    Example: Three steps
      Given a parameter θ = 0.5
      And RmsProp with α = 0.1, ρ = 0.9, ε = 0.02
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.1   |
        | 2 | -0.2  |
        | 3 | 0.3   |
      Then its state after each step is, within 1e-14
        | t | s                 | θ                 |
        | 1 | 0.019000000000000 | 0.436644899182311 |
        | 2 | 0.021100000000000 | 0.557667498663798 |
        | 3 | 0.027990000000000 | 0.397498464314558 |
      And Deeplearning4j agrees within 1e-14

    @table
    Example: As published, s starts from zero
      Given a parameter θ = 0.5
      And RmsProp as published with α = 0.1, ρ = 0.9, ε = 0.02
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.1   |
        | 2 | -0.2  |
        | 3 | 0.3   |
      Then its state after each step is, within 1e-14
        | t | s                 | θ                 |
        | 1 | 0.001000000000000 | 0.306287056638603 |
        | 2 | 0.004900000000000 | 0.528509278860826 |
        | 3 | 0.013410000000000 | 0.307598699936046 |
      And Deeplearning4j refuses, because "its RmsProp starts its sum of squares from ε, not from 0"
      And SameDiff agrees within 1e-14

    @table
    Example: With ε inside the root
      Given a parameter θ = 0.5
      And RmsProp with ε inside the root with α = 0.1, ρ = 0.9, ε = 0.02
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 0.1   |
        | 2 | -0.2  |
        | 3 | 0.3   |
      Then its state after each step is, within 1e-14
        | t | s                 | θ                 |
        | 1 | 0.001000000000000 | 0.430993444065765 |
        | 2 | 0.004900000000000 | 0.557738294170660 |
        | 3 | 0.013410000000000 | 0.393610165861571 |
      And Deeplearning4j refuses, because "its RmsProp adds ε outside the root"
      And SameDiff agrees within 1e-14

  Rule: Parameters and optimizer state agree after every one of 50 steps, of 10 in larger networks, from the same start of each step and in a free run

    Scenario Outline: RmsProp trains <network>
      Given a network of <network>
      And weights from seed 407
      And <T> steps of <batch> random sequences from seed 408
      And the loss is <loss>, against random targets from seed 409
      When it is trained for <steps> steps by RmsProp with α = 0.01, ρ = 0.95, ε = 1e-8
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state
      And the free run stays within 1e-10 of Deeplearning4j for <steps> steps, and its growth is reported

      Examples:
        | network                                  | T  | batch | loss                           | steps |
        | SimpleRnn(2→3)                           | 3  | 2     | MSE averaged over the batch    | 50    |
        | LSTM(2→3)                                | 3  | 2     | MSE averaged over the batch    | 50    |
        | peephole LSTM(2→3), dense(3→2, sigmoid)  | 3  | 2     | XENT averaged over the batch   | 10    |

      @slow
      Examples: larger networks
        | network                                  | T  | batch | loss                           | steps |
        | LSTM(3→4), SimpleRnn(4→3)                | 4  | 2     | L2 averaged over the batch     | 10    |
        | LSTM(2→4), last step, dense(4→3, softmax) | 4  | 3     | MCXENT averaged over the batch | 10    |

    Scenario: Other hyperparameters
      Given a network of SimpleRnn(2→3)
      And weights from seed 427
      And 5 steps of 4 random sequences from seed 428
      And the loss is MSE averaged over the batch, against random targets from seed 429
      When it is trained for 10 steps by RmsProp with α = 0.02, ρ = 0.7, ε = 0.01
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state

    @slow
    Scenario Outline: RmsProp <dialect>, which Deeplearning4j refuses
      Given a network of LSTM(3→4), SimpleRnn(4→3)
      And weights from seed 407
      And 4 steps of 2 random sequences from seed 408
      And the loss is L2 averaged over the batch, against random targets from seed 409
      When it is trained for 20 steps by RmsProp <dialect> with α = 0.01, ρ = 0.95, ε = 1e-8
      Then every minibatch agrees with SameDiff from the same parameters and optimizer state
      And the free run stays within 1e-10 of SameDiff for 20 steps, and its growth is reported

      Examples:
        | dialect                      |
        | as published                 |
        | with ε inside the root       |
        | with ε added to the quotient |
