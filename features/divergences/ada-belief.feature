@divergence @deeplearning4j @optimizer @ada-belief
Feature: AdaBelief in Deeplearning4j
  Deeplearning4j hands every updater its state as an array of one dimension; AdaBeliefUpdater asks for the second size of it, and
  throws as soon as a network is to be trained. No network can use it; ND4J's operation below it works.

  What to do: use Adam, or AdaBelief by ND4J's operation in a training loop of one's own.

  Scenario: Any training
    Given a network of LSTM(2→3), dense(3→2, sigmoid)
    And weights from seed 651
    And 5 steps of 4 random sequences from seed 652
    And the loss is L2 averaged over the batch, against random targets from seed 653
    When it is trained for 2 steps by AdaBelief with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8
    Then SameDiff agrees
    And the equations agree
    But Deeplearning4j is known to fail with "ArrayIndexOutOfBoundsException"
      """
      Deeplearning4j's AdaBeliefUpdater asks for the second size of a state that has one dimension.
      """
