@seed @simple-rnn @deeplearning4j @samediff
Feature: The Elman layer and its gradient check
  A document teaches backpropagation through time on one Elman layer, with column vectors, T steps and no bias:

    z_t = U x_t + W h_(t−1),  h_t = f(z_t),  h_0 = 0          f: ReLU, identity, sigmoid, tanh
    δ_T = ∂E/∂h_T ∘ f′(z_T),  δ_k = (Wᵀ δ_(k+1)) ∘ f′(z_k)    ∂E/∂h_T is given, nothing arrives before
    dW = Σ_t δ_t h_(t−1)ᵀ,    dU = Σ_t δ_t x_tᵀ,    dx_t = Uᵀ δ_t,    dh_0 = Wᵀ δ_1

  In the notation of this project, with row vectors, z = x·W + h′·RW: our W is Uᵀ and our RW is Wᵀ.

  The document checks its gradient with three inputs, two units and T = 2: E is the sum of h_2, every entry of W is moved
  by ±0.001, and both gradients of W are printed with 6 decimals. Its weights are drawn from ±0.0001 ("small" below); the
  same is done here with weights of ordinary size, and for up to 10 steps.

  Distances of slips were computed with 50 digits (reference/slips.py): the right gradient by central differences, the
  slipped one by the document's formula. Each is the greatest over all entries of an array; 0 says that they agree.

  Background:
    Given x = [1 2 3; 2 3 4; -1 2 0.5; 0.5 -1.5 2; 1.5 0.5 -1; -2 1 3; 1 -0.5 0.25; 0.75 2.5 -1.5; -0.5 1.25 2; 2 0.5 1.5]
    And U = [0.11 -0.18 0.27; -0.23 0.39 -0.05]
    And W = [0.6 -0.35; 0.45 0.52]
    And smallU = [0.000031 -0.000058 0.000077; -0.000043 0.000089 -0.000012]
    And smallW = [0.000067 -0.000035; -0.000094 0.000052]

  Rule: The layer computes what Deeplearning4j, SameDiff and a pocket calculator compute

    Scenario: The document's inputs, with the identity
      h_1 = U x_1, by hand 0.11 − 0.36 + 0.81 and −0.23 + 0.78 − 0.15.

      Given a bias-free identity SimpleRnn layer with W = Uᵀ, RW = Wᵀ
      When it reads the first 2 steps of x, laid out time × features
      Then its hidden states are, within 1e-15
        | t | h1    | h2   |
        | 1 | 0.56  | 0.4  |
        | 2 | 0.956 | 0.97 |
      And Deeplearning4j agrees
      And SameDiff agrees
      And the document's Elman layer, mended, agrees

    Scenario Outline: Forward through 10 steps, <activation>
      Given a bias-free <activation> SimpleRnn layer with W = Uᵀ, RW = Wᵀ
      When it reads x, laid out time × features
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the document's Elman layer, mended, agrees

      Examples:
        | activation |
        | relu       |
        | identity   |
        | sigmoid    |
        | tanh       |

  Rule: Mended, the gradients of U, W, x and h_0 are right for every activation and every T

    Scenario: The document's own check, with the identity
      dW = δ_2 h_1ᵀ with δ_2 = (1, 1): the rows of the document's dW repeat, here they are columns.

      Given a bias-free identity SimpleRnn layer with W = Uᵀ, RW = Wᵀ
      When it reads the first 2 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then the gradient of RW is, within 1e-15
        | from | unit1 | unit2 |
        | h1   | 0.56  | 0.56  |
        | h2   | 0.4   | 0.4   |
      And the document's own check of its Elman layer, mended, passes
      And the document's Elman layer, mended, agrees
      And Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences

    Scenario: The document's own check, with the identity and small weights
      Given a bias-free identity SimpleRnn layer with W = smallUᵀ, RW = smallWᵀ
      When it reads the first 2 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then the gradient of RW is, within 1e-15
        | from | unit1    | unit2    |
        | h1   | 0.000146 | 0.000146 |
        | h2   | 0.000099 | 0.000099 |
      And the document's own check of its Elman layer, mended, passes
      And the document's Elman layer, mended, agrees
      And Deeplearning4j agrees
      And SameDiff agrees

    Scenario: The document's second run: ReLU, with (1, 2) arriving
      Both units are open at both steps, so dW = (1, 2)ᵀ h_1ᵀ.

      Given a bias-free relu SimpleRnn layer with W = Uᵀ, RW = Wᵀ
      When it reads the first 2 steps of x, laid out time × features
      And the gradient 1, 2 arrives at the last step
      Then the gradient of RW is, within 1e-15
        | from | unit1 | unit2 |
        | h1   | 0.56  | 1.12  |
        | h2   | 0.4   | 0.8   |
      And the document's Elman layer, mended, agrees
      And Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences

    Scenario Outline: Weights of ordinary size, <activation>, T = <T>
      The ReLU's second unit is open throughout, its first one is shut at the steps 3, 5, 8 and 9; neither comes closer than
      0.1 to its kink.

      Given a bias-free <activation> SimpleRnn layer with W = Uᵀ, RW = Wᵀ
      When it reads the first <T> steps of x, laid out time × features
      And the gradient 1, 2 arrives at the last step
      Then the document's Elman layer, mended, agrees
      And Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences

      Examples:
        | activation | T  |
        | relu       | 2  |
        | relu       | 3  |
        | relu       | 4  |
        | relu       | 5  |
        | relu       | 6  |
        | relu       | 7  |
        | relu       | 8  |
        | relu       | 9  |
        | relu       | 10 |
        | identity   | 2  |
        | identity   | 3  |
        | identity   | 4  |
        | identity   | 5  |
        | identity   | 6  |
        | identity   | 7  |
        | identity   | 8  |
        | identity   | 9  |
        | identity   | 10 |
        | sigmoid    | 2  |
        | sigmoid    | 3  |
        | sigmoid    | 4  |
        | sigmoid    | 5  |
        | sigmoid    | 6  |
        | sigmoid    | 7  |
        | sigmoid    | 8  |
        | sigmoid    | 9  |
        | sigmoid    | 10 |
        | tanh       | 2  |
        | tanh       | 3  |
        | tanh       | 4  |
        | tanh       | 5  |
        | tanh       | 6  |
        | tanh       | 7  |
        | tanh       | 8  |
        | tanh       | 9  |
        | tanh       | 10 |

    Scenario Outline: Small weights, <activation>, T = <T>
      Given a bias-free <activation> SimpleRnn layer with W = smallUᵀ, RW = smallWᵀ
      When it reads the first <T> steps of x, laid out time × features
      And the gradient 1, 2 arrives at the last step
      Then the document's Elman layer, mended, agrees
      And Deeplearning4j agrees
      And SameDiff agrees

      Examples:
        | activation | T  |
        | relu       | 2  |
        | relu       | 3  |
        | relu       | 10 |
        | identity   | 2  |
        | identity   | 3  |
        | identity   | 10 |
        | sigmoid    | 2  |
        | sigmoid    | 3  |
        | sigmoid    | 10 |
        | tanh       | 2  |
        | tanh       | 3  |
        | tanh       | 10 |

    Scenario Outline: With a bias, which the document has not, <activation>
      Given b = [0.05; -0.1]
      And a <activation> SimpleRnn layer with W = Uᵀ, RW = Wᵀ, b = bᵀ
      When it reads the first 5 steps of x, laid out time × features
      And the gradient 1, 2 arrives at the last step
      Then the document's Elman layer, mended, agrees
      And Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences

      Examples:
        | activation |
        | relu       |
        | identity   |
        | sigmoid    |
        | tanh       |

    Scenario Outline: With a bias and from a state that is not zero, <activation>
      Given b = [0.05; -0.1]
      And h0 = [0.3; -0.2]
      And a <activation> SimpleRnn layer with W = Uᵀ, RW = Wᵀ, b = bᵀ
      When it reads the first 5 steps of x, laid out time × features
      And its initial hidden state is h0, laid out units × batch
      And the gradient 1, 2 arrives at the last step
      Then the document's Elman layer, mended, agrees
      And SameDiff agrees
      And the gradients agree with central differences

      Examples:
        | activation |
        | relu       |
        | identity   |
        | sigmoid    |
        | tanh       |

  Rule: The state in the place of the slope: δ_k = (Wᵀ δ_(k+1)) ∘ h_(k+1)
    The document copies the state h_(k+1) before it differentiates it, and then uses the copy. From T = 2 every δ_k but the
    last is wrong, for every activation, the identity too. At T = 2 the only wrong one is δ_1, which meets h_0 = 0 in dW;
    dU, dx and dh_0 would show it, but the document looks at dW alone.

    Scenario Outline: <activation>, T = <T>
      Given a bias-free <activation> SimpleRnn layer with W = Uᵀ, RW = Wᵀ
      When it reads the first <T> steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then SameDiff agrees
      And the gradients agree with central differences
      And the slip "the state in the place of the slope" moves the gradients by, within 1e-9 relative
        | W   | RW   | x   | h0   |
        | <W> | <RW> | <x> | <h0> |

      Examples:
        | activation | T  | W                 | RW                | x                 | h0                |
        | relu       | 2  | 1.386000000000e-1 | 0                 | 1.221900000000e-2 | 3.001500000000e-2 |
        | relu       | 3  | 3.084532134400e+0 | 2.677875200000e-1 | 2.674948800000e-1 | 2.292080138560e-1 |
        | relu       | 4  | 1.045094334909e+0 | 2.372807386393e-1 | 8.966333040000e-2 | 1.098255542727e-1 |
        | relu       | 5  | 1.269205856310e+0 | 1.035868521334e+0 | 1.035535080480e-1 | 3.886733086439e-2 |
        | relu       | 10 | 4.797994586908e-1 | 1.979183621931e-1 | 8.468841053129e-2 | 4.155405968681e-4 |
        | identity   | 2  | 1.386000000000e-1 | 0                 | 1.221900000000e-2 | 3.001500000000e-2 |
        | identity   | 3  | 6.504426076800e+0 | 6.473292000000e-1 | 3.199217500000e-1 | 4.688372068760e-1 |
        | identity   | 4  | 4.635674653382e+0 | 1.271716781516e+0 | 2.387065895000e-1 | 3.045296597732e-1 |
        | identity   | 5  | 3.988309523060e+0 | 3.173821972695e+0 | 3.232200436150e-1 | 1.632425415045e-1 |
        | identity   | 10 | 2.708756859043e+0 | 8.168613518741e-1 | 2.750804103241e-1 | 2.577116296316e-2 |
        | sigmoid    | 2  | 2.998592283109e-1 | 0                 | 2.631938750594e-2 | 6.598333304060e-2 |
        | sigmoid    | 3  | 3.034093439187e-1 | 3.379123616162e-2 | 1.611557707607e-2 | 2.482545788652e-2 |
        | sigmoid    | 4  | 3.622366484476e-1 | 1.065621262636e-1 | 2.806478640693e-2 | 1.728813698780e-2 |
        | sigmoid    | 5  | 2.283319792841e-1 | 1.142349747991e-1 | 2.051996843363e-2 | 7.461134825251e-3 |
        | sigmoid    | 10 | 2.378402396423e-1 | 1.045528562272e-1 | 2.568630571552e-2 | 1.327500075356e-4 |
        | tanh       | 2  | 2.841210793813e-2 | 0                 | 2.771107459116e-3 | 7.336704766855e-3 |
        | tanh       | 3  | 2.240775729210e+0 | 2.013997713757e-1 | 1.005137931908e-1 | 1.142771527316e-1 |
        | tanh       | 4  | 2.065759038805e+0 | 5.006926167327e-1 | 1.292440183878e-1 | 8.795777948206e-2 |
        | tanh       | 5  | 2.318147126100e+0 | 1.056050672285e+0 | 1.692693079547e-1 | 5.988958880474e-2 |
        | tanh       | 10 | 1.960024884619e+0 | 7.247120855503e-1 | 2.036345484630e-1 | 3.082503268287e-3 |

    Scenario Outline: T = 2 from h_0 = (0.3, −0.2), <activation>
      A first state that is not zero is all it takes to see the slip at T = 2.

      Given h0 = [0.3; -0.2]
      And a bias-free <activation> SimpleRnn layer with W = Uᵀ, RW = Wᵀ
      When it reads the first 2 steps of x, laid out time × features
      And its initial hidden state is h0, laid out units × batch
      And the gradient 1, 1 arrives at the last step
      Then SameDiff agrees
      And the gradients agree with central differences
      And the slip "the state in the place of the slope" moves the gradients by, within 1e-9 relative
        | W   | RW   | x   | h0   |
        | <W> | <RW> | <x> | <h0> |

      Examples:
        | activation | W                 | RW                | x                 | h0                |
        | relu       | 2.997225000000e-1 | 2.997225000000e-2 | 2.613675500000e-2 | 6.748893000000e-2 |
        | identity   | 2.997225000000e-1 | 2.997225000000e-2 | 2.613675500000e-2 | 6.748893000000e-2 |
        | sigmoid    | 3.105687089745e-1 | 3.105687089745e-2 | 2.728616665093e-2 | 6.809889620582e-2 |
        | tanh       | 2.794010453805e-1 | 2.794010453805e-2 | 2.536526554217e-2 | 5.390766595477e-2 |

    Scenario: The document's check passes with it at T = 2, whatever the weights
      Given a bias-free identity SimpleRnn layer with W = Uᵀ, RW = Wᵀ
      When it reads the first 2 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then SameDiff agrees
      And the document's own check does not notice the slip "the state in the place of the slope"

    Scenario: It would have failed at T = 3 with weights of ordinary size …
      Given a bias-free identity SimpleRnn layer with W = Uᵀ, RW = Wᵀ
      When it reads the first 3 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then SameDiff agrees
      And the document's own check notices the slip "the state in the place of the slope"

    Scenario: … but not with small ones, where dW is off in the ninth decimal and six are printed
      Given a bias-free identity SimpleRnn layer with W = smallUᵀ, RW = smallWᵀ
      When it reads the first 3 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then SameDiff agrees
      And the slip "the state in the place of the slope" moves the gradients by, within 1e-9 relative
        | W                  | RW                 | x                  | h0                 |
        | 1.080219380843e-4  | 3.942427673581e-9  | 3.078844620137e-9  | 4.001949969715e-13 |
      And the document's own check does not notice the slip "the state in the place of the slope"

  Rule: No slope at the last step: δ_T = ∂E/∂h_T
    What arrives is taken for ∂E/∂z_T. With the identity it is; a ReLU hides it while all its units are open at the last step;
    sigmoid and tanh show it in dU at every T, in dW from T = 2.

    Scenario Outline: <activation>, T = <T>
      Given a bias-free <activation> SimpleRnn layer with W = Uᵀ, RW = Wᵀ
      When it reads the first <T> steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then SameDiff agrees
      And the gradients agree with central differences
      And the slip "no slope at the last step" moves the gradients by, within 1e-9 relative
        | W   | RW   | x   | h0   |
        | <W> | <RW> | <x> | <h0> |

      Examples:
        | activation | T  | W                 | RW                | x                 | h0                |
        | relu       | 2  | 0                 | 0                 | 0                 | 0                 |
        | relu       | 3  | 4.205000000000e+0 | 1.292000000000e+0 | 2.700000000000e-1 | 2.747150000000e-1 |
        | relu       | 4  | 0                 | 0                 | 0                 | 0                 |
        | relu       | 5  | 1.844130400000e+0 | 1.279392000000e+0 | 2.700000000000e-1 | 1.384563600000e-1 |
        | relu       | 10 | 0                 | 0                 | 0                 | 0                 |
        | identity   | 2  | 0                 | 0                 | 0                 | 0                 |
        | identity   | 3  | 0                 | 0                 | 0                 | 0                 |
        | identity   | 4  | 0                 | 0                 | 0                 | 0                 |
        | identity   | 5  | 0                 | 0                 | 0                 | 0                 |
        | identity   | 10 | 0                 | 0                 | 0                 | 0                 |
        | sigmoid    | 2  | 3.775446142982e+0 | 5.176618053080e-1 | 1.746105707307e-1 | 1.327834795614e-1 |
        | sigmoid    | 3  | 2.070320398139e+0 | 6.745544862089e-1 | 2.037064842695e-1 | 1.475248006269e-2 |
        | sigmoid    | 4  | 1.790868049849e+0 | 8.346379689755e-1 | 1.756522125911e-1 | 2.723091349867e-3 |
        | sigmoid    | 5  | 1.186343875014e+0 | 6.234852870984e-1 | 1.644426228007e-1 | 3.435367051255e-4 |
        | sigmoid    | 10 | 1.511552660054e+0 | 7.557497356781e-1 | 1.704938517365e-1 | 3.135792644298e-8 |
        | tanh       | 2  | 3.393323873212e+0 | 2.732692649766e-1 | 1.175510705420e-1 | 2.862796771446e-1 |
        | tanh       | 3  | 2.436819841904e+0 | 7.440055058012e-1 | 3.366972813115e-1 | 1.076669979308e-1 |
        | tanh       | 4  | 6.478202915609e-1 | 2.999584475149e-1 | 4.355010388310e-2 | 1.706136285846e-2 |
        | tanh       | 5  | 5.558399100003e-2 | 1.891448047084e-2 | 8.447724026903e-3 | 9.431266530126e-4 |
        | tanh       | 10 | 6.267424249609e-2 | 3.113096849424e-2 | 9.927222243065e-3 | 8.705751037683e-5 |

    Scenario: The document's check uses the identity, so it cannot see it
      Given a bias-free identity SimpleRnn layer with W = Uᵀ, RW = Wᵀ
      When it reads the first 2 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then SameDiff agrees
      And the document's own check does not notice the slip "no slope at the last step"

    Scenario: With tanh at T = 2 it would: dW comes out 2.2 times too great
      Given a bias-free tanh SimpleRnn layer with W = Uᵀ, RW = Wᵀ
      When it reads the first 2 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then SameDiff agrees
      And the document's own check notices the slip "no slope at the last step"

    Scenario: With tanh and small weights it would not: dW is off by 4e-8 of itself
      The distances are some 1e-8 of the gradients, so they keep eight digits less than those.

      Given a bias-free tanh SimpleRnn layer with W = smallUᵀ, RW = smallWᵀ
      When it reads the first 2 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then SameDiff agrees
      And the slip "no slope at the last step" moves the gradients by, within 1e-6 relative
        | W                 | RW                 | x                  | h0                 |
        | 1.536766357384e-7 | 5.609097356850e-12 | 2.745981975844e-12 | 1.010136830122e-16 |
      And the document's own check does not notice the slip "no slope at the last step"

  Rule: Overwritten states: h_2 … h_T are replaced by f′(z_2) … f′(z_T) on the way back
    dW is summed after that, from what is left in the place of the states: wrong from T = 3, where h_2 is first needed. At T = 2
    dW needs h_0 and h_1 only, which stay.

    Scenario Outline: <activation>, T = <T>
      Given a bias-free <activation> SimpleRnn layer with W = Uᵀ, RW = Wᵀ
      When it reads the first <T> steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then SameDiff agrees
      And the gradients agree with central differences
      And the slip "overwritten states" moves the gradients by, within 1e-9 relative
        | W   | RW   | x   | h0   |
        | <W> | <RW> | <x> | <h0> |

      Examples:
        | activation | T  | W | RW                | x | h0 |
        | relu       | 2  | 0 | 0                 | 0 | 0  |
        | relu       | 3  | 0 | 4.400000000000e-2 | 0 | 0  |
        | relu       | 4  | 0 | 9.196000000000e-1 | 0 | 0  |
        | relu       | 5  | 0 | 8.118276000000e-1 | 0 | 0  |
        | relu       | 10 | 0 | 8.790485358945e-2 | 0 | 0  |
        | identity   | 2  | 0 | 0                 | 0 | 0  |
        | identity   | 3  | 0 | 4.400000000000e-2 | 0 | 0  |
        | identity   | 4  | 0 | 1.147100000000e+0 | 0 | 0  |
        | identity   | 5  | 0 | 2.054431000000e+0 | 0 | 0  |
        | identity   | 10 | 0 | 3.682827911217e+0 | 0 | 0  |
        | sigmoid    | 2  | 0 | 0                 | 0 | 0  |
        | sigmoid    | 3  | 0 | 1.402777205037e-1 | 0 | 0  |
        | sigmoid    | 4  | 0 | 1.836596297403e-1 | 0 | 0  |
        | sigmoid    | 5  | 0 | 1.381292460506e-1 | 0 | 0  |
        | sigmoid    | 10 | 0 | 1.710224030637e-1 | 0 | 0  |
        | tanh       | 2  | 0 | 0                 | 0 | 0  |
        | tanh       | 3  | 0 | 2.651666273085e-1 | 0 | 0  |
        | tanh       | 4  | 0 | 9.732105795234e-1 | 0 | 0  |
        | tanh       | 5  | 0 | 1.195630397243e+0 | 0 | 0  |
        | tanh       | 10 | 0 | 2.577212542391e+0 | 0 | 0  |

    Scenario Outline: On a second way back over the same states, <activation>, T = <T>
      Now the slopes are taken at what was a slope already: with sigmoid and tanh every gradient is wrong, from T = 2.

      Given a bias-free <activation> SimpleRnn layer with W = Uᵀ, RW = Wᵀ
      When it reads the first <T> steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then SameDiff agrees
      And the gradients agree with central differences
      And the slip "overwritten states, on a second way back" moves the gradients by, within 1e-9 relative
        | W   | RW   | x   | h0   |
        | <W> | <RW> | <x> | <h0> |

      Examples:
        | activation | T  | W                 | RW                | x                 | h0                |
        | relu       | 2  | 0                 | 0                 | 0                 | 0                 |
        | relu       | 3  | 0                 | 4.400000000000e-2 | 0                 | 0                 |
        | relu       | 4  | 0                 | 9.196000000000e-1 | 0                 | 0                 |
        | relu       | 5  | 0                 | 8.118276000000e-1 | 0                 | 0                 |
        | relu       | 10 | 0                 | 8.790485358945e-2 | 0                 | 0                 |
        | identity   | 2  | 0                 | 0                 | 0                 | 0                 |
        | identity   | 3  | 0                 | 4.400000000000e-2 | 0                 | 0                 |
        | identity   | 4  | 0                 | 1.147100000000e+0 | 0                 | 0                 |
        | identity   | 5  | 0                 | 2.054431000000e+0 | 0                 | 0                 |
        | identity   | 10 | 0                 | 3.682827911217e+0 | 0                 | 0                 |
        | sigmoid    | 2  | 1.922945258907e-1 | 2.614311851023e-2 | 9.348783000422e-3 | 6.002027096098e-3 |
        | sigmoid    | 3  | 1.743526665062e-1 | 1.677127650527e-1 | 1.578568330072e-2 | 1.527964730281e-3 |
        | sigmoid    | 4  | 1.188662712877e-1 | 2.006163799869e-1 | 1.612849710369e-2 | 4.359326869672e-4 |
        | sigmoid    | 5  | 1.007143959343e-1 | 1.684859934996e-1 | 1.402090700637e-2 | 6.972977378975e-5 |
        | sigmoid    | 10 | 1.230578586916e-1 | 1.937792953120e-1 | 1.393378007808e-2 | 8.977331416006e-9 |
        | tanh       | 2  | 2.025792364904e+0 | 1.648236519999e-1 | 6.984350289650e-2 | 1.721523674360e-1 |
        | tanh       | 3  | 3.688167993010e+0 | 9.420835618053e-1 | 5.023140331276e-1 | 2.165552797531e-1 |
        | tanh       | 4  | 2.538103407030e+0 | 1.166618313510e+0 | 2.294498555120e-1 | 8.840442618292e-2 |
        | tanh       | 5  | 1.763738043389e+0 | 8.771467370537e-1 | 2.162538881558e-1 | 5.867554241580e-2 |
        | tanh       | 10 | 2.609274504956e+0 | 1.385534218755e+0 | 2.389130166867e-1 | 3.081639760838e-3 |

    Scenario: The document's check goes back once, with T = 2
      Given a bias-free identity SimpleRnn layer with W = smallUᵀ, RW = smallWᵀ
      When it reads the first 2 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then SameDiff agrees
      And the document's own check does not notice the slip "overwritten states"

    Scenario: At T = 3 it would fail even with small weights: 1 stands where h_2 should
      Given a bias-free identity SimpleRnn layer with W = smallUᵀ, RW = smallWᵀ
      When it reads the first 3 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then SameDiff agrees
      And the document's own check notices the slip "overwritten states"

  Rule: No gradient of U: dU is never formed
    The layer cannot learn what to read. The slip is there at every T; the document's check asks for dW alone.

    Scenario Outline: <activation>, T = <T>
      Given a bias-free <activation> SimpleRnn layer with W = Uᵀ, RW = Wᵀ
      When it reads the first <T> steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then SameDiff agrees
      And the gradients agree with central differences
      And the slip "no gradient of U" moves the gradients by, within 1e-9 relative
        | W   | RW   | x   | h0   |
        | <W> | <RW> | <x> | <h0> |

      Examples:
        | activation | T  | W                 | RW | x | h0 |
        | relu       | 2  | 7.150000000000e+0 | 0  | 0 | 0  |
        | relu       | 3  | 3.785800000000e+0 | 0  | 0 | 0  |
        | relu       | 10 | 1.988816690228e+0 | 0  | 0 | 0  |
        | identity   | 2  | 7.150000000000e+0 | 0  | 0 | 0  |
        | identity   | 3  | 6.819500000000e+0 | 0  | 0 | 0  |
        | identity   | 10 | 3.221143106646e+0 | 0  | 0 | 0  |
        | sigmoid    | 2  | 9.534030754073e-1 | 0  | 0 | 0  |
        | sigmoid    | 3  | 6.337939025711e-1 | 0  | 0 | 0  |
        | sigmoid    | 10 | 4.820686107637e-1 | 0  | 0 | 0  |
        | tanh       | 2  | 2.943846748937e+0 | 0  | 0 | 0  |
        | tanh       | 3  | 3.031780967868e+0 | 0  | 0 | 0  |
        | tanh       | 10 | 2.672253981801e+0 | 0  | 0 | 0  |

    Scenario: The document's check does not ask for dU
      Given a bias-free identity SimpleRnn layer with W = Uᵀ, RW = Wᵀ
      When it reads the first 2 steps of x, laid out time × features
      And the gradient 1, 1 arrives at the last step
      Then SameDiff agrees
      And the document's own check does not notice the slip "no gradient of U"

  Rule: The update is θ ← θ − η dθ for U and W; the document's moves W alone
    The targets make E the sum of the last state's entries.

    Scenario Outline: Three steps of gradient descent, <activation>
      Given a bias-free <activation> SimpleRnn layer with W = Uᵀ, RW = Wᵀ
      And it reads the first 3 steps of x, laid out time × features
      And the loss is Wasserstein summed, against the targets
        | t | y1 | y2 |
        | 1 | 0  | 0  |
        | 2 | 0  | 0  |
        | 3 | 2  | 2  |
      When it is trained for 3 steps by Sgd with α = 0.01
      Then every minibatch agrees with Deeplearning4j from the same parameters and optimizer state
      And every minibatch agrees with SameDiff from the same parameters and optimizer state
      And the document's Elman layer, mended, agrees
      And the slip "only W is updated" moves the parameters by, within 1e-9 relative
        | W   | RW |
        | <W> | 0  |

      Examples:
        | activation | W                 |
        | relu       | 3.785800000000e-2 |
        | identity   | 6.819500000000e-2 |
        | sigmoid    | 6.337939025711e-3 |
        | tanh       | 3.031780967868e-2 |
