package dev.lockstep.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.dfp.Dfp;
import org.junit.jupiter.api.Test;

/**
 * The LSTM of features/forward/lstm.feature, whose numbers reference/fifty_digits.py computed: the definition in 50 digits rounds
 * to the same 15 decimals.
 */
class HandComputedLstmTest {
    private static final double[][] W = {{0.5, -0.3, 0.2, 0.4, 0.7, -0.4, -0.6, 0.1}};
    private static final double[][] RW = {
        {0.1, 0.4, -0.5, 0.3, 0.6, -0.4, 0.2, -0.1},
        {-0.2, 0.3, 0.6, -0.1, -0.3, 0.8, 0.5, 0.2}
    };
    private static final double[][] B = {{0.0, 0.1, 1.0, 1.0, 0.2, 0.0, 0.0, -0.1}};
    private static final double[][] RB = {{0.3, -0.2, -0.4, 0.2, 0.1, 0.35, -0.15, 0.25}};
    private static final double[][] P = {{0.3, -0.6}, {-0.4, 0.5}, {0.7, -0.2}};

    @Test
    void withoutPeepholes() {
        Results<Dfp> results = results(false, Bias.ONE, W, RW, B);
        expect(
                results.get(Quantity.outputs("lstm")),
                "0.148291126591979",
                "-0.084695742425617",
                "0.160867169571558",
                "-0.035574076367794",
                "0.169454348841691",
                "-0.172759067324199");
        expect(results.get(Quantity.finalCell("lstm")), "0.916056777871173", "-0.345914306289619");
    }

    @Test
    void withPeepholes() {
        Results<Dfp> results = results(true, Bias.ONE, W, RW, B, P);
        expect(
                results.get(Quantity.outputs("lstm")),
                "0.179333397252385",
                "-0.086144238049797",
                "0.167865156880014",
                "-0.037324306302563",
                "0.266193881245457",
                "-0.184336290515244");
        expect(results.get(Quantity.finalCell("lstm")), "0.916960286876741", "-0.357962867948615");
    }

    @Test
    void withTwoBiases() {
        Results<Dfp> results = results(false, Bias.TWO, W, RW, B, RB);
        expect(
                results.get(Quantity.outputs("lstm")),
                "0.154609821033357",
                "-0.011269517471798",
                "0.178268444100850",
                "0.112713093224191",
                "0.167475882622627",
                "0.029541404056907");
        expect(results.get(Quantity.finalCell("lstm")), "0.988479565711693", "0.050303326937565");
    }

    @Test
    void withTwoBiasesAndPeepholes() {
        Results<Dfp> results = results(true, Bias.TWO, W, RW, B, RB, P);
        expect(
                results.get(Quantity.outputs("lstm")),
                "0.195468759240739",
                "-0.011289297019555",
                "0.189609614310995",
                "0.108254535205076",
                "0.273113613044943",
                "0.034168151513002");
        expect(results.get(Quantity.finalCell("lstm")), "0.985106379627533", "0.058530862350274");
    }

    @Test
    void withoutBias() {
        Results<Dfp> results = results(false, Bias.NONE, W, RW);
        expect(
                results.get(Quantity.outputs("lstm")),
                "0.127350391751755",
                "-0.084151877923755",
                "0.034015884983121",
                "-0.014545899462052",
                "0.138003874558613",
                "-0.140773541107310");
        expect(results.get(Quantity.finalCell("lstm")), "0.687553721412340", "-0.262635362726033");
    }

    private static Results<Dfp> results(boolean peepholes, Bias bias, double[][]... parameters) {
        NetworkSpec network =
                NetworkSpec.of(new LstmSpec("lstm", 1, 2, Activation.TANH, Activation.SIGMOID, peepholes, bias));
        Case scenario = new Case(
                "by hand",
                network,
                Weights.of(network, parameters),
                new Sequence(3, 1, 1, new double[] {1.0, -0.5, 2.0}),
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                EnumSet.of(Kind.OUTPUTS, Kind.FINAL_CELL));
        return Definition.STANDARD.results(scenario, new FiftyDigits());
    }

    private static void expect(List<Dfp> found, String... expected) {
        assertThat(found).hasSize(expected.length);
        for (int k = 0; k < expected.length; k++) {
            // Weights are doubles here and decimals there, so that the last of 15 decimals may round the other way.
            Dfp away =
                    found.get(k).subtract(found.get(k).newInstance(expected[k])).abs();
            assertThat(away.toDouble()).as(expected[k]).isLessThan(6e-16);
        }
    }
}
