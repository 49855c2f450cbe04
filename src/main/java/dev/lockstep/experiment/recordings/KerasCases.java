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
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.GruSpec.Reset;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.OptimizerSpec.AdaMax;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerSpec.RmsProp;
import dev.lockstep.model.OptimizerSpec.Sgd;
import dev.lockstep.model.OptimizerSpec.Start;
import dev.lockstep.model.Reduction;
import java.util.List;

/**
 * What Keras's layers are recorded with, as TensorFlow.js has them: in floats, GRUs that reset before the product, one bias or none.
 * Its AdaDelta is left out, which is known to be another one.
 */
final class KerasCases {
    private static final String ID = "keras";
    private static final Loss L2 = Loss.of(LossFunction.L2, Reduction.MEAN_OVER_BATCH);
    private static final Loss MSE = Loss.of(LossFunction.MSE, Reduction.SUM);
    private static final Loss CLASSES = Loss.of(LossFunction.MCXENT, Reduction.MEAN_OVER_BATCH);
    private static final Loss SHARES = Loss.of(LossFunction.XENT, Reduction.SUM);

    private KerasCases() {}

    static List<CatalogueCase> all() {
        return List.of(
                of(2010, "rnn-forward-bias-free", simpleRnn(4, 3, Activation.SOFTSIGN, Bias.NONE, false))
                        .forward(),
                of(2020, "rnn-hard-sigmoid", simpleRnn(3, 4, Activation.HARD_SIGMOID, Bias.ONE, false))
                        .fromStates()
                        .arriving(),
                of(2030, "rnn-stack-weighed", simpleRnn(2, 4), simpleRnn(4, 3, Activation.RELU, Bias.ONE, false))
                        .weighed()
                        .gradients(MSE),
                of(2040, "rnn-masked", simpleRnn(3, 4), dense(4, 2, Activation.SIGMOID))
                        .masked(row(1, 0, 1, 1, 0), row(0, 1, 1, 0, 1))
                        .gradients(SHARES),
                of(2050, "rnn-both", bidirectional(Mode.CONCAT, simpleRnn(2, 3)), dense(6, 2, Activation.TANH))
                        .fromStates()
                        .gradients(L2),
                of(2060, "lstm-forward-last-step", lstm(4, 3), lastStep(3))
                        .fromStates()
                        .forward(),
                of(2070, "lstm-hard-sigmoid", new LstmSpec("", 2, 4, Activation.TANH, Activation.HARD_SIGMOID, false))
                        .fromStates()
                        .arriving(),
                of(2080, "lstm-stack-classes", softsign(2, 3), lstm(3, 4), dense(4, 3, Activation.SOFTMAX))
                        .gradients(CLASSES),
                of(2090, "lstm-masked", lstm(3, 4, Bias.NONE))
                        .masked(row(1, 1, 0, 1), row(1, 0, 0, 1), row(0, 1, 1, 1))
                        .gradients(MSE),
                of(2100, "lstm-both-multiplied", bidirectional(Mode.MUL, lstm(3, 2)), dense(2, 2, Activation.IDENTITY))
                        .gradients(L2),
                of(2110, "lstm-both-lengths", bidirectional(Mode.AVERAGE, lstm(2, 3)))
                        .ofLengths(5, 3, 5)
                        .forward(),
                of(2120, "gru-reset-before", gru(3, 4, Reset.BEFORE_PRODUCT, Bias.ONE))
                        .fromStates()
                        .arriving(),
                of(2130, "gru-forward-bias-free", hardGru(Bias.NONE))
                        .fromStates()
                        .forward(),
                of(
                                2140,
                                "gru-masked-weighed",
                                gru(2, 3, Reset.BEFORE_PRODUCT, Bias.ONE),
                                dense(3, 2, Activation.SIGMOID))
                        .masked(row(1, 1, 0, 1), row(0, 1, 0, 1))
                        .weighed()
                        .gradients(SHARES),
                of(
                                2150,
                                "gru-both-added",
                                bidirectional(Mode.ADD, gru(3, 2, Reset.BEFORE_PRODUCT, Bias.NONE)),
                                lstm(2, 3))
                        .gradients(L2),
                of(2160, "rnn-sgd", simpleRnn(2, 4, Activation.SOFTSIGN, Bias.ONE, false))
                        .trained(L2, 4, new Sgd(0.1)),
                of(2170, "gru-adam", gru(2, 3, Reset.BEFORE_PRODUCT, Bias.ONE), dense(3, 1, Activation.SIGMOID))
                        .trained(SHARES, 3, new Adam(0.01, 0.9, 0.999, 1e-4, Adam.Form.ALGORITHM_1)),
                of(2180, "rnn-adamax-both", bidirectional(Mode.CONCAT, simpleRnn(2, 2)))
                        .trained(L2, 4, new AdaMax(0.01, 0.9, 0.999, 1e-4, AdaMax.Form.BESIDE_GREATEST)),
                of(2190, "lstm-rmsprop-clipped", lstm(2, 3))
                        .trained(
                                L2,
                                3,
                                new RmsProp(0.01, 0.9, 1e-4, Epsilon.INSIDE_ROOT, Start.ZERO),
                                training -> training.clippedTo(new GradientClip.Elementwise(0.05))),
                of(2200, "lstm-nesterov-masked", lstm(2, 3), dense(3, 2, Activation.TANH))
                        .masked(row(1, 1, 0, 1), row(1, 0, 1, 1))
                        .trained(L2, 4, new Nesterov(0.125, 0.9, Nesterov.Form.REFORMULATED)),
                of(2210, "lstm-stateful", lstm(2, 3), simpleRnn(3, 2))
                        .reading(6, 2)
                        .fromStates()
                        .streamed());
    }

    private static Draft of(long seed, String name, LayerSpec... layers) {
        return Draft.of(ID, seed, name, layers).inFloats();
    }

    private static double[] row(double... counts) {
        return counts;
    }

    private static LstmSpec softsign(int inputs, int units) {
        return new LstmSpec("", inputs, units, Activation.SOFTSIGN, Activation.SIGMOID, false);
    }

    private static GruSpec hardGru(Bias bias) {
        return new GruSpec("", 3, 4, Activation.TANH, Activation.HARD_SIGMOID, Reset.BEFORE_PRODUCT, bias);
    }
}
