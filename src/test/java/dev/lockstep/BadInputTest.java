package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad input: one sentence on standard error that names the thing, what was expected and what was found; exit code 2; no
 * stack trace; reports of an earlier run stay as they were. The sentences are written here by hand.
 */
class BadInputTest {
    private static final String OLD_REPORT = "an earlier run's report";
    private static final String NUMBER = ": a number such as -0.5, 1e-12 or 0x1.8p1 expected, ";

    /** A semicolon that does not stand in brackets, as one between the rows of an array does. */
    private static final String BETWEEN_STEPS = "; (?![^\\[\\]]*])";

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream originalErr = System.err;
    private final PrintStream originalOut = System.out;

    @TempDir
    private Path folder;

    private Path report;

    @BeforeEach
    void anEarlierRun() throws IOException {
        report = Files.createDirectory(folder.resolve("report"));
        Files.writeString(report.resolve("report.json"), OLD_REPORT);
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void theConsoleAgain() {
        System.setErr(originalErr);
        System.setOut(originalOut);
    }

    static Stream<Arguments> commandLines() {
        return Stream.of(
                arguments("", "command: one of run, frameworks, demo expected, none found"),
                arguments("rum", "command: one of run, frameworks, demo expected, \"rum\" found"),
                arguments("--bogus", "option: one of -h, --help, -V, --version expected, \"--bogus\" found"),
                arguments("demo", "demo: one of binary-adder, exploding-gradients expected, none found"),
                arguments("demo bogus", "command: one of binary-adder, exploding-gradients expected, \"bogus\" found"),
                arguments("demo binary-adder now", "binary-adder: nothing after its options expected, \"now\" found"),
                arguments("demo binary-adder --epochs 0", "--epochs: at least 1 expected, 0 found"),
                arguments("demo exploding-gradients --time 1", "--time: 2 to 200 expected, 1 found"),
                arguments("demo exploding-gradients --time 201", "--time: 2 to 200 expected, 201 found"),
                arguments("frameworks all", "frameworks: nothing after its options expected, \"all\" found"),
                arguments("run nowhere", "feature: an existing file or folder expected, nowhere found"),
                arguments("run pom.xml", "feature: a file whose name ends in .feature expected, pom.xml found"),
                arguments("run features --tags (@lstm", "--tags: a tag expression expected, \"(@lstm\" found"),
                arguments(
                        "run features --tags @bogus",
                        "features: at least one scenario with the tags \"@bogus\" expected, none found in features"),
                arguments(
                        "run features/forward/lstm.feature:1000",
                        "features: at least one scenario expected, none found in features/forward/lstm.feature:1000"),
                arguments(
                        "run features --frameworks dl4j",
                        "--frameworks: ids with ours among them expected, as every comparison is with ours, dl4j found"),
                arguments(
                        "run features --frameworks ours,bogus",
                        "framework: one of ours, dl4j, samediff, pytorch expected, \"bogus\" found"),
                arguments("run features --shard 4/3", "--shard: I/N with 1 ≤ I ≤ N expected, \"4/3\" found"),
                arguments("run features --shard 0/3", "--shard: I/N with 1 ≤ I ≤ N expected, \"0/3\" found"),
                arguments("run features --shard half", "--shard: I/N with 1 ≤ I ≤ N expected, \"half\" found"),
                arguments(
                        "run features --glue dev.bogus",
                        "--glue: a package on the class path expected, \"dev.bogus\" found"),
                arguments(
                        "run features --classpath bogus.jar",
                        "--classpath: existing files and folders expected, bogus.jar found"));
    }

    @ParameterizedTest(name = "lockstep {0}")
    @MethodSource("commandLines")
    void aCommandLineThatCannotBeUsedIsRefused(String line, String sentence) throws IOException {
        List<String> words = new ArrayList<>(line.isEmpty() ? List.of() : List.of(line.split(" ")));
        if (line.startsWith("run")) {
            words.addAll(List.of("--report", report.toString()));
        }
        assertThat(Lockstep.run(words.toArray(String[]::new))).isEqualTo(2);
        assertOneSentence(sentence);
    }

    @Test
    void anUnknownOptionIsRefused() throws IOException {
        assertThat(Lockstep.run("run", "--bogus")).isEqualTo(2);
        assertOneSentence("option: one of "
                + "--tags, --frameworks, --glue, --classpath, --report, --shard, -h, --help, -V, --version"
                + " expected, \"--bogus\" found");
    }

    static Stream<Arguments> files() {
        return Stream.of(
                arguments("These are\nnotes.\n", "1: Gherkin expected, \"These are\" found"),
                arguments(
                        "Feature: a\n  Scenario: b\n    Given c\n    Gibt es\n",
                        "4: Gherkin expected, \"Gibt es\" found"),
                arguments("# language: xx\nFeature: a\n", "1: Gherkin expected, Language not supported: xx found"),
                arguments("Feature: a\n  Scenario: b\n    Text\n", "2: a scenario with steps expected, none found"),
                arguments(
                        "Feature: a\n  Scenario: b\n    Given a network of LSTM(1→1)\n",
                        "2: scenario: a step that compares something expected, none found"),
                arguments(
                        "Feature: a\n  Scenario: b\n    Given a SimpleRnn layer with the weights\n      | from | unit1 |\n"
                                + "      | x1 |\n",
                        "5: Gherkin expected, inconsistent cell count within the table found"),
                arguments(
                        "Feature: a\n  Scenario: b\n    Given a network of bogus(1→1)\n",
                        "3: a step of features/README.md or of --glue expected, \"a network of bogus(1→1)\" found"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("files")
    void aFileThatIsNotAFeatureIsRefused(String text, String sentence) throws IOException {
        Path feature = Files.writeString(folder.resolve("my own.feature"), text);
        assertThat(run(feature)).isEqualTo(2);
        assertOneSentence(place(feature) + sentence);
    }

    static Stream<Arguments> scenarios() {
        String rnn = "a network of SimpleRnn(1→1)";
        String seeded = rnn + "; weights from seed 1";
        String read = seeded + "; it reads the sequence 0.5, -0.5";
        String permuted = rnn + "; a random permutation as recurrent matrix, of spectral radius 1, from seed 1";
        String gradients = read + "; a random gradient arriving at every step, from seed 2";
        String last = read + "; the gradient 1 arrives at the last step";
        String agrees = "; Deeplearning4j agrees";
        String loss = read + "; the loss is MSE summed, against random targets from seed 1";
        String optimizer = "optimizer: one of Sgd, Nesterov, look-ahead RmsProp, RmsProp, AdaGrad, Adam expected,"
                + " \"Adamax\" found";
        String array = "U = [1 2; 3 4]; ";
        String adder = "a network of SimpleRnn(2→3), dense(3→1, sigmoid); weights from seed 1"
                + "; the binary adder's 100 pairs of 7-bit numbers from seed 2, in minibatches of 100";
        return Stream.of(
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
                        read + "; the loss is MSE summed, against random targets from seed 1"
                                + "; it is trained for 2 steps by Adam with α = 0.1" + agrees,
                        7,
                        "hyperparameters of Adam: [α, β1, β2, ε] expected, [α] found"),
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
                        "truncation: \"through at most 3 further steps\", \"within chunks of 3 steps\" or \"through the"
                                + " whole sequence\" expected, \"sideways\" found"),
                arguments(
                        read + "; gradients are clipped at the knees",
                        6,
                        "clip of gradients: \"at 0.5, entry by entry\" or \"at 1.0 by their global norm\" expected,"
                                + " \"at the knees\" found"),
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
                        "dialect of Adam: one of as published, with ε inside the root, with ε outside the root, with ε"
                                + " added to the quotient expected, \"with ε beside the root\" found"),
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
                        "truncation: \"through at most 3 further steps\", \"within chunks of 3 steps\" or \"through the whole "
                                + "sequence\" expected, \"for ever\" found"),
                arguments(
                        read + "; every weight in W of \"layer 1\" lies within ±1/2, the greatest beyond 0.5 of that",
                        6,
                        "bound of the weights" + NUMBER + "\"1/2\" found"),
                // Names.
                arguments(
                        read + "; \"bogus\" agrees",
                        6,
                        "framework: one of ours, dl4j, samediff, pytorch expected, \"bogus\" found"),
                arguments(
                        read + "; Bogus agrees",
                        6,
                        "framework: one of ours, dl4j, samediff, pytorch expected, \"Bogus\" found"),
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
                        "reference/case.schema.json: case: only the fields format, name, network, weights, input,"
                                + " initialStates, objective, truncation, training, observed, observations, provenance"
                                + " expected, \"$schema\" found"),
                arguments(
                        seeded + "; the recording agrees",
                        5,
                        "scenario: a recording expected before this step, none found"),
                arguments("a bogus LSTM layer with the weights\n| from | i1 |", 3, activation("bogus")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void aScenarioThatCannotBeComputedIsRefused(String steps, int line, String sentence) throws IOException {
        Path feature = Files.writeString(
                folder.resolve("bad.feature"),
                "Feature: bad input\n  Scenario: bad\n    * " + steps.replaceAll(BETWEEN_STEPS, "\n    * ") + "\n");
        assertThat(run(feature)).isEqualTo(2);
        assertOneSentence(place(feature) + line + ": " + sentence);
    }

    @Test
    void nothingIsComputedBeforeAnUndefinedStepIsNamed() throws IOException {
        Path feature = Files.writeString(folder.resolve("undefined.feature"), """
                Feature: one scenario can run, one cannot
                  Scenario: it can
                    Given a network of SimpleRnn(1→1)
                    And weights from seed 1
                    When it reads the sequence 1, 2
                    Then Deeplearning4j agrees
                  Scenario: it cannot
                    Then Deeplearning4j nods
                """);
        assertThat(run(feature)).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertOneSentence(place(feature)
                + "8: a step of features/README.md or of --glue expected, \"Deeplearning4j nods\" found");
    }

    @Test
    void aFolderWithoutFeaturesIsRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Files.writeString(empty.resolve("notes.txt"), "Feature: none");
        assertThat(run(empty)).isEqualTo(2);
        assertOneSentence("feature: a folder with files whose name ends in .feature expected, " + empty + " found");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        Path feature = Files.writeString(folder.resolve("empty.feature"), "");
        assertThat(run(feature)).isEqualTo(2);
        assertOneSentence("features: a feature in every file expected, Feature not found: " + feature.toUri());
    }

    @Test
    void aPartWithoutScenariosIsRefused() throws IOException {
        Path feature = Files.writeString(
                folder.resolve("one.feature"), "Feature: one\n  Scenario: one\n    * a network of LSTM(1→1)\n");
        assertThat(Lockstep.run("run", feature.toString(), "--shard", "2/2", "--report", report.toString()))
                .isEqualTo(2);
        assertOneSentence("--shard: 1 to 1 expected, as many as scenarios in " + feature + ", 2 found");
    }

    @Test
    void aFrameworkOfOnesOwnThatCannotBeUsedIsRefused() throws IOException {
        assertThat(runWithFramework(Broken.class.getName())).isEqualTo(2);
        assertOneSentence("framework of one's own: a loadable class expected, " + Framework.class.getName()
                + ": Provider " + Broken.class.getName() + " could not be instantiated");
        err.reset();
        assertThat(runWithFramework("dev.bogus.Framework")).isEqualTo(2);
        assertOneSentence("framework of one's own: a loadable class expected, " + Framework.class.getName()
                + ": Provider dev.bogus.Framework not found");
        err.reset();
        assertThat(runWithFramework(Namesake.class.getName())).isEqualTo(2);
        assertOneSentence("id of " + Namesake.class.getName()
                + ": an id of its own expected, \"dl4j\" found, which Deeplearning4j has");
    }

    private int runWithFramework(String className) throws IOException {
        Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
        Files.writeString(services.resolve(Framework.class.getName()), className);
        Path classes = folder.resolve("classes");
        return Lockstep.run("run", "features", "--classpath", classes.toString(), "--report", report.toString());
    }

    @Test
    void aReportFolderThatCannotBeWrittenIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        assertThat(Lockstep.run("run", "features/forward", "--report", file.toString()))
                .isEqualTo(2);
        assertOneSentence("report folder: a folder that can be written to expected, " + file + " found (a file)");
        err.reset();
        Path below = file.resolve("report");
        assertThat(Lockstep.run("run", "features/forward", "--report", below.toString()))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("lockstep: report folder: a folder that can be written to expected, " + below + " found (")
                .hasLineCount(1);
    }

