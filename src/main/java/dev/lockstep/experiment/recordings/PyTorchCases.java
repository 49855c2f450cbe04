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
import dev.lockstep.model.GruSpec.Reset;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.OptimizerSpec.AdaDelta;
import dev.lockstep.model.OptimizerSpec.AdaGrad;
import dev.lockstep.model.OptimizerSpec.AdaMax;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.OptimizerSpec.AmsGrad;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerSpec.RmsProp;
import dev.lockstep.model.OptimizerSpec.Sgd;
import dev.lockstep.model.OptimizerSpec.Start;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Regularisation.Rule;
import dev.lockstep.model.Schedule;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.List;

/** What PyTorch is recorded with: {@code torch.nn}'s recurrent layers and {@code torch.optim}, in doubles unless a name says floats. */
final class PyTorchCases {
    private static final String ID = "pytorch";
    private static final Loss L2 = Loss.of(LossFunction.L2, Reduction.MEAN_OVER_BATCH);
    private static final Loss MSE = Loss.of(LossFunction.MSE, Reduction.MEAN_OVER_BATCH_AND_TIME);
    private static final Loss CLASSES = Loss.of(LossFunction.MCXENT, Reduction.MEAN_OVER_BATCH);
    private static final Loss SHARES = Loss.of(LossFunction.XENT, Reduction.SUM);

    private PyTorchCases() {}

