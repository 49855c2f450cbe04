@divergence @samediff @gradient
Feature: SameDiff's operations that are a whole recurrent layer
  SameDiff is right where a layer is built of products, sums and functions, which is how Lockstep asks it everywhere else. Its
  operations lstmLayer, lstmCell and gru are not to be differentiated.

  What to do: build the layer of primitive operations.

  Rule: lstmLayer takes h₀ for c₀ and c₀ for h₀ on its way forward, not on its way back

    @lstm
    Scenario: From given states
      Given a network of LSTM(2→3)
      And weights from seed 631
      And 4 steps of 2 random sequences from seed 632
      And random initial states from seed 633
      And a random gradient arriving at every step, from seed 634
      Then SameDiff agrees
      And the gradients agree with central differences
      But "SameDiff's lstmLayer" is known to differ by 0.48 to 0.52
        """
        SameDiff is wrong: the forward pass of lstmLayer exchanges the two initial states, the backward pass does not.
        """

  Rule: lstmCell has no way back

    @lstm
    Scenario: One step
      Given a network of LSTM(2→3)
      And weights from seed 631
      And 1 step of 2 random sequences from seed 632
      And a random gradient arriving at every step, from seed 634
      Then SameDiff agrees
      But "SameDiff's lstmCell" is known to fail with "Not yet implemented"
        """
        SameDiff cannot: the derivative of lstmCell was never written.
        """

  Rule: gru takes something else for the gradient of its reset gate

    With δ for the gradient of what goes into the tanh of n, that of r is δ ⊙ (h′·RWn). gru takes (δ ⊙ h′)·RWnᵀ. Where h′ is 0, or there
    is one unit, that is the same; elsewhere the gradients of r's weights, of the input and of the steps before are wrong. With one unit and several
    rows the JVM dies in native code.

    @gru
    Scenario Outline: <T> steps
      Given a network of GRU(2→3, one-bias)
      And weights from seed 631
      And <T> steps of 2 random sequences from seed 632
      And random initial states from seed 633
      And a random gradient arriving at every step, from seed 634
      Then the gradients agree with central differences
      But "SameDiff's gru" is known to differ by <least> to <greatest>
        """
        SameDiff's outputs are right and its gradients wrong: on the way back to its reset gate gru multiplies by h′ before RWn, transposed, and
        not by h′·RWn. What to do: build the layer of primitive operations.
        """

      Examples:
        | T | least | greatest |
        | 1 | 0.061 | 0.066    |
        | 4 | 0.1   | 0.12     |

    @gru
    Scenario: One unit, one row
      Given a network of GRU(2→1, one-bias)
      And weights from seed 631
      And 4 steps of 1 random sequence from seed 632
      And random initial states from seed 633
      And a random gradient arriving at every step, from seed 634
      Then "SameDiff's gru" agrees

    @gru @slow
    Scenario: One unit, two rows
      Given a network of GRU(2→1, one-bias)
      And weights from seed 631
      And 4 steps of 2 random sequences from seed 632
      And random initial states from seed 633
      And a random gradient arriving at every step, from seed 634
      Then SameDiff agrees
      But "SameDiff's gru", in a JVM of its own, is known to fail with "ended without an answer"
        """
        SameDiff brings the JVM down on the way back through gru. What to do: build the layer of primitive operations.
        """

    @gru
    Scenario: One step from zeros
      Given a network of GRU(2→3, one-bias)
      And weights from seed 631
      And 1 step of 2 random sequences from seed 632
      And a random gradient arriving at every step, from seed 634
      Then "SameDiff's gru" agrees

    @gru
    Scenario: Two units, by hand
      RWn is 1 from unit 1 to unit 2 and 0.7 back, all other weights are 0, so that r = z = ½, and r passes a quarter on. For the bias of r that
      makes ¼·(1.4·δ₁, 1.5·δ₂). gru says ¼·(2·δ₂, 1.05·δ₁). With ∂L/∂h from outside δ = (0.094869, 0.171223); no number is further off than the
      gradient of what leads from h2 = 2 to r1, by 2·¼·(2·δ₂ − 1.4·δ₁) = 0.10481.

      Given a one-bias GRU layer with the weights
        | from | r1 | r2 | z1 | z2 | n1  | n2 |
        | x1   | 0  | 0  | 0  | 0  | 0   | 0  |
        | h1   | 0  | 0  | 0  | 0  | 0   | 1  |
        | h2   | 0  | 0  | 0  | 0  | 0.7 | 0  |
        | bias | 0  | 0  | 0  | 0  | 0   | 0  |
      And its initial state is
        | state | unit1 | unit2 |
        | h     | 1.5   | 2     |
      And it reads the sequence 0
      And a random gradient arriving at every step, from seed 634
      Then the gradients agree with central differences
      But "SameDiff's gru" is known to differ by 0.1048 to 0.10482
        """
        SameDiff is wrong: on the way back to its reset gate gru multiplies by h′ before RWn, transposed, and not by h′·RWn. What to do: build
        the layer of primitive operations.
        """
