package dev.lockstep;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios whose numbers, tables, shapes, names or recordings cannot be used. */
class BadScenarioTest extends Refusals {
    static Stream<Arguments> scenarios() {
        String rnn = "a network of SimpleRnn(1→1)";
        String seeded = rnn + "; weights from seed 1";
        String read = seeded + "; it reads the sequence 0.5, -0.5";
        String gradients = read + "; a random gradient arriving at every step, from seed 2";
        String last = read + "; the gradient 1 arrives at the last step";
        String agrees = "; Deeplearning4j agrees";
        String loss = read + "; the loss is MSE summed, against random targets from seed 1";
        String optimizer = "optimizer: one of Sgd, NoOp, Nesterov, look-ahead RmsProp, RmsProp, AdaGrad, Adam,"
                + " AMSGrad, AdaMax, Nadam, AdaDelta, AdaBelief expected, \"Adamax\" found";
        return Stream.of(
                arguments(
                        "0 random cases of the tolerance experiment from seed 1 are held against 32 digits",
                        3,
                        "random cases: 1 to 1000 expected, 0 found"),
                arguments(
                        "no number is beyond its bound, and the median of bound/error is at most 9",
                        3,
                        "scenario: random cases of the tolerance experiment expected before this step, none found"),
                // Numbers.
                arguments(seeded + "; it reads the sequence 1,5" + agrees, 5, sequence("1,5")),
                arguments(seeded + "; it reads the sequence 1, 1e" + agrees, 5, sequence("1e")),
                arguments(seeded + "; it reads the sequence abc" + agrees, 5, sequence("abc")),
                arguments(read + "; Deeplearning4j agrees within 1,5", 6, "tolerance" + NUMBER + "\"1,5\" found"),
                arguments(rnn + "; weights from seed 1, scaled by 1,5", 4, "number" + NUMBER + "\"1,5\" found"),
                arguments("a parameter θ = 1,5", 3, "number" + NUMBER + "\"1,5\" found"),
                arguments(
                        table("1e", "0.2", "0.3"),
                        3,
                        "weight of SimpleRnn \"layer 1\" from x1 to unit1" + NUMBER + "\"1e\" found"),
                arguments(
                        table("", "0.2", "0.3"),
                        3,
                        "weight of SimpleRnn \"layer 1\" from x1 to unit1" + NUMBER + "\"\" found"),
                arguments(
                        seeded + "; it reads the sequence\n| t | x1 |\n| 1 | 1,5 |",
                        5,
                        "x1 at t = 1" + NUMBER + "\"1,5\" found"),
                arguments(
                        read + "; its hidden states are, within 1e-9\n| t | h1 |\n| 1 | O |",
                        6,
                        "h1 at t = 1" + NUMBER + "\"O\" found"),
                arguments(
                        rnn + "; weights from seed 99999999999999999999",
                        4,
                        unfit("weights from seed 99999999999999999999")),
                // Tables of weights.
                arguments("a SimpleRnn layer with the weights", 3, unfit("a SimpleRnn layer with the weights")),
                arguments(
                        "a SimpleRnn layer with the weights\n| to | unit1 |\n| x1 | 1 |",
                        3,
                        "weights of SimpleRnn \"layer 1\": a table whose first cell is \"from\" expected, \"to\" found"),
                arguments(
                        "a SimpleRnn layer with the weights\n| from | unit1 |\n| x1 | 1 |\n| h1 | 1 |",
                        3,
                        "weights of SimpleRnn \"layer 1\": rows x1, h1, bias expected, x1, h1 found"),
                arguments(
                        "a SimpleRnn layer with the weights\n| from | unit1 |\n| x1 | 1 |\n| x1 | 1 |",
                        3,
                        "weights of SimpleRnn \"layer 1\": row \"x1\" once expected, twice found"),
                arguments(
                        "a SimpleRnn layer with the weights\n| from | unit2 |\n| x1 | 1 |\n| h1 | 1 |\n| bias | 1 |",
                        3,
                        "weights of SimpleRnn \"layer 1\": columns unit1 expected, unit2 found"),
                arguments(
                        "an LSTM layer with the weights\n| from | i1 | f1 | o1 |\n| x1 | 1 | 1 | 1 |\n| h1 | 1 | 1 | 1 |",
                        3,
                        "weights of LSTM \"layer 1\": columns i1, f1, g1, o1 expected, i1, f1, o1 found"),
                arguments(
                        "a SimpleRnn layer with the weights\n| from | unit1 |\n| bias | 1 |",
                        3,
                        "weights of SimpleRnn \"layer 1\": row \"x1\" expected, only [bias] found"),
                arguments(table("NaN", "0.2", "0.3") + "; it reads the sequence 1" + agrees, 9, finite("W", "NaN")),
                arguments(
                        table("0.1", "-Infinity", "0.3") + "; it reads the sequence 1" + agrees,
                        9,
                        finite("RW", "-Infinity")),
                arguments(
                        "an LSTM layer with the weights\n| from | i1 |\n| x1 | 1 |\n| h1 | 1 |; it reads the sequence 1",
                        3,
                        "weights of LSTM \"layer 1\": columns i1, f1, g1, o1 expected, i1 found"),
                // Shapes and sizes.
                arguments(
                        "a network of SimpleRnn(2→1); weights from seed 1; it reads the sequence 1, 2" + agrees,
                        6,
                        "features of the input: 2 expected, as SimpleRnn \"layer 1\" reads, 1 found"),
                arguments(
                        seeded + "; it reads the sequence NaN" + agrees,
                        6,
                        "input: finite numbers expected, NaN found at position 1"),
                arguments(
                        read + "; the loss is hinge summed, clamped at 1e-5, against random targets from seed 1"
                                + agrees,
                        6,
                        "clipping of HINGE: none expected, CLAMPED found"),
                arguments(
                        read
                                + "; the loss is XENT summed, with norms of at least 1e-5, against random targets from seed 1"
                                + agrees,
                        6,
                        "clipping of XENT: NONE or ADDED or CLAMPED expected, FLOORED found"),
                arguments(
                        read + "; the loss is L1 summed, weighted 1 -2, against random targets from seed 1" + agrees,
                        6,
                        "weights of L1: numbers from 0 on expected, -2.0 found"),
                arguments(
                        read + "; the loss is L1 summed, weighted 1 x, against random targets from seed 1" + agrees,
                        6,
                        "weight of L1 summed, weighted 1 x: a number such as -0.5, 1e-12 or 0x1.8p1 expected,"
                                + " \"x\" found"),
                arguments(
                        read + "; the loss is L1 summed, weighted 1 2 3 4 5 6 7, against random targets from seed 1"
                                + agrees,
                        7,
                        "weights of L1: 1 expected, as many as there are outputs, 7 found"),
                arguments(
                        read + "; Deeplearning4j agrees; Deeplearning4j, left at its default of L1 summed, is known to"
                                + " differ by 1 to 2\n\"\"\"\nso\n\"\"\"",
                        7,
                        "default of a loss: a loss expected before it, none found"),
                arguments(
                        read + "; the loss is MSE summed, against the targets\n| t | y1 |\n| 1 | 1 |" + agrees,
                        9,
                        "targets: 2 steps × 1 rows × 1 features expected, 1 steps × 1 rows × 1 features found"),
                arguments(
                        read + "; the loss is MSE summed, against the targets\n| t | y1 | y2 |\n| 1 | 1 | 1 |" + agrees,
                        6,
                        "targets: columns t, y1 and at least one row expected, t, y1, y2 found"),
                arguments(
                        read + "; its initial state is\n| state | unit1 | unit2 |\n| h | 1 | 1 |" + agrees,
                        6,
                        "initial state of SimpleRnn \"layer 1\": columns state, unit1 and at least one row expected, "
                                + "state, unit1, unit2 found"),
                arguments(
                        read + "; its initial state is\n| state | unit1 |\n| c | 1 |" + agrees,
                        6,
                        "initial state of SimpleRnn \"layer 1\": rows h only expected, [c] found"),
                arguments(
                        read + "; its initial state is\n| state | unit2 |\n| h | 1 |" + agrees,
                        6,
                        "initial state of SimpleRnn \"layer 1\": columns state, unit1 and at least one row expected, "
                                + "state, unit2 found"),
                arguments(
                        "a network of SimpleRnn(1→2, reset before)",
                        3,
                        "reset of SimpleRnn(1→2, reset before): a GRU expected to have one, SimpleRnn found"),
                arguments(
                        "a network of LSTM(1→2, one-bias, two-bias)",
                        3,
                        "biases of LSTM(1→2, one-bias, two-bias): one word expected, 2 found"),
                arguments(
                        "a network of GRU(1→2, tanh, tanh, tanh)",
                        3,
                        "activations of GRU(1→2, tanh, tanh, tanh): two at most expected, 3 found"),
                arguments(
                        seeded + "; it reads the sequence\n| t | x2 |\n| 1 | 1 |" + agrees,
                        5,
                        "input: columns t, x1 and at least one row expected, t, x2 found"),
                arguments(
                        seeded + "; it reads the sequence\n| t | x1 |\n| 2 | 1 |\n| 1 | 1 |" + agrees,
                        5,
                        "input: t = 1 expected, \"2\" found"),
                arguments(
                        "a parameter θ = 0.5; Sgd with α = 0.1; these gradients arrive\n| t | ∂L/∂θ |\n| 3 | 1 |"
                                + agrees,
                        5,
                        "gradients: t = 1 expected, \"3\" found"),
                arguments(
                        "a parameter θ = 0.5; Sgd with α = 0.1; these gradients arrive\n| t | ∂L/∂θ |\n| 1 | 1 |"
                                + "; its state after each step is, within 0\n| t | m |\n| 1 | 1 |",
                        8,
                        "state of the optimizer: columns t and some of θ expected, t, m found"),
                arguments(
                        table("0.1", "0.2", "0.3") + "; weights from seed 1",
                        8,
                        "weights: either a table or a seed expected, both found"),
                arguments(read + "; its initial state is" + agrees, 6, unfit("its initial state is")),
                arguments(
                        seeded + "; 0 steps of 1 random sequence from seed 1",
                        5,
                        "time steps of a sequence: at least 1 expected, 0 found"),
                arguments(
                        seeded + "; 1 step of 0 random sequences from seed 1",
                        5,
                        "batch rows of a sequence: at least 1 expected, 0 found"),
                arguments(
                        "a network of SimpleRnn(1→2000000)",
                        3,
                        "units of SimpleRnn \"layer 1\": at most 1000000 expected, 2000000 found"),
                arguments(
                        "a network of SimpleRnn(1→20000)",
                        3,
                        "weights of the network: at most 100000000 numbers expected, 400040000 found"),
                arguments(
                        seeded + "; 100000 steps of 100000 random sequences from seed 1",
                        5,
                        "sequence: at most 100000000 numbers expected, 10000000000 found"),
                arguments(
                        "a network of SimpleRnn(1→2200); weights from seed 1"
                                + "; 1 step of 1000000 random sequences from seed 1" + agrees,
                        6,
                        "units of all steps of SimpleRnn \"layer 1\": at most 2147483639 numbers in one array "
                                + "expected, 1 × 1000000 × 2200 found"),
                arguments("a network of LSTM(1→0)", 3, "units of LSTM \"layer 1\": at least 1 expected, 0 found"),
                arguments(
                        "a network of LSTM(2→3), LSTM(2→3); weights from seed 1",
                        3,
                        "inputs of LSTM \"layer 2\": 3 expected, as LSTM \"layer 1\" yields, 2 found"),
                arguments(seeded + agrees, 5, "scenario: an input sequence expected before this step, none found"),
                arguments(
                        rnn + "; its weights are scaled by 2",
                        4,
                        "scenario: weights expected before this step, none found"),
                arguments(
                        "weights from seed 1",
                        3,
                        "scenario: a layer or a network expected before this step, none found"),
                arguments(
                        read + "; it is trained for 2 steps by Sgd with α = 0.1" + agrees,
                        6,
                        "training: a loss expected before it, none found"),
                arguments(
                        read + "; it goes on after step 1" + agrees,
                        6,
                        "scenario: training expected before this step, none found"),
                arguments(
                        loss + "; it is trained for 3 steps by Sgd with α = 0.1; it goes on after step 3" + agrees,
                        8,
                        "steps behind it: at least 1 and fewer than all 3 expected, 3 found"),
                arguments(
                        read + "; the loss is MSE summed, against random targets from seed 1"
                                + "; it is trained for 2 steps by Adam with α = 0.1" + agrees,
                        7,
                        "hyperparameters of Adam: [α, β1, β2, ε] expected, [α] found"),
                arguments(
                        read + "; the referee finds ours within -1 ulp",
                        6,
                        "ulps from the truth: at least 0 expected, -1.0 found"),
                // Names.
                arguments(
                        read + "; \"bogus\" agrees",
                        6,
                        "framework: one of ours, dl4j, samediff, pytorch, keras, onnx, definition expected, \"bogus\" found"),
                arguments(
                        read + "; Bogus agrees",
                        6,
                        "framework: one of ours, dl4j, samediff, pytorch, keras, onnx, definition expected, \"Bogus\" found"),
                arguments(
                        "a network of LSTM(2→1); weights from seed 1; 2 steps of 1 random sequence from seed 2;"
                                + " an LSTM layer with these weights computes the same, to the last bit"
                                + "\n| from | i1 | f1 | g1 | o1 |\n| x1 | 1 | 2 | 3 | 4 |\n| h1 | 1 | 2 | 3 | 4 |"
                                + "\n| bias | 1 | 2 | 3 | 4 |",
                        6,
                        "layer in the table: LSTM \"layer 1\" 2→1 expected, LSTM \"layer 1\" 1→1 found"),
                arguments(
                        read + "; the gradient 1 arrives at the last step; an Sgd step with the gradient of RW in the"
                                + " place of that of W is refused, because \"\"",
                        7,
                        "step with the gradient of RW for W: one LSTM whose W and RW differ in shape expected,"
                                + " SimpleRnn \"layer 1\" 1→1 found"),
                arguments("a network of LSTM(1→1, bogus)", 3, activation("bogus")),
                // Recordings.
                arguments(
                        "the recording \"nowhere.case.json\"; the recording agrees",
                        3,
                        "recording: a file expected, nowhere.case.json found, which is not there"),
                arguments(
                        "the recording \"features\"; the recording agrees",
                        3,
                        "recording: a file expected, features found, which is not one"),
                arguments("the recording \"../a.case.json\"; the recording agrees", 3, outside("../a.case.json")),
                arguments("the recording \"a/../b.case.json\"; the recording agrees", 3, outside("a/../b.case.json")),
                arguments("the recording \"/etc/passwd\"; the recording agrees", 3, outside("/etc/passwd")),
                arguments("the recording \"\"; the recording agrees", 3, outside("")),
                arguments(
                        "the recording \"reference/case.schema.json\"; the recording agrees",
                        3,
                        "reference/case.schema.json: case: only the fields format, name, arrays, network, weights, input,"
                                + " masks, initialStates, objective, truncation, training, execution, observed, observations,"
                                + " provenance expected, \"$schema\" found"),
                arguments(
                        "the recording \"reference/pytorch/rnn-forward.case.json\"; it reads the sequence"
                                + "\n| t | x1 | x2 | x3 | x4 |\n| 1 | 1 | 1 | 1 | 1 |\n; the recording agrees",
                        8,
                        "scenario: the case that was recorded expected, another one found, since it was recorded with other"
                                + " input"),
                arguments(
                        seeded + "; the recording agrees",
                        5,
                        "scenario: a recording expected before this step, none found"),
                arguments("a bogus LSTM layer with the weights\n| from | i1 |", 3, activation("bogus")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void isRefused(String steps, int line, String sentence) throws IOException {
        assertScenarioRefused(steps, line, sentence);
    }

    private static String table(String w, String rw, String b) {
        return "a SimpleRnn layer with the weights\n| from | unit1 |\n| x1 | " + w + " |\n| h1 | " + rw
                + " |\n| bias | " + b + " |";
    }

    private static String sequence(String found) {
        return "number of the sequence" + NUMBER + "\"" + found + "\" found";
    }

    private static String unfit(String step) {
        return "a step with values and a table that it can use expected, \"" + step + "\" found";
    }

    private static String finite(String parameter, String found) {
        return parameter + " of SimpleRnn \"layer 1\": finite numbers expected, " + found + " found at position 1";
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
