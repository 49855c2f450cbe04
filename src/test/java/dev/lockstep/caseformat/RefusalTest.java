package dev.lockstep.caseformat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lockstep.definition.Definition;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not exactly a case is refused with one sentence; the sentences are written here by hand. */
class RefusalTest {
    private static final String RNN =
            "{\"kind\": \"SimpleRnn\", \"name\": \"rnn\", \"inputs\": 1, \"units\": 2, \"activation\": \"tanh\", \"bias\": \"none\"}";

    private static final String GOOD = """
            {
              "format": 1,
              "name": "good",
              "network": [
                {"kind": "SimpleRnn", "name": "rnn", "inputs": 1, "units": 2, "activation": "tanh", "bias": "none"},
                {"kind": "LastStep", "name": "last", "inputs": 2}
              ],
              "weights": {"rnn": {
                "W": {"shape": [1, 2], "values": [1, 2]},
                "RW": {"shape": [2, 2], "values": [1, 2, 3, 4]}
              }},
              "input": {"shape": [2, 1, 1], "values": [5, 6]},
              "initialStates": {"rnn": {"h": {"shape": [1, 2], "values": [0, 1]}}},
              "objective": {"kind": "targets", "loss": {"function": "MSE", "reduction": "sum"},
                "targets": {"shape": [1, 1, 2], "values": [7, 8]}},
              "truncation": {"kind": "sliding", "steps": 1},
              "training": {"optimizer": {"kind": "Sgd", "rate": 0.1},
                "clip": {"kind": "global norm", "threshold": 1},
                "start": {"stepsTaken": 3, "slots": {}},
                "minibatches": [{"input": {"shape": [1, 1, 1], "values": [9]},
                  "targets": {"shape": [1, 1, 2], "values": [7, 8]}}],
                "order": [1, 1]},
              "observed": ["outputs", "score"],
              "observations": [
                {"kind": "outputs", "layer": "rnn", "shape": [2, 1, 2], "values": [1, 2, 3, 4]},
                {"kind": "score", "step": 2, "shape": [], "values": [1]}
              ],
              "provenance": {"framework": "f", "version": "1", "dtype": "float64", "seed": 3}
            }
            """;

    @TempDir
    private Path folder;

