package dev.lockstep.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The document's network with single numbers u = 2, w = 3, v = 5 and the identity, where dx can be had by hand. */
class BatchRnnDocumentTest {
    private static final NetworkSpec NETWORK = NetworkSpec.of(
            new SimpleRnnSpec("rnn", 1, 1, Activation.IDENTITY, Bias.NONE, false),
            new DenseSpec("projection", 1, 1, Activation.IDENTITY, Bias.NONE));

    /** dx_t = u·v·(dy_t + w·dy_(t+1) + w²·dy_(t+2)), as far as the window reaches; dy = 1, 10, 100. */
    @Test
    void input_gradients_by_hand() {
        assertThat(dx(Set.of(), Truncation.NONE)).containsExactly(new double[] {9310, 3100, 1000}, within(0.0));
        assertThat(dx(Set.of(), new Truncation.Sliding(1)))
                .containsExactly(new double[] {310, 3100, 1000}, within(0.0));
        assertThat(dx(Set.of(), new Truncation.Sliding(0))).containsExactly(new double[] {10, 100, 1000}, within(0.0));
        assertThat(dx(Set.of(BatchRnnSlip.LOCAL_INPUT_GRADIENT), Truncation.NONE))
                .containsExactly(new double[] {10, 100, 1000}, within(0.0));
    }

    @Test
    void what_the_document_is_not_about_is_refused() {
        BatchRnnDocument document = new BatchRnnDocument(Set.of());
        assertThat(document.supports(scenario(NETWORK, Truncation.NONE)).yes()).isTrue();
        assertThat(document.supports(scenario(NETWORK, new Truncation.Chunked(2)))
                        .because())
                .isEqualTo("its truncation slides");
        NetworkSpec alone = NetworkSpec.of(NETWORK.layers().get(0));
        assertThat(document.supports(scenario(alone, Truncation.NONE)).because())
                .isEqualTo("it is a SimpleRnn and a linear dense layer, both without bias");
        NetworkSpec clipped = NetworkSpec.of(
                new SimpleRnnSpec("rnn", 1, 1, Activation.TANH, Bias.NONE, false).clippingPreActivationsAt(3),
                NETWORK.layers().get(1));
        assertThat(document.supports(scenario(clipped, Truncation.NONE)).because())
                .isEqualTo("its activators read their sums as they are");
        NetworkSpec cubic = NetworkSpec.of(
                new SimpleRnnSpec("rnn", 1, 1, Activation.CUBE, Bias.NONE, false),
                NETWORK.layers().get(1));
        assertThat(document.supports(scenario(cubic, Truncation.NONE)).because())
                .isEqualTo("its activators are relu, identity, sigmoid and tanh");
    }

    private static double[] dx(Set<BatchRnnSlip> slips, Truncation truncation) {
        return new BatchRnnDocument(slips)
                .observe(scenario(NETWORK, truncation))
                .get(Quantity.inputGradient())
                .values();
    }

    private static Case scenario(NetworkSpec network, Truncation truncation) {
        Weights weights = network == NETWORK
                ? Weights.of(network, new double[][] {{2}}, new double[][] {{3}}, new double[][] {{5}})
                : Weights.random(network, 1);
        return new Case(
                "three steps",
                network,
                weights,
                new Sequence(3, 1, 1, new double[] {1, -1, 2}),
                Map.of(),
                new Objective.Upstream(new Sequence(3, 1, 1, new double[] {1, 10, 100}), Map.of()),
                truncation,
                Optional.empty(),
                Set.of(Kind.INPUT_GRADIENT));
    }
}
