Feature: Our own networks read a signal that alternates

    h = tanh(x·W + h′·RW + b)

  Background:
    Given a network of SimpleRnn(2→3)
    And weights from seed 7
    When it reads 4 steps that alternate between 1 and -0.5

  Example: The textbook's
    Then "textbook" agrees

  @wrong
  Example: With the recurrent weights transposed
    Then "transposed" agrees
