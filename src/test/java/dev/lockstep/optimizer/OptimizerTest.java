package dev.lockstep.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.math.Activation;
import dev.lockstep.math.FiftyDigits;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.AdaGrad;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.LookAheadRmsProp;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerSpec.RmsProp;
import dev.lockstep.model.OptimizerSpec.Sgd;
import dev.lockstep.model.OptimizerSpec.Start;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.math3.dfp.Dfp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One Dense layer gives the parameters: θ is its W, and b is there to be told apart from it. */
class OptimizerTest {
    private static final ParameterKey W = new ParameterKey("dense", Parameter.W);
    private static final ParameterKey B = new ParameterKey("dense", Parameter.B);
    private static final NetworkSpec ONE = NetworkSpec.of(new DenseSpec("dense", 1, 1, Activation.IDENTITY));

    private static Weights one(double w, double b) {
        return new Weights(ONE, Map.of(W, RowMajorMatrix.row(w), B, RowMajorMatrix.row(b)));
    }

    private static double entry(Weights weights) {
        return weights.get(W).getEntry(0, 0);
    }

    /** The table that Deeplearning4j 1.0.0-M2.1 reproduces: α = 0.1, β1 = 0.9, β2 = 0.999, ε = 0.01. */
    @Test
    void reordered_adam_reproduces_the_table_agreed_with_deeplearning4j() {
        double[] gradients = {0.1, -0.2, 0.3};
        double[][] table = {
            {0.01, 0.00001, 0.475974692665},
            {-0.011, 0.00004999, 0.491138308881},
            {0.0201, 0.00013994001, 0.472537837516}
        };
        OptimizerSpec spec = new Adam(0.1, 0.9, 0.999, 0.01, Adam.Form.REORDERED);
        OptimizerState state = OptimizerState.initial(spec, ONE);
        Weights theta = one(0.5, 0);
        for (int t = 1; t <= 3; t++) {
            Optimizer.Step step = Optimizer.of(spec, ONE).step(state, theta, one(gradients[t - 1], 0));
            theta = step.theta();
            state = step.state();
            assertThat(state.stepsTaken()).isEqualTo(t);
            assertThat(entry(state.slots().get("m"))).isCloseTo(table[t - 1][0], within(1e-16));
            assertThat(entry(state.slots().get("v"))).isCloseTo(table[t - 1][1], within(1e-18));
            assertThat(entry(theta)).isCloseTo(table[t - 1][2], within(5.1e-13));
        }
    }

    /** With the same gradients and ε, Algorithm 1 ends at 0.410717934831, far from the reordered form. */
    @Test
    void algorithm_1_ends_elsewhere() {
        OptimizerSpec spec = new Adam(0.1, 0.9, 0.999, 0.01, Adam.Form.ALGORITHM_1);
        OptimizerState state = OptimizerState.initial(spec, ONE);
        Weights theta = one(0.5, 0);
        for (double gradient : new double[] {0.1, -0.2, 0.3}) {
            Optimizer.Step step = Optimizer.of(spec, ONE).step(state, theta, one(gradient, 0));
            theta = step.theta();
            state = step.state();
        }
        assertThat(entry(theta)).isCloseTo(0.410717934831, within(5.1e-13));
    }

    static Stream<OptimizerSpec> everyForm() {
        List<OptimizerSpec> forms = new ArrayList<>();
        forms.add(new Sgd(0.3));
        for (Nesterov.Form form : Nesterov.Form.values()) {
            forms.add(new Nesterov(0.1, 0.9, form));
        }
        for (Epsilon placement : Epsilon.values()) {
            for (Start start : Start.values()) {
                forms.add(new RmsProp(0.1, 0.95, 1e-3, placement, start));
                forms.add(new AdaGrad(0.1, 1e-3, placement, start));
            }
            forms.add(new LookAheadRmsProp(0.1, 0.95, 0.9, 1e-3, placement));
        }
        for (Adam.Form form : Adam.Form.values()) {
            forms.add(new Adam(0.1, 0.9, 0.999, 1e-3, form));
        }
        return forms.stream();
    }

