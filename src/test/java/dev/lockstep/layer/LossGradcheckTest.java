package dev.lockstep.layer;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every loss over every kind of last layer. A clamp is not at work here (its gradient is not that of the clamped score); what it
 * does where it works is in {@link LossLayerTest}.
 */
class LossGradcheckTest {
    /** Targets in (0, 1) that sum to anything but 1. */
    private static Sequence targets(NetworkSpec network) {
        Sequence y = Sequence.random(network.outputTime(4), 2, network.outputs(), 11);
        for (int k = 0; k < y.values().length; k++) {
            y.values()[k] = 0.5 + 0.4 * y.values()[k];
        }
        return y;
    }

    private static void check(Loss loss, LayerSpec... above) {
        LayerSpec below = new SimpleRnnSpec("below", 2, 3, Activation.TANH);
        NetworkSpec network = new NetworkSpec(
                Stream.concat(Stream.of(below), Stream.of(above)).toList());
        Gradcheck.drawn(network, 1, 5, new Objective.Targets(loss, targets(network)))
                .run();
    }

    static Stream<Arguments> losses() {
        List<Clipping> clippings = List.of(
                Clipping.NONE,
                Clipping.added(1e-5),
                Clipping.added(0.3),
                Clipping.clamped(1e-5),
                Clipping.clampedInScore(1e-5),
                Clipping.floored(1e-5));
        return Stream.of(LossFunction.values())
                .flatMap(function -> Stream.of(Reduction.values())
                        .flatMap(reduction -> clippings.stream()
                                .filter(clipping -> function.clippings().contains(clipping.rule()))
                                .map(clipping -> Arguments.of(new Loss(function, reduction, clipping)))));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void over_a_dense_layer(Loss loss) {
        for (Activation activation : List.of(Activation.SOFTMAX, Activation.SIGMOID)) {
            check(loss, new DenseSpec("dense", 3, 3, activation));
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void over_other_last_layers(Loss loss) {
        check(loss, new SimpleRnnSpec("top", 3, 2, Activation.SIGMOID));
        check(loss, new SimpleRnnSpec("top", 3, 2, Activation.SOFTMAX));
        check(loss, new LstmSpec("top", 3, 2, Activation.SIGMOID, Activation.SIGMOID, true));
        check(loss, new DenseSpec("dense", 3, 2, Activation.SIGMOID), new LastStepSpec("top", 2));
        if (loss.function() != LossFunction.COSINE_PROXIMITY) { // which is 1 or −1 for a single output
            check(loss, new LastStepSpec("last", 3), new DenseSpec("top", 3, 1, Activation.SIGMOID));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MSE", "L2"})
    void squares_over_any_activation(LossFunction function) {
        for (Activation activation : Activation.values()) {
            if (activation != Activation.THRESHOLDED_RELU) { // which is 0 and flat wherever it is asked here
                check(Loss.of(function, Reduction.MEAN_OVER_BATCH), new DenseSpec("dense", 3, 2, activation));
            }
        }
    }
}
