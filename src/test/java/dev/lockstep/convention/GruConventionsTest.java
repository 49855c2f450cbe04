package dev.lockstep.convention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.GruSpec.Reset;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One step of a GRU of two units under each convention, written out here as those write it who have the convention. */
class GruConventionsTest {
    private static final double X = 0.7;
    private static final double[] H = {0.4, -0.9};
    /** Of x, in the order of the columns. */
    private static final double[] W = {0.5, -0.3, 0.2, 0.8, -0.6, 0.9};

    private static final double[][] RW = {{0.1, 0.7, -0.4, 0.3, 0.6, -0.8}, {-0.2, 0.5, 0.9, -0.7, 0.4, 0.35}};
    private static final double[] B = {0.05, -0.15, 0.25, 0.1, -0.35, 0.45};
    private static final double[] RB = {0.3, 0.2, -0.1, 0.15, 0.55, -0.25};

    @Test
    void theResetGateBeforeTheProduct() {
        double[] r = gates(0);
        double[] z = gates(1);
        for (int unit = 0; unit < 2; unit++) {
            double product = r[0] * H[0] * RW[0][4 + unit] + r[1] * H[1] * RW[1][4 + unit];
            double n = Math.tanh(X * W[4 + unit] + B[4 + unit] + product + RB[4 + unit]);
            double h = (1 - z[unit]) * n + z[unit] * H[unit];
            assertUnit("reset-before-product", Reset.AFTER_PRODUCT, unit, h);
        }
    }

    @Test
    void theResetGateAfterTheProduct() {
        double[] r = gates(0);
        double[] z = gates(1);
        for (int unit = 0; unit < 2; unit++) {
            double n = Math.tanh(X * W[4 + unit] + B[4 + unit] + r[unit] * (product(4 + unit) + RB[4 + unit]));
            double h = (1 - z[unit]) * n + z[unit] * H[unit];
            assertUnit("reset-after-product", Reset.BEFORE_PRODUCT, unit, h);
        }
    }

    @Test
    void theUpdateGateAsInTheLaterPaper() {
        double[] r = gates(0);
        double[] z = gates(1);
        for (int unit = 0; unit < 2; unit++) {
            double n = Math.tanh(X * W[4 + unit] + B[4 + unit] + r[unit] * (product(4 + unit) + RB[4 + unit]));
            double h = (1 - z[unit]) * H[unit] + z[unit] * n;
            assertUnit("update-inverted", Reset.AFTER_PRODUCT, unit, h);
        }
    }

    @Test
    void theCandidateWithOneBiasAsCoreMlHasIt() {
        double[] r = gates(0);
        double[] z = gates(1);
        for (int unit = 0; unit < 2; unit++) {
            double bias = B[4 + unit] + RB[4 + unit];
            double n = Math.tanh(X * W[4 + unit] + r[unit] * product(4 + unit) + bias);
            double h = (1 - z[unit]) * n + z[unit] * H[unit];
            for (int form = 0; form < 2; form++) {
                assertThat(observed("candidate-bias-merged", form, Reset.AFTER_PRODUCT)[unit])
                        .isCloseTo(h, within(1e-15));
            }
        }
    }

    @Test
    void theFirstBlockTakenForTheUpdateGateAsInKeras() {
        double[] z = gates(0);
        double[] r = gates(1);
        for (int unit = 0; unit < 2; unit++) {
            double n = Math.tanh(X * W[4 + unit] + B[4 + unit] + r[unit] * (product(4 + unit) + RB[4 + unit]));
            double h = (1 - z[unit]) * n + z[unit] * H[unit];
            assertUnit("gate-order-zrn", Reset.AFTER_PRODUCT, unit, h);
        }
    }

    @Test
    void whatIsMeantIsNotSupposed() {
        assertThat(Conventions.named("reset-after-product").applies(scenario(Reset.AFTER_PRODUCT)))
                .isFalse();
        assertThat(Conventions.named("candidate-bias-merged").applies(scenario(Reset.BEFORE_PRODUCT)))
                .isFalse();
        assertThat(Conventions.named("biases-merged").applies(scenario(Reset.AFTER_PRODUCT)))
                .isFalse();
    }

    private static void assertUnit(String id, Reset meant, int unit, double expected) {
        assertThat(observed(id, 0, meant)[unit]).isCloseTo(expected, within(1e-15));
    }

    private static double[] observed(String id, int hypothesis, Reset meant) {
        Case scenario = scenario(meant);
        return Conventions.named(id)
                .hypotheses(scenario)
                .get(hypothesis)
                .observe(Calculation.DEFINITION, scenario)
                .get(new Quantity(Kind.OUTPUTS, "gru", "", 0))
                .values();
    }

    static Case scenario(Reset reset) {
        NetworkSpec network = new NetworkSpec(
                List.of(new GruSpec("gru", 1, 2, Activation.TANH, Activation.SIGMOID, reset, Bias.TWO)));
        return new Case(
                "one step",
                network,
                Weights.of(network, new double[][] {W}, RW, new double[][] {B}, new double[][] {RB}),
                new Sequence(1, 1, 1, new double[] {X}),
                Map.of("gru", State.of(RowMajorMatrix.wrap(H.clone(), 1, 2))),
                new Objective.None(),
                Truncation.NONE,
                Optional.empty(),
                Set.of(Kind.OUTPUTS));
    }

    /** σ of the two units of a block of columns. */
    private static double[] gates(int block) {
        double[] gates = new double[2];
        for (int unit = 0; unit < 2; unit++) {
            int at = 2 * block + unit;
            gates[unit] = 1 / (1 + Math.exp(-(X * W[at] + B[at] + product(at) + RB[at])));
        }
        return gates;
    }

    /** h′·RW of one column. */
    private static double product(int column) {
        return H[0] * RW[0][column] + H[1] * RW[1][column];
    }
}
