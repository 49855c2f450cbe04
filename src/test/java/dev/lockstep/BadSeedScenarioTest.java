package dev.lockstep;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios whose arrays, gates, optimizers, sums or seed documents cannot be used, as the seed systems have them. */
class BadSeedScenarioTest extends Refusals {
    static Stream<Arguments> scenarios() {
        String rnn = "a network of SimpleRnn(1→1)";
        String seeded = rnn + "; weights from seed 1";
        String read = seeded + "; it reads the sequence 0.5, -0.5";
        String permuted = rnn + "; a random permutation as recurrent matrix, of spectral radius 1, from seed 1";
        String gradients = read + "; a random gradient arriving at every step, from seed 2";
        String last = read + "; the gradient 1 arrives at the last step";
        String agrees = "; Deeplearning4j agrees";
        String loss = read + "; the loss is MSE summed, against random targets from seed 1";
        String optimizer = "optimizer: one of Sgd, NoOp, Nesterov, look-ahead RmsProp, RmsProp, AdaGrad, Adam,"
                + " AMSGrad, AdaMax, Nadam, AdaDelta, AdaBelief expected, \"Adamax\" found";
        String array = "U = [1 2; 3 4]; ";
        String adder = "a network of SimpleRnn(2→3), dense(3→1, sigmoid); weights from seed 1"
                + "; the binary adder's 100 pairs of 7-bit numbers from seed 2, in minibatches of 100";
        return Stream.of(
                // Growth of errors.
                arguments(
                        rnn + "; a random permutation as recurrent matrix, of spectral radius 0, from seed 1",
                        4,
                        "spectral radius: a positive number expected, 0.0 found"),
                arguments(
                        "a network of LSTM(4→4); a random permutation as recurrent matrix, of spectral radius 1, from seed 1",
                        4,
                        "inputs of LSTM \"layer 1\": 16 expected, one for every pre-activation, 4 found"),
                arguments(
                        "a network of SimpleRnn(1→1), dense(1→1); a random permutation as recurrent matrix, of spectral"
                                + " radius 1, from seed 1",
                        4,
                        "network for a recurrent matrix: a single recurrent layer expected, 2 layers found, the first of"
                                + " them SimpleRnn \"layer 1\""),
                arguments(
                        rnn + "; 2 steps of input between 1 and 0, from seed 1",
                        4,
                        "input: a lower bound and a greater one expected, 1.0 and 0.0 found"),
                arguments(
                        read + "; the gradient 1 arrives at the last step; ‖∂L/∂z‖ never grows by more than 1 a step",
                        7,
                        "scenario: a recurrent matrix expected before this step, none found"),
                arguments(
                        permuted + "; 1 step of input between 0 and 1, from seed 1; the gradient 1 arrives at the last"
                                + " step; ‖∂L/∂z‖ never grows by more than 1 a step",
                        7,
                        "steps to see growth over: at least 2 expected, 1 found"),
                arguments(
                        permuted + "; 2 steps of input between 0 and 1, from seed 1; the gradient 0 arrives at the last"
                                + " step; ‖∂L/∂z‖ never grows by more than 1 a step",
                        7,
                        "‖∂L/∂z‖ at the last step: more than 0 expected, 0 found, as no unit passes the error on"),
                arguments(
                        permuted + "; 2 steps of input between 0 and 1, from seed 1; the gradient 1 arrives at the last"
                                + " step; the slip \"bogus\" promises no growth, but ‖∂L/∂z‖ is 1 times as great 1 steps"
                                + " earlier, within 0 relative",
                        7,
                        "slip about growth: \"ReLU cures an explosion\" expected, \"bogus\" found"),
                arguments(
                        permuted + "; the first step of the optimizer is longer than 1",
                        5,
                        "scenario: training expected before this step, none found"),
                // Arrays.
                arguments(
                        "x drawn next as randn(3, 4)",
                        3,
                        "array x: numpy.random.seed expected before the draw, none found"),
                arguments("it reads x, laid out time × features", 3, "array: one given before expected, \"x\" found"),
                arguments(array + "a dense layer with W = Vᵀ", 4, "array: one of [U] expected, \"V\" found"),
                arguments(array + "U = [1]", 4, "array U: one of this name expected, two found"),
                arguments("U = [1 2; 3]", 3, "row 2 of array U: 2 numbers expected, as the first row has, 1 found"),
                arguments(
                        array + "a bias-free dense layer with W = U; it reads U, laid out features × batch × time",
                        5,
                        "array U: 3 axes expected, features × batch × time, 2 found"),
                arguments(
                        array + "a bias-free dense layer with W = U; it reads U, laid out time × rows",
                        5,
                        "layout of an array: axes time, batch and features expected, \"rows\" found"),
                arguments(
                        array + "a bias-free dense layer with W = U; it reads U, laid out time × batch",
                        5,
                        "layout of an array: features once and time and batch at most once expected,"
                                + " \"time × batch\" found"),
                // Gate matrices.
                arguments(
                        gates("1 2", "i U", "f V", "g U", "o U"),
                        6,
                        "matrix of x of gate f of LSTM \"layer 1\": 1×2 expected, 1×1 found"),
                arguments(
                        gates("1", "i U", "f V", "g U", "o U"),
                        6,
                        "V: more than 1 columns expected, as it has 1 rows and reads h and x, 1×1 found"),
                arguments(gates("1", "i U", "f U", "i U"), 6, "gate matrices: gate i once expected, twice found"),
                arguments(gates("1", "i U", "f U", "g U"), 6, "gate matrices: i, f, g and o expected, no o found"),
                arguments(gates("1", "i U", "f U", "c U"), 6, "gate: one of i, f, g, o expected, \"c\" found"),
                // Entries of arrays.
                arguments(
                        read + "; its hidden states in row 2 are, within 0\n| t | h1 |\n| 1 | 1 |",
                        6,
                        "expected numbers: row from 1 to 1 expected, \"2\" found"),
                arguments(
                        read + "; its hidden states in row 1 are, within 0\n| t | h1 |\n| 3 | 1 |",
                        6,
                        "expected numbers: t from 1 to 2 expected, \"3\" found"),
                arguments(
                        read + "; its final cell states are, within 0\n| row | c1 |\n| 1 | 1 |",
                        6,
                        "final cell state: a layer with a cell expected, SimpleRnn \"layer 1\" found"),
                arguments(
                        read + "; its final cell state is, within 0\n| c1 |\n| 1 |",
                        6,
                        "final cell state: a layer with a cell expected, SimpleRnn \"layer 1\" found"),
                arguments(
                        read + "; its outputs at t = 1 are, within 0\n| row | y2 |\n| 1 | 1 |",
                        6,
                        "expected numbers: columns row and some of y1, and at least one row expected, row, y2 found"),
                arguments(
                        read + "; its outputs at t = 1 are, within 0\n| row | y1 | y1 |\n| 1 | 1 | 1 |",
                        6,
                        "expected numbers: column y1 once expected, twice found"),
                arguments(
                        "z = [0 1]; of z the slip \"bogus\" gives, within 0\n| column 1 | column 2 |\n| 1 | 1 |",
                        4,
                        "slip of the softmax: \"the maximum of the whole matrix\" expected, \"bogus\" found"),
                arguments(
                        "z = [0; 1]; the softmax of each column of z is, within 0\n| column 1 |\n| 1 |",
                        4,
                        "softmax of z: 2 rows expected, 1 found"),
                // Gradients, clips, initial weights.
                arguments(
                        "a network of SimpleRnn(1→2); weights from seed 1; it reads the sequence 1, 2"
                                + "; the gradient 1, 2, 3 arrives at the last step",
                        6,
                        "gradient arriving at the last step: 2 numbers expected, as SimpleRnn \"layer 1\" yields,"
                                + " 3 found"),
                arguments(
                        read + "; errors flow back sideways",
                        6,
                        "truncation: \"through at most 3 further steps\", \"within chunks of 3 steps\","
                                + " \"within segments of 3 steps, through the last 2 of each\" or \"through the"
                                + " whole sequence\" expected, \"sideways\" found"),
                arguments(
                        read + "; gradients are clipped at the knees",
                        6,
                        "clip of gradients: \"at 0.5, entry by entry\", \"at 1.0 by their global norm\", \"at 1.0 by their"
                                + " global norm plus 1e-6\", \"at 1.0 by the norm of each layer\" or \"at 1.0 by the norm of"
                                + " each parameter\" expected, \"at the knees\" found"),
                arguments(
                        rnn + "; weights from seed 1 by the rule of three",
                        4,
                        "initialisation: \"uniform in ±1e-4\", \"±1/√(fan-in)\" or \"Glorot\" expected,"
                                + " \"of three\" found"),
                // Optimizers.
                arguments(loss + "; it is trained for 2 steps by Adamax with α = 0.1, β1 = 0.9" + agrees, 7, optimizer),
                arguments(loss + "; it is trained for 2 epochs by Adamax with α = 0.1" + agrees, 7, optimizer),
                arguments(loss + "; Adamax with α = 0.1" + agrees, 7, optimizer),
                arguments(
                        loss + "; it is trained for 2 steps by Adam with ε beside the root with α = 0.1" + agrees,
                        7,
                        "dialect of Adam: none or one of as published, as in PyTorch, as in Keras, with ε inside the root"
                                + " expected, \"with ε beside the root\" found"),
                arguments(
                        loss + "; it is trained for 2 steps by AdaBelief as in PyTorch with α = 0.1, β1 = 0.9" + agrees,
                        7,
                        "dialect of AdaBelief: none or one of as published expected, \"as in PyTorch\" found"),
                arguments(
                        loss + "; it is trained for 2 steps by AdaDelta with α = 0.1, ρ = 0.9, ε = 0.1" + agrees,
                        7,
                        "hyperparameters of AdaDelta: [ρ, ε] expected, [α, ρ, ε] found"),
                arguments(
                        loss + "; it is trained for 2 steps by NoOp with α = 0.1" + agrees,
                        7,
                        "hyperparameters of NoOp: [] expected, [α] found"),
                // Learning rates.
                arguments(
                        loss + "; the learning rate is 0.1 to the n" + agrees,
                        7,
                        "learning rate: a form like 0.1·0.9^n, 0.1·0.5^⌊n/2⌋, 0.1/(1 + 0.5·n)^2, 0.1·(1 − n/4)^2,"
                                + " 0.1/(1 + e^(−0.5·(n − 3))) or 0.1 from 0, 0.05 from 2 expected, \"0.1 to the n\" found"),
                arguments(
                        loss + "; the learning rate is 0.1 from 1, 0.05 from 2" + agrees,
                        7,
                        "table of the schedule: a first rate at 0 expected, 1 found"),
                arguments(
                        loss + "; the learning rate is 0.1 from 0, 0.2 from 0" + agrees,
                        7,
                        "learning rate from 0 on: one expected, two found"),
                arguments(
                        loss + "; the learning rate is -0.1·0.9^n" + agrees,
                        7,
                        "rate of the exponential schedule: a positive number expected, -0.1 found"),
                arguments(
                        loss + "; the learning rate is 0.1·0.5^⌊n/0⌋" + agrees,
                        7,
                        "length of the steps of the schedule: at least 1 expected, 0 found"),
                arguments(
                        loss + "; the learning rate is 0.4 up to 0.1 and back within 8, the last 2 times 0.5 each"
                                + agrees,
                        7,
                        "peak of the cycle: at least the rate 0.4 expected, 0.1 found"),
                arguments(
                        loss + "; the learning rate is 0.1 up to 0.4 and back within 8, the last 3 times 0.5 each"
                                + agrees,
                        7,
                        "annealing of the cycle: what leaves an even number of the 8 to go up and down expected, 3 found"),
                arguments(
                        loss + "; the learning rate is 0.1·0.9^n; it is trained for 2 steps by NoOp" + agrees,
                        9,
                        "schedule of the learning rate: an optimizer that has one expected, NoOp found"),
                // Regularisation.
                arguments(
                        loss + "; the weights are regularised by l3 = 0.1" + agrees,
                        7,
                        "regularisation: some of l1 = 0.1, l2 = 0.1, decay = 0.1 and decay = 0.1·α expected,"
                                + " \"l3 = 0.1\" found"),
                arguments(
                        loss + "; the weights are regularised by l1 = -1" + agrees,
                        7,
                        "l1: a number of at least 0 expected, -1.0 found"),
                arguments(
                        loss + "; the weights are regularised by l1 = 1, l1 = 2" + agrees,
                        7,
                        "regularisation: l1 once expected, twice found"),
                arguments(
                        loss + "; gradients are clipped at 1 by the norm of each gate" + agrees,
                        7,
                        "clip of gradients: \"at 0.5, entry by entry\", \"at 1.0 by their global norm\", \"at 1.0 by their"
                                + " global norm plus 1e-6\", \"at 1.0 by the norm of each layer\" or \"at 1.0 by the norm of"
                                + " each parameter\" expected, \"at 1 by the norm of"
                                + " each gate\" found"),
                arguments(
                        loss + "; it is trained for 2 steps by Sgd with α = 0.1"
                                + "; after step 3 b of layer 1 is, within 0\n| from | unit1 |\n| bias | 1 |",
                        8,
                        "optimizer step: 1 to 2 expected, 3 found"),
                arguments(
                        loss + "; it is trained for 2 steps by Sgd with α = 0.1"
                                + "; after step 1 b of layer 2 is, within 0\n| from | unit1 |\n| bias | 1 |",
                        8,
                        "layer: 1 to 1 expected, 2 found"),
                // Sums.
                arguments(
                        adder + "; it adds\n| x1 | x2 |\n| 100 | 100 |",
                        6,
                        "sum of the binary adder: below 128 expected, as it has 7 bits, 100 + 100 found"),
                arguments(
                        adder + "; it adds\n| x1 | x2 |\n| -1 | 5 |",
                        6,
                        "addends of the binary adder: 0 or more expected, -1 + 5 found"),
                arguments(
                        adder
                                + "; from weights of seeds 2 to 1 by the rule Glorot, 0 % to 100 % add 1 unseen pairs from"
                                + " seed 3 with every bit right",
                        6,
                        "seeds: the first no greater than the last expected, 2 to 1 found"),
                arguments(
                        adder + "; with up to 1 starts by the rule Glorot, kept when the cost of all pairs is below 1,"
                                + " every seed from 2 to 1 adds 1 unseen pairs from seed 3 with every bit right",
                        6,
                        "seeds: the first no greater than the last expected, 2 to 1 found"),
                arguments(
                        read + "; it adds 1 unseen pairs from seed 3 with every bit right",
                        6,
                        "network of the binary adder: 2 inputs and 1 output expected, 1 and 1 found"),
                // Seed documents and their slips.
                arguments(
                        gradients + "; the document's Bogus, mended, agrees",
                        7,
                        "document: one of Elman layer; batch RNN; LSTM expected, \"Bogus\" found"),
                arguments(
                        gradients + "; the document's own check notices the slip \"bogus\"",
                        7,
                        "slip: one of the state in the place of the slope; no slope at the last step; overwritten states; "
                                + "overwritten states, on a second way back; no gradient of U; only W is updated; "
                                + "input gradient of the local step only; the cell path dropped; the biases of i and o taken from f; "
                                + "input weights of the last step only; the activator of backward ignored expected, "
                                + "\"bogus\" found"),
                arguments(
                        read + "; the document's own check notices the slip \"input gradient of the local step only\"",
                        6,
                        "check of the document's batch RNN: one in the document expected, none found"),
                arguments(
                        "a network of LSTM(1→1); weights from seed 1; it reads the sequence 1"
                                + "; the document's own check of its Elman layer, mended, passes",
                        6,
                        "check of the document's Elman layer: a case that it computes expected, found one that it refuses, "
                                + "because it is one SimpleRnn layer with no bias or one, from a given state"),
                arguments(
                        gradients
                                + "; the slip \"no gradient of U\" moves the gradients by, within 1\n| W | V |\n| 1 | 1 |",
                        7,
                        "the document's Elman layer: a case that it computes expected, found one that it refuses, "
                                + "because its error arrives at the last step only"),
                arguments(
                        last + "; the slip \"no gradient of U\" moves the gradients by, within 9\n| W | V |\n| 1 | 1 |",
                        7,
                        "distances: columns among W, RW, b, x, h0 expected, V found"),
                arguments(
                        last + "; the slip \"no gradient of U\" moves the gradients by, within 9\n| W |\n| -1 |",
                        7,
                        "distance of W: 0 or more expected, -1 found"),
                arguments(
                        last + "; the slip \"no gradient of U\" moves the gradients by, within 9\n| W |",
                        7,
                        "distances: a header and one row expected, 1 rows found"),
                arguments(
                        last + "; the slip \"no gradient of U\" moves the gradients by, within 9\n| W | W |\n| 1 | 1 |",
                        7,
                        "distances: column W once expected, twice found"),
                arguments(
                        last + "; the slip \"input gradient of the local step only\" moves the gradients by, within 9"
                                + "\n| x |\n| 1 |",
                        7,
                        "the document's batch RNN: a case that it computes expected, found one that it refuses, "
                                + "because it is a SimpleRnn and a linear dense layer, both without bias"),
                arguments(
                        read + "; errors flow back for ever",
                        6,
                        "truncation: \"through at most 3 further steps\", \"within chunks of 3 steps\","
                                + " \"within segments of 3 steps, through the last 2 of each\" or \"through the"
                                + " whole sequence\" expected, \"for ever\" found"),
                arguments(
                        read + "; every weight in W of \"layer 1\" lies within ±1/2, the greatest beyond 0.5 of that",
                        6,
                        "bound of the weights" + NUMBER + "\"1/2\" found"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void isRefused(String steps, int line, String sentence) throws IOException {
        assertScenarioRefused(steps, line, sentence);
    }

    /** Gates of one unit that reads two features; a row is a gate and its matrix, U or the given V. */
    private static String gates(String v, String... rows) {
        return "U = [1 2 3]; V = [" + v
                + "]; b = [1]; an LSTM layer of gate matrices over [h; x]\n| gate | matrix | bias |"
                + Stream.of(rows)
                        .map(row -> "\n| " + row.replace(" ", " | ") + " | b |")
                        .collect(Collectors.joining());
    }

    private static String sequence(String found) {
        return "number of the sequence" + NUMBER + "\"" + found + "\" found";
    }

    private static String outside(String found) {
        return "recording: a path within the working directory expected, \"" + found + "\" found";
    }

    private static String activation(String found) {
        return "activation: one of identity, tanh, sigmoid, relu, leaky relu, elu, softplus, softsign, hard sigmoid, hard tanh, cube, softmax, relu6, thresholded relu, float leaky relu, rrelu, selu, swish,"
                + " mish, gelu, float gelu, gelu tanh, float hard sigmoid, rectified tanh, rational tanh, float rational tanh expected, \""
                + found + "\" found";
    }
}
