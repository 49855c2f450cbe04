@seed @simple-rnn @lstm @dense @deeplearning4j @samediff
Feature: The exercises of a course on recurrent networks
  A recurrent cell and an LSTM cell run over whole sequences, softmax, the logistic function, and Adam.
  In the exercises batches stand in columns and time comes last: x is features × batch × time, a state is units × batch.
  Every number is drawn with numpy.random.seed, in the order in which it is listed here; the draws are NumPy's, bit for bit.

  "As published" are numbers that stand as the expected output in the exercises (deeplearning.ai, Sequence Models, week 1,
  "Building your Recurrent Neural Network, Step by Step"), with the digits printed there; all others are from
  reference/numpy/course_exercises.py or, where that is said, from reference/fifty_digits.py. Units, rows and steps
  count from 1 here: a[4][1] is unit 5 in row 2.

  Rule: rnn_forward: a = tanh(Wax·x + Waa·a′ + ba), y = softmax(Wya·a + by)

    Background:
      Given x drawn as numpy.random.seed(1), randn(3, 10, 4)
      And a0 drawn next as randn(5, 10)
      And Waa drawn next as randn(5, 5)
      And Wax drawn next as randn(5, 3)
      And Wya drawn next as randn(2, 5)
      And ba drawn next as randn(5, 1)
      And by drawn next as randn(2, 1)
      And a SimpleRnn layer with W = Waxᵀ, RW = Waaᵀ, b = baᵀ
      And a softmax dense layer with W = Wyaᵀ, b = byᵀ
      And it reads x, laid out features × batch × time
      And its initial hidden state is a0, laid out units × batch

    @table
    Example: Three features, ten sequences, four steps, five units, from a given state
      # As published: a[4][1] and y[1][3].
      Then its hidden states in row 2 are, within 5e-9
        | t | h5          |
        | 1 | -0.99999375 |
        | 2 | 0.77911235  |
        | 3 | -0.99861469 |
        | 4 | -0.99833267 |
      And its outputs in row 4 are, within 5e-9
        | t | y2         |
        | 1 | 0.79560373 |
        | 2 | 0.86224861 |
        | 3 | 0.11118257 |
        | 4 | 0.81515947 |
      And its hidden states in row 1 are, within 1e-13
        | t | h1                 | h2                 | h3                | h4                 | h5                 |
        | 1 | -0.946797274807291 | 0.901753298755182  | 0.970874071623945 | -0.910449700658975 | -0.999358972353644 |
        | 2 | 0.999989021713195  | -0.003554501585419 | 0.968681915778481 | 0.999275945723619  | -0.578828817829032 |
        | 3 | 0.998595319469256  | -0.401469358158426 | 0.986027801800685 | 0.942175732100233  | 0.999536215765465  |
        | 4 | 0.999983390539800  | 0.472409990873072  | 0.624379768229517 | -0.987436863066954 | 0.996923621955988  |
      And its outputs at t = 4 are, within 1e-13
        | row | y1                | y2                |
        | 1   | 0.919730000248921 | 0.080269999751079 |
        | 2   | 0.988219302573951 | 0.011780697426049 |
        | 3   | 0.276624089904824 | 0.723375910095176 |
        | 4   | 0.184840534498994 | 0.815159465501006 |
        | 5   | 0.956452021243226 | 0.043547978756774 |
        | 6   | 0.899137588766414 | 0.100862411233586 |
        | 7   | 0.334768716381117 | 0.665231283618883 |
        | 8   | 0.645782937806788 | 0.354217062193212 |
        | 9   | 0.342431252712212 | 0.657568747287788 |
        | 10  | 0.990187622550995 | 0.009812377449005 |
      And Deeplearning4j agrees
      And SameDiff agrees

    Scenario: And its backward pass
      When the loss is MCXENT averaged over the batch, against random targets from seed 11
      Then SameDiff agrees
      And the gradients agree with central differences
      And Deeplearning4j refuses, because "its SimpleRnn starts from zero in the backward pass, whatever h₀ was"

  Rule: lstm_cell_forward: every gate has one matrix for [a′; x], y = softmax(Wy·a + by)

    @table
    Example: One step of ten sequences from given a and c
      Given x drawn as numpy.random.seed(1), randn(3, 10)
      And a0 drawn next as randn(5, 10)
      And c0 drawn next as randn(5, 10)
      And Wf drawn next as randn(5, 8)
      And bf drawn next as randn(5, 1)
      And Wi drawn next as randn(5, 8)
      And bi drawn next as randn(5, 1)
      And Wo drawn next as randn(5, 8)
      And bo drawn next as randn(5, 1)
      And Wc drawn next as randn(5, 8)
      And bc drawn next as randn(5, 1)
      And Wy drawn next as randn(2, 5)
      And by drawn next as randn(2, 1)
      And an LSTM layer of gate matrices over [h; x]
        | gate | matrix | bias |
        | i    | Wi     | bi   |
        | f    | Wf     | bf   |
        | g    | Wc     | bc   |
        | o    | Wo     | bo   |
      And a softmax dense layer with W = Wyᵀ, b = byᵀ
      When it reads x, laid out features × batch
      And its initial hidden state is a0, laid out units × batch
      And its initial cell state is c0, laid out units × batch
      # As published: a_next[4], c_next[2] and yt[1].
      Then its hidden states at t = 1 are, within 5e-9
        | row | h5          |
        | 1   | -0.66408471 |
        | 2   | 0.0036921   |
        | 3   | 0.02088357  |
        | 4   | 0.22834167  |
        | 5   | -0.85575339 |
        | 6   | 0.00138482  |
        | 7   | 0.76566531  |
        | 8   | 0.34631421  |
        | 9   | -0.00215674 |
        | 10  | 0.43827275  |
      And its final cell states are, within 5e-9
        | row | c3          |
        | 1   | 0.63267805  |
        | 2   | 1.00570849  |
        | 3   | 0.35504474  |
        | 4   | 0.20690913  |
        | 5   | -1.64566718 |
        | 6   | 0.11832942  |
        | 7   | 0.76449811  |
        | 8   | -0.0981561  |
        | 9   | -0.74348425 |
        | 10  | -0.26810932 |
      And its outputs at t = 1 are, within 5e-9
        | row | y2         |
        | 1   | 0.79913913 |
        | 2   | 0.15986619 |
        | 3   | 0.22412122 |
        | 4   | 0.15606108 |
        | 5   | 0.97057211 |
        | 6   | 0.31146381 |
        | 7   | 0.00943007 |
        | 8   | 0.12666353 |
        | 9   | 0.39380172 |
        | 10  | 0.07828381 |
      And its hidden states at t = 1 are, within 1e-13
        | row | h1                | h2                | h3                 | h4                 | h5                 |
        | 1   | 0.130081055384140 | 0.655237581242712 | 0.511777345250271  | -0.002006123633300 | -0.664084712747323 |
        | 5   | 0.287143352065132 | 0.108110687224110 | -0.603766130329432 | 0.006054686866738  | -0.855753385487966 |
        | 10  | 0.460771572438611 | 0.045188051652005 | -0.003980260612053 | -0.314886636140484 | 0.438272745038249  |
      And its final cell states are, within 1e-13
        | row | c1                | c2                | c3                 | c4                 | c5                 |
        | 1   | 0.132387041844754 | 0.948474949836836 | 0.632678049753475  | -0.162639962821375 | -1.009779340766539 |
        | 5   | 0.811650536560566 | 0.295725672575903 | -1.645667175175349 | 0.027520740874218  | -1.578523563675180 |
        | 10  | 0.778731945223411 | 1.336776584683379 | -0.268109322904329 | -0.376474218040248 | 0.521172422417319  |
      And its outputs at t = 1 are, within 1e-13
        | row | y1                | y2                |
        | 1   | 0.200860869479682 | 0.799139130520318 |
        | 5   | 0.029427894472713 | 0.970572105527287 |
        | 10  | 0.921716188462165 | 0.078283811537835 |
      And Deeplearning4j agrees
      And SameDiff agrees

  Rule: lstm_forward: the same cell from a given a and c = 0, over seven steps of ten sequences

    Background:
      Given x drawn as numpy.random.seed(1), randn(3, 10, 7)
      And a0 drawn next as randn(5, 10)
      And Wf drawn next as randn(5, 8)
      And bf drawn next as randn(5, 1)
      And Wi drawn next as randn(5, 8)
      And bi drawn next as randn(5, 1)
      And Wo drawn next as randn(5, 8)
      And bo drawn next as randn(5, 1)
      And Wc drawn next as randn(5, 8)
      And bc drawn next as randn(5, 1)
      And Wy drawn next as randn(2, 5)
      And by drawn next as randn(2, 1)
      And an LSTM layer of gate matrices over [h; x]
        | gate | matrix | bias |
        | i    | Wi     | bi   |
        | f    | Wf     | bf   |
        | g    | Wc     | bc   |
        | o    | Wo     | bo   |
      And a softmax dense layer with W = Wyᵀ, b = byᵀ

    @table
    Example: Hidden states, outputs and the last cell state
      When it reads x, laid out features × batch × time
      And its initial hidden state is a0, laid out units × batch
      # As published: a[4][3][6] and y[1][4][3].
      Then its hidden states in row 4 are, within 5e-13
        | t | h5             |
        | 7 | 0.172117767533 |
      And its outputs in row 5 are, within 5e-12
        | t | y2            |
        | 4 | 0.95087346185 |
      And its hidden states in row 3 are, within 1e-13
        | t | h1                 | h2                 | h3                 | h4                 | h5                |
        | 1 | -0.689604887098787 | 0.746237646463436  | 0.000124706965017  | 0.753701290406736  | 0.000000025368428 |
        | 2 | -0.165937340287730 | -0.595064182948987 | 0.008222478175702  | 0.044128527245346  | 0.069551941089158 |
        | 3 | -0.011754753659626 | -0.371657962053026 | -0.165488475196648 | 0.126448064418560  | 0.331943669052969 |
        | 4 | 0.033421308312458  | -0.023101862573353 | 0.244200652931452  | -0.021618392851740 | 0.166811625557241 |
        | 5 | 0.061747852116385  | 0.177555123004221  | 0.178123946083224  | 0.338999795906670  | 0.128188626846814 |
        | 6 | 0.016545119080578  | 0.269096646191029  | 0.332275591091823  | 0.689228099206205  | 0.030184926854038 |
        | 7 | 0.109662864760954  | -0.029149780973828 | 0.612141173381176  | 0.060887680588553  | 0.015106011070601 |
      And its outputs at t = 7 are, within 1e-13
        | row | y1                | y2                |
        | 1   | 0.399853673436968 | 0.600146326563032 |
        | 2   | 0.093908756535827 | 0.906091243464173 |
        | 3   | 0.053999932446338 | 0.946000067553662 |
        | 4   | 0.066786846015611 | 0.933213153984389 |
        | 5   | 0.085234940792775 | 0.914765059207225 |
        | 6   | 0.170114268742586 | 0.829885731257414 |
        | 7   | 0.158715985291786 | 0.841284014708214 |
        | 8   | 0.337951302014572 | 0.662048697985428 |
        | 9   | 0.213799665290518 | 0.786200334709482 |
        | 10  | 0.263456706776686 | 0.736543293223314 |
      And its final cell states are, within 1e-13
        | row | c1                | c2                 | c3                | c4                 | c5                |
        | 2   | 1.340149055995109 | 0.176562937445986  | 0.845269509929369 | -0.041156246285024 | 0.197696631388339 |
        | 3   | 0.203680985662885 | -0.040613557954881 | 1.247738672900308 | 0.083636582128020  | 0.101859268887365 |
      And Deeplearning4j agrees
      And SameDiff agrees

    @table
    Example: The cell state at t = 2, as what two steps end in
      When it reads the first 2 steps of x, laid out features × batch × time
      And its initial hidden state is a0, laid out units × batch
      # As published: c[1][2][1].
      Then its final cell states are, within 5e-13
        | row | c2              |
        | 3   | -0.855544916718 |
      And its final cell states are, within 1e-13
        | row | c1                 | c2                 | c3                | c4                | c5                |
        | 2   | 0.050113645988561  | 0.155731332538445  | 0.488664724576820 | 0.533567289411180 | 0.397653392211213 |
        | 3   | -0.387065430478888 | -0.855544916718198 | 0.069340470589712 | 0.280213081683541 | 0.164769075343320 |
      And Deeplearning4j agrees
      And SameDiff agrees

    @slow
    Scenario: And its backward pass
      When it reads x, laid out features × batch × time
      And its initial hidden state is a0, laid out units × batch
      And the loss is MCXENT averaged over the batch, against random targets from seed 12
      Then Deeplearning4j agrees
      And SameDiff agrees
      And the gradients agree with central differences

  Rule: softmax sums over a column; what is subtracted before the exponential must be that column's own maximum

    The exercises subtract the greatest entry of the whole matrix. In exact arithmetic it cancels, whatever it is; in double
    precision e^z is 0 below −745.13, so that a column that lies that far below another one becomes 0/0.
    By hand: the softmax of (z, z + 1) is 1/(1 + e), e/(1 + e), here from 50 digits.

    @table
    Scenario Outline: Two columns, <apart> apart
      Given z = [0 <greater>; 1 <greatest>]
      Then the softmax of each column of z is, within 1e-15
        | column 1            | column 2            |
        | 0.26894142136999512 | 0.26894142136999512 |
        | 0.73105857863000488 | 0.73105857863000488 |
      And of z the slip "the maximum of the whole matrix" gives, within 1e-15
        | column 1 | column 2            |
        | <first>  | 0.26894142136999512 |
        | <second> | 0.73105857863000488 |

      # The columns of z as the rows of a batch: a framework's softmax has the maximum of every row.
      Given one = [1 0; 0 1]
      And zero = [0 0]
      And a softmax dense layer with W = one, b = zero
      When it reads z, laid out features × batch
      Then its outputs at t = 1 are, within 1e-15
        | row | y1                  | y2                  |
        | 1   | 0.26894142136999512 | 0.73105857863000488 |
        | 2   | 0.26894142136999512 | 0.73105857863000488 |
      And Deeplearning4j agrees
      And SameDiff agrees

      Examples: As long as e^z is a number of 53 bits, the slip does not show
        | apart | greater | greatest | first               | second              |
        | 2     | 2       | 3        | 0.26894142136999512 | 0.73105857863000488 |
        | 700   | 700     | 701      | 0.26894142136999512 | 0.73105857863000488 |

      Examples: Below −708 it is subnormal: e^−741 and e^−740 are 31 and 85 times 2^−1074
        | apart | greater | greatest | first               | second              |
        | 740   | 740     | 741      | 0.26724137931034483 | 0.73275862068965517 |

      Examples: Below −745 it is zero
        | apart | greater | greatest | first | second |
        | 800   | 800     | 801      | NaN   | NaN    |

  Rule: sigmoid is 1/(1 + e^−z), and keeps its digits where it is small

    @table
    Example: From −800 to 800, by 50 digits
      Given one = [1]
      And zero = [0]
      And a sigmoid dense layer with W = one, b = zero
      When it reads the sequence 0, 1, -1, 5, -5, 20, -20, 36, 37, 40, -40, 700, -700, 800, -800
      Then its outputs are, within 1 ulp
        | t  | y1                         |
        | 1  | 0.5                        |
        | 2  | 0.73105857863000487925     |
        | 3  | 0.26894142136999512075     |
        | 4  | 0.99330714907571514444     |
        | 5  | 0.0066928509242848555594   |
        | 6  | 0.99999999793884638181     |
        | 7  | 2.0611536181902035814e-9   |
        | 8  | 0.99999999999999976805     |
        | 9  | 0.99999999999999991467     |
        | 10 | 0.99999999999999999575     |
        | 11 | 4.2483542552915889773e-18  |
        | 12 | 1                          |
        | 13 | 9.8596765437597708567e-305 |
        | 14 | 1                          |
        | 15 | 0                          |
      And Deeplearning4j agrees
      And SameDiff agrees

  Rule: Adam with ε inside the root: θ ← θ − α·m̂/√(v̂ + ε), defaults α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8

    Inside the root an ε of 1e-8 counts like 1e-4 beside it. Wherever gradients are not much greater than that, the steps are
    shorter than those of Algorithm 1 or of Deeplearning4j's form.

    @table
    Example: One parameter and small gradients, by 50 digits
      Given a parameter θ = 0.5
      And Adam with ε inside the root with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8
      When these gradients arrive
        | t | ∂L/∂θ |
        | 1 | 1e-4  |
        | 2 | -2e-4 |
        | 3 | 3e-4  |
      Then its state after each step is, within 1e-15
        | t | m         | v            | θ                   |
        | 1 | 0.00001   | 1e-11        | 0.49292893218813452 |
        | 2 | -0.000011 | 4.999e-11    | 0.49602320436462442 |
        | 3 | 0.0000201 | 1.3994001e-10 | 0.49290818525706784 |
      And after step 3 the parameters are 0.0026786335474465083 away from those of Adam as published with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8, within 1e-15
      And after step 3 the parameters are 0.0026503093005479275 away from those of Adam with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8, within 1e-15
      And Deeplearning4j refuses, because "its Adam is the reordered form, ε beside the uncorrected √v"

    @table
    Example: W1, b1, W2, b2, W3, b3 of three layers, each with m and v of its own, zero at first
      Given x drawn as numpy.random.seed(3), randn(4, 6)
      And y drawn next as randint(0, 2, (1, 6))
      And W1 drawn next as randn(5, 4) * 0.5
      And b1 drawn next as randn(5, 1) * 0.1
      And W2 drawn next as randn(3, 5) * 0.5
      And b2 drawn next as randn(3, 1) * 0.1
      And W3 drawn next as randn(1, 3) * 0.5
      And b3 drawn next as randn(1, 1) * 0.1
      And a relu dense layer with W = W1ᵀ, b = b1ᵀ
      And a relu dense layer with W = W2ᵀ, b = b2ᵀ
      And a sigmoid dense layer with W = W3ᵀ, b = b3ᵀ
      When it reads x, laid out features × batch
      And the loss is XENT averaged over the batch, against y, laid out features × batch
      And it is trained for 10 steps by Adam with ε inside the root with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8
      Then after step 10 W of layer 1 is, within 1e-13
        | from | unit1              | unit2              | unit3              | unit4              | unit5              |
        | x1   | 0.240785140562891  | 0.183625679238863  | -0.139102485213523 | -0.280000435444264 | -0.420058841556963 |
        | x2   | 0.077594111112111  | -0.307578228860435 | -0.604769376807248 | -1.006538467585426 | -0.422815806998809 |
        | x3   | -0.282212085407900 | -0.976618388679235 | -0.768354030656102 | 0.045104975051483  | -0.637241908660252 |
        | x4   | 0.619647247584956  | 0.393753915962509  | -0.215201210643617 | 0.629385308751352  | -0.177573492468978 |
      And after step 10 b of layer 1 is, within 1e-13
        | from | unit1             | unit2              | unit3              | unit4             | unit5             |
        | bias | 0.103393496579418 | -0.182250026554709 | -0.098847735052520 | 0.013507437198332 | 0.067287471472898 |
      And after step 10 W of layer 2 is, within 1e-13
        | from | unit1              | unit2              | unit3              |
        | x1   | -0.557192319687192 | -0.604035478958216 | 0.057865666323663  |
        | x2   | 0.328056979738132  | 0.634146363165086  | 0.473082188764566  |
        | x3   | 0.450522469355630  | -0.910585592489881 | -0.424600576550186 |
        | x4   | -0.586889810439798 | 0.380526825257649  | 0.753288265279741  |
        | x5   | 0.644668924617357  | -0.348776907884791 | 0.538128911584286  |
      And after step 10 b of layer 2 is, within 1e-13
        | from | unit1             | unit2              | unit3             |
        | bias | 0.159160064155941 | -0.063354599377598 | 0.053368509038770 |
      And after step 10 W of layer 3 is, within 1e-13
        | from | unit1              |
        | x1   | -0.096012687411253 |
        | x2   | -0.666133109903844 |
        | x3   | 0.214522577612067  |
      And after step 10 b of layer 3 is, within 1e-13
        | from | unit1             |
        | bias | 0.109677600792576 |
      And after step 10 the parameters are 8.965313455094881e-05 away from those of Adam as published with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8, within 1e-13
      And after step 10 the parameters are 8.3921449404819604e-05 away from those of Adam with α = 0.01, β1 = 0.9, β2 = 0.999, ε = 1e-8, within 1e-13
      And every minibatch agrees with SameDiff from the same parameters and optimizer state
      And Deeplearning4j refuses, because "its Adam is the reordered form, ε beside the uncorrected √v"
