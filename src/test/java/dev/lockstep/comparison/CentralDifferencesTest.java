package dev.lockstep.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CentralDifferencesTest {
    private final TinyFramework exact = new TinyFramework();

    /** Expected derivatives are those of Commons Math's dual numbers, carried through the same equations. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientsAgreeWithDualNumbers(boolean peepholes) {
        Case scenario = Cases.seeded(peepholes, Kind.GRADIENT, Kind.INPUT_GRADIENT);
        Comparison comparison =
                Comparison.between(exact, new CentralDifferences(exact), scenario, Tolerances.centralDifferences());
        assertThat(comparison.outcome()).as(comparison.message()).isEqualTo(Outcome.AGREE);
        // W 16, RW 16, b 8, p 6 where present; dense W 4, b 2; x 4·3·2.
        assertThat(comparison.elements()).isEqualTo(70 + (peepholes ? 6 : 0));
    }

    @Test
    void aGradientThatIsOffByOnePartInAMillionIsNoticed() {
        Case scenario = Cases.seeded(false, Kind.GRADIENT);
        Case scaled = new Case(
                scenario.name(),
                scenario.network(),
                scenario.weights(),
                scenario.input(),
                Map.of(),
                new Objective.Upstream(ones(1 + 1e-6), Map.of()),
                Optional.empty(),
                scenario.observed());
        Case plain = new Case(
                scenario.name(),
                scenario.network(),
                scenario.weights(),
                scenario.input(),
                Map.of(),
                new Objective.Upstream(ones(1), Map.of()),
                Optional.empty(),
                scenario.observed());
        TinyFramework wrong = TinyFramework.misunderstanding(given -> scaled);
        Comparison comparison =
                Comparison.between(wrong, new CentralDifferences(exact), plain, Tolerances.centralDifferences());
        assertThat(comparison.outcome()).isEqualTo(Outcome.DIVERGE);
        assertThat(comparison.reading()).contains("Every entry is off by");
    }

    private static Sequence ones(double value) {
        double[] values = new double[4 * 3 * 2];
        Arrays.fill(values, value);
        return new Sequence(4, 3, 2, values);
    }

    /**
     * One unit, one step, identity: h = x·W + h₀·RW + b and L = 3·h + 5·h_T = 8·h, so by hand dW = 8·x, dRW = 8·h₀,
     * db = 8, dx = 8·W, dh₀ = 8·RW.
     */
    @Test
    void upstreamGradientsOfOutputsAndFinalStatesAddUp() {
        SimpleRnnSpec layer = new SimpleRnnSpec("rnn", 1, 1, Activation.IDENTITY);
        NetworkSpec network = NetworkSpec.of(layer);
        Weights weights = new Weights(
                network,
                Map.of(
                        new ParameterKey("rnn", Parameter.W), RowMajorMatrix.row(0.5),
                        new ParameterKey("rnn", Parameter.RW), RowMajorMatrix.row(-0.25),
                        new ParameterKey("rnn", Parameter.B), RowMajorMatrix.row(0.75)));
        Case scenario = new Case(
                "by hand",
                network,
                weights,
                new Sequence(1, 1, 1, new double[] {2}),
                Map.of("rnn", State.of(RowMajorMatrix.row(4))),
                new Objective.Upstream(
                        new Sequence(1, 1, 1, new double[] {3}), Map.of("rnn", State.of(RowMajorMatrix.row(5)))),
                Optional.empty(),
                EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT, Kind.INITIAL_HIDDEN_GRADIENT));
        Observations observed = new CentralDifferences(exact).observe(scenario);
        expect(observed, Quantity.gradient(new ParameterKey("rnn", Parameter.W)), 16);
        expect(observed, Quantity.gradient(new ParameterKey("rnn", Parameter.RW)), 32);
        expect(observed, Quantity.gradient(new ParameterKey("rnn", Parameter.B)), 8);
        expect(observed, Quantity.inputGradient(), 4);
        expect(observed, Quantity.initialHiddenGradient("rnn"), -2);
        assertThat(observed.quantities()).hasSize(5);
    }

    private static void expect(Observations observed, Quantity quantity, double value) {
        assertThat(observed.get(quantity).values()).as(quantity.toString()).hasSize(1);
        assertThat(observed.get(quantity).values()[0]).as(quantity.toString()).isCloseTo(value, within(1e-10));
    }

    @Test
    void whatIsNoGradientIsRefused() {
        assertThat(new CentralDifferences(exact)
                        .supports(Cases.seeded(false, Kind.SCORE, Kind.GRADIENT))
                        .because())
                .isEqualTo("they are gradients only, and score is not one");
    }
}