    /** Ten steps against the papers' equations in 50 digits, from the doubles that the hyperparameters are. */
    @ParameterizedTest
    @MethodSource("everyForm")
    void ten_steps_are_within_8_ulps_of_1_of_50_digits(OptimizerSpec spec) {
        Sequence gradients = Sequence.random(10, 1, 1, 42);
        ExactOptimizer exact = new ExactOptimizer(spec, FiftyDigits.of(0.5));
        OptimizerState state = OptimizerState.initial(spec, ONE);
        Weights theta = one(0.5, 0);
        for (int t = 1; t <= 10; t++) {
            double gradient = gradients.get(t, 0, 0);
            Optimizer optimizer = Optimizer.of(spec, ONE);
            double point = entry(optimizer.gradientPoint(state, theta));
            assertThat(FiftyDigits.error(point, exact.gradientPoint())).isLessThanOrEqualTo(8 * Math.ulp(1.0));
            Optimizer.Step step = optimizer.step(state, theta, one(gradient, 0));
            exact.step(t, FiftyDigits.of(gradient));
            theta = step.theta();
            state = step.state();
            assertThat(FiftyDigits.error(entry(theta), exact.theta)).isLessThanOrEqualTo(8 * Math.ulp(1.0));
            for (int k = 0; k < spec.slots().size(); k++) {
                double slot = entry(state.slots().get(spec.slots().get(k)));
                Dfp expected = k == 0 ? exact.first : exact.second;
                assertThat(FiftyDigits.error(slot, expected)).isLessThanOrEqualTo(8 * Math.ulp(1.0));
            }
        }
    }

    /**
     * The equations for one parameter, with what they remember in {@code first} (v, s, m) and {@code second} (Adam's v).
     */
    private static final class ExactOptimizer {
        private final OptimizerSpec spec;
        private Dfp theta;
        private Dfp first;
        private Dfp second = FiftyDigits.of(0);

        ExactOptimizer(OptimizerSpec spec, Dfp theta) {
            this.spec = spec;
            this.theta = theta;
            boolean fromEpsilon = spec instanceof RmsProp rms && rms.start() == Start.EPSILON
                    || spec instanceof AdaGrad ada && ada.start() == Start.EPSILON;
            this.first = FiftyDigits.of(fromEpsilon ? 1e-3 : 0);
        }

        Dfp gradientPoint() {
            if (spec instanceof LookAheadRmsProp) {
                return theta.add(second.multiply(FiftyDigits.of(0.9)));
            }
            boolean ahead = spec instanceof Nesterov nesterov && nesterov.form() == Nesterov.Form.LOOK_AHEAD;
            return ahead ? theta.add(first.multiply(FiftyDigits.of(0.9))) : theta;
        }

        void step(int t, Dfp gradient) {
            Dfp alpha = FiftyDigits.of(spec.rate());
            Dfp square = gradient.multiply(gradient);
            if (spec instanceof Sgd) {
                theta = theta.subtract(alpha.multiply(gradient));
            } else if (spec instanceof Nesterov nesterov) {
                Dfp mu = FiftyDigits.of(nesterov.momentum());
                Dfp before = first;
                first = mu.multiply(before).subtract(alpha.multiply(gradient));
                theta = nesterov.form() == Nesterov.Form.LOOK_AHEAD
                        ? theta.add(first)
                        : theta.subtract(mu.multiply(before)).add(mu.add(1).multiply(first));
            } else if (spec instanceof RmsProp rms) {
                Dfp rho = FiftyDigits.of(rms.decay());
                first = rho.multiply(first).add(FiftyDigits.of(1).subtract(rho).multiply(square));
                theta = theta.subtract(quotient(alpha.multiply(gradient), rms.placement(), rms.epsilon()));
            } else if (spec instanceof LookAheadRmsProp rms) {
                Dfp rho = FiftyDigits.of(rms.decay());
                first = rho.multiply(first).add(FiftyDigits.of(1).subtract(rho).multiply(square));
                second = second.multiply(FiftyDigits.of(rms.momentum()))
                        .subtract(quotient(alpha.multiply(gradient), rms.placement(), rms.epsilon()));
                theta = theta.add(second);
            } else if (spec instanceof AdaGrad ada) {
                first = first.add(square);
                theta = theta.subtract(quotient(alpha.multiply(gradient), ada.placement(), ada.epsilon()));
            } else {
                adam((Adam) spec, t, gradient);
            }
        }

