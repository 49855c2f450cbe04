@convention @forward @lstm @peephole
Feature: Peepholes ignored, late or in another order
  A compiler drops them in silence (apache/tvm#19634); o looks at the new c in the papers and at the old one in some code; ONNX has
  them in the order i o f.

  Scenario Outline: <convention>
    Given a network of peephole LSTM(2→3)
    And weights from seed 501
    And 4 steps of 3 random sequences from seed 502
    Then the convention "<convention>", planted in the definition, is named

    Examples:
      | convention                  |
      | peephole-of-o-on-previous-c |
      | peepholes-ignored           |
      | peephole-order-iof          |
      | peephole-order-fio          |
      | peephole-order-foi          |
      | peephole-order-oif          |
      | peephole-order-ofi          |
