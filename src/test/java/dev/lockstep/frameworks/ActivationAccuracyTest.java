package dev.lockstep.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.definition.ActivationEquations;
import dev.lockstep.definition.FiftyDigits;
import dev.lockstep.definition.bound.AccuracyErrors;
import dev.lockstep.definition.bound.RoundingBounds;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.math3.dfp.Dfp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every activation and its slope in every framework, within the bounds that are derived from what the framework says of its
 * elementary functions. Exact values are those of the definition in 50 digits, exact slopes their central differences with a step of 1e-14, which are
 * off by some 1e-28.
 */
class ActivationAccuracyTest {
    private static final int POINTS = 250;
    /** Of differences in 60 digits, divided by the step. */
    private static final double ROUNDING = 1e-40;

    private static final FiftyDigits DIGITS = new FiftyDigits();
    private static final Dfp STEP = DIGITS.number(1e-14);

    static List<Arguments> activations() {
        List<Arguments> all = new ArrayList<>();
        for (Activation activation : Activation.values()) {
            for (Framework framework : List.of(
                    Frameworks.ours(), Frameworks.equations(), Frameworks.deeplearning4j(), Frameworks.sameDiff())) {
                if (activation != Activation.SOFTMAX && !isAnother(framework, activation)) {
                    all.add(Arguments.of(activation, framework.id(), framework));
                }
            }
        }
        return all;
    }

    /** What Deeplearning4j has in the place of these is another function; features/divergences pins it. */
    private static boolean isAnother(Framework framework, Activation activation) {
        boolean pinned = switch (activation) {
            case LEAKY_RELU, RRELU, GELU, GELU_TANH, HARD_SIGMOID, RATIONAL_TANH -> true;
            default -> false;
        };
        return pinned && framework.id().equals("dl4j");
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("activations")
    void valueAndSlopeAreWithinTheirDerivedBounds(Activation activation, String id, Framework framework) {
        double[] z = points();
        Case scenario = scenario(activation, z);
        Observations found = framework.observe(scenario);
        RoundingBounds bounds = RoundingBounds.of(scenario, List.of(new AccuracyErrors(framework.accuracy())));
        expectWithin(
                id + "'s " + activation,
                found,
                bounds,
                Quantity.outputs("function"),
                (at, value) -> 0,
                z,
                Arrays.stream(z)
                        .mapToObj(at -> value(activation, DIGITS.number(at)))
                        .toArray(Dfp[]::new));
        expectWithin(
                id + "'s " + activation,
                found,
                bounds,
                Quantity.inputGradient(),
                powerOfRoundedE(activation, id),
                z,
                Arrays.stream(z).mapToObj(at -> slope(activation, at)).toArray(Dfp[]::new));
    }

    private static void expectWithin(
            String framework,
            Observations found,
            RoundingBounds bounds,
            Quantity quantity,
            Allowance allowance,
            double[] z,
            Dfp[] exact) {
        double[] values = found.get(quantity).values();
        double[] allowed = bounds.of(quantity, 0);
        double greatest = 0;
        int worst = 0;
        for (int k = 0; k < z.length; k++) {
            double error = DIGITS.number(values[k]).subtract(exact[k]).abs().toDouble();
            double share = error / (allowed[k] + allowance.at(z[k], values[k]) + ROUNDING);
            if (!(share <= greatest)) {
                greatest = share;
                worst = k;
            }
        }
        assertThat(greatest)
                .as("error of %s of %s in its bound, greatest at z = %s", quantity, framework, z[worst])
                .isLessThanOrEqualTo(1);
    }

    /** What a framework is allowed beside its derived bound. */
    private interface Allowance {
        double at(double z, double value);
    }

    /**
     * In the slopes of softplus, swish and GELU Deeplearning4j has pow(M_E, z) for e^z. M_E is e but for 0.48 of u = 2⁻⁵³, so that the
     * power is off by 0.48·|z|·u of itself, and so are slopes where it is small beside 1; for GELU it is that of 1.702·z. Besides,
     * e^z·(z + e^z + 1)/(e^z + 1)² is rounded twice more than σ·(1 + z·(1 − σ)).
     */
    private static Allowance powerOfRoundedE(Activation activation, String id) {
        boolean concerned = activation == Activation.SOFTPLUS
                || activation == Activation.SWISH
                || activation == Activation.FLOAT_GELU;
        double factor = activation == Activation.FLOAT_GELU ? 1.702 : 1;
        return id.equals("dl4j") && concerned
                ? (z, value) -> (0.48 * factor * Math.abs(z) + 2) * Math.abs(value) * 0x1p-53
                : (z, value) -> 0;
    }

    private static Dfp value(Activation activation, Dfp z) {
        return new ActivationEquations().value(DIGITS, activation, z);
    }

    private static Dfp slope(Activation activation, double z) {
        if (activation == Activation.FLOAT_LEAKY_RELU) {
            return DIGITS.number(z < 0 ? 0.01f : 1);
        }
        Dfp up = value(activation, DIGITS.number(z).add(STEP));
        Dfp down = value(activation, DIGITS.number(z).subtract(STEP));
        return up.subtract(down).divide(STEP.multiply(2));
    }

    /** Within ±20, half of them within ±3; no kink is met. */
    private static double[] points() {
        SplittableRandom random = new SplittableRandom(23);
        return random.doubles(POINTS, -1, 1)
                .map(x -> random.nextBoolean() ? 3 * x : 20 * x)
                .toArray();
    }

    private static Case scenario(Activation activation, double[] z) {
        NetworkSpec network = NetworkSpec.of(new DenseSpec("function", 1, 1, activation, Bias.NONE));
        RowMajorMatrix one = new RowMajorMatrix(1, 1);
        one.setEntry(0, 0, 1);
        double[] ones = new double[z.length];
        Arrays.fill(ones, 1);
        return new Case(
                "function",
                network,
                new Weights(network, Map.of(new ParameterKey("function", Parameter.W), one)),
                new Sequence(1, z.length, 1, z),
                Map.of(),
                new Objective.Upstream(new Sequence(1, z.length, 1, ones), Map.of()),
                Optional.empty(),
                EnumSet.of(Kind.OUTPUTS, Kind.INPUT_GRADIENT));
    }
}
