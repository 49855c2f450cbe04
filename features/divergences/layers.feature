@divergence @deeplearning4j
Feature: Settings of Deeplearning4j's recurrent layers that throw, or compute something else
  What to do is said with each.

  Rule: Layer normalisation cannot be used

    @simple-rnn
    Scenario: A layer-normalised SimpleRnn
      Given a network of SimpleRnn(2→3, tanh, layer-normalised), dense(3→2, sigmoid)
      And weights from seed 611
      And 5 steps of 3 random sequences from seed 612
      And the loss is L2 averaged over the batch, against random targets from seed 613
      Then the gradients agree with central differences
      But Deeplearning4j is known to fail with "Cannot get interval index"
        """
        SimpleRnn.hasLayerNorm(true) throws at the first step (issue 9888, open): the gains are an array of one dimension, and are
        read as one of two. What to do: normalise in SameDiff.
        """

  Rule: A loss without weights scores its own input in the format batch × time × features

    @format
    Scenario: As many steps as outputs are not there
      Given a network of SimpleRnn(2→3)
      And weights from seed 611
      And 5 steps of 2 random sequences from seed 612
      And sequences are handed over as batch × time × features
      And the loss is L2 averaged over the batch, against random targets from seed 613
      Then the gradients agree with central differences
      But Deeplearning4j is known to fail with "Labels and preOutput must have equal shapes"
        """
        RnnLossLayer takes its input, transposed, for the labels when it computes the score. What to do: end in RnnOutputLayer,
        or use the format batch × features × time.
        """

    @format
    Scenario: As many steps as outputs
      Given a network of SimpleRnn(2→3)
      And weights from seed 611
      And 3 steps of 2 random sequences from seed 612
      And sequences are handed over as batch × time × features
      And the loss is L2 averaged over the batch, against random targets from seed 613
      Then the gradients agree with central differences
      But Deeplearning4j is known to differ by 1.6 to 1.8
        """
        The score is wrong, the gradient right: RnnLossLayer takes its input, transposed, for the labels when it computes the
        score. What to do: end in RnnOutputLayer, or use the format batch × features × time.
        """

  Rule: A loss without weights divides its score by the batch, also where nothing is to be averaged

    miniBatch(false) is how Deeplearning4j is asked for a loss that is summed over the batch. RnnOutputLayer and OutputLayer read it;
    RnnLossLayer and LossLayer do not when they compute the score. What to do: multiply score() by the batch, or end in
    RnnOutputLayer or OutputLayer.

    @simple-rnn @table
    Scenario: Two rows, by hand
      The outputs are 1 and 2, against targets of 0: L = 1 + 4 = 5, and dW = 2·1·1 + 2·2·2 = 10. Deeplearning4j's score is 5/2.

      Given x = [1; 2]
      And y = [0; 0]
      And an identity SimpleRnn layer with the weights
        | from | unit1 |
        | x1   | 1     |
        | h1   | 0.5   |
        | bias | 0     |
      When it reads x, laid out batch × features
      And the loss is L2 summed, against y, laid out batch × features
      Then its score is 5, within 1e-15
      And the gradient of W is, within 1e-14
        | from | unit1 |
        | x1   | 10    |
      And SameDiff agrees
      But Deeplearning4j is known to differ by 2.499999 to 2.500001
        """
        The score is wrong, the gradient right: RnnLossLayer divides the score by the batch whether miniBatch is true or false.
        """

    Scenario Outline: Three rows, <network>
      Given a network of <network>
      And weights from seed 611
      And 5 steps of 3 random sequences from seed 612
      And the loss is L2 summed, against random targets from seed 613
      Then the gradients agree with central differences
      And SameDiff agrees
      But Deeplearning4j is known to differ by <least> to <greatest>
        """
        The score is wrong, the gradient right: <layer> divides the score by the batch whether miniBatch is true or false.
        """

      Examples: two thirds of the score are missing
        | network                        | layer        | least | greatest |
        | SimpleRnn(2→3)                 | RnnLossLayer | 15.35 | 15.36    |
        | LSTM(2→3), activation(softmax) | RnnLossLayer | 13.65 | 13.66    |
        | SimpleRnn(2→3), last step      | LossLayer    | 3.979 | 3.98     |

  Rule: A loss without weights of the last step scores slopes

    Scenario Outline: <activation>
      Given a network of SimpleRnn(2→3), last step, activation(<activation>)
      And weights from seed 611
      And 5 steps of 2 random sequences from seed 612
      And the loss is L2 averaged over the batch, against random targets from seed 613
      Then the gradients agree with central differences
      But Deeplearning4j is known to differ by <least> to <greatest>
        """
        The score is wrong, the gradient right: computing the gradient, LossLayer overwrites what it read with slopes, and then
        scores these. What to do: end in OutputLayer.
        """

      Examples:
        | activation | least | greatest |
        | softmax    | 0.23  | 0.26     |
        | sigmoid    | 0.51  | 0.55     |

  Rule: Softmax as a layer of its own, over time, adds up to 1 over the steps

    @format
    Scenario: Features before time
      Given a network of SimpleRnn(2→3), activation(softmax), dense(3→2, sigmoid)
      And weights from seed 611
      And 5 steps of 2 random sequences from seed 612
      And the loss is L2 averaged over the batch, against random targets from seed 613
      Then the gradients agree with central differences
      But Deeplearning4j is known to differ by 0.36 to 0.39
        """
        Deeplearning4j is wrong: ActivationLayer takes softmax over the last dimension, which is time. What to do: use the format
        batch × time × features.
        """

    @format
    Scenario: Time before features
      Given a network of SimpleRnn(2→3), activation(softmax), dense(3→2, sigmoid)
      And weights from seed 611
      And 5 steps of 2 random sequences from seed 612
      And sequences are handed over as batch × time × features
      And the loss is L2 averaged over the batch, against random targets from seed 613
      Then Deeplearning4j agrees

  Rule: In the format batch × time × features, SimpleRnn forgets its state between pieces

    @simple-rnn @format
    Scenario: A sequence in pieces
      Given a network of SimpleRnn(2→3)
      And weights from seed 611
      And 5 steps of 2 random sequences from seed 612
      And sequences are handed over as batch × time × features
      Then Deeplearning4j agrees
      When it arrives in growing pieces, too
      Then Deeplearning4j is known to fail with "matmul"
        """
        rnnTimeStep keeps the last unit of every step for the state, where it means the last step. What to do: use the format
        batch × features × time.
        """
