package dev.lockstep.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
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
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The document's layer with the identity for two steps, where every number can be had by hand. */
class ElmanDocumentTest {
    private static final double[][] U_TRANSPOSED = {{0.11, -0.23}, {-0.18, 0.39}, {0.27, -0.05}};
    private static final double[][] W_TRANSPOSED = {{0.6, 0.45}, {-0.35, 0.52}};

    /** h_1 = U·(1, 2, 3) = (0.56, 0.4); h_2 = U·(2, 3, 4) + W·h_1 = (0.76 + 0.196, 0.51 + 0.46). */
    @Test
    void states_by_hand() {
        double[] h = observed(EnumSet.noneOf(ElmanSlip.class), Kind.OUTPUTS)
                .get(Quantity.outputs("elman"))
                .values();
        assertThat(h).containsExactly(new double[] {0.56, 0.4, 0.956, 0.97}, within(1e-15));
    }

    /** δ_2 = (1, 1), δ_1 = Wᵀ·(1, 1) = (1.05, 0.17). */
    @Test
    void gradients_by_hand() {
        Observations gradients = observed(
                EnumSet.noneOf(ElmanSlip.class), Kind.GRADIENT, Kind.INPUT_GRADIENT, Kind.INITIAL_HIDDEN_GRADIENT);
        assertThat(of(gradients, Parameter.W))
                .containsExactly(new double[] {3.05, 2.17, 5.1, 3.34, 7.15, 4.51}, within(2e-15));
        assertThat(of(gradients, Parameter.RW)).containsExactly(new double[] {0.56, 0.56, 0.4, 0.4}, within(1e-15));
        assertThat(gradients.get(Quantity.inputGradient()).values())
                .containsExactly(
                        new double[] {
                            0.11 * 1.05 - 0.23 * 0.17,
                            -0.18 * 1.05 + 0.39 * 0.17,
                            0.27 * 1.05 - 0.05 * 0.17,
                            -0.12,
                            0.21,
                            0.22
                        },
                        within(1e-15));
        assertThat(gradients.get(Quantity.initialHiddenGradient("elman")).values())
                .containsExactly(new double[] {0.6 * 1.05 + 0.45 * 0.17, -0.35 * 1.05 + 0.52 * 0.17}, within(1e-15));
    }

    /** δ_1 = (1.05·0.956, 0.17·0.97), which dU = δ_2 x_2ᵀ + δ_1 x_1ᵀ shows and dW does not. */
    @Test
    void the_state_in_the_place_of_the_slope_by_hand() {
        Observations gradients = observed(EnumSet.of(ElmanSlip.STATE_FOR_SLOPE), Kind.GRADIENT);
        double first = 1.05 * 0.956;
        double second = 0.17 * 0.97;
        assertThat(of(gradients, Parameter.W))
                .containsExactly(
                        new double[] {
                            2 + first, 2 + second, 3 + 2 * first, 3 + 2 * second, 4 + 3 * first, 4 + 3 * second
                        },
                        within(2e-15));
        assertThat(of(gradients, Parameter.RW)).containsExactly(new double[] {0.56, 0.56, 0.4, 0.4}, within(1e-15));
    }

    @Test
    void a_gradient_never_formed_is_zero() {
        Observations gradients = observed(EnumSet.of(ElmanSlip.NO_INPUT_WEIGHT_GRADIENT), Kind.GRADIENT);
        assertThat(of(gradients, Parameter.W)).containsOnly(0);
        assertThat(of(gradients, Parameter.RW)).doesNotContain(0);
    }

    @Test
    void what_the_document_is_not_about_is_refused() {
        ElmanDocument document = new ElmanDocument(Set.of());
        assertThat(document.supports(scenario(Set.of(Kind.GRADIENT))).yes()).isTrue();
        assertThat(document.supports(scenario(layer(Activation.CUBE, Bias.NONE), 1, 0))
                        .because())
                .isEqualTo("its activators are relu, identity, sigmoid and tanh");
        assertThat(document.supports(scenario(layer(Activation.TANH, Bias.TWO), 1, 0))
                        .because())
                .isEqualTo("it is one SimpleRnn layer with no bias or one, from a given state");
        assertThat(document.supports(scenario(layer(Activation.TANH, Bias.NONE).clippingPreActivationsAt(3), 1, 0))
                        .because())
                .isEqualTo("its activators read W x + U s + b as it is");
        assertThat(document.supports(scenario(layer(Activation.TANH, Bias.NONE), 2, 0))
                        .because())
                .isEqualTo("it reads one sequence at a time");
        assertThat(document.supports(scenario(layer(Activation.TANH, Bias.NONE), 1, 1))
                        .because())
                .isEqualTo("its error arrives at the last step only");
        assertThat(document.supports(scenario(Set.of(Kind.GRADIENT)).with(new Truncation.Sliding(1)))
                        .because())
                .isEqualTo("its errors flow back through the whole sequence");
    }

    private static double[] of(Observations gradients, Parameter parameter) {
        return gradients
                .get(Quantity.gradient(new ParameterKey("elman", parameter)))
                .values();
    }

    private static Observations observed(Set<ElmanSlip> slips, Kind first, Kind... more) {
        return new ElmanDocument(slips).observe(scenario(EnumSet.of(first, more)));
    }

    private static Case scenario(Set<Kind> observed) {
        NetworkSpec network = NetworkSpec.of(layer(Activation.IDENTITY, Bias.NONE));
        return new Case(
                "two steps",
                network,
                Weights.of(network, U_TRANSPOSED, W_TRANSPOSED),
                new Sequence(2, 1, 3, new double[] {1, 2, 3, 2, 3, 4}),
                Map.of("elman", State.of(new RowMajorMatrix(1, 2))),
                new Objective.Upstream(new Sequence(2, 1, 2, new double[] {0, 0, 1, 1}), Map.of()),
                Optional.empty(),
                observed);
    }

    private static SimpleRnnSpec layer(Activation activation, Bias bias) {
        return new SimpleRnnSpec("elman", 3, 2, activation, bias, false);
    }

    /** @param early the gradient that arrives before the last step */
    private static Case scenario(LayerSpec layer, int batch, double early) {
        NetworkSpec network = NetworkSpec.of(layer);
        Sequence arriving = Sequence.zeros(2, batch, 2);
        arriving.at(1).fill(early);
        arriving.at(2).fill(1);
        return new Case(
                "another",
                network,
                Weights.random(network, 1),
                Sequence.random(2, batch, 3, 2),
                Map.of(),
                new Objective.Upstream(arriving, Map.of()),
                Optional.empty(),
                Set.of(Kind.GRADIENT));
    }
}