    @Test
    void aReportFolderThatWasNotThereIsNotThereAfterwards() throws IOException {
        Path feature = Files.writeString(
                folder.resolve("bad.feature"), "Feature: bad\n  Scenario: bad\n    * a network of LSTM(1→0)\n");
        Path fresh = folder.resolve("new").resolve("report");
        assertThat(Lockstep.run("run", feature.toString(), "--report", fresh.toString()))
                .isEqualTo(2);
        assertThat(folder.resolve("new")).doesNotExist();
    }

    private int run(Path feature) {
        return Lockstep.run("run", feature.toString(), "--report", report.toString());
    }

    private void assertOneSentence(String sentence) throws IOException {
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("lockstep: " + sentence + System.lineSeparator());
        assertThat(report.resolve("report.json")).hasContent(OLD_REPORT);
        try (Stream<Path> files = Files.list(report)) {
            assertThat(files).as("files of the report").containsExactly(report.resolve("report.json"));
        }
    }

    private static String place(Path feature) {
        return Path.of("").toAbsolutePath().relativize(feature).toString().replace('\\', '/') + ":";
    }

    private static String table(String w, String rw, String b) {
        return "a SimpleRnn layer with the weights\n| from | unit1 |\n| x1 | " + w + " |\n| h1 | " + rw
                + " |\n| bias | " + b + " |";
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
        return "activation: one of identity, tanh, sigmoid, relu, leaky relu, elu, softplus, softsign, hard sigmoid,"
                + " hard tanh, cube, softmax expected, \"" + found + "\" found";
    }

    /** Its id is taken. */
    public static class Namesake implements Framework {
        @Override
        public String id() {
            return "dl4j";
        }

        @Override
        public String title() {
            return "Namesake";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public Support supports(Case scenario) {
            return Support.YES;
        }

        @Override
        public Observations observe(Case scenario) {
            return Observations.builder().build();
        }
    }

    /** It cannot be made. */
    public static final class Broken extends Namesake {
        /** Throws. */
        public Broken() {
            throw new IllegalStateException("no licence");
        }
    }
}
