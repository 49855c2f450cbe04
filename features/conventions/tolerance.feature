@tolerance @forward @gradient @optimizer @simple-rnn @lstm @peephole @deeplearning4j
Feature: The derived tolerance holds, and it is not idle
  A bound that is derived from roundings must hold for every number of every implementation, or it is no bound; and it must
  be narrow enough that a small fault is beyond it. Random cases are computed in double by our layers, by the equations and by
  Deeplearning4j, forward, backward and in optimizer steps, and in 32 digits, which stand for the truth. (`lockstep tolerance`
  does the same for as many cases as one likes.)

  Scenario: Five cases, their truth, and two small faults
    When 5 random cases of the tolerance experiment from seed 1 are held against 32 digits
    Then no number is beyond its bound, and the median of bound/error is at most 1000
    And a forget bias moved by 1e-12 and a weight moved by 1e-10 of itself are noticed in at least 99 % of its LSTMs