    static Stream<Arguments> replacements() {
        return Stream.of(
                // Shapes and numbers.
                arguments(
                        "\"shape\": [1, 2], \"values\": [1, 2]",
                        "\"shape\": [2, 1], \"values\": [1, 2]",
                        "weights.rnn.W: 1×2 expected, 2×1 found"),
                arguments(
                        "[1, 2, 3, 4]}\n  }}",
                        "[1, 2, 3]}\n  }}",
                        "weights.rnn.RW.values: 4 numbers expected, 3 found"),
                arguments(
                        "[1, 2, 3, 4]}\n  }}",
                        "[1, 2, 3, 4, 5]}\n  }}",
                        "weights.rnn.RW.values: 4 numbers expected, 5 found"),
                arguments("[5, 6]", "[5, 1e999]", "input.values[1]: a finite number expected, \"1e999\" found"),
                arguments(
                        "[5, 6]", "[5, \"0x1p2000\"]", "input.values[1]: a finite number expected, \"0x1p2000\" found"),
                arguments("[5, 6]", "[5, NaN]", "line 12, column 50: JSON in UTF-8 expected, something else found"),
                arguments(
                        "[5, 6]",
                        "[5, \"NaN\"]",
                        "input.values[1]: a number or a text such as \"0x1.8p+1\" expected, \"NaN\" found"),
                arguments(
                        "[5, 6]",
                        "[5, \"6\"]",
                        "input.values[1]: a number or a text such as \"0x1.8p+1\" expected, \"6\" found"),
                arguments("[5, 6]", "[5, null]", "input.values[1]: a number expected, another value found"),
                arguments("[5, 6]", "[[5, 6]]", "input.values[0]: a number expected, another value found"),
                arguments("\"values\": [5, 6]", "\"values\": 5", "input.values: a list of numbers expected, 5 found"),
                arguments("[2, 1, 1]", "[2, 1]", "input.shape: 3 sizes expected, 2 found"),
                arguments(
                        "[2, 1, 1]",
                        "[1000000, 1000000, 1000000]",
                        "input.values: 2147483647 numbers expected, 2 found"),
                arguments(
                        "[2, 1, 1]", "[0, 1, 1]", "input.shape[0]: a whole number from 1 to 1000000 expected, 0 found"),
                arguments(
                        "[2, 1, 1]",
                        "[2.0, 1, 1]",
                        "input.shape[0]: a whole number from 1 to 1000000 expected, 2.0 found"),
                arguments(
                        "[2, 1, 1], \"values\": [5, 6]",
                        "[1, 1, 2], \"values\": [5, 6]",
                        "features of the input: 1 expected, as SimpleRnn \"rnn\" reads, 2 found"),
                // Fields.
                arguments("\"name\": \"good\",", "", "name: a value expected, none found"),
                arguments(
                        "\"name\": \"good\",",
                        "\"name\": \"good\", \"name\": \"good\",",
                        "name: one value expected, two found"),
                arguments(
                        "\"name\": \"good\",",
                        "\"name\": \"good\", \"colour\": 1,",
                        "case: only the fields format, name, arrays, network, weights, input, masks, initialStates, objective,"
                                + " truncation, training, execution, observed, observations, provenance expected, \"colour\" found"),
                arguments("\"format\": 1", "\"format\": 2", "format: a whole number from 1 to 1 expected, 2 found"),
                arguments("\"good\"", "7", "name: a text of one line, at most 1000 characters, expected, 7 found"),
                arguments(
                        "\"good\"",
                        "\"a\\nb\"",
                        "name: a text of one line, at most 1000 characters, expected, \"a?b\" found"),
                arguments(
                        "\"good\"",
                        "{}",
                        "name: a text of one line, at most 1000 characters, expected, an object with no fields found"),
                // Layers.
                arguments(
                        "\"SimpleRnn\"",
                        "\"gru\"",
                        "network[0].kind: one of SimpleRnn, LSTM, GRU, Bidirectional, MaskZero, Dense,"
                                + " Activation, LastStep expected, \"gru\" found"),
                arguments(
                        "\"units\": 2",
                        "\"units\": \"2\"",
                        "network[0].units: a whole number from 1 to 1000000 expected, \"2\" found"),
                arguments(
                        "\"units\": 2",
                        "\"units\": 99999999999",
                        "network[0].units: a whole number from 1 to 1000000 expected, 99999999999 found"),
                arguments(
                        "\"inputs\": 1, \"units\": 2",
                        "\"inputs\": 1000000, \"units\": 1000000",
                        "network[0]: weights that are in the file expected, which has 20 numbers, 1000000×1000000 found"),
                arguments(
                        "\"tanh\"",
                        "\"Tanh\"",
                        "network[0].activation: one of identity, tanh, sigmoid, relu, leaky relu, elu, softplus, softsign,"
                                + " hard sigmoid, hard tanh, cube, softmax, relu6, thresholded relu, float leaky relu, rrelu, selu, swish,"
                                + " mish, gelu, float gelu, gelu tanh, float hard sigmoid, rectified tanh, rational tanh, float rational tanh expected, \"Tanh\" found"),
                arguments(
                        "\"none\"}", "\"three\"}", "network[0].bias: one of none, one, two expected, \"three\" found"),
                arguments(
                        RNN,
                        "{\"kind\": \"LSTM\", \"name\": \"rnn\", \"inputs\": 1, \"units\": 2, \"activation\": \"tanh\", \"bias\": \"three\"}",
                        "network[0].bias: one of none, one, two expected, \"three\" found"),
                arguments(
                        RNN,
                        "{\"kind\": \"LSTM\", \"name\": \"rnn\", \"inputs\": 1, \"units\": 2, \"activation\": \"tanh\", \"biases\": 2}",
                        "network[0]: only the fields kind, name, inputs, units, activation, gateActivation, peepholes, bias,"
                                + " preActivationClip expected, \"biases\" found"),
                arguments(
                        RNN,
                        "{\"kind\": \"LSTM\", \"name\": \"rnn\", \"inputs\": 1, \"units\": 2, \"activation\": \"tanh\", \"bias\": \"none\"}",
                        "weights.rnn.W: 1×8 expected, 1×2 found"),
                arguments(
                        "\"none\"}",
                        "\"none\", \"peepholes\": true}",
                        "network[0]: only the fields kind, name, inputs, units, activation, bias, norm, trainedStart,"
                                + " preActivationClip expected, \"peepholes\" found"),
                arguments(
                        "\"none\"}",
                        "\"none\", \"preActivationClip\": 0}",
                        "network[0]: clip of the pre-activations of SimpleRnn \"rnn\": a positive number expected, 0.0 found"),
                arguments(
                        "\"none\"}",
                        "\"none\", \"preActivationClip\": \"none\"}",
                        "network[0].preActivationClip: a number or a text such as \"0x1.8p+1\" expected, \"none\" found"),
                arguments(
                        "\"none\"}",
                        "\"none\", \"trainedStart\": 0}",
                        "network[0].trainedStart: true or false expected, 0 found"),
                arguments(
                        "\"name\": \"last\", \"inputs\": 2",
                        "\"name\": \"last\", \"inputs\": 3",
                        "network: inputs of LastStep \"last\": 2 expected, as SimpleRnn \"rnn\" yields, 3 found"),
                arguments(
                        "\"name\": \"last\"",
                        "\"name\": \"rnn\"",
                        "network: distinct layer names expected, \"rnn\" found twice"),
                // Weights and states.
                arguments("\"RW\": {", "\"rw\": {", "weights.rnn.RW: a value expected, none found"),
                arguments(
                        "\"W\": {",
                        "\"b\": {\"shape\": [1, 2], \"values\": [1, 2]}, \"W\": {",
                        "weights.rnn.b: a parameter of SimpleRnn, one of W, RW, expected, \"b\" found"),
                arguments(
                        "{\"rnn\": {\n",
                        "{\"lstm\": {}, \"rnn\": {\n",
                        "weights.lstm: a layer with parameters expected, \"lstm\" found"),
                arguments(
                        "{\"rnn\": {\"h\"",
                        "{\"last\": {\"h\"",
                        "initialStates.last: a recurrent layer expected, \"last\" found"),
                arguments(
                        "{\"h\": {",
                        "{\"c\": {}, \"h\": {",
                        "initialStates.rnn: only the fields h expected, \"c\" found"),
                // Objective, truncation, training.
                arguments(
                        "\"MSE\"",
                        "\"mse\"",
                        "objective.loss.function: one of MSE, L2, MCXENT, XENT, WASSERSTEIN, L1, MAE, HINGE,"
                                + " SQUARED_HINGE, POISSON, KL_DIVERGENCE, COSINE_PROXIMITY, MAPE, MSLE expected, \"mse\" found"),
                arguments(
                        "\"sum\"}",
                        "\"sum\", \"clipping\": {\"rule\": \"clamped\", \"epsilon\": 0.1}}",
                        "objective.loss: clipping of MSE: none expected, CLAMPED found"),
                arguments(
                        "\"sum\"}",
                        "\"sum\", \"weights\": [1, -1]}",
                        "objective.loss: weights of MSE: numbers from 0 on expected, -1.0 found"),
                arguments(
                        "\"sum\"}",
                        "\"sum\", \"weights\": [1, 2, 3]}",
                        "weights of MSE: 2 expected, as many as there are outputs, 3 found"),
                arguments(
                        "[1, 1, 2], \"values\": [7, 8]}},\n  \"trunc",
                        "[2, 1, 1], \"values\": [7, 8]}},\n  \"trunc",
                        "objective.targets: 1×1×2 expected, 2×1×1 found"),
                arguments(
                        "\"steps\": 1",
                        "\"steps\": -1",
                        "truncation.steps: a whole number from 0 to 1000000 expected, -1 found"),
                arguments(
                        "\"rate\": 0.1",
                        "\"rate\": 0",
                        "training.optimizer: learning rate of Sgd: a positive number expected, 0.0 found"),
                arguments("\"Sgd\"", "\"Adam\"", "training.optimizer.beta1: a value expected, none found"),
                arguments(
                        "\"slots\": {}",
                        "\"slots\": {\"m\": {}}",
                        "training.start.slots.m: a slot of Sgd expected, \"m\" found"),
                arguments("[1, 1]}", "[1, 2]}", "training.order[1]: a whole number from 1 to 1 expected, 2 found"),
                arguments("[1, 1]}", "[]}", "training: at least one minibatch expected, none found"),
                arguments(
                        "{\"kind\": \"sliding\", \"steps\": 1}",
                        "{\"kind\": \"segmented\", \"forward\": 2, \"backward\": 3}",
                        "truncation.backward: a whole number from 1 to 2 expected, 3 found"),
                // Wrappers, masks, execution.
                arguments(
                        RNN,
                        "{\"kind\": \"Bidirectional\", \"mode\": \"add\", \"wrapped\": {\"kind\": \"Dense\"}}",
                        "network[0].wrapped.kind: one of SimpleRnn, LSTM, GRU expected, \"Dense\" found"),
                arguments(
                        RNN,
                        "{\"kind\": \"Bidirectional\", \"mode\": \"sum\", \"wrapped\": " + RNN + "}",
                        "network[0].mode: one of add, mul, average, concat expected, \"sum\" found"),
                arguments(
                        RNN,
                        "{\"kind\": \"Bidirectional\", \"mode\": \"add\", \"form\": \"graves\", \"wrapped\": " + RNN
                                + "}",
                        "network[0]: GravesBidirectionalLSTM \"rnn\": LSTMs with peepholes that are added expected,"
                                + " SimpleRnn in mode ADD found"),
                arguments(
                        RNN,
                        "{\"kind\": \"Bidirectional\", \"mode\": \"add\", \"wrapped\": " + RNN + "}",
                        "weights[\"rnn.forward\"]: a value expected, none found"),
                arguments(
                        RNN,
                        "{\"kind\": \"MaskZero\", \"wrapped\": " + RNN + "}",
                        "network[0].value: a value expected, none found"),
                arguments(
                        "\"none\"}",
                        "\"none\", \"norm\": {\"epsilon\": 0}}",
                        "network[0].norm: ε of the layer normalisation: a positive number expected, 0.0 found"),
                arguments(
                        "\"initialStates\"",
                        "\"masks\": {\"features\": {\"shape\": [1, 1, 1], \"values\": [1]}}, \"initialStates\"",
                        "feature mask: 2 steps × 1 rows × 1 expected, as many as the input has, 1 steps × 1 rows × 1 found"),
                arguments(
                        "\"initialStates\"",
                        "\"masks\": {\"lengths\": [1, 2]}, \"initialStates\"",
                        "masks.lengths: 1 expected, as many as the input has rows, 2 found"),
                arguments(
                        "\"initialStates\"",
                        "\"masks\": {\"lengths\": [3]}, \"initialStates\"",
                        "masks.lengths[0]: a whole number from 0 to 2 expected, 3 found"),
                arguments(
                        "\"initialStates\"",
                        "\"masks\": {\"lengths\": [1], \"features\": {\"shape\": [2, 1, 1], \"values\": [1, 0]}},"
                                + " \"initialStates\"",
                        "masks: either features or lengths expected, an object with the fields \"lengths\", \"features\" found"),
                arguments(
                        "\"initialStates\"",
                        "\"masks\": {\"rule\": \"keep\"}, \"initialStates\"",
                        "masks.rule: one of reset, carry expected, \"keep\" found"),
                arguments(
                        "[9]},",
                        "[9]}, \"masks\": {\"labels\": {\"shape\": [1, 1, 1], \"values\": [-1]}},",
                        "label mask: weights from 0 on expected, -1.0 found"),
                arguments(
                        "\"observed\"",
                        "\"execution\": {\"precision\": \"half\"}, \"observed\"",
                        "execution.precision: one of double, single expected, \"half\" found"),
                arguments(
                        "\"observed\"",
                        "\"execution\": {\"format\": \"nwc\"}, \"observed\"",
                        "execution.format: one of NCW, NWC expected, \"nwc\" found"),
                // Observed and observations.
                arguments(
                        "[\"outputs\", \"score\"]",
                        "[]",
                        "case \"good\": at least one observed quantity expected, none found"),
                arguments(
                        "[\"outputs\", \"score\"]",
                        "[\"score\", \"score\"]",
                        "observed[1]: every kind once expected, \"score\" found"),
                arguments(
                        "[\"outputs\", \"score\"]",
                        "[\"scores\"]",
                        "observed[0]: one of outputs, streamed outputs, final h, final c, score, gradient, dx, dh0, dc0, parameter, optimizer"
                                + " state expected, \"scores\" found"),
                arguments(
                        "\"layer\": \"rnn\", \"shape\"",
                        "\"layer\": \"lstm\", \"shape\"",
                        "observations[0]: layer: one of rnn, last expected, \"lstm\" found"),
                arguments(
                        "\"shape\": [2, 1, 2]", "\"shape\": [2, 2, 1]", "observations[0]: 2×1×2 expected, 2×2×1 found"),
                arguments("\"step\": 2", "\"step\": 3", "observations[1]: step of score: 0 to 2 expected, 3 found"),
                arguments(
                        "{\"kind\": \"score\", \"step\": 2",
                        "{\"kind\": \"final c\", \"layer\": \"rnn\"",
                        "observations[1]: final c: a layer with a cell expected, \"rnn\" found"),
                arguments(
                        "{\"kind\": \"score\", \"step\": 2",
                        "{\"kind\": \"gradient\", \"layer\": \"rnn\", \"part\": \"b\"",
                        "observations[1]: gradient of SimpleRnn \"rnn\": the symbol of a parameter expected, \"b\" found"),
                arguments(
                        "{\"kind\": \"score\", \"step\": 2, \"shape\": []",
                        "{\"kind\": \"outputs\", \"layer\": \"rnn\", \"shape\": []",
                        "observations[1]: every quantity once expected, outputs of \"rnn\" found again"),
                arguments("\"framework\": \"f\", ", "", "provenance.framework: a value expected, none found"),
                arguments(
                        "\"seed\": 3",
                        "\"seed\": null",
                        "provenance.seed: a text of one line, at most 1000 characters, expected, null found"),
                arguments("float64", "f64", "provenance.dtype: one of float32, float64 expected, \"f64\" found"),
                arguments(
                        "float64",
                        "float32",
                        "provenance.dtype: \"float64\", where execution.precision is \"double\", as it is unless the case"
                                + " says \"single\", expected, \"float32\" found"),
                // JSON.
                arguments(
                        "\"seed\": 3}\n}",
                        "\"seed\": 3}\n}, {}",
                        "line 29, column 2: JSON in UTF-8 expected, something else found"),
                arguments(
                        "\"seed\": 3}\n}",
                        "\"seed\": 3}\n} {}",
                        "case: the end expected after its last brace, more found"),
                arguments(
                        "\"seed\": 3}\n}",
                        "\"seed\": 3}\n",
                        "line 30, column 1: JSON in UTF-8 expected, something else found"),
                arguments(
                        "\"seed\": 3",
                        "\"seed\": " + "[".repeat(20) + "]".repeat(20),
                        "case: at most 16 lists and objects within one another expected, more found"),
                arguments(
                        "\"order\": [1, 1]",
                        "\"order\": [" + "1,".repeat(200_000) + "1]",
                        "case: at most 200000 values expected, more found"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("replacements")
    void aFileThatIsNotExactlyACaseIsRefused(String good, String bad, String sentence) throws IOException {
        assertThat(GOOD).containsOnlyOnce(good);
        Path file = Files.writeString(folder.resolve("bad.case.json"), GOOD.replace(good, bad));

        assertThatThrownBy(() -> CaseReader.read(file))
                .isInstanceOf(InvalidInput.class)
                .satisfies(refusal -> {
                    String found = refusal.getMessage().replaceAll(" \\(.*\\)$", "");
                    assertThat(found).isEqualTo(file + ": " + sentence);
                });
    }

    @Test
    void theGoodFileIsGood() {
        assertThat(CaseReader.read(GOOD.getBytes(StandardCharsets.UTF_8))
                        .scenario()
                        .name())
                .isEqualTo("good");
    }

    @Test
    void filesThatAreNotThereOrTooLargeAreRefused() throws IOException {
        Path nowhere = folder.resolve("nowhere.case.json");
        assertThatThrownBy(() -> CaseReader.read(nowhere))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("recording: a file expected, " + nowhere + " found, which is not there");
        assertThatThrownBy(() -> CaseReader.read(folder))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("recording: a file expected, " + folder + " found, which is not one");
        assertThatThrownBy(() -> CaseReader.read(new byte[(64 << 20) + 1]))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("case: at most 67108864 bytes expected, more found");
    }

    @Test
    void numbersThatAreNotFiniteAreNotWritten() {
        Case forward = Cases.forward(Cases.STACK);
        Observations infinite = Observations.builder()
                .put(Quantity.score(), Tensor.scalar(Double.NEGATIVE_INFINITY))
                .build();
        assertThatThrownBy(() -> CaseWriter.text(new CaseFile(forward, Optional.of(infinite), Optional.empty())))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("score: finite numbers expected, -Infinity found");
    }

    /** Bytes changed, lost, doubled, and pieces of the file moved: refused in one sentence, or read; nothing else is thrown. */
    @Test
    void whateverBecomesOfAFileOneSentenceSaysSo() {
        Random random = new Random(20260701);
        byte[][] whole = Cases.all().stream()
                .map(scenario -> CaseWriter.text(new CaseFile(
                                scenario,
                                Optional.of(Definition.STANDARD.observe(scenario)),
                                Optional.of(new Provenance("f", "1", "float64", Map.of("seed", "1")))))
                        .getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] mutated = mutated(whole[random.nextInt(whole.length)], random);
            try {
                CaseReader.read(mutated);
            } catch (InvalidInput refusal) {
                refused++;
                assertThat(refusal.getMessage())
                        .isNotBlank()
                        .doesNotContain("\n", "\r")
                        .hasSizeLessThan(2_500);
            }
        }
        assertThat(refused).isBetween(3_000, 4_999);
    }

    private static byte[] mutated(byte[] whole, Random random) {
        byte[] copy = whole.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && copy.length > 2; i++) {
            int at = random.nextInt(copy.length - 1);
            int length = Math.min(1 + random.nextInt(random.nextInt(8) == 0 ? 200 : 4), copy.length - at);
            switch (random.nextInt(6)) {
                case 0 -> copy[at] = (byte) random.nextInt(256);
                case 1 -> copy[at] = (byte) "0123456789-+.eE\"{}[],:\\xnulltrue ".charAt(random.nextInt(33));
                case 2 -> copy = spliced(copy, at, at + length, new byte[0]);
                case 3 -> copy = spliced(copy, at, at, Arrays.copyOfRange(copy, at, at + length));
                case 4 -> {
                    int from = random.nextInt(copy.length);
                    byte[] piece = Arrays.copyOfRange(copy, from, Math.min(copy.length, from + length));
                    copy = spliced(copy, at, at, piece);
                }
                default -> copy = random.nextInt(10) == 0 ? Arrays.copyOf(copy, at) : digits(copy, at, random);
            }
        }
        return copy;
    }

    /** The next digit becomes other digits: another size, another number. */
    private static byte[] digits(byte[] text, int from, Random random) {
        for (int i = from; i < text.length; i++) {
            if (Character.isDigit(text[i])) {
                byte[] other = Integer.toString(random.nextInt(1 << (1 + random.nextInt(30))))
                        .getBytes(StandardCharsets.UTF_8);
                return spliced(text, i, i + 1, other);
            }
        }
        return text;
    }

    private static byte[] spliced(byte[] text, int from, int to, byte[] piece) {
        byte[] spliced = new byte[text.length - (to - from) + piece.length];
        System.arraycopy(text, 0, spliced, 0, from);
        System.arraycopy(piece, 0, spliced, from, piece.length);
        System.arraycopy(text, to, spliced, from + piece.length, text.length - to);
        return spliced;
    }
}
