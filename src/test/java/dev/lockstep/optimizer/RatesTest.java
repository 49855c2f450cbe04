package dev.lockstep.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lockstep.definition.DoublePrecision;
import dev.lockstep.definition.TrainingEquations;
import dev.lockstep.math.Activation;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Schedule;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Training;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rates of the first steps, by hand from the forms. */
class RatesTest {
    private static final NetworkSpec NETWORK = NetworkSpec.of(new DenseSpec("dense", 1, 1, Activation.IDENTITY));

    static Stream<Arguments> rates() {
        Schedule halves = new Schedule.Exponential(8, 0.5);
        return Stream.of(
                arguments(Pace.ofSteps(new Schedule.Fixed(3)), new double[] {3, 3, 3}),
                arguments(Pace.ofSteps(new Schedule.Step(8, 0.5, 2)), new double[] {8, 8, 4, 4, 2}),
                arguments(Pace.ofSteps(halves), new double[] {8, 4, 2, 1}),
                arguments(new Pace(halves, 2), new double[] {8, 8, 4, 4, 2}),
                arguments(Pace.ofSteps(new Schedule.Inverse(36, 0.5, 2)), new double[] {36, 16, 9}),
                arguments(
                        Pace.ofSteps(new Schedule.Poly(16, 2, 4, Schedule.Poly.Form.FALLING)),
                        new double[] {16, 9, 4, 1, 0, 0}),
                arguments(
                        Pace.ofSteps(new Schedule.Poly(16, 2, 4, Schedule.Poly.Form.RISING)),
                        new double[] {16, 25, 36, 49, 0, 0}),
                arguments(Pace.ofSteps(new Schedule.Sigmoid(6, Math.log(2), 1)), new double[] {2, 3, 4, 4.8}),
                arguments(
                        Pace.ofSteps(new Schedule.Table(new TreeMap<>(Map.of(0, 5.0, 2, 3.0)))),
                        new double[] {5, 5, 3, 3}),
                arguments(Pace.ofSteps(new Schedule.Cycle(1, 3, 6, 2, 0.5)), new double[] {1, 2, 3, 2, 1, 0.5, 1, 2}),
                arguments(Pace.ofSteps(new Schedule.Ramp(halves, 4)), new double[] {2, 2, 1.5, 1, 0.5}));
    }

    @ParameterizedTest
    @MethodSource("rates")
    void theRatesOfTheFirstSteps(Pace pace, double[] expected) {
        OptimizerSpec sgd = new OptimizerSpec.Sgd(7);
        Minibatch minibatch = new Minibatch(Sequence.zeros(1, 1, 1), Sequence.zeros(1, 1, 1));
        Training training = new Training(sgd, OptimizerState.initial(sgd, NETWORK), List.of(minibatch)).at(pace);
        for (int t = 1; t <= expected.length; t++) {
            assertThat(new Rates(training).at(t)).as("step %d", t).isCloseTo(expected[t - 1], within(1e-14));
            assertThat(new TrainingEquations()
                            .rate(new DoublePrecision(), training, t)
                            .doubleValue())
                    .as("equations, step %d", t)
                    .isCloseTo(expected[t - 1], within(1e-13));
        }
    }
}
