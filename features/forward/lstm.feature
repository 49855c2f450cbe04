@forward @lstm @deeplearning4j
Feature: LSTM forward pass
  x is the input; h′ and c′ are the hidden and the cell state of the step before, h₀ and c₀ at t = 1.
  Gers, Schmidhuber and Cummins 2000; with peepholes p, Gers, Schraudolph and Schmidhuber 2002.

    i = σ(x·Wi + h′·RWi + bi + pi⊙c′)   input gate
    f = σ(x·Wf + h′·RWf + bf + pf⊙c′)   forget gate
    g = φ(x·Wg + h′·RWg + bg)           candidate, φ = tanh unless said otherwise
    c = f⊙c′ + i⊙g                      cell state
    o = σ(x·Wo + h′·RWo + bo + po⊙c)    output gate, looks at the new cell state
    h = o⊙φ(c)                          hidden state

  Where there are two biases, rb is added beside each b: PyTorch's b_ih and b_hh.

  Numbers in tables were computed with 50 digits (reference/fifty_digits.py). With the weights of the first, each of
  the 23 wrong orders of the gates moves every hidden state by at least 1.9e-4.

  Rule: The hidden states are those of the equations, and Deeplearning4j computes the same

    @table
    Example: Three steps of a two-unit LSTM
      Given an LSTM layer with the weights
        | from | i1   | i2   | f1   | f2   | o1   | o2   | g1   | g2   |
        | x1   | 0.5  | -0.3 | 0.2  | 0.4  | -0.6 | 0.1  | 0.7  | -0.4 |
        | h1   | 0.1  | 0.4  | -0.5 | 0.3  | 0.2  | -0.1 | 0.6  | -0.4 |
        | h2   | -0.2 | 0.3  | 0.6  | -0.1 | 0.5  | 0.2  | -0.3 | 0.8  |
        | bias | 0.0  | 0.1  | 1.0  | 1.0  | 0.0  | -0.1 | 0.2  | 0.0  |
      When it reads the sequence 1.0, -0.5, 2.0
      Then its hidden states are, within 1e-14
        | t | h1                | h2                 |
        | 1 | 0.148291126591979 | -0.084695742425617 |
        | 2 | 0.160867169571558 | -0.035574076367794 |
        | 3 | 0.169454348841691 | -0.172759067324199 |
      And its final cell state is, within 1e-14
        | c1                 | c2                 |
        | 0.916056777871173  | -0.345914306289619 |
      And Deeplearning4j, given the same weights, agrees within 1e-14

    @table @peephole
    Example: The same LSTM with peepholes
      Given a peephole LSTM layer with the weights
        | from     | i1   | i2   | f1   | f2   | o1   | o2   | g1   | g2   |
        | x1       | 0.5  | -0.3 | 0.2  | 0.4  | -0.6 | 0.1  | 0.7  | -0.4 |
        | h1       | 0.1  | 0.4  | -0.5 | 0.3  | 0.2  | -0.1 | 0.6  | -0.4 |
        | h2       | -0.2 | 0.3  | 0.6  | -0.1 | 0.5  | 0.2  | -0.3 | 0.8  |
        | bias     | 0.0  | 0.1  | 1.0  | 1.0  | 0.0  | -0.1 | 0.2  | 0.0  |
        | peephole | 0.3  | -0.6 | -0.4 | 0.5  | 0.7  | -0.2 |      |      |
      When it reads the sequence 1.0, -0.5, 2.0
      Then its hidden states are, within 1e-14
        | t | h1                | h2                 |
        | 1 | 0.179333397252385 | -0.086144238049797 |
        | 2 | 0.167865156880014 | -0.037324306302563 |
        | 3 | 0.266193881245457 | -0.184336290515244 |
      And its final cell state is, within 1e-14
        | c1                 | c2                 |
        | 0.916960286876741  | -0.357962867948615 |
      And Deeplearning4j, given the same weights, agrees within 1e-14

    @table
    Example: The same LSTM from a state that is not zero
      Given an LSTM layer with the weights
        | from | i1   | i2   | f1   | f2   | o1   | o2   | g1   | g2   |
        | x1   | 0.5  | -0.3 | 0.2  | 0.4  | -0.6 | 0.1  | 0.7  | -0.4 |
        | h1   | 0.1  | 0.4  | -0.5 | 0.3  | 0.2  | -0.1 | 0.6  | -0.4 |
        | h2   | -0.2 | 0.3  | 0.6  | -0.1 | 0.5  | 0.2  | -0.3 | 0.8  |
        | bias | 0.0  | 0.1  | 1.0  | 1.0  | 0.0  | -0.1 | 0.2  | 0.0  |
      And its initial state is
        | state | unit1 | unit2 |
        | h     | 0.3   | -0.2  |
        | c     | 0.7   | -0.5  |
      When it reads the sequence 1.0, -0.5, 2.0
      Then its hidden states are, within 1e-14
        | t | h1                | h2                 |
        | 1 | 0.266098455670689 | -0.286857847662114 |
        | 2 | 0.334649014712340 | -0.225897360942345 |
        | 3 | 0.188752025179078 | -0.338185716068327 |
      And its final cell state is, within 1e-14
        | c1                 | c2                 |
        | 1.238208023309926  | -0.809339682744211 |
      And Deeplearning4j, given the same weights, agrees within 1e-14

  Rule: There is one bias for each gate, or none, or two

    @table @samediff
    Example: The same LSTM with two biases
      Given a two-bias LSTM layer with the weights
        | from           | i1   | i2   | f1   | f2   | o1    | o2   | g1   | g2   |
        | x1             | 0.5  | -0.3 | 0.2  | 0.4  | -0.6  | 0.1  | 0.7  | -0.4 |
        | h1             | 0.1  | 0.4  | -0.5 | 0.3  | 0.2   | -0.1 | 0.6  | -0.4 |
        | h2             | -0.2 | 0.3  | 0.6  | -0.1 | 0.5   | 0.2  | -0.3 | 0.8  |
        | bias           | 0.0  | 0.1  | 1.0  | 1.0  | 0.0   | -0.1 | 0.2  | 0.0  |
        | recurrent bias | 0.3  | -0.2 | -0.4 | 0.2  | -0.15 | 0.25 | 0.1  | 0.35 |
      When it reads the sequence 1.0, -0.5, 2.0
      Then its hidden states are, within 1e-14
        | t | h1                | h2                 |
        | 1 | 0.154609821033357 | -0.011269517471798 |
        | 2 | 0.178268444100850 | 0.112713093224191  |
        | 3 | 0.167475882622627 | 0.029541404056907  |
      And its final cell state is, within 1e-14
        | c1                | c2                |
        | 0.988479565711693 | 0.050303326937565 |
      And SameDiff agrees within 1e-14
      But Deeplearning4j refuses, because "its LSTM has one bias for each gate, not two"

    @table @peephole @samediff
    Example: With two biases and peepholes
      Given a two-bias peephole LSTM layer with the weights
        | from           | i1   | i2   | f1   | f2   | o1    | o2   | g1   | g2   |
        | x1             | 0.5  | -0.3 | 0.2  | 0.4  | -0.6  | 0.1  | 0.7  | -0.4 |
        | h1             | 0.1  | 0.4  | -0.5 | 0.3  | 0.2   | -0.1 | 0.6  | -0.4 |
        | h2             | -0.2 | 0.3  | 0.6  | -0.1 | 0.5   | 0.2  | -0.3 | 0.8  |
        | bias           | 0.0  | 0.1  | 1.0  | 1.0  | 0.0   | -0.1 | 0.2  | 0.0  |
        | recurrent bias | 0.3  | -0.2 | -0.4 | 0.2  | -0.15 | 0.25 | 0.1  | 0.35 |
        | peephole       | 0.3  | -0.6 | -0.4 | 0.5  | 0.7   | -0.2 |      |      |
      When it reads the sequence 1.0, -0.5, 2.0
      Then its hidden states are, within 1e-14
        | t | h1                | h2                 |
        | 1 | 0.195468759240739 | -0.011289297019555 |
        | 2 | 0.189609614310995 | 0.108254535205076  |
        | 3 | 0.273113613044943 | 0.034168151513002  |
      And its final cell state is, within 1e-14
        | c1                | c2                |
        | 0.985106379627533 | 0.058530862350274 |
      And SameDiff agrees within 1e-14

    @table
    Example: Without bias
      Given a bias-free LSTM layer with the weights
        | from | i1   | i2   | f1   | f2   | o1   | o2   | g1   | g2   |
        | x1   | 0.5  | -0.3 | 0.2  | 0.4  | -0.6 | 0.1  | 0.7  | -0.4 |
        | h1   | 0.1  | 0.4  | -0.5 | 0.3  | 0.2  | -0.1 | 0.6  | -0.4 |
        | h2   | -0.2 | 0.3  | 0.6  | -0.1 | 0.5  | 0.2  | -0.3 | 0.8  |
      When it reads the sequence 1.0, -0.5, 2.0
      Then its hidden states are, within 1e-14
        | t | h1                | h2                 |
        | 1 | 0.127350391751755 | -0.084151877923755 |
        | 2 | 0.034015884983121 | -0.014545899462052 |
        | 3 | 0.138003874558613 | -0.140773541107310 |
      And its final cell state is, within 1e-14
        | c1                | c2                 |
        | 0.687553721412340 | -0.262635362726033 |
      And Deeplearning4j, given the same weights, agrees within 1e-14

    @bidirectional
    Scenario Outline: <network>, whose bias in Deeplearning4j is zero
      Given a network of <network>
      And weights from seed 57
      And 6 steps of 3 random sequences from seed 58
      Then Deeplearning4j agrees

      Examples:
        | network                                                 |
        | LSTM(3→4, bias-free), peephole LSTM(4→3, bias-free)     |
        | bidirectional LSTM(3→4, relu, bias-free, added)         |
        | GravesBidirectionalLSTM(3→4, bias-free)                 |

  Rule: It holds at every size

    Scenario Outline: <network>, T = <T>, batch of <batch>
      Given a network of <network>
      And weights from seed 7
      And <T> steps of <batch> random sequences from seed 8
      Then Deeplearning4j agrees

      Examples: One layer
        | network              | T   | batch |
        | LSTM(1→1)            | 1   | 1     |
        | LSTM(1→1)            | 100 | 1     |
        | LSTM(3→5)            | 7   | 2     |
        | LSTM(8→16)           | 20  | 8     |
        | LSTM(5→64)           | 10  | 32    |
        | LSTM(16→32)          | 100 | 4     |

      @peephole
      Examples: With peepholes
        | network              | T   | batch |
        | peephole LSTM(1→1)   | 1   | 1     |
        | peephole LSTM(3→5)   | 7   | 2     |
        | peephole LSTM(8→16)  | 100 | 8     |
        | peephole LSTM(5→64)  | 10  | 32    |

    Scenario Outline: A stack of depth <depth>, T = <T>
      Given a network of <network>
      And weights from seed 17
      And <T> steps of 3 random sequences from seed 18
      Then Deeplearning4j agrees

      Examples:
        | depth | network                                            | T  |
        | 2     | LSTM(4→6), LSTM(6→3)                               | 12 |
        | 2     | peephole LSTM(4→6), LSTM(6→3)                      | 12 |
        | 3     | LSTM(2→7), peephole LSTM(7→5), LSTM(5→3)           | 9  |
        | 3     | LSTM(2→7), SimpleRnn(7→5), LSTM(5→3)               | 9  |

  Rule: It holds for every activation

    Scenario Outline: φ = <activation>
      Given a network of LSTM(3→4, <activation>)
      And weights from seed 27
      And 6 steps of 3 random sequences from seed 28
      Then Deeplearning4j agrees

      Examples:
        | activation |
        | identity   |
        | sigmoid    |
        | relu       |
        | leaky relu |
        | elu        |
        | softplus   |
        | softsign   |
        | hard tanh  |
        | cube       |
        | softmax    |

    Scenario Outline: Gates through <gates>
      Given a network of <kind>(3→4, tanh, <gates>)
      And weights from seed 37
      And 6 steps of 3 random sequences from seed 38
      Then Deeplearning4j agrees

      Examples:
        | kind          | gates     |
        | LSTM          | tanh      |
        | LSTM          | hard tanh |
        | LSTM          | softsign  |
        | LSTM          | identity  |
        | peephole LSTM | tanh      |
        | peephole LSTM | hard tanh |

  Rule: A given initial state is where the sequence starts

    Scenario Outline: <network> from random states
      Given a network of <network>
      And weights from seed 47
      And 5 steps of 4 random sequences from seed 48
      And random initial states from seed 49
      Then Deeplearning4j agrees

      Examples:
        | network                      |
        | LSTM(3→5)                    |
        | peephole LSTM(3→5)           |
        | LSTM(3→5), LSTM(5→2)         |
