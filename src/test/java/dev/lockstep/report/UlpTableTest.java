package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Distances of hand-made results; kinds of layers of real networks. */
class UlpTableTest {
    private static final String HEAD =
            "| layer | outputs, states: Deeplearning4j | gradients: Deeplearning4j | outputs,"
                    + " states: SameDiff | gradients: SameDiff |\n| --- | --: | --: | --: | --: |\n";

    @Test
    void keeps_the_median_and_the_greatest_of_each_kind_of_layer_in_what_agrees() {
        RunResult run = new RunResult(
                "0.1.0",
                null,
                List.of(),
                List.of(
                        scenario(
                                Outcome.AGREE,
                                result("dl4j", 3, of("LSTM", false, 4.5)),
                                result("dl4j", 1, of("LSTM", false, 0))),
                        scenario(
                                Outcome.AGREE,
                                result("dl4j", 40, of("LSTM", false, 0.5)),
                                result("samediff", 7, of("GRU, reset before", true, 6)),
                                result("samediff", 9, Optional.empty()),
                                result("samediff", 9, of("", true, 9)),
                                result("samediff", 9, of("LSTM", true, Precision.SINGLE, 9)),
                                result("recorded", 99, of("LSTM", true, 99))),
                        scenario(Outcome.KNOWN_DIVERGENCE, result("dl4j", 1e9, of("LSTM", false, 1e9)))));
        assertThat(UlpTable.of(run)).isEqualTo(HEAD + """
                        | GRU, reset before |  |  |  | 6, 6 (7) |
                        | LSTM | 1, 5 (40) |  |  |  |
                        """);
    }

    @Test
    void a_quantity_is_that_of_its_layer_and_the_gradient_of_the_input_that_of_the_lowest() {
        NetworkSpec network = NetworkSpec.of(
                BidirectionalSpec.of(
                        BidirectionalSpec.Mode.ADD, BidirectionalSpec.Form.WRAPPER, LstmSpec.plain("below", 2, 3)),
                gru());
        assertThat(results(network, Execution.STANDARD))
                .extracting(
                        QuantityResult::quantity,
                        result -> result.aspect().orElseThrow().layer())
                .contains(
                        tuple("dx", "Bidirectional of LSTM"),
                        tuple("dW of \"below.reverse\"", "Bidirectional of LSTM"),
                        tuple("outputs of \"above\"", "GRU, reset before"),
                        tuple("dRW of \"above\"", "GRU, reset before"));
    }

    @Test
    void single_precision_has_other_ulps() {
        Execution single = new Execution(Precision.SINGLE, Execution.STANDARD.format());
        assertThat(results(NetworkSpec.of(gru()), single))
                .isNotEmpty()
                .extracting(result -> result.aspect().orElseThrow())
                .allMatch(aspect -> aspect.precision() == Precision.SINGLE)
                .allMatch(aspect -> aspect.scaledUlp().orElseThrow() <= 100);
    }

    private static GruSpec gru() {
        return new GruSpec("above", 3, 2, Activation.TANH, Activation.SIGMOID, GruSpec.Reset.BEFORE_PRODUCT, Bias.TWO);
    }

    @Test
    void an_array_that_is_not_told_from_zero_is_left_out() {
        List<QuantityResult> results = results(NetworkSpec.of(gru()), Execution.STANDARD, 1e3);
        assertThat(results)
                .filteredOn(result -> result.maxUlp() > 0)
                .isNotEmpty()
                .allSatisfy(result ->
                        assertThat(result.aspect().orElseThrow().scaledUlp()).isEmpty());
    }

    private static List<QuantityResult> results(NetworkSpec network, Execution execution) {
        return results(network, execution, 1e-3);
    }

    private static List<QuantityResult> results(NetworkSpec network, Execution execution, double allowed) {
        Case scenario = new Case(
                        "layers",
                        network,
                        Weights.random(network, 1),
                        Sequence.random(3, 2, network.inputs(), 2),
                        Map.of(),
                        new Objective.Upstream(Sequence.random(3, 2, 2, 3), Map.of()),
                        Optional.empty(),
                        EnumSet.of(Quantity.Kind.OUTPUTS, Quantity.Kind.GRADIENT, Quantity.Kind.INPUT_GRADIENT))
                .with(execution);
        return QuantityResult.of(
                Comparison.between(Frameworks.ours(), Frameworks.equations(), scenario, Tolerances.absolute(allowed)));
    }

    private static Optional<Aspect> of(String layer, boolean gradient, double scaled) {
        return of(layer, gradient, Precision.DOUBLE, scaled);
    }

    private static Optional<Aspect> of(String layer, boolean gradient, Precision precision, double scaled) {
        return Optional.of(new Aspect(
                gradient ? Subject.GRADIENTS : Subject.FORWARD, layer, gradient, precision, OptionalDouble.of(scaled)));
    }

    private static ScenarioResult scenario(Outcome outcome, QuantityResult... results) {
        return new ScenarioResult(
                "feature", "name", "features/a.feature", 1, List.of(), outcome, "", "", List.of(), List.of(results));
    }

    private static QuantityResult result(String other, double ulps, Optional<Aspect> aspect) {
        return new QuantityResult(
                "outputs",
                "ours",
                other,
                0,
                1,
                1,
                0,
                true,
                ulps,
                0,
                0,
                "",
                false,
                2,
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                aspect);
    }
}