    static List<CatalogueCase> all() {
        return List.of(
                of(1010, "rnn-forward", simpleRnn(4, 3)).forward(),
                of(1020, "rnn-streamed-bias-free", simpleRnn(3, 5, Activation.TANH, Bias.NONE, false))
                        .fromStates()
                        .streamed(),
                of(1030, "rnn-relu-arriving", simpleRnn(3, 4, Activation.RELU, Bias.TWO, false))
                        .fromStates()
                        .arriving(),
                of(
                                1040,
                                "rnn-stack",
                                simpleRnn(2, 4, Activation.TANH, Bias.TWO, false),
                                simpleRnn(4, 3, Activation.RELU, Bias.NONE, false))
                        .gradients(MSE),
                of(1050, "rnn-trained-start", simpleRnn(2, 3, Activation.TANH, Bias.ONE, true), lastStep(3))
                        .gradients(L2),
                of(1060, "rnn-both-lengths", bidirectional(Mode.ADD, simpleRnn(3, 4)), dense(4, 2, Activation.TANH))
                        .ofLengths(5, 3, 5, 1)
                        .gradients(L2),
                of(1070, "rnn-floats", simpleRnn(3, 4), dense(4, 2, Activation.SIGMOID))
                        .fromStates()
                        .inFloats()
                        .gradients(SHARES),
                of(1080, "lstm-forward-bias-free", lstm(4, 3, Bias.NONE))
                        .reading(6, 2)
                        .forward(),
                of(1090, "lstm-arriving", lstm(3, 4)).fromStates().arriving(),
                of(1100, "lstm-two-biases-classes", lstm(2, 4, Bias.TWO), dense(4, 3, Activation.SOFTMAX))
                        .gradients(CLASSES),
                of(1110, "lstm-lengths-last-step", lstm(3, 4), lastStep(4), dense(4, 2, Activation.SIGMOID))
                        .ofLengths(5, 2, 5, 4)
                        .gradients(SHARES),
                of(1120, "lstm-both", bidirectional(Mode.CONCAT, lstm(2, 3, Bias.TWO)))
                        .fromStates()
                        .arriving(),
                of(
                                1130,
                                "lstm-both-stack",
                                bidirectional(Mode.AVERAGE, lstm(3, 2)),
                                bidirectional(Mode.MUL, lstm(2, 3, Bias.NONE)))
                        .reading(4, 2)
                        .gradients(MSE),
                of(1140, "lstm-streamed", lstm(2, 4, Bias.TWO)).reading(6, 2).streamed(),
                of(1150, "lstm-stack-weighed", lstm(2, 3), lstm(3, 2), dense(2, 2, Activation.TANH))
                        .weighed()
                        .gradients(L2),
                of(1160, "lstm-floats-forward", lstm(3, 4, Bias.TWO)).inFloats().forward(),
                of(1170, "gru-forward-last-step", gru(4, 3), lastStep(3))
                        .reading(4, 5)
                        .forward(),
                of(1180, "gru-lengths-one-bias", gru(3, 4, Reset.AFTER_PRODUCT, Bias.ONE))
                        .ofLengths(5, 5, 2, 3)
                        .fromStates()
                        .arriving(),
                of(1190, "gru-streamed-bias-free", gru(2, 4, Reset.AFTER_PRODUCT, Bias.NONE))
                        .streamed(),
                of(1200, "gru-both-stack", bidirectional(Mode.CONCAT, gru(2, 2)), gru(4, 3))
                        .reading(4, 2)
                        .gradients(L2),
                of(1210, "gru-floats-classes", gru(3, 4), dense(4, 3, Activation.SOFTMAX))
                        .inFloats()
                        .gradients(CLASSES),
                of(1220, "rnn-sgd-trained-start", simpleRnn(2, 3, Activation.TANH, Bias.TWO, true))
                        .trained(L2, 4, new Sgd(0.125)),
                of(1230, "rnn-nesterov", simpleRnn(2, 3), dense(3, 2, Activation.IDENTITY))
                        .trained(MSE, 4, new Nesterov(0.125, 0.9, Nesterov.Form.REFORMULATED)),
                of(1240, "lstm-adam", lstm(2, 3, Bias.TWO), dense(3, 1, Activation.SIGMOID))
                        .trained(
                                SHARES,
                                3,
                                adam(),
                                training -> training.at(Pace.ofSteps(new Schedule.Exponential(0.01, 0.5)))),
                of(1250, "lstm-adamw-floats", lstm(2, 3))
                        .inFloats()
                        .trained(
                                L2,
                                3,
                                adam(),
                                training -> training.with(new Regularisation(new Rule(0, 0, 0.1, true), Rule.NONE))),
                of(1260, "gru-amsgrad-both", bidirectional(Mode.ADD, gru(2, 2)))
                        .trained(L2, 2, new AmsGrad(0.01, 0.9, 0.999, 1e-4, AmsGrad.Form.ALGORITHM_1)),
                of(1270, "gru-rmsprop-clipped", gru(2, 3))
                        .trained(
                                L2,
                                4,
                                new RmsProp(0.01, 0.9, 1e-4, Epsilon.OUTSIDE_ROOT, Start.ZERO),
                                training -> training.clippedTo(new GradientClip.Elementwise(0.05))),
                of(1280, "rnn-adamax-lengths", simpleRnn(2, 4))
                        .ofLengths(4, 4, 1)
                        .trained(L2, 4, new AdaMax(0.01, 0.9, 0.999, 1e-4, AdaMax.Form.BESIDE_GRADIENT)),
                of(1290, "lstm-adadelta", lstm(3, 2)).trained(L2, 3, new AdaDelta(1, 0.9, 1e-4)),
                of(1300, "rnn-adagrad-penalised", simpleRnn(3, 3, Activation.RELU, Bias.ONE, false))
                        .fromStates()
                        .trained(
                                L2,
                                4,
                                new AdaGrad(0.05, 1e-4, Epsilon.OUTSIDE_ROOT, Start.ZERO),
                                training -> training.with(
                                        new Regularisation(new Rule(0, 0.1, 0, true), new Rule(0, 0.02, 0, true)))),
                of(1310, "rnn-two-biases", new SimpleRnnSpec("rnn", 4, 5, Activation.TANH, Bias.TWO, false))
                        .reading(3, 3)
                        .fromStates()
                        .arriving(),
                of(1320, "gru-reset-after-none", gru(4, 5, Reset.AFTER_PRODUCT, Bias.NONE))
                        .reading(4, 3)
                        .fromStates()
                        .arriving(),
                of(1330, "gru-reset-after-one", gru(4, 5, Reset.AFTER_PRODUCT, Bias.ONE))
                        .reading(4, 3)
                        .fromStates()
                        .arriving(),
                of(1340, "gru-reset-after-two", gru(4, 5, Reset.AFTER_PRODUCT, Bias.TWO))
                        .reading(4, 3)
                        .fromStates()
                        .arriving(),
                of(1350, "lstm-lengths-arriving", lstm(3, 4))
                        .ofLengths(5, 5, 3, 1)
                        .fromStates()
                        .arriving(),
                of(1360, "gru-lengths-two-biases", gru(3, 4))
                        .ofLengths(5, 5, 3, 1)
                        .fromStates()
                        .arriving(),
                of(1370, "lstm-both-lengths", bidirectional(Mode.CONCAT, lstm(3, 4)))
                        .ofLengths(5, 5, 3, 1)
                        .fromStates()
                        .arriving(),
                of(1380, "lstm-clipped-by-norm", lstm(2, 4, Bias.TWO), dense(4, 2, Activation.TANH))
                        .trained(
                                L2,
                                3,
                                new Sgd(0.125),
                                training -> training.clippedTo(new GradientClip.GlobalNorm(0.05, 1e-6))));
    }

    private static Draft of(long seed, String name, LayerSpec... layers) {
        return Draft.of(ID, seed, name, layers);
    }

    private static Adam adam() {
        return new Adam(0.01, 0.9, 0.999, 1e-4, Adam.Form.ALGORITHM_1);
    }
}
