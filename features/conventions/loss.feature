@convention @gradient @lstm
Feature: Sums and means, and a factor of 2
  Costs are summed or averaged over the batch, over time, over the outputs (pytorch/pytorch#635, keras-team/keras#2546), and a score
  may be averaged where its gradient is not (deeplearning4j/deeplearning4j#1452). Papers put ½ before a square, frameworks do
  not.

  Scenario Outline: <convention> where the loss is <loss>
    Given a network of LSTM(2→3), dense(3→5, tanh)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    And the loss is <loss>, against random targets from seed 503
    Then the convention "<convention>", planted in the definition, is named

    Examples:
      | convention                        | loss                        |
      | loss-summed                       | MSE averaged over the batch |
      | loss-averaged-over-batch          | MSE summed                  |
      | loss-averaged-over-batch-and-time | MSE summed                  |
      | loss-averaged-over-outputs        | L2 summed                   |
      | loss-summed-over-outputs          | MSE summed                  |
      | loss-averaged-over-time           | MSE summed                  |
      | mse-halved                        | MSE summed                  |
      | mse-doubled                       | MSE summed                  |
      | gradient-not-averaged             | MSE averaged over the batch |
      | score-not-averaged                | MSE averaged over the batch |
      | gradient-averaged                 | MSE summed                  |
      | gradient-without-two              | MSE summed                  |
