@forward @lstm
Feature: Recorded <outcomes> & "signs"
  What the recorder makes of every way in which a scenario can end.

  Scenario: Two agree
    When "first" and "second" agree on their outputs

  Scenario: One number differs
    When "first" and "second" differ in one output

  Scenario: A pinned divergence
    When "first" and "second" differ as pinned, because the second forgets nothing

  Scenario: A pinned divergence that is gone
    When "first" and "second" no longer differ as pinned

  Scenario: Nothing to tell
    When "first" and "second" are both zero

  Scenario: Cannot be computed
    When "second" cannot compute it, because peepholes are missing

  Scenario: A plain check fails
    When a plain check fails

  Scenario: A framework breaks
    When a framework breaks

  Scenario: No such step
    When nobody wrote this step

  Scenario: Agreement, then a broken step
    When "first" and "second" agree on their outputs
    And a framework breaks

  @optimizer @adam
  Scenario Outline: Training with step size <step>
    When "first" and "second" are trained for <steps> steps

    Examples:
      | step | steps |
      | 0.1  | 3     |
      | 0.01 | 50    |
