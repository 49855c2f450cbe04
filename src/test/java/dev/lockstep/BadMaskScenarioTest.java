package dev.lockstep;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios whose wrappers, masks, pieces or segments cannot be used. */
class BadMaskScenarioTest extends Refusals {
    static Stream<Arguments> scenarios() {
        String read = "a network of SimpleRnn(1→1); weights from seed 1; it reads the sequence 0.5, -0.5";
        String both = "a network of bidirectional SimpleRnn(1→1); weights from seed 1; it reads the sequence 1, 2";
        String weights = "a SimpleRnn layer with the weights\n| from | unit1 |\n| x1 | 1 |\n| h1 | 1 |\n| bias | 1 |";
        String agrees = "; Deeplearning4j agrees";
        return Stream.of(
                // Layers.
                arguments(
                        "a network of LSTM(1→2, added)",
                        3,
                        "outputs of LSTM(1→2, added): a bidirectional layer expected to combine those of its directions,"
                                + " LSTM found"),
                arguments(
                        "a network of bidirectional LSTM(1→2, added, averaged)",
                        3,
                        "outputs of bidirectional LSTM(1→2, added, averaged): one word for how they are combined"
                                + " expected, 2 found"),
                arguments(
                        "a network of GravesBidirectionalLSTM(1→2, concatenated)",
                        3,
                        "GravesBidirectionalLSTM \"layer 1\": LSTMs with peepholes that are added expected, LSTM in mode"
                                + " CONCAT found"),
                arguments(
                        "a network of bidirectional LSTM(1→2, skipping 0)",
                        3,
                        "steps to skip in bidirectional LSTM(1→2, skipping 0): a layer with one direction expected,"
                                + " bidirectional LSTM found"),
                arguments(
                        "a network of dense(1→2, skipping 0)",
                        3,
                        "steps to skip in Dense \"layer 1\": a recurrent layer expected, Dense found"),
                arguments(
                        "a network of LSTM(1→2, skipping 0x)",
                        3,
                        "features of steps to skip in LSTM(1→2, skipping 0x)" + NUMBER + "\"0x\" found"),
                arguments(
                        "a network of LSTM(1→2, skipping NaN)",
                        3,
                        "masking value of MaskZero \"layer 1\": a finite number expected, NaN found"),
                arguments(
                        "a network of LSTM(1→2, keeping the state)",
                        3,
                        "state of LSTM(1→2, keeping the state): steps to skip expected, as in \"skipping 0\", none"
                                + " found"),
                arguments(
                        "a network of LSTM(1→2, pre-activations clipped at 0)",
                        3,
                        "clip of the pre-activations of LSTM \"layer 1\": a positive number expected, 0.0 found"),
                arguments(
                        "a network of LSTM(1→2, pre-activations clipped at 1, pre-activations clipped at 2)",
                        3,
                        "clip of the pre-activations of LSTM(1→2, pre-activations clipped at 1, pre-activations clipped at"
                                + " 2): one expected, 2 found"),
                arguments(
                        "a network of dense(1→2, pre-activations clipped at 1e400)",
                        3,
                        "clip of the pre-activations of dense(1→2, pre-activations clipped at 1e400): a finite number"
                                + " expected, Infinity found"),
                arguments(
                        "a network of LSTM(1→2, pre-activations clipped at most)",
                        3,
                        "clip of LSTM(1→2, pre-activations clipped at most): a number such as -0.5, 1e-12 or 0x1.8p1"
                                + " expected, \"most\" found"),
                arguments(
                        "a network of LSTM(1→2), dense(2→1, pre-activations clipped at 1)",
                        3,
                        "clip of the pre-activations of dense(2→1, pre-activations clipped at 1): a recurrent layer expected,"
                                + " dense found"),
                arguments(
                        "a network of LSTM(1→2); its pre-activations are clipped at 1",
                        4,
                        "scenario: a recurrent layer with a table of weights expected before this step, LSTM \"layer 1\" found"),
                arguments(
                        "a network of LSTM(1→2, layer-normalised)",
                        3,
                        "layer normalisation of LSTM(1→2, layer-normalised): a SimpleRnn expected to have one, LSTM"
                                + " found"),
                arguments(
                        "a network of peephole SimpleRnn(1→2)",
                        3,
                        "peepholes of peephole SimpleRnn(1→2): an LSTM expected to have them, SimpleRnn found"),
                arguments(
                        "a network of bidirectional peephole GRU(1→2, added)",
                        3,
                        "peepholes of bidirectional peephole GRU(1→2, added): an LSTM expected to have them, GRU"
                                + " found"),
                arguments(
                        "a relu peephole SimpleRnn layer with the weights\n| from | unit1 |\n| x1 | 1 |",
                        3,
                        "peepholes of relu peephole SimpleRnn: an LSTM expected to have them, SimpleRnn found"),
                arguments(
                        "a network of SimpleRnn(1→2, layer-normalised with ε = 0)",
                        3,
                        "ε of the layer normalisation: a positive number expected, 0.0 found"),
                arguments(
                        "a network of SimpleRnn(1→2, layer-normalised by 3)",
                        3,
                        "layer normalisation of SimpleRnn(1→2, layer-normalised by 3): \"layer-normalised\" or"
                                + " \"layer-normalised with ε = 1e-5\" expected, \"layer-normalised by 3\" found"),
                arguments(
                        "a network of activation(relu), SimpleRnn(1→2)",
                        3,
                        "network: a layer before \"activation(relu)\" expected, none found"),
                arguments(
                        "on top of it last step",
                        3,
                        "scenario: a layer or a network expected before this step, none found"),
                arguments(
                        "it skips steps whose features are all 0",
                        3,
                        "scenario: a recurrent layer with a table of weights expected before this step, none found"),
                arguments(
                        read + "; it skips steps whose features are all 0",
                        6,
                        "scenario: a recurrent layer with a table of weights expected before this step, SimpleRnn"
                                + " \"layer 1\" found"),
                arguments(
                        weights + "; beside it one in reverse, outputs added, with the weights\n| from | unit1 |\n"
                                + "| x1 | 1 |\n| h1 | 1 |",
                        8,
                        "weights of SimpleRnn \"layer 1.reverse\": rows x1, h1, bias expected, x1, h1 found"),
                arguments(
                        both + "; the initial state of \"layer 1\" is\n| state | unit1 |\n| h | 1 |",
                        6,
                        "initial state of \"layer 1\": a recurrent layer expected, Bidirectional \"layer 1\" found"),
                arguments(
                        both + "; the initial state of \"layer 2\" is\n| state | unit1 |\n| h | 1 |",
                        6,
                        "layer: one of layer 1.forward, layer 1.reverse, layer 1 expected, \"layer 2\" found"),
                // Masks.
                arguments(
                        read + "; the feature mask is\n| row | t1 |\n| 1 | 1 |",
                        6,
                        "feature mask: columns row, t1, t2 and at least one row expected, row, t1 found"),
                arguments(
                        read + "; the feature mask is\n| row | t1 | t2 |\n| 2 | 1 | 1 |",
                        6,
                        "feature mask: row 1 expected, \"2\" found"),
                arguments(
                        read + "; the feature mask is\n| row | t1 | t2 |\n| 1 | 1 | yes |",
                        6,
                        "feature mask of row 1 at t = 2" + NUMBER + "\"yes\" found"),
                arguments(
                        read + "; the feature mask is\n| row | t1 | t2 |\n| 1 | 1 | 0.5 |" + agrees,
                        9,
                        "feature mask: 0 or 1 expected, 0.5 found at step 2, row 1; weights of steps belong into the"
                                + " label mask"),
                arguments(
                        read + "; the feature mask is\n| row | t1 | t2 |\n| 1 | 1 | 0 |\n| 2 | 1 | 0 |" + agrees,
                        10,
                        "feature mask: 2 steps × 1 rows × 1 expected, as many as the input has, 2 steps × 2 rows × 1"
                                + " found"),
                arguments(
                        "a network of SimpleRnn(1→1), last step; weights from seed 1; it reads the sequence 1, 2"
                                + "; the feature mask is\n| row | t1 | t2 |\n| 1 | 0 | 0 |" + agrees,
                        9,
                        "feature mask: a step that counts expected in every row, as the network keeps the last of them,"
                                + " none found in row 1"),
                arguments(
                        "a network of SimpleRnn(1→1, skipping 0); weights from seed 1; it reads the sequence 1, 2"
                                + "; a random feature mask from seed 2" + agrees,
                        7,
                        "feature mask: none expected beside MaskZero \"layer 1\", which finds the steps that count by"
                                + " itself, one found"),
                arguments(
                        read + "; the label mask is\n| row | t1 | t2 |\n| 1 | 1 | -1 |" + agrees,
                        9,
                        "label mask: weights from 0 on expected, -1.0 found"),
                arguments(
                        read + "; the label mask of single outputs is\n| t | row | y1 |\n| 1 | 1 | 1 |",
                        6,
                        "label mask: 2 lines expected, for each of 2 steps each of 1 rows, 1 found"),
                arguments(
                        read + "; the label mask of single outputs is\n| t | row | y1 |\n| 1 | 1 | 1 |\n| 1 | 1 | 1 |",
                        6,
                        "label mask: t 2 expected, \"1\" found"),
                arguments(
                        "a network of SimpleRnn(1→1); a random feature mask from seed 1",
                        4,
                        "scenario: an input sequence expected before this step, none found"),
                arguments(
                        read + "; the loss is MSE summed, against random targets from seed 1; it is trained for 2 steps"
                                + " by Sgd with α = 0.1; masked steps keep the state",
                        8,
                        "masks: an input of the scenario's own and no training before them expected, 2 minibatches"
                                + " found"),
                // Pieces and segments.
                arguments(
                        both + "; it arrives in growing pieces, too",
                        6,
                        "pieces of a sequence: layers that need no later step expected, Bidirectional \"layer 1\""
                                + " found"),
                arguments(
                        read + "; errors flow back within segments of 2 steps, through the last 3 of each",
                        6,
                        "backward length of truncated BPTT: 1 to 2 expected, the forward length, 3 found"),
                arguments(
                        read + "; errors flow back within segments of 0 steps",
                        6,
                        "forward length of truncated BPTT: at least 1 expected, 0 found"),
                arguments(
                        both + "; errors flow back within segments of 2 steps" + agrees,
                        7,
                        "truncated BPTT: layers that go through time in one direction expected, Bidirectional \"layer 1\""
                                + " found, whose reverse layer begins at the end of the whole sequence"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void isRefused(String steps, int line, String sentence) throws IOException {
        assertScenarioRefused(steps, line, sentence);
    }
}
