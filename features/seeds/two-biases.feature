@seed @simple-rnn @gradient
Feature: A recurrent cell with two biases
  h′ = tanh(x·W + b + h·RW + rb), time-major, from a random state, with a gradient arriving at every step and at the last state: the
  course exercise that is held against nn.RNN(4, 5).double(). What PyTorch computed is recorded with all it takes to record it again.

  Background:
    Given the recording "reference/pytorch/rnn-two-biases.case.json"

  @recorded
  Scenario: Hidden states and all gradients, as PyTorch once computed them
    Then the recording agrees

  @pytorch
  Scenario: The same, computed by PyTorch now
    Then PyTorch agrees

  @samediff
  Scenario: Derived by SameDiff from the forward pass
    Then SameDiff agrees
    And the gradients agree with central differences

  @deeplearning4j
  Scenario: Deeplearning4j forgets the initial state on its way back
    Then Deeplearning4j refuses, because "its SimpleRnn starts from zero in the backward pass, whatever h₀ was"
