@optimizer @rms-prop @look-ahead-rms-prop @samediff
Feature: RmsProp with look-ahead momentum
  RMSProp (Tieleman and Hinton 2012) with Nesterov's momentum as Sutskever et al. 2013 have it: the gradient is taken at
  θ + μ·v′, where v′ is the velocity of the step before.

    s ← ρ·s + (1 − ρ)·(∂L/∂θ)²
    v ← μ·v′ − α·∂L/∂θ / √(s + ε)        with ε inside the root
    v ← μ·v′ − α·∂L/∂θ / (√s + ε)        with ε outside the root
    v ← μ·v′ − (α·∂L/∂θ / √s + ε)        with ε added to the quotient
    θ ← θ + v

  ε is large here on purpose.

  Rule: The numbers are those of the equations, and SameDiff computes the same

    @table
    Example: With ε inside the root, where the gradient depends on where it is taken
      L = (θ − 2)², so ∂L/∂θ at θ + μ·v′ is 2·(θ + μ·v′ − 2).

      Given a parameter θ = 0.5
      And it reads the sequence 0
      And the loss is L2 summed, against the targets
        | t | y1 |
        | 1 | 2  |
      When it is trained for 3 steps by look-ahead RmsProp with ε inside the root with α = 0.1, ρ = 0.5, μ = 0.8, ε = 0.02
      Then its state after each step is, within 1e-14
        | t | s                 | v                 | θ                 |
        | 1 | 4.500000000000000 | 0.141108130257540 | 0.641108130257540 |
        | 2 | 5.355058741891139 | 0.220374088050297 | 0.861482218307837 |
        | 3 | 4.529258297737314 | 0.266525623869501 | 1.128007842177338 |
      And SameDiff agrees within 1e-14

    @table
    Example: With a decay of 0.9, which tells ρ from 1 − ρ as 0.5 does not
      Given a parameter θ = 0.5
      And it reads the sequence 0
      And the loss is L2 summed, against the targets
        | t | y1 |
        | 1 | 2  |
      When it is trained for 3 steps by look-ahead RmsProp with ε inside the root with α = 0.1, ρ = 0.9, μ = 0.8, ε = 0.02
      Then its state after each step is, within 1e-14
        | t | s                 | v                 | θ                 |
        | 1 | 0.900000000000000 | 0.312771621085612 | 0.812771621085612 |
        | 2 | 1.161195907150730 | 0.422647665340518 | 1.235419286426130 |
        | 3 | 1.117824449735777 | 0.418078226290709 | 1.653497512716839 |
      And SameDiff agrees within 1e-14

    @table
    Example: With ε outside the root
      Given a parameter θ = 0.5
      And it reads the sequence 0
      And the loss is L2 summed, against the targets
        | t | y1 |
        | 1 | 2  |
      When it is trained for 3 steps by look-ahead RmsProp with ε outside the root with α = 0.1, ρ = 0.5, μ = 0.8, ε = 0.02
      Then its state after each step is, within 1e-14
        | t | s                 | v                 | θ                 |
        | 1 | 4.500000000000000 | 0.140100476279645 | 0.640100476279645 |
        | 2 | 5.364105225760346 | 0.218911751109828 | 0.859012227389473 |
        | 3 | 4.547817401333686 | 0.264869786256663 | 1.123882013646137 |
      And SameDiff agrees within 1e-14

    @table
    Example: With ε added to the quotient, which moves θ by ε whatever the gradient is
      L = (w·x + θ − 2)² with x = 1; w starts from 0, so it stays θ − 0.5. A gradient of 0 would not do here: 0/√0.

      Given a parameter θ = 0.5
      And it reads the sequence 1
      And the loss is L2 summed, against the targets
        | t | y1 |
        | 1 | 2  |
      When it is trained for 3 steps by look-ahead RmsProp with ε added to the quotient with α = 0.1, ρ = 0.5, μ = 0.8, ε = 0.02
      Then its state after each step is, within 1e-14
        | t | s                 | v                 | θ                 |
        | 1 | 4.500000000000000 | 0.121421356237310 | 0.621421356237310 |
        | 2 | 4.509441043127272 | 0.177241711114467 | 0.798663067351776 |
        | 3 | 3.021258264468974 | 0.193027452865850 | 0.991690520217627 |
      And SameDiff agrees within 1e-14

  Rule: Parameters and optimizer state agree after every one of 50 steps, of 10 in larger networks, from the same start of each step and in a free run

    Scenario Outline: Look-ahead RmsProp <dialect> trains <network>
      Given a network of <network>
      And weights from seed 407
      And <T> steps of <batch> random sequences from seed 408
      And the loss is <loss>, against random targets from seed 409
      When it is trained for <steps> steps by look-ahead RmsProp <dialect> with α = 0.01, ρ = 0.9, μ = 0.8, ε = 1e-6
      Then every minibatch agrees with SameDiff from the same parameters and optimizer state
      And the free run stays within 1e-10 of SameDiff for 10 steps, and its growth is reported

      Examples:
        | dialect                      | network                                 | T | batch | loss                         | steps |
        | with ε inside the root       | SimpleRnn(2→3)                          | 3 | 2     | MSE averaged over the batch  | 50    |
        | with ε outside the root      | SimpleRnn(2→3)                          | 3 | 2     | MSE averaged over the batch  | 50    |
        | with ε added to the quotient | SimpleRnn(2→3)                          | 3 | 2     | MSE averaged over the batch  | 50    |
        | with ε inside the root       | peephole LSTM(2→3), dense(3→2, sigmoid) | 3 | 2     | XENT averaged over the batch | 10    |
        | with ε outside the root      | LSTM(3→4), SimpleRnn(4→3)               | 4 | 2     | L2 averaged over the batch   | 10    |

    Scenario: Minibatches that are read one after another
      Given a network of SimpleRnn(2→3), dense(3→1, sigmoid)
      And weights from seed 7
      And the binary adder's 200 pairs of 7-bit numbers from seed 2, in minibatches of 20
      And the loss is XENT averaged over the batch
      When it is trained for 1 epoch by look-ahead RmsProp with ε inside the root with α = 0.05, ρ = 0.5, μ = 0.8, ε = 1e-6
      Then every minibatch agrees with SameDiff from the same parameters and optimizer state
