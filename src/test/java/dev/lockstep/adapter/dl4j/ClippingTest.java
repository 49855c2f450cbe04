package dev.lockstep.adapter.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Training;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Steps of Sgd with α = 1, which subtract the clipped gradient from θ; it is held against the gradient that DL4J hands out,
 * clipped here by the definitions. Scaled thresholds see to it that a division by the batch or by time in the wrong place shows.
 */
class ClippingTest {
    static Stream<Arguments> severalLayers() {
        return Stream.of(Reduction.values())
                .flatMap(reduction -> Stream.of(
                                NetworkSpec.of(
                                        Cases.peepholes("a", 2, 3),
                                        Cases.rnn("b", 3, 2),
                                        Cases.dense("c", 2, 2, Activation.TANH),
                                        Cases.dense("out", 2, 2, Activation.SIGMOID)),
                                NetworkSpec.of(
                                        LstmSpec.plain("a", 2, 3),
                                        new LastStepSpec("last", 3),
                                        Cases.dense("b", 3, 2, Activation.TANH),
                                        Cases.dense("out", 2, 2, Activation.SIGMOID)))
                        .map(network -> Arguments.of(network, reduction)));
    }

    @ParameterizedTest
    @MethodSource("severalLayers")
    void should_clip_entry_by_entry(NetworkSpec network, Reduction reduction) {
        Case scenario = Cases.loss(network, Loss.of(LossFunction.XENT, reduction), 3, 2, false, 97);
        Map<ParameterKey, double[]> gradient = gradient(scenario);
        double threshold = median(gradient);

        Map<ParameterKey, double[]> step = step(scenario, new GradientClip.Elementwise(threshold));

        gradient.forEach((key, values) -> {
            double[] expected = DoubleStream.of(values)
                    .map(g -> g > threshold ? threshold : g < -threshold ? -threshold : g)
                    .toArray();
            assertThat(step.get(key)).as(key.toString()).containsExactly(expected, within(1e-15));
        });
    }

    static Stream<Arguments> oneLayer() {
        return Stream.of(Reduction.values())
                .flatMap(reduction -> Stream.of(
                                NetworkSpec.of(Cases.dense("a", 2, 3, Activation.SIGMOID)),
                                NetworkSpec.of(Cases.rnn("a", 2, 3)),
                                NetworkSpec.of(Cases.peepholes("a", 2, 3)),
                                NetworkSpec.of(LstmSpec.plain("a", 2, 3), new LastStepSpec("last", 3)))
                        .map(network -> Arguments.of(network, reduction)));
    }

    @ParameterizedTest
    @MethodSource("oneLayer")
    void should_clip_by_the_global_norm_of_one_layer(NetworkSpec network, Reduction reduction) {
        Case scenario = Cases.loss(network, Loss.of(LossFunction.L2, reduction), 3, 2, false, 101);
        Map<ParameterKey, double[]> gradient = gradient(scenario);
        double norm = Math.sqrt(gradient.values().stream()
                .flatMapToDouble(DoubleStream::of)
                .map(g -> g * g)
                .sum());

        Map<ParameterKey, double[]> halved = step(scenario, new GradientClip.GlobalNorm(norm / 2));
        Map<ParameterKey, double[]> whole = step(scenario, new GradientClip.GlobalNorm(norm * 1.01));

        gradient.forEach((key, values) -> {
            double[] half = DoubleStream.of(values).map(g -> g / 2).toArray();
            assertThat(halved.get(key)).as(key.toString()).containsExactly(half, within(1e-15));
            assertThat(whole.get(key)).as(key.toString()).containsExactly(values, within(1e-15));
        });
    }

    /** A threshold that clips half of the entries. */
    private static double median(Map<ParameterKey, double[]> gradient) {
        double[] sizes = gradient.values().stream()
                .flatMapToDouble(DoubleStream::of)
                .map(Math::abs)
                .sorted()
                .toArray();
        return sizes[sizes.length / 2];
    }

    private static Map<ParameterKey, double[]> gradient(Case scenario) {
        Observations observations = Cases.observe(scenario.observing(Set.of(Quantity.Kind.GRADIENT)));
        Map<ParameterKey, double[]> gradient = new LinkedHashMap<>();
        for (ParameterKey key : scenario.weights().keys()) {
            gradient.put(key, observations.get(Quantity.gradient(key)).values());
        }
        return gradient;
    }

    private static Map<ParameterKey, double[]> step(Case scenario, GradientClip clip) {
        OptimizerSpec sgd = new OptimizerSpec.Sgd(1);
        Objective.Targets objective = (Objective.Targets) scenario.objective();
        Training training = new Training(
                sgd,
                clip,
                OptimizerState.initial(sgd, scenario.network()),
                List.of(new Minibatch(scenario.input(), objective.targets())));
        Case trained = Cases.training(scenario, training).observing(Set.of(Quantity.Kind.PARAMETER));
        assertThat(Cases.DL4J.supports(trained).because()).isEmpty();
        Observations observations = Cases.observe(trained);
        Map<ParameterKey, double[]> step = new LinkedHashMap<>();
        for (ParameterKey key : scenario.weights().keys()) {
            double[] before = scenario.weights().get(key).toArray();
            double[] after = observations.get(Quantity.parameter(key, 1)).values();
            double[] difference = new double[before.length];
            for (int i = 0; i < before.length; i++) {
                difference[i] = before[i] - after[i];
            }
            step.put(key, difference);
        }
        return step;
    }
}
