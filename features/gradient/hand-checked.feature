@gradient @deeplearning4j @samediff
Feature: Gradients against 50-digit central differences
  Expected numbers are central differences of the summed squared error, taken with a step of 1e-15 in 50-digit
  arithmetic (reference/fifty_digits.py): nobody derived them by hand.

  @simple-rnn
  Scenario: Every gradient of a two-unit SimpleRnn
    Given a SimpleRnn layer with the weights
      | from | unit1 | unit2 |
      | x1   | 0.5   | -0.3  |
      | x2   | -0.2  | 0.7   |
      | h1   | 0.4   | -0.6  |
      | h2   | 0.1   | 0.3   |
      | bias | 0.1   | -0.2  |
    And it reads the sequence
      | t | x1   | x2   |
      | 1 | 1.0  | 0.5  |
      | 2 | -0.5 | 0.25 |
      | 3 | 2.0  | -1.0 |
    When the loss is L2 summed, against the targets
      | t | y1   | y2   |
      | 1 | 0.2  | -0.1 |
      | 2 | -0.3 | 0.4  |
      | 3 | 0.5  | 0.6  |
    Then the gradient of W is, within 1e-14
      | from | unit1             | unit2              |
      | x1   | 1.225896493329785 | -0.758534595806462 |
      | x2   | 0.689198868647638 | 0.000534268165897  |
    And the gradient of RW is, within 1e-14
      | from | unit1              | unit2              |
      | h1   | 0.419689212006800  | -0.572582795977026 |
      | h2   | -0.174412213274378 | 0.288142410214834  |
    And the gradient of b is, within 1e-14
      | from | unit1             | unit2              |
      | bias | 2.414857479310085 | -2.158698033187395 |
    And Deeplearning4j agrees
    And SameDiff agrees
    And the gradients agree with central differences

  @lstm
  Scenario: Every gradient of a two-unit LSTM
    Given an LSTM layer with the weights
      | from | i1   | i2   | f1   | f2   | g1   | g2   | o1   | o2   |
      | x1   | 0.5  | -0.3 | 0.2  | 0.4  | 0.7  | -0.4 | -0.6 | 0.1  |
      | h1   | 0.1  | 0.4  | -0.5 | 0.3  | 0.6  | -0.4 | 0.2  | -0.1 |
      | h2   | -0.2 | 0.3  | 0.6  | -0.1 | -0.3 | 0.8  | 0.5  | 0.2  |
      | bias | 0.0  | 0.1  | 1.0  | 1.0  | 0.2  | 0.0  | 0.0  | -0.1 |
    And it reads the sequence 1.0, -0.5, 2.0
    When the loss is L2 summed, against the targets
      | t | y1   | y2   |
      | 1 | 0.2  | -0.1 |
      | 2 | -0.3 | 0.4  |
      | 3 | 0.5  | 0.6  |
    Then the gradient of W is, within 1e-14
      | from | i1                | i2                | f1                 | f2                 | g1                | g2                 | o1                 | o2                |
      | x1   | 0.041186072232843 | 0.341343323659954 | -0.029547330695287 | -0.005703771123196 | 0.001971921537077 | -0.344202826349676 | -0.181733948436616 | 0.266590815455197 |
    And the gradient of RW is, within 1e-14
      | from | i1                 | i2                 | f1                 | f2                 | g1                 | g2                 | o1                 | o2                 |
      | h1   | -0.002762676957157 | 0.016690486167856  | 0.006057092710963  | 0.006637904658611  | 0.029598667036640  | -0.110438667009454 | -0.003645495355688 | 0.023412725604641  |
      | h2   | 0.000823080641267  | -0.002718353540740 | -0.003661547675624 | -0.003421862904777 | -0.017281185941158 | 0.055363427800744  | -0.002749151046106 | -0.006143853329204 |
    And the gradient of b is, within 1e-14
      | from | i1                | i2                | f1                | f2                | g1                | g2                 | o1                | o2                |
      | bias | 0.048460922957167 | 0.192209139556528 | 0.041150314431644 | 0.044206345831701 | 0.318916455403171 | -1.101418078105325 | 0.006821416967178 | 0.166141984904018 |
    And Deeplearning4j agrees
    And SameDiff agrees
    And the gradients agree with central differences
