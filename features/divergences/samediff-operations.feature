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

  Rule: The derivative of gru is that of something else

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
        SameDiff's outputs are right and its gradients wrong.
        """

      Examples:
        | T | least | greatest |
        | 1 | 0.061 | 0.066    |
        | 4 | 0.1   | 0.12     |
