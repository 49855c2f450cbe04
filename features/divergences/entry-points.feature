@divergence @deeplearning4j
Feature: Methods of Deeplearning4j's networks that do not do what they say
  The same network, the same numbers, asked in another way.

  Rule: calculateGradients puts the feature mask in the place of the label mask

    @gradient @mask
    Scenario: Other steps cost than count
      Given a network of SimpleRnn(2→3), dense(3→2, sigmoid)
      And weights from seed 621
      And 5 steps of 3 random sequences from seed 622
      And a random feature mask from seed 623
      And the loss is L2 averaged over the batch, against random targets from seed 624
      Then Deeplearning4j agrees
      And the gradients agree with central differences
      But "Deeplearning4j's calculateGradients" is known to differ by 0.23 to 0.26
        """
        Deeplearning4j is wrong: within calculateGradients(features, labels, featureMask, labelMask) the feature mask is handed
        over in the place of the label mask. What to do: set the masks by setLayerMaskArrays and call computeGradientAndScore.
        """

    @gradient @mask
    Scenario: Above the last step, where labels have no steps
      Given a network of SimpleRnn(2→3), last step, dense(3→2, sigmoid)
      And weights from seed 621
      And 5 steps of 3 random sequences from seed 622
      And a random feature mask from seed 623
      And the loss is L2 averaged over the batch, against random targets from seed 624
      Then Deeplearning4j agrees
      And the gradients agree with central differences
      But "Deeplearning4j's calculateGradients" is known to fail with "Invalid mask array"
        """
        Deeplearning4j is wrong: calculateGradients hands a feature mask over in the place of a label mask, of which the labels of last steps
        have no use. What to do: set the masks by setLayerMaskArrays and call computeGradientAndScore.
        """

    @gradient
    Scenario: Without a feature mask it is right
      Given a network of SimpleRnn(2→3), dense(3→2, sigmoid)
      And weights from seed 621
      And 5 steps of 3 random sequences from seed 622
      And the loss is L2 averaged over the batch, against random targets from seed 624
      Then "Deeplearning4j's calculateGradients" agrees

  Rule: feedForward hands out activations that were overwritten

    @forward
    Scenario: The layer below an ActivationLayer
      Given a network of SimpleRnn(2→3), activation(sigmoid), dense(3→2)
      And weights from seed 621
      And 5 steps of 3 random sequences from seed 622
      And the loss is L2 averaged over the batch, against random targets from seed 624
      Then Deeplearning4j agrees
      But "Deeplearning4j's feedForward" is known to differ by 0.87 to 0.94
        """
        Deeplearning4j is wrong: ActivationLayer computes in place, so that feedForward(x) shows its outputs twice and those of
        the layer below not at all. What to do: feedForward(x, true), where nothing is overwritten.
        """

  Rule: LastTimeStep under a mask computes in ND4J's default type

    @forward @mask @precision
    Scenario: A network of doubles where the default type is float
      Given a network of SimpleRnn(2→3), last step, dense(3→2, sigmoid)
      And weights from seed 621
      And 5 steps of 3 random sequences from seed 622
      And sequences of random lengths from seed 623
      Then Deeplearning4j agrees
      But "Deeplearning4j under the default type float" is known to differ by 8.2e-09 to 8.8e-09
        """
        Deeplearning4j is wrong in the eighth digit: whatever the network's dataType, the last steps are copied to an array of the
        default type. What to do: Nd4j.setDefaultDataTypes(DOUBLE, DOUBLE), besides dataType(DOUBLE).
        """

    @forward @precision
    Scenario: Without a mask the default type does not matter
      Given a network of SimpleRnn(2→3), last step, dense(3→2, sigmoid)
      And weights from seed 621
      And 5 steps of 3 random sequences from seed 622
      Then "Deeplearning4j under the default type float" agrees

  Rule: In training the slope of RReLU below 0 is 1, whatever slope was drawn

    @gradient @table
    Scenario: RReLU with 11/48 for its least and its greatest slope
      z = −1 becomes −11/48; against a target of 0 the loss is (11/48)² and ∂L/∂b = 2·(−11/48)·11/48 = −0.10503…. Deeplearning4j says
      2·(−11/48)·1: what replaces the slope is looked for in an array of ones, not among the arguments.

      Given a rrelu dense layer with the weights
        | from | unit1 |
        | x1   | 1     |
        | bias | 0     |
      And it reads the sequence -1
      When the loss is L2 summed, against the targets
        | t | y1 |
        | 1 | 0  |
      Then the gradient of b is, within 1e-15
        | from | unit1               |
        | bias | -0.1050347222222222 |
      And the gradients agree with central differences
      And SameDiff agrees
      But "Deeplearning4j's RReLU of one slope" is known to differ by 0.35329 to 0.3533
        """
        The score is right, the gradient wrong: in training RRELU multiplies arguments below 0 by the slope that it drew, and then takes 1
        for that slope. What to do: LEAKYRELU with α = 11/48.
        """

  Rule: With dropout before the output layer, score is not that of which the gradient is taken

    @gradient
    Scenario: A dropout that halves everything, before doubled weights
      In exact arithmetic both together are the network without either.

      Given a network of SimpleRnn(2→3), dense(3→2, sigmoid)
      And weights from seed 621
      And 5 steps of 3 random sequences from seed 622
      And the loss is L2 averaged over the batch, against random targets from seed 624
      Then Deeplearning4j agrees
      And the gradients agree with central differences
      But "Deeplearning4j with dropout" is known to differ by 0.014 to 0.015
        """
        The score is wrong, the gradient right: in training, computeGradientAndScore applies the dropout of RnnOutputLayer to the
        gradient, and scores what went in before it. What to do: do not watch score() of a network with such a dropout.
        """