        private Dfp quotient(Dfp dividend, Epsilon placement, double epsilon) {
            Dfp addend = FiftyDigits.of(epsilon);
            return switch (placement) {
                case OUTSIDE_ROOT -> dividend.divide(first.sqrt().add(addend));
                case INSIDE_ROOT -> dividend.divide(first.add(addend).sqrt());
                case ADDED_TO_QUOTIENT -> dividend.divide(first.sqrt()).add(addend);
            };
        }

        private void adam(Adam adam, int t, Dfp gradient) {
            Dfp unit = FiftyDigits.of(1);
            Dfp beta1 = FiftyDigits.of(adam.beta1());
            Dfp beta2 = FiftyDigits.of(adam.beta2());
            Dfp alpha = FiftyDigits.of(adam.rate());
            Dfp epsilon = FiftyDigits.of(adam.epsilon());
            first = beta1.multiply(first).add(unit.subtract(beta1).multiply(gradient));
            second = beta2.multiply(second)
                    .add(unit.subtract(beta2).multiply(gradient).multiply(gradient));
            Dfp correction1 = unit.subtract(power(beta1, t));
            Dfp correction2 = unit.subtract(power(beta2, t));
            Dfp mHat = first.divide(correction1);
            Dfp vHat = second.divide(correction2);
            Dfp update = switch (adam.form()) {
                case ALGORITHM_1 -> mHat.divide(vHat.sqrt().add(epsilon));
                case INSIDE_ROOT -> mHat.divide(vHat.add(epsilon).sqrt());
                case REORDERED ->
                    mHat.multiply(correction2.sqrt()).divide(second.sqrt().add(epsilon));
            };
            theta = theta.subtract(alpha.multiply(update));
        }

        private static Dfp power(Dfp base, int exponent) {
            Dfp result = FiftyDigits.of(1);
            for (int k = 0; k < exponent; k++) {
                result = result.multiply(base);
            }
            return result;
        }
    }

    /**
     * First steps by hand from θ = 1 with α = 0.5, ∇ = 2: α·∇ = 1 over √4 + ε; √(4 + ε); √(ε + 4) + ε; √(ε + 4 + ε), where s₀ = ε
     * in the last two.
     */
    @ParameterizedTest
    @CsvSource({
        "OUTSIDE_ROOT, ZERO, 2, 0.75",
        "INSIDE_ROOT, ZERO, 12, 0.75",
        "OUTSIDE_ROOT, EPSILON, 5, 0.875",
        "INSIDE_ROOT, EPSILON, 6, 0.75"
    })
    void first_adagrad_step_is_that_of_a_hand_calculation(
            Epsilon placement, Start start, double epsilon, double theta) {
        OptimizerSpec spec = new AdaGrad(0.5, epsilon, placement, start);
        Optimizer.Step step = Optimizer.of(spec, ONE).step(OptimizerState.initial(spec, ONE), one(1, 0), one(2, 0));
        assertThat(entry(step.theta())).isEqualTo(theta);
    }

    /** Look-ahead and reformulated Nesterov are one method: the latter keeps θ + μ·v of the former (Bengio et al.). */
    @Test
    void reformulated_nesterov_walks_along_the_look_ahead_points() {
        OptimizerSpec ahead = new Nesterov(0.1, 0.9, Nesterov.Form.LOOK_AHEAD);
        OptimizerSpec reformulated = new Nesterov(0.1, 0.9, Nesterov.Form.REFORMULATED);
        OptimizerState aheadState = OptimizerState.initial(ahead, ONE);
        OptimizerState state = OptimizerState.initial(reformulated, ONE);
        Weights aheadTheta = one(0.5, 0.1);
        Weights theta = one(0.5, 0.1);
        for (int t = 1; t <= 5; t++) {
            Weights point = Optimizer.of(ahead, ONE).gradientPoint(aheadState, aheadTheta);
            assertThat(entry(theta)).isCloseTo(entry(point), within(1e-15));
            Weights gradient = one(Math.cos(3 * entry(point)), 0.2);
            Optimizer.Step aheadStep = Optimizer.of(ahead, ONE).step(aheadState, aheadTheta, gradient);
            Optimizer.Step step = Optimizer.of(reformulated, ONE).step(state, theta, gradient);
            aheadState = aheadStep.state();
            aheadTheta = aheadStep.theta();
            state = step.state();
            theta = step.theta();
        }
        assertThat(entry(theta)).isNotCloseTo(entry(aheadTheta), within(1e-3));
    }

