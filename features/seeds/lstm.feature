@seed @lstm @deeplearning4j @samediff
Feature: An LSTM with a matrix for every gate, and its gradient check
  The document writes column vectors, and for every gate one matrix for h′ and one for x; here are row vectors, and the gates
  side by side in one W, one RW and one b, so that Wfx is the transpose of the columns f of W, and Wfh of those of RW:

    f = σ(Wfh·h′ + Wfx·x + bf)      f = σ(x·W.f + h′·RW.f + b.f)      forget gate
    i = σ(Wih·h′ + Wix·x + bi)      i = σ(x·W.i + h′·RW.i + b.i)      input gate
    o = σ(Woh·h′ + Wox·x + bo)      o = σ(x·W.o + h′·RW.o + b.o)      output gate
    c̃ = tanh(Wch·h′ + Wcx·x + bc)   g = tanh(x·W.g + h′·RW.g + b.g)   candidate
    c = f ∘ c′ + i ∘ c̃              c = f⊙c′ + i⊙g
    h = o ∘ tanh(c)                 h = o⊙tanh(c)

  Its backward pass starts from a sensitivity of the last h alone. Its gradient check looks at Wfh alone: three inputs, two
  units, two steps, the error is the sum of the last h, central difference with a step of 1e-3, six decimals compared.

  Its inputs are (1, 2, 3), (2, 3, 4); longer sequences here go on like that. Its weights are random in ±1e-4 with biases of zero;
  the weights here are written down, so that everyone can compute them again, and scaled by 1e-4, 1e-2, 1e-1 or 1: all below 1 in
  absolute value and different within each matrix, with every gate between 0.2 and 0.85 at the greatest scale. Expected numbers were
  computed with 50 digits (reference/lstm_slips.py): the right gradients by central differences, the slipped ones by the document's formulas.

  Background:
    Given Wfh = [0.6 -0.3; 0.2 0.5]
    And Wfx = [0.45 -0.8 0.4; -0.6 0.9 -0.35]
    And Wih = [-0.4 0.7; 0.1 -0.6]
    And Wix = [0.7 -0.95 0.3; -0.3 0.5 -0.12]
    And Wch = [0.8 0.25; -0.45 0.3]
    And Wcx = [0.9 -0.55 -0.25; -0.5 0.75 -0.15]
    And Woh = [0.15 -0.9; 0.55 -0.2]
    And Wox = [-0.85 0.65 0.25; 0.35 -0.7 0.28]
    And zero = [0; 0]
    And x = [1 2 3; 2 3 4; 3 4 5; 4 5 6; 5 6 7]

  Rule: A matrix for every gate is the same layer as one table of weights

    @table
    Scenario: The same bits from both
      Given bf = [0.6; 0.3]
      And bi = [0.1; -0.2]
      And bc = [-0.15; 0.25]
      And bo = [0.05; -0.1]
      And an LSTM layer of gate matrices
        | gate | of x | of h | bias |
        | f    | Wfx  | Wfh  | bf   |
        | i    | Wix  | Wih  | bi   |
        | g    | Wcx  | Wch  | bc   |
        | o    | Wox  | Woh  | bo   |
      When it reads the first 3 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then an LSTM layer with these weights computes the same, to the last bit
        | from | i1    | i2    | f1   | f2    | g1    | g2    | o1    | o2   |
        | x1   | 0.7   | -0.3  | 0.45 | -0.6  | 0.9   | -0.5  | -0.85 | 0.35 |
        | x2   | -0.95 | 0.5   | -0.8 | 0.9   | -0.55 | 0.75  | 0.65  | -0.7 |
        | x3   | 0.3   | -0.12 | 0.4  | -0.35 | -0.25 | -0.15 | 0.25  | 0.28 |
        | h1   | -0.4  | 0.1   | 0.6  | 0.2   | 0.8   | -0.45 | 0.15  | 0.55 |
        | h2   | 0.7   | -0.6  | -0.3 | 0.5   | 0.25  | 0.3   | -0.9  | -0.2 |
        | bias | 0.1   | -0.2  | 0.6  | 0.3   | -0.15 | 0.25  | 0.05  | -0.1 |
      And its hidden states are, within 1e-14
        | t | h1                 | h2                |
        | 1 | -0.268579521219608 | 0.144281419700323 |
        | 2 | -0.431844253690574 | 0.203023193259035 |
        | 3 | -0.520401064858116 | 0.220636093490072 |
      And its final cell state is, within 1e-14
        | c1                 | c2                |
        | -0.854079278466352 | 0.824687971954219 |
      And it has 48 trainable numbers
      And Deeplearning4j agrees
      And SameDiff agrees
      And the document's LSTM, mended, agrees

  Rule: Every gradient agrees, from the last h alone, at every scale and length

    The sum of the last h is the error. 12 matrices and vectors, x and the initial state; the document checks Wfh only.
    Its two inputs in turn: with much greater ones, central differences are no witness, as their error grows with the fifth power.

    Background:
      Given an LSTM layer of gate matrices
        | gate | of x | of h | bias |
        | f    | Wfx  | Wfh  | zero |
        | i    | Wix  | Wih  | zero |
        | g    | Wcx  | Wch  | zero |
        | o    | Wox  | Woh  | zero |

    Scenario Outline: T = <T>, weights of ±<scale>
      Given its weights are scaled by <scale>
      And alternating = [1 2 3; 2 3 4; 1 2 3; 2 3 4; 1 2 3; 2 3 4; 1 2 3; 2 3 4; 1 2 3; 2 3 4]
      When it reads the first <T> steps of alternating, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences
      And the document's LSTM, mended, agrees

      Examples: ±1e-4
        | T  | scale |
        | 2  | 1e-4  |
        | 3  | 1e-4  |
        | 4  | 1e-4  |
        | 5  | 1e-4  |
        | 6  | 1e-4  |
        | 7  | 1e-4  |
        | 8  | 1e-4  |
        | 9  | 1e-4  |
        | 10 | 1e-4  |

      Examples: ±1e-2
        | T  | scale |
        | 2  | 1e-2  |
        | 3  | 1e-2  |
        | 4  | 1e-2  |
        | 5  | 1e-2  |
        | 6  | 1e-2  |
        | 7  | 1e-2  |
        | 8  | 1e-2  |
        | 9  | 1e-2  |
        | 10 | 1e-2  |

      Examples: ±1e-1
        | T  | scale |
        | 2  | 1e-1  |
        | 3  | 1e-1  |
        | 4  | 1e-1  |
        | 5  | 1e-1  |
        | 6  | 1e-1  |
        | 7  | 1e-1  |
        | 8  | 1e-1  |
        | 9  | 1e-1  |
        | 10 | 1e-1  |

      Examples: ±1
        | T  | scale |
        | 2  | 1     |
        | 3  | 1     |
        | 4  | 1     |
        | 5  | 1     |
        | 6  | 1     |
        | 7  | 1     |
        | 8  | 1     |
        | 9  | 1     |
        | 10 | 1     |

  Rule: ND4J keeps fewer digits of a state that is all but zero

    Its tanh is made of exponentials and has an absolute error near zero, about 1e-17. At the document's scale of ±1e-4 that is
    up to 5,300 ulp of h; with a tenth of the inputs it is 32,000 ulp, and 12 digits of h are right, of 16. Its share of the
    derived bound says so: 2u·|tanh| and 0.75u, as measured.

    @table
    Scenario Outline: <framework> at ±1e-4, with a tenth of the inputs
      Given an LSTM layer with the weights
        | from | i1       | i2       | f1      | f2       | g1       | g2       | o1       | o2      |
        | x1   | 0.7e-4   | -0.3e-4  | 0.45e-4 | -0.6e-4  | 0.9e-4   | -0.5e-4  | -0.85e-4 | 0.35e-4 |
        | x2   | -0.95e-4 | 0.5e-4   | -0.8e-4 | 0.9e-4   | -0.55e-4 | 0.75e-4  | 0.65e-4  | -0.7e-4 |
        | x3   | 0.3e-4   | -0.12e-4 | 0.4e-4  | -0.35e-4 | -0.25e-4 | -0.15e-4 | 0.25e-4  | 0.28e-4 |
        | h1   | -0.4e-4  | 0.1e-4   | 0.6e-4  | 0.2e-4   | 0.8e-4   | -0.45e-4 | 0.15e-4  | 0.55e-4 |
        | h2   | 0.7e-4   | -0.6e-4  | -0.3e-4 | 0.5e-4   | 0.25e-4  | 0.3e-4   | -0.9e-4  | -0.2e-4 |
        | bias | 0        | 0        | 0       | 0        | 0        | 0        | 0        | 0       |
      And tenth = [0.1 0.2 0.3; 0.2 0.3 0.4]
      When it reads tenth, laid out time × features
      Then its hidden states are, within 2 ulp
        | t | h1                     | h2                    |
        | 1 | -2.3750106873893146e-6 | 1.3750008937302149e-6 |
        | 2 | -3.3125557656975490e-6 | 2.3125387185883770e-6 |
      And <framework> agrees

      Examples:
        | framework      |
        | Deeplearning4j |
        | SameDiff       |

  Rule: (a) No error goes from c to c′

    The document's δ_c = δ_h ∘ o ∘ tanh′(c) is all there is; right is, besides, δ_c of the step after times its f, since
    c = f ∘ c′ + …. What is missing is f ≈ 1/2 of what step t + 1 has, so that small weights do not damp it: at ±1e-4 and T = 2,
    b_c is 33 % off (0.25 found, 0.375 right) and Wcx up to 27 % (its column of x3), b_i up to 36 % and Wix up to 30 %.

    First wrong are, if T is      1     c0 (all of it)
                                  2     b_c, Wcx, b_i, Wix, x, h0
                                  3     b_f, Wfx, b_o, Wox, Wfh, Wih, Wch
                                  4     Woh

    Wfh, which the document checks, is right at T = 2: its gradient is δ_f(2)·h_1ᵀ + δ_f(1)·h_0ᵀ, only δ_f(1) misses something, and
    it meets h_0 = 0 (and c_0 = 0 makes it zero anyway). At T = 3 the share that is missing of entry (j, k) is 1/(1 + 2·r_j·r_k) with
    r = c_2/c_1, if weights are small: 11 % where c doubles from step 1 to step 2, 15 % to 20 % here. Even so the check does
    not notice at ±1e-4, the document's own scale, at any T up to 5: Wfh's gradient is below 1e-9 there, and both numbers print as
    0.000000.

    Background:
      Given an LSTM layer of gate matrices
        | gate | of x | of h | bias |
        | f    | Wfx  | Wfh  | zero |
        | i    | Wix  | Wih  | zero |
        | g    | Wcx  | Wch  | zero |
        | o    | Wox  | Woh  | zero |

    Scenario Outline: T = 1: the error that leaves for c0 is lost, weights of ±<scale>
      Given its weights are scaled by <scale>
      When it reads the first 1 step of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences
      And the slip "the cell path dropped" moves the gradients by, within 1e-9 relative
        | W.i | W.f | W.g | W.o | RW.i | RW.f | RW.g | RW.o | b.i | b.f | b.g | b.o | x | h0 | c0   |
        | 0   | 0   | 0   | 0   | 0    | 0    | 0    | 0    | 0   | 0   | 0   | 0   | 0 | 0  | <c0> |
      And the document's LSTM, mended, agrees
      But the document's own check does not notice the slip "the cell path dropped"

      Examples:
        | scale | c0               |
        | 1e-4  | 2.50015624473e-1 |
        | 1e-2  | 2.51557198548e-1 |
        | 1e-1  | 2.65067282305e-1 |
        | 1     | 3.57271707614e-1 |

    Scenario Outline: T = 2: b_c, Wcx, b_i and Wix are wrong, Wfh is not, weights of ±<scale>
      Given its weights are scaled by <scale>
      When it reads the first 2 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences
      And the slip "the cell path dropped" moves the gradients by, within 1e-9 relative
        | W.i   | W.f | W.g   | W.o | RW.i | RW.f | RW.g | RW.o | b.i   | b.f | b.g   | b.o | x   | h0   | c0   |
        | <W.i> | 0   | <W.g> | 0   | 0    | 0    | 0    | 0    | <b.i> | 0   | <b.g> | 0   | <x> | <h0> | <c0> |
      And the document's LSTM, mended, agrees
      But the document's own check does not notice the slip "the cell path dropped"

      Examples:
        | scale | W.i              | W.g              | b.i              | b.g              | x                | h0               | c0               |
        | 1e-4  | 1.78137021830e-5 | 3.75019681564e-1 | 5.93790072766e-6 | 1.25006560521e-1 | 5.00039838830e-6 | 6.87457208907e-6 | 1.25010937316e-1 |
        | 1e-2  | 1.79311142939e-3 | 3.76909068063e-1 | 5.97703809796e-4 | 1.25636356021e-1 | 5.03934680846e-4 | 6.83123542363e-4 | 1.26091835098e-1 |
        | 1e-1  | 1.88429382572e-2 | 3.88489769451e-1 | 6.28097941907e-3 | 1.29496589817e-1 | 5.34472130794e-3 | 6.35060404754e-3 | 1.35681854390e-1 |
        | 1     | 1.50857954589e-1 | 2.07361323646e-1 | 5.02859848629e-2 | 6.91204412153e-2 | 7.97451139842e-2 | 3.37860801906e-2 | 1.87647735031e-1 |

    Scenario Outline: T = 3: Wfh, Wih, Wch and all of f are wrong as well, Woh is not, weights of ±<scale>
      Given its weights are scaled by <scale>
      When it reads the first 3 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences
      And the slip "the cell path dropped" moves the gradients by, within 1e-9 relative
        | W.i   | W.f   | W.g   | W.o   | RW.i   | RW.f   | RW.g   | RW.o | b.i   | b.f   | b.g   | b.o   | x   | h0   | c0   |
        | <W.i> | <W.f> | <W.g> | <W.o> | <RW.i> | <RW.f> | <RW.g> | 0    | <b.i> | <b.f> | <b.g> | <b.o> | <x> | <h0> | <c0> |
      And the document's LSTM, mended, agrees
      But the document's own check <check> the slip "the cell path dropped"

      Examples:
        | scale | W.i              | W.f              | W.g              | W.o               | RW.i              | RW.f              | RW.g             | b.i              | b.f              | b.g              | b.o               | x                | h0               | c0               | check           |
        | 1e-4  | 3.01591814601e-5 | 1.18756826789e-5 | 6.87548272199e-1 | 1.55881101922e-10 | 1.26189009249e-10 | 7.05150386112e-11 | 2.96906167045e-6 | 8.28206635915e-6 | 2.96892066972e-6 | 1.87513591329e-1 | 5.19603673075e-11 | 5.00058574018e-6 | 3.43745760434e-6 | 6.25071875595e-2 | does not notice |
        | 1e-2  | 3.04475694573e-3 | 1.19419352519e-3 | 6.92236604541e-1 | 1.57988794032e-6  | 1.27875075107e-6  | 7.12209944058e-7  | 2.99943176888e-4 | 8.36240878167e-4 | 2.98548381298e-4 | 1.88834882570e-1 | 5.26629313440e-7  | 5.05815895173e-4 | 3.43274227632e-4 | 6.32192878631e-2 | notices         |
        | 1e-1  | 3.28680235394e-2 | 1.24152603427e-2 | 7.25768348823e-1 | 1.72884057155e-4  | 1.42024944698e-4  | 7.66750353675e-5  | 3.22534657091e-3 | 9.03961196531e-3 | 3.10381508567e-3 | 1.98401971179e-1 | 5.76280190518e-5  | 5.53626622365e-3 | 3.33922662342e-3 | 6.96861020807e-2 | notices         |
        | 1     | 2.76892179421e-1 | 7.50484656909e-2 | 2.93056130220e-1 | 5.20349529776e-3  | 1.06696576543e-2  | 4.39518592623e-3  | 1.12540054852e-2 | 7.71152247056e-2 | 1.87621164227e-2 | 8.16717226589e-2 | 1.73449843259e-3  | 7.69231232889e-2 | 2.67141047712e-2 | 9.47298950361e-2 | notices         |

    Scenario Outline: T = 4: everything is wrong, weights of ±<scale>
      Given its weights are scaled by <scale>
      When it reads the first 4 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences
      And the slip "the cell path dropped" moves the gradients by, within 1e-9 relative
        | W.i   | W.f   | W.g   | W.o   | RW.i   | RW.f   | RW.g   | RW.o   | b.i   | b.f   | b.g   | b.o   | x   | h0   | c0   |
        | <W.i> | <W.f> | <W.g> | <W.o> | <RW.i> | <RW.f> | <RW.g> | <RW.o> | <b.i> | <b.f> | <b.g> | <b.o> | <x> | <h0> | <c0> |
      And the document's LSTM, mended, agrees
      But the document's own check <check> the slip "the cell path dropped"

      Examples:
        | scale | W.i              | W.f              | W.g              | W.o               | RW.i              | RW.f              | RW.g             | RW.o              | b.i              | b.f              | b.g              | b.o               | x                | h0               | c0               | check           |
        | 1e-4  | 3.85201928829e-5 | 2.66428556512e-5 | 9.68831005930e-1 | 3.88876089230e-10 | 2.18396988725e-10 | 1.72436637165e-10 | 5.62576517550e-6 | 1.88806331472e-15 | 8.82919666473e-6 | 5.62547730101e-6 | 2.18769138531e-1 | 1.03127421119e-10 | 5.00068207692e-6 | 1.71877473905e-6 | 3.12545314298e-2 | does not notice |
        | 1e-2  | 3.89715098935e-3 | 2.68615963601e-3 | 9.76753063686e-1 | 3.89687713285e-6  | 2.22118564094e-6  | 1.74851974042e-6  | 5.70091865542e-4 | 1.89990449993e-9  | 8.93513121033e-4 | 5.67230008797e-4 | 2.20642763430e-1 | 1.03348797179e-6  | 5.06787664752e-4 | 1.72095753070e-4 | 3.17048976254e-2 | notices         |
        | 1e-1  | 4.29410981665e-2 | 2.86308528760e-2 | 1.03851283577e+0 | 4.21371319397e-4  | 2.55237716654e-4  | 1.95254950653e-4  | 6.31501639433e-3 | 2.03922529676e-6  | 9.87186753310e-3 | 6.05269519157e-3 | 2.35433432333e-1 | 1.12941074210e-4  | 5.63961690309e-3 | 1.71372828316e-3 | 3.59327269836e-2 | notices         |
        | 1     | 3.85942435465e-1 | 1.95414995304e-1 | 4.33182355049e-1 | 1.56385526923e-2  | 2.23127442492e-2  | 1.33579053533e-2  | 2.53672186123e-2 | 6.93348881060e-4  | 9.02707279169e-2 | 4.15843741172e-2 | 1.00509158367e-1 | 4.22626446352e-3  | 7.20610530620e-2 | 1.65044257486e-2 | 5.02858645363e-2 | notices         |

  Rule: (b) The gradients of b_i and b_o are those of b_f

    They are δ_f summed, where δ_i and δ_o belong: wrong at every length and scale, by 70 % at T = 2 and ±1e-4. At T = 1 they are zero,
    as c_0 = 0 makes δ_f zero. The document's check sees no bias.

    Background:
      Given an LSTM layer of gate matrices
        | gate | of x | of h | bias |
        | f    | Wfx  | Wfh  | zero |
        | i    | Wix  | Wih  | zero |
        | g    | Wcx  | Wch  | zero |
        | o    | Wox  | Woh  | zero |

    Scenario Outline: T = 1: b_i and b_o are wrong, and nothing else, weights of ±<scale>
      Given its weights are scaled by <scale>
      When it reads the first 1 step of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences
      And the slip "the biases of i and o taken from f" moves the gradients by, within 1e-9 relative
        | W.i | W.f | W.g | W.o | RW.i | RW.f | RW.g | RW.o | b.i   | b.f | b.g | b.o   | x | h0 | c0 |
        | 0   | 0   | 0   | 0   | 0    | 0    | 0    | 0    | <b.i> | 0   | 0   | <b.o> | 0 | 0  | 0  |
      And the document's LSTM, mended, agrees
      But the document's own check does not notice the slip "the biases of i and o taken from f"

      Examples:
        | scale | b.i              | b.o              |
        | 1e-4  | 1.18757124348e-5 | 1.18748217876e-5 |
        | 1e-2  | 1.19455941964e-3 | 1.18563150903e-3 |
        | 1e-1  | 1.25188341262e-2 | 1.16115238699e-2 |
        | 1     | 1.26071275730e-1 | 7.03073845328e-2 |

    Scenario Outline: T = 2: b_i and b_o are wrong, and nothing else, weights of ±<scale>
      Given its weights are scaled by <scale>
      When it reads the first 2 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences
      And the slip "the biases of i and o taken from f" moves the gradients by, within 1e-9 relative
        | W.i | W.f | W.g | W.o | RW.i | RW.f | RW.g | RW.o | b.i   | b.f | b.g | b.o   | x | h0 | c0 |
        | 0   | 0   | 0   | 0   | 0    | 0    | 0    | 0    | <b.i> | 0   | 0   | <b.o> | 0 | 0  | 0  |
      And the document's LSTM, mended, agrees
      But the document's own check does not notice the slip "the biases of i and o taken from f"

      Examples:
        | scale | b.i              | b.o              |
        | 1e-4  | 1.06260812154e-5 | 1.06248241696e-5 |
        | 1e-2  | 1.07327679968e-3 | 1.06069299663e-3 |
        | 1e-1  | 1.16608891022e-2 | 1.04000158960e-2 |
        | 1     | 1.31158762791e-1 | 9.77889908711e-2 |

    Scenario Outline: T = 3: b_i and b_o are wrong, and nothing else, weights of ±<scale>
      Given its weights are scaled by <scale>
      When it reads the first 3 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences
      And the slip "the biases of i and o taken from f" moves the gradients by, within 1e-9 relative
        | W.i | W.f | W.g | W.o | RW.i | RW.f | RW.g | RW.o | b.i   | b.f | b.g | b.o   | x | h0 | c0 |
        | 0   | 0   | 0   | 0   | 0    | 0    | 0    | 0    | <b.i> | 0   | 0   | <b.o> | 0 | 0  | 0  |
      And the document's LSTM, mended, agrees
      But the document's own check does not notice the slip "the biases of i and o taken from f"

      Examples:
        | scale | b.i              | b.o              |
        | 1e-4  | 7.65641441240e-6 | 7.65702862345e-6 |
        | 1e-2  | 7.67228010004e-4 | 7.73440151860e-4 |
        | 1e-1  | 7.77177423470e-3 | 8.45889616701e-3 |
        | 1     | 9.91645882563e-2 | 1.08244011282e-1 |

  Rule: (c) The gradients of the input weights are those of the last step

    Wfx, Wix, Wox, Wcx get δ·xᵀ of step T where the sum over all steps belongs. Nothing is lost at T = 1. Wfx follows at T = 3 only: δ_f(1)
    is zero, as c_0 is. What Wox misses is what goes back through h, and thus through small weights: 3e-10 at ±1e-4. The
    document's check sees no input weight.

    Background:
      Given an LSTM layer of gate matrices
        | gate | of x | of h | bias |
        | f    | Wfx  | Wfh  | zero |
        | i    | Wix  | Wih  | zero |
        | g    | Wcx  | Wch  | zero |
        | o    | Wox  | Woh  | zero |

    Scenario Outline: T = 1: nothing is lost, weights of ±<scale>
      Given its weights are scaled by <scale>
      When it reads the first 1 step of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences
      And the slip "input weights of the last step only" moves the gradients by, within 1e-9 relative
        | W.i | W.f | W.g | W.o | RW.i | RW.f | RW.g | RW.o | b.i | b.f | b.g | b.o | x | h0 | c0 |
        | 0   | 0   | 0   | 0   | 0    | 0    | 0    | 0    | 0   | 0   | 0   | 0   | 0 | 0  | 0  |
      And the document's LSTM, mended, agrees
      But the document's own check does not notice the slip "input weights of the last step only"

      Examples:
        | scale |
        | 1e-4  |
        | 1e-2  |
        | 1e-1  |
        | 1     |

    Scenario Outline: T = 2: Wix, Wcx and Wox are wrong, weights of ±<scale>
      Given its weights are scaled by <scale>
      When it reads the first 2 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences
      And the slip "input weights of the last step only" moves the gradients by, within 1e-9 relative
        | W.i   | W.f | W.g   | W.o   | RW.i | RW.f | RW.g | RW.o | b.i | b.f | b.g | b.o | x | h0 | c0 |
        | <W.i> | 0   | <W.g> | <W.o> | 0    | 0    | 0    | 0    | 0   | 0   | 0   | 0   | 0 | 0  | 0  |
      And the document's LSTM, mended, agrees
      But the document's own check does not notice the slip "input weights of the last step only"

      Examples:
        | scale | W.i              | W.g              | W.o               |
        | 1e-4  | 1.78140139748e-5 | 3.75026245504e-1 | 3.11768484273e-10 |
        | 1e-2  | 1.79630148005e-3 | 3.77579611455e-1 | 3.16620882518e-6  |
        | 1e-1  | 1.92243110610e-2 | 3.96352631951e-1 | 3.53732573648e-4  |
        | 1     | 1.98647042340e-1 | 2.25694622542e-1 | 2.05547650362e-2  |

    Scenario Outline: T = 3: Wfx is wrong as well, weights of ±<scale>
      Given its weights are scaled by <scale>
      When it reads the first 3 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences
      And the slip "input weights of the last step only" moves the gradients by, within 1e-9 relative
        | W.i   | W.f   | W.g   | W.o   | RW.i | RW.f | RW.g | RW.o | b.i | b.f | b.g | b.o | x | h0 | c0 |
        | <W.i> | <W.f> | <W.g> | <W.o> | 0    | 0    | 0    | 0    | 0   | 0   | 0   | 0   | 0 | 0  | 0  |
      And the document's LSTM, mended, agrees
      But the document's own check does not notice the slip "input weights of the last step only"

      Examples:
        | scale | W.i              | W.f              | W.g              | W.o               |
        | 1e-4  | 3.01595534369e-5 | 1.18758905410e-5 | 6.87557024323e-1 | 7.77805467455e-10 |
        | 1e-2  | 3.04857782446e-3 | 1.19632110870e-3 | 6.93132806898e-1 | 7.84738269608e-6  |
        | 1e-1  | 3.33436904691e-2 | 1.26708066426e-2 | 7.36565758127e-1 | 8.56918483790e-4  |
        | 1     | 3.42174514752e-1 | 9.96432803009e-2 | 3.61972642158e-1 | 5.60136288790e-2  |

  Rule: (d) The update

    The document's update names attributes that its layer does not have, and so ends in an error; and it would move Wix [2 × 3] by
    the gradient of Wih [2 × 2]. Here a gradient has the shape of its parameter, or no step is taken.

    Background:
      Given an LSTM layer of gate matrices
        | gate | of x | of h | bias |
        | f    | Wfx  | Wfh  | zero |
        | i    | Wix  | Wih  | zero |
        | g    | Wcx  | Wch  | zero |
        | o    | Wox  | Woh  | zero |

    Scenario: Wix moved by the gradient of Wih
      When it reads the first 2 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then Deeplearning4j agrees
      But an Sgd step with the gradient of RW in the place of that of W is refused, because 'dW of LSTM "layer 1": 3×8 expected, 2×8 found'

  Rule: (e) The activator that backward is given is ignored

    Its slopes are 1 − a² and a·(1 − a), those of tanh and of the logistic function, whatever went forward: right for these two, and so in
    the document's check. With another φ, in c̃ and on the way out of c, everything that φ reaches is wrong.

    Scenario Outline: φ = <activation>, T = <T>
      Given a <activation> LSTM layer with the weights
        | from | i1    | i2    | f1   | f2    | g1    | g2    | o1    | o2   |
        | x1   | 0.7   | -0.3  | 0.45 | -0.6  | 0.9   | -0.5  | -0.85 | 0.35 |
        | x2   | -0.95 | 0.5   | -0.8 | 0.9   | -0.55 | 0.75  | 0.65  | -0.7 |
        | x3   | 0.3   | -0.12 | 0.4  | -0.35 | -0.25 | -0.15 | 0.25  | 0.28 |
        | h1   | -0.4  | 0.1   | 0.6  | 0.2   | 0.8   | -0.45 | 0.15  | 0.55 |
        | h2   | 0.7   | -0.6  | -0.3 | 0.5   | 0.25  | 0.3   | -0.9  | -0.2 |
        | bias | 0     | 0     | 0    | 0     | 0     | 0     | 0     | 0    |
      When it reads the first <T> steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences
      And the slip "the activator of backward ignored" moves the gradients by, within 1e-9 relative
        | W.i   | W.f   | W.g   | W.o   | RW.i   | RW.f   | RW.g   | RW.o   | b.i   | b.f   | b.g   | b.o   | x   | h0   | c0   |
        | <W.i> | <W.f> | <W.g> | <W.o> | <RW.i> | <RW.f> | <RW.g> | <RW.o> | <b.i> | <b.f> | <b.g> | <b.o> | <x> | <h0> | <c0> |
      And the document's LSTM, mended, agrees

      Examples:
        | activation | T | W.i              | W.f              | W.g              | W.o              | RW.i             | RW.f             | RW.g             | RW.o             | b.i              | b.f              | b.g              | b.o              | x                | h0               | c0               |
        | tanh       | 1 | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                |
        | tanh       | 2 | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                |
        | tanh       | 3 | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                | 0                |
        | identity   | 1 | 8.75127274428e-2 | 0                | 9.01127141810e-1 | 0                | 0                | 0                | 0                | 0                | 2.91709091476e-2 | 0                | 3.00375713937e-1 | 0                | 1.99092163333e-1 | 2.08509915434e-1 | 6.43744030492e-2 |
        | identity   | 2 | 6.68165507131e-1 | 1.52849454985e-1 | 2.28645202295e+0 | 5.50017567602e-2 | 3.13317198017e-2 | 1.18725393442e-2 | 1.21582776726e-1 | 0                | 1.89107598151e-1 | 3.82123637462e-2 | 6.31710584662e-1 | 1.83339189201e-2 | 1.78931757442e-1 | 1.88033130938e-1 | 1.94783072536e-1 |
        | identity   | 3 | 1.66171894116e+0 | 7.47430555672e-1 | 3.77408070895e+0 | 1.87186458986e-1 | 1.32482905230e-1 | 7.37366430882e-2 | 3.10157827428e-1 | 1.11090645177e-2 | 3.95322804585e-1 | 1.59556993935e-1 | 8.85596643531e-1 | 5.04771257621e-2 | 2.53827784503e-1 | 1.50085556629e-1 | 2.00829307873e-1 |
        | sigmoid    | 1 | 8.44987381078e-2 | 0                | 6.01866068355e-1 | 0                | 0                | 0                | 0                | 0                | 2.81662460359e-2 | 0                | 2.00622022785e-1 | 0                | 1.45869095995e-1 | 1.14313525656e-1 | 1.85260990612e-1 |
        | sigmoid    | 2 | 1.83284465735e-1 | 6.14127850369e-2 | 1.14219573720e+0 | 3.45912769739e-2 | 1.27753277080e-2 | 6.24933564090e-3 | 7.06532840009e-2 | 0                | 5.06327971008e-2 | 1.53531962592e-2 | 3.22872229497e-1 | 1.15304256580e-2 | 1.24675615556e-1 | 1.00389003124e-1 | 1.44683419691e-1 |
        | sigmoid    | 3 | 3.10142984269e-1 | 1.37045799959e-1 | 1.71066748655e+0 | 7.38060224513e-2 | 2.42124317290e-2 | 1.20032053788e-2 | 1.26664699452e-1 | 4.98125489256e-3 | 7.30339425654e-2 | 2.89797960178e-2 | 4.11647962485e-1 | 2.07777271969e-2 | 1.27765271379e-1 | 7.13809743205e-2 | 1.07716268383e-1 |

    Scenario Outline: The document's check, T = <T>
      Given an LSTM layer of gate matrices
        | gate | of x | of h | bias |
        | f    | Wfx  | Wfh  | zero |
        | i    | Wix  | Wih  | zero |
        | g    | Wcx  | Wch  | zero |
        | o    | Wox  | Woh  | zero |
      And its weights are scaled by <scale>
      When it reads the first <T> steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then the document's own check does not notice the slip "the activator of backward ignored"
      And Deeplearning4j agrees

      Examples:
        | T | scale |
        | 2 | 1e-4  |
        | 5 | 1     |
