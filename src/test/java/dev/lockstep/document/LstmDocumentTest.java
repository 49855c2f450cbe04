package dev.lockstep.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.adapter.ours.OursFramework;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected distances are those of reference/lstm_slips.py, which knows 50 digits and none of this code. */
class LstmDocumentTest {
    private static final Set<Kind> EVERYTHING = EnumSet.of(
            Kind.OUTPUTS,
            Kind.FINAL_HIDDEN,
            Kind.FINAL_CELL,
            Kind.GRADIENT,
            Kind.INPUT_GRADIENT,
            Kind.INITIAL_HIDDEN_GRADIENT,
            Kind.INITIAL_CELL_GRADIENT);

    /** Scale 1 of reference/lstm_slips.py; columns i1 i2 f1 f2 g1 g2 o1 o2. */
    private static final double[][] W = {
        {0.7, -0.3, 0.45, -0.6, 0.9, -0.5, -0.85, 0.35},
        {-0.95, 0.5, -0.8, 0.9, -0.55, 0.75, 0.65, -0.7},
        {0.3, -0.12, 0.4, -0.35, -0.25, -0.15, 0.25, 0.28}
    };

    private static final double[][] RW = {
        {-0.4, 0.1, 0.6, 0.2, 0.8, -0.45, 0.15, 0.55},
        {0.7, -0.6, -0.3, 0.5, 0.25, 0.3, -0.9, -0.2}
    };

    private static final double[][] ZERO = {new double[8]};

    private static Case tabulated(Activation phi, int time) {
        NetworkSpec network = NetworkSpec.of(new LstmSpec("lstm", 3, 2, phi, Activation.SIGMOID, false));
        double[] x = new double[3 * time];
        for (int i = 0; i < x.length; i++) {
            x[i] = i / 3 + i % 3 + 1;
        }
        Sequence upstream = Sequence.zeros(time, 1, 2);
        upstream.at(time).setRow(0, new double[] {1, 1});
        return new Case(
                "tabulated",
                network,
                Weights.of(network, W, RW, ZERO),
                new Sequence(time, 1, 3, x),
                Map.of(),
                new Objective.Upstream(upstream, Map.of()),
                Optional.empty(),
                EVERYTHING);
    }

