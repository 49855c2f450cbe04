package dev.lockstep.experiment.recordings;

import static dev.lockstep.dsl.Conformance.bidirectional;
import static dev.lockstep.dsl.Conformance.dense;
import static dev.lockstep.dsl.Conformance.gru;
import static dev.lockstep.dsl.Conformance.lastStep;
import static dev.lockstep.dsl.Conformance.lstm;
import static dev.lockstep.dsl.Conformance.simpleRnn;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec.Mode;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.GruSpec.Reset;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import java.util.List;

/** What ONNX Runtime is recorded with: in floats and forward only, its recurrent nodes with their biases, peepholes, resets and lengths. */
final class OnnxCases {
    private static final String ID = "onnx";
    private static final double CLIP = 0.25;

    private OnnxCases() {}

    static List<CatalogueCase> all() {
        return List.of(
                of(3010, "rnn-two-biases", simpleRnn(3, 4, Activation.TANH, Bias.TWO, false))
                        .fromStates()
                        .forward(),
                of(3020, "rnn-softsign-stack", softsign(2, 3), simpleRnn(3, 2), dense(2, 3, Activation.SOFTMAX))
                        .forward(),
                of(3030, "rnn-both-lengths", bidirectional(Mode.CONCAT, simpleRnn(2, 3)))
                        .ofLengths(5, 3, 5, 2)
                        .forward(),
                of(3040, "lstm-two-biases", lstm(3, 4, Bias.TWO), dense(4, 2, Activation.SIGMOID))
                        .fromStates()
                        .forward(),
                of(3050, "lstm-peepholes", peephole(2, 3)).fromStates().forward(),
                of(3060, "lstm-both-peepholes-averaged", bidirectional(Mode.AVERAGE, peephole(3, 2)))
                        .forward(),
                of(3070, "lstm-lengths-last-step", lstm(3, 4), lastStep(4), dense(4, 2, Activation.TANH))
                        .ofLengths(4, 4, 1, 3)
                        .forward(),
                of(3080, "lstm-hard-sigmoid", hardSigmoid(2, 4)).fromStates().forward(),
                of(3090, "lstm-streamed", lstm(2, 3, Bias.NONE), simpleRnn(3, 2))
                        .streamed(),
                of(3100, "gru-reset-after", gru(3, 4, Reset.AFTER_PRODUCT, Bias.TWO))
                        .fromStates()
                        .forward(),
                of(3110, "gru-reset-before", gru(4, 3, Reset.BEFORE_PRODUCT, Bias.ONE))
                        .fromStates()
                        .forward(),
                of(3120, "gru-both-added", bidirectional(Mode.ADD, gru(2, 3, Reset.AFTER_PRODUCT, Bias.ONE)))
                        .fromStates()
                        .forward(),
                of(3130, "gru-lengths", gru(2, 4, Reset.BEFORE_PRODUCT, Bias.NONE), dense(4, 3, Activation.IDENTITY))
                        .ofLengths(5, 5, 2, 4)
                        .forward(),
                of(3140, "lstm-peepholes-clipped", peephole(3, 4).clippingPreActivationsAt(CLIP))
                        .fromStates()
                        .forward(),
                of(3150, "gru-both-clipped", bidirectional(Mode.CONCAT, clippedGru()))
                        .ofLengths(4, 2, 4, 3)
                        .forward());
    }

    private static Draft of(long seed, String name, LayerSpec... layers) {
        return Draft.of(ID, seed, name, layers).inFloats();
    }

    private static LayerSpec softsign(int inputs, int units) {
        return simpleRnn(inputs, units, Activation.SOFTSIGN, Bias.ONE, false);
    }

    private static LstmSpec peephole(int inputs, int units) {
        return new LstmSpec("", inputs, units, Activation.TANH, Activation.SIGMOID, true);
    }

    private static GruSpec clippedGru() {
        return gru(2, 3, Reset.AFTER_PRODUCT, Bias.TWO).clippingPreActivationsAt(CLIP);
    }

    private static LstmSpec hardSigmoid(int inputs, int units) {
        return new LstmSpec("", inputs, units, Activation.TANH, Activation.HARD_SIGMOID, false);
    }
}