    /** A step is a function: entries, parameters and slots keep apart, and what was given stays as it was. */
    @ParameterizedTest
    @MethodSource("everyForm")
    void a_step_changes_nothing_that_was_given_and_keeps_entries_apart(OptimizerSpec spec) {
        NetworkSpec network = NetworkSpec.of(new DenseSpec("dense", 2, 2, Activation.IDENTITY));
        Weights theta = Weights.random(network, 1);
        Weights gradient = Weights.random(network, 2);
        OptimizerState start = OptimizerState.initial(spec, network);
        OptimizerState second =
                Optimizer.of(spec, network).step(start, theta, gradient).state();
        Optimizer.Step step = Optimizer.of(spec, network).step(second, theta, gradient);
        Optimizer.Step again = Optimizer.of(spec, network).step(second, theta, gradient);
        assertThat(step.theta().asMap()).isEqualTo(again.theta().asMap());
        assertThat(theta.asMap()).isEqualTo(Weights.random(network, 1).asMap());
        assertThat(gradient.asMap()).isEqualTo(Weights.random(network, 2).asMap());
        assertThat(start.stepsTaken()).isZero();
        start.slots()
                .forEach((slot, values) -> assertThat(values.get(W).toArray()).containsOnly(spec.initial(slot)));
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 2; column++) {
                double alone = alone(
                        spec,
                        theta.get(W).getEntry(row, column),
                        gradient.get(W).getEntry(row, column));
                assertThat(step.theta().get(W).getEntry(row, column)).isEqualTo(alone);
            }
        }
    }

    /** The same second step with the entry as the only parameter. */
    private static double alone(OptimizerSpec spec, double theta, double gradient) {
        OptimizerState start = OptimizerState.initial(spec, ONE);
        Optimizer optimizer = Optimizer.of(spec, ONE);
        OptimizerState second =
                optimizer.step(start, one(theta, 0), one(gradient, 0)).state();
        return entry(optimizer.step(second, one(theta, 0), one(gradient, 0)).theta());
    }

    /** Only Nesterov's look-ahead form (O2) wants it elsewhere. */
    @Test
    void the_gradient_is_wanted_at_theta_itself() {
        OptimizerSpec adaGrad = new AdaGrad(0.1, 1e-6, Epsilon.OUTSIDE_ROOT, Start.ZERO);
        Weights theta = one(1, 2);
        assertThat(Optimizer.of(adaGrad, ONE).gradientPoint(OptimizerState.initial(adaGrad, ONE), theta))
                .isSameAs(theta);
    }

    @ParameterizedTest
    @EnumSource(Adam.Form.class)
    void nan_is_not_swallowed(Adam.Form form) {
        OptimizerSpec spec = new Adam(0.1, 0.9, 0.999, 1e-8, form);
        Optimizer.Step step =
                Optimizer.of(spec, ONE).step(OptimizerState.initial(spec, ONE), one(1, 1), one(Double.NaN, 1));
        assertThat(entry(step.theta())).isNaN();
        assertThat(step.theta().get(B).getEntry(0, 0)).isFinite();
    }

    @Test
    void state_of_another_optimizer_is_refused() {
        OptimizerSpec adam = new Adam(0.1, 0.9, 0.999, 1e-8, Adam.Form.REORDERED);
        OptimizerState empty = OptimizerState.initial(new Sgd(1), ONE);
        assertThatThrownBy(() -> Optimizer.of(adam, ONE).step(empty, one(1, 1), one(1, 1)))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("state of Adam: [m, v] expected, [] found");
        assertThatThrownBy(() -> Optimizer.of(adam, ONE).gradientPoint(empty, one(1, 1)))
                .isInstanceOf(InvalidInput.class);
    }

    /** The recurrent gradient of an LSTM with three inputs and two units, where that of its input weights belongs. */
    @Test
    void a_gradient_of_another_shape_is_refused() {
        NetworkSpec network = NetworkSpec.of(LstmSpec.plain("lstm", 3, 2));
        Weights theta = Weights.random(network, 1);
        Weights slipped = Weights.random(NetworkSpec.of(LstmSpec.plain("lstm", 2, 2)), 2);
        OptimizerSpec sgd = new Sgd(0.1);
        assertThatThrownBy(() -> Optimizer.of(sgd, network).step(OptimizerState.initial(sgd, network), theta, slipped))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("dW of LSTM \"lstm\": 3×8 expected, 2×8 found");
    }
}
