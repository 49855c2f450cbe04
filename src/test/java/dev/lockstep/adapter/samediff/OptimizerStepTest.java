package dev.lockstep.adapter.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.AdaGrad;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.LookAheadRmsProp;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerSpec.RmsProp;
import dev.lockstep.model.OptimizerSpec.Sgd;
import dev.lockstep.model.OptimizerSpec.Start;
import dev.lockstep.model.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Steps against ND4J's own updaters where it has the dialect, and against reference/fifty_digits.py for every one. */
class OptimizerStepTest {
    private static final double[] GRADIENTS = {0.1, -0.2, 0.3};

    @BeforeAll
    static void startNd4j() {
        Nd4jRuntime.start(Precision.DOUBLE);
    }

    static Stream<Arguments> updaters() {
        return Stream.of(
                Arguments.of(new Sgd(0.1), new org.nd4j.linalg.learning.config.Sgd(0.1)),
                Arguments.of(new Nesterov(0.1, 0.9, Nesterov.Form.REFORMULATED), new Nesterovs(0.1, 0.9)),
                Arguments.of(
                        RmsProp.deeplearning4j(0.1, 0.9, 0.02),
                        new org.nd4j.linalg.learning.config.RmsProp(0.1, 0.9, 0.02)),
                Arguments.of(AdaGrad.deeplearning4j(0.1, 0.02), new org.nd4j.linalg.learning.config.AdaGrad(0.1, 0.02)),
                Arguments.of(
                        new Adam(0.1, 0.9, 0.999, 0.01, Adam.Form.REORDERED),
                        new org.nd4j.linalg.learning.config.Adam(0.1, 0.9, 0.999, 0.01)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("updaters")
    void should_move_as_the_updater_of_nd4j_does(OptimizerSpec spec, IUpdater config) {
        INDArray expected = Nd4j.createFromArray(new double[][] {{0.5, -0.25, 1}});
        OptimizerStep optimizer = new OptimizerStep(spec);
        INDArray found = expected.dup();
        List<INDArray> slots = start(spec, 3);
        // ND4J's own start of AdaGrad is not the ε that it is given.
        INDArray state = spec.slots().isEmpty()
                ? null
                : Nd4j.valueArrayOf(
                        new long[] {1, config.stateSize(3)},
                        spec.initial(spec.slots().get(0)));
        GradientUpdater<?> updater = config.instantiate(state, false);
        for (int t = 1; t <= 4; t++) {
            INDArray g = Nd4j.createFromArray(new double[][] {{0.1 * t, -0.2 / t, 0.3 - 0.1 * t * t}});
            OptimizerStep.Result result = optimizer.step(t, spec.rate(), found, g, slots);
            found = result.theta();
            slots = result.slots();
            INDArray update = g.dup();
            updater.applyUpdater(update, t - 1, 0);
            expected.subi(update);

            assertThat(found.toDoubleVector()).containsExactly(expected.toDoubleVector(), within(1e-15));
        }
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of(new Sgd(0.1), new double[][] {{0.49}, {0.51}, {0.48}}),
                Arguments.of(
                        new Nesterov(0.1, 0.9, Nesterov.Form.LOOK_AHEAD),
                        new double[][] {{-0.01, 0.49}, {0.011, 0.501}, {-0.0201, 0.4809}}),
                Arguments.of(new RmsProp(0.1, 0.9, 0.02, Epsilon.OUTSIDE_ROOT, Start.ZERO), new double[][] {
                    {0.001, 0.306287056638603}, {0.0049, 0.528509278860826}, {0.01341, 0.307598699936046}
                }),
                Arguments.of(new RmsProp(0.1, 0.9, 0.02, Epsilon.INSIDE_ROOT, Start.ZERO), new double[][] {
                    {0.001, 0.430993444065765}, {0.0049, 0.557738294170660}, {0.01341, 0.393610165861571}
                }),
                Arguments.of(new RmsProp(0.1, 0.9, 0.02, Epsilon.ADDED_TO_QUOTIENT, Start.ZERO), new double[][] {
                    {0.001, 0.163772233983162}, {0.0049, 0.429486519697448}, {0.01341, 0.150422639622028}
                }),
                Arguments.of(new AdaGrad(0.1, 0.02, Epsilon.OUTSIDE_ROOT, Start.ZERO), new double[][] {
                    {0.01, 0.416666666666667}, {0.05, 0.498766181888432}, {0.14, 0.422656066126815}
                }),
                Arguments.of(new AdaGrad(0.1, 0.02, Epsilon.INSIDE_ROOT, Start.ZERO), new double[][] {
                    {0.01, 0.442264973081037}, {0.05, 0.517857867682883}, {0.14, 0.442857867682883}
                }),
                Arguments.of(new Adam(0.1, 0.9, 0.999, 0.01, Adam.Form.REORDERED), new double[][] {
                    {0.01, 0.00001, 0.475974692664796},
                    {-0.011, 0.00004999, 0.491138308880549},
                    {0.0201, 0.00013994001, 0.472537837515554}
                }),
                Arguments.of(new Adam(0.1, 0.9, 0.999, 0.01, Adam.Form.ALGORITHM_1), new double[][] {
                    {0.01, 0.00001, 0.409090909090909},
                    {-0.011, 0.00004999, 0.443523857663112},
                    {0.0201, 0.00013994001, 0.410717934831162}
                }),
                Arguments.of(new Adam(0.1, 0.9, 0.999, 0.01, Adam.Form.INSIDE_ROOT), new double[][] {
                    {0.01, 0.00001, 0.429289321881345},
                    {-0.011, 0.00004999, 0.460232043646244},
                    {0.0201, 0.00013994001, 0.429081852570678}
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void should_follow_the_table_of_fifty_digits(OptimizerSpec spec, double[][] expected) {
        assertSteps(spec, expected, new int[] {0}, theta -> Double.NaN);
    }

    static Stream<Arguments> lookAheadTables() {
        return Stream.of(
                Arguments.of(
                        new Nesterov(0.1, 0.7, Nesterov.Form.LOOK_AHEAD),
                        new double[][] {{0.3, 0.8}, {0.408, 1.208}, {0.38688, 1.59488}}),
                Arguments.of(new LookAheadRmsProp(0.1, 0.5, 0.8, 0.02, Epsilon.INSIDE_ROOT), new double[][] {
                    {4.5, 0.141108130257540, 0.641108130257540},
                    {5.355058741891139, 0.220374088050297, 0.861482218307837},
                    {4.529258297737314, 0.266525623869501, 1.128007842177338}
                }),
                Arguments.of(new LookAheadRmsProp(0.1, 0.5, 0.8, 0.02, Epsilon.OUTSIDE_ROOT), new double[][] {
                    {4.5, 0.140100476279645, 0.640100476279645},
                    {5.364105225760346, 0.218911751109828, 0.859012227389473},
                    {4.547817401333686, 0.264869786256663, 1.123882013646137}
                }),
                Arguments.of(new LookAheadRmsProp(0.1, 0.5, 0.8, 0.02, Epsilon.ADDED_TO_QUOTIENT), new double[][] {
                    {4.5, 0.121421356237310, 0.621421356237310},
                    {5.534184937100347, 0.186080746201655, 0.807502102438964},
                    {4.945433400791471, 0.222723558553107, 1.030225660992071}
                }));
    }

    /** L = (θ − 2)², its slope taken where the optimizer looks. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("lookAheadTables")
    void should_look_ahead_as_in_the_table_of_fifty_digits(OptimizerSpec spec, double[][] expected) {
        assertSteps(spec, expected, new int[] {0, 1}, theta -> 2 * (theta - 2));
    }

    /** Every entry has the same numbers; where there is no slope, the given gradients arrive. */
    private static void assertSteps(OptimizerSpec spec, double[][] expected, int[] entries, DoubleUnaryOperator slope) {
        OptimizerStep optimizer = new OptimizerStep(spec);
        int n = entries.length;
        INDArray theta = Nd4j.valueArrayOf(new long[] {1, n}, 0.5);
        List<INDArray> slots = start(spec, n);
        for (int t = 1; t <= expected.length; t++) {
            INDArray before = theta.dup();
            double at = (optimizer.looksAhead() ? optimizer.lookAhead(theta, slots) : theta).getDouble(0);
            double g = slope.applyAsDouble(at);
            INDArray gradient = Nd4j.valueArrayOf(new long[] {1, n}, Double.isNaN(g) ? GRADIENTS[t - 1] : g);
            OptimizerStep.Result result = optimizer.step(t, spec.rate(), theta, gradient, slots);
            assertThat(theta).isEqualTo(before);
            theta = result.theta();
            slots = result.slots();
            List<INDArray> found = new ArrayList<>(slots);
            found.add(theta);
            for (int i = 0; i < found.size(); i++) {
                for (int entry : entries) {
                    assertThat(found.get(i).getDouble(entry))
                            .as("step %d, number %d", t, i)
                            .isCloseTo(expected[t - 1][i], within(2e-15));
                }
            }
        }
    }

    private static List<INDArray> start(OptimizerSpec spec, int entries) {
        return spec.slots().stream()
                .map(slot -> Nd4j.valueArrayOf(new long[] {1, entries}, spec.initial(slot)))
                .toList();
    }

    @Test
    void should_look_ahead_in_two_forms_only() {
        assertThat(new OptimizerStep(new Nesterov(0.1, 0.9, Nesterov.Form.REFORMULATED)).looksAhead())
                .isFalse();
        assertThat(new OptimizerStep(RmsProp.deeplearning4j(0.1, 0.9, 0.02)).looksAhead())
                .isFalse();
    }
}