    private static Case random(int time, int batch, Activation phi, Activation sigma, long seed) {
        LstmSpec lstm = new LstmSpec("lstm", 3, 2, phi, sigma, false);
        NetworkSpec network = NetworkSpec.of(lstm);
        Sequence states = Sequence.random(4, batch, 2, seed + 2);
        return new Case(
                "random",
                network,
                Weights.random(network, seed),
                Sequence.random(time, batch, 3, seed + 1),
                Map.of("lstm", State.of(states.at(1), states.at(2))),
                new Objective.Upstream(
                        Sequence.random(time, batch, 2, seed + 3),
                        Map.of("lstm", State.of(states.at(3), states.at(4)))),
                Optional.empty(),
                EVERYTHING);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, TANH, SIGMOID",
        "2, 1, TANH, SIGMOID",
        "7, 3, TANH, SIGMOID",
        "4, 2, IDENTITY, SIGMOID",
        "4, 2, SIGMOID, TANH",
        "3, 2, SOFTSIGN, HARD_SIGMOID"
    })
    void mended_it_agrees_in_everything(int time, int batch, Activation phi, Activation sigma) {
        Comparison comparison = Comparison.between(
                new OursFramework(),
                new LstmDocument(Set.of()),
                random(time, batch, phi, sigma, 100 + time),
                Tolerances.derived());
        assertThat(comparison.outcome()).as(comparison.message()).isEqualTo(Outcome.AGREE);
        assertThat(comparison.arrays()).hasSize(9);
    }

    /** Every slip with the number of steps, the activation, a gradient and how far its gate's block is off. */
    @ParameterizedTest
    @CsvSource({
        "CELL_PATH_DROPPED, TANH, 2, RW, f, 0",
        "CELL_PATH_DROPPED, TANH, 2, W, g, 2.07361323646e-1",
        "CELL_PATH_DROPPED, TANH, 2, b, g, 6.91204412153e-2",
        "CELL_PATH_DROPPED, TANH, 3, RW, f, 4.39518592623e-3",
        "CELL_PATH_DROPPED, TANH, 3, RW, o, 0",
        "CELL_PATH_DROPPED, TANH, 4, RW, o, 6.93348881060e-4",
        "BIASES_OF_F, TANH, 2, b, i, 1.31158762791e-1",
        "BIASES_OF_F, TANH, 2, b, o, 9.77889908711e-2",
        "BIASES_OF_F, TANH, 2, b, f, 0",
        "LAST_INPUT_ONLY, TANH, 1, W, g, 0",
        "LAST_INPUT_ONLY, TANH, 2, W, o, 2.05547650362e-2",
        "LAST_INPUT_ONLY, TANH, 3, W, i, 3.42174514752e-1",
        "LAST_INPUT_ONLY, TANH, 3, b, g, 0",
        "ACTIVATOR_IGNORED, TANH, 3, W, g, 0",
        "ACTIVATOR_IGNORED, IDENTITY, 1, W, g, 9.01127141810e-1",
        "ACTIVATOR_IGNORED, IDENTITY, 3, RW, o, 1.11090645177e-2",
        "ACTIVATOR_IGNORED, SIGMOID, 2, b, f, 1.53531962592e-2"
    })
    void a_slip_moves_what_it_should(
            LstmSlip slip, Activation phi, int time, String part, String gate, double expected) {
        Case scenario = tabulated(phi, time);
        Observations right = new OursFramework().observe(scenario);
        Observations slipped = new LstmDocument(Set.of(slip)).observe(scenario);
        Quantity gradient = new Quantity(Kind.GRADIENT, "lstm", part, 0);
        double greatest = 0;
        for (int i = 0; i < right.get(gradient).values().length; i++) {
            if (right.get(gradient).labels(i).contains(gate)) {
                greatest = Math.max(
                        greatest,
                        Math.abs(right.get(gradient).values()[i]
                                - slipped.get(gradient).values()[i]));
            }
        }
        assertThat(greatest).isCloseTo(expected, within(1e-12));
    }

    /** σ′ of the logistic function at gates that tanh opened: a·(1 − a) for 1 − a². */
    @Test
    void the_ignored_activator_is_also_that_of_the_gates() {
        Case scenario = random(1, 1, Activation.TANH, Activation.TANH, 5);
        Quantity bias = Quantity.gradient(new ParameterKey("lstm", Parameter.B));
        double[] right = new OursFramework().observe(scenario).get(bias).values();
        double[] slipped = new LstmDocument(Set.of(LstmSlip.ACTIVATOR_IGNORED))
                .observe(scenario)
                .get(bias)
                .values();
        for (int unit : new int[] {0, 1, 2, 3, 6, 7}) {
            double ratio = slipped[unit] / right[unit];
            // a·(1 − a)/(1 − a²) = a/(1 + a), which is below 1/2 where a lies between −1 and 1.
            assertThat(ratio).isLessThan(0.5).isNotZero();
        }
        assertThat(slipped[4]).isCloseTo(right[4], within(1e-15));
    }

    @Test
    void what_the_document_does_not_have_is_refused() {
        LstmDocument document = new LstmDocument(Set.of());
        LstmSpec lstm = LstmSpec.plain("lstm", 3, 2);
        assertRefused(
                document,
                of(lstm, new DenseSpec("dense", 2, 2, Activation.TANH)),
                "the document has one LSTM layer and nothing else");
        assertRefused(
                document,
                of(new DenseSpec("dense", 3, 2, Activation.TANH)),
                "the document has one LSTM layer and nothing else");
        assertRefused(
                document,
                of(new LstmSpec("lstm", 3, 2, Activation.TANH, Activation.SIGMOID, true)),
                "the document's LSTM has no peepholes");
        assertRefused(
                document,
                of(LstmSpec.plain("lstm", 3, 2).clippingPreActivationsAt(3)),
                "the document's LSTM clips no pre-activations");
        for (Bias bias : List.of(Bias.NONE, Bias.TWO)) {
            assertRefused(
                    document,
                    of(new LstmSpec("lstm", 3, 2, Activation.TANH, Activation.SIGMOID, false, bias)),
                    "the document's LSTM has one bias for each gate");
        }
        assertRefused(
                document,
                of(new LstmSpec("lstm", 3, 2, Activation.SOFTMAX, Activation.SIGMOID, false)),
                "the document takes slopes entry by entry, and softmax has a Jacobian");
        Case base = of(lstm);
        Loss loss = Loss.of(LossFunction.L2, Reduction.SUM);
        assertRefused(
                document,
                with(base, new Objective.Targets(loss, Sequence.zeros(2, 1, 2)), Truncation.NONE),
                "the document has no loss, only an error that arrives at h");
        assertRefused(
                document,
                with(base, base.objective(), new Truncation.Sliding(1)),
                "the document's errors flow back through the whole sequence");
        assertThat(document.supports(base).yes()).isTrue();
    }

    private static void assertRefused(LstmDocument document, Case scenario, String because) {
        assertThat(document.supports(scenario).because()).isEqualTo(because);
    }

    private static Case of(LayerSpec... layers) {
        NetworkSpec network = NetworkSpec.of(layers);
        return new Case(
                "refused",
                network,
                Weights.random(network, 1),
                Sequence.random(2, 1, 3, 2),
                Map.of(),
                new Objective.Upstream(Sequence.random(2, 1, 2, 3), Map.of()),
                Optional.empty(),
                EnumSet.of(Kind.GRADIENT));
    }

    private static Case with(Case base, Objective objective, Truncation truncation) {
        return new Case(
                base.name(),
                base.network(),
                base.weights(),
                base.input(),
                Map.of(),
                objective,
                truncation,
                Optional.empty(),
                base.observed());
    }
}
