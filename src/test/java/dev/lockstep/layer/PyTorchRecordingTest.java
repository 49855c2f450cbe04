package dev.lockstep.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.adapter.ours.OursFramework;
import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What PyTorch 1.13 computed with its own modules and autograd: GRUs, rows that end early, both directions, layer normalisation. */
class PyTorchRecordingTest {
    private static final int TIME = 5;
    private static final int BATCH = 3;
    private static final int INPUTS = 3;
    private static final int UNITS = 4;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gru-reset-after-none",
                "gru-reset-after-one",
                "gru-reset-after-two",
                "gru-lengths-two-biases",
                "lstm-lengths-arriving",
                "lstm-both-lengths"
            })
    void from_given_states_with_errors_arriving_everywhere(String recording) {
        CaseFile file = CaseReader.read(Path.of("reference", "pytorch", recording + ".case.json"));
        Observations recorded = file.observations().orElseThrow();
        Observations ours = new OursFramework().observe(file.scenario());
        assertThat(ours.quantities()).isEqualTo(recorded.quantities());
        for (Quantity quantity : recorded.quantities()) {
            near(
                    quantity.toString(),
                    ours.get(quantity).values(),
                    recorded.get(quantity).values());
        }
    }

    /** Recorded by reference/pytorch/record_layer_norm.py. */
    @Test
    void layer_normalisation() throws IOException {
        JsonNode recorded = new ObjectMapper()
                .readTree(Path.of("reference", "pytorch", "layer-norm.json").toFile());
        LayerNorm norm = new LayerNorm(recorded.get("epsilon").doubleValue());
        SimpleRnnSpec layer =
                new SimpleRnnSpec("layer", INPUTS, UNITS, Activation.TANH, Bias.ONE, Optional.of(norm), false);
        Map<ParameterKey, RowMajorMatrix> parameters = new LinkedHashMap<>();
        for (ParameterSpec spec : layer.parameters()) {
            parameters.put(
                    new ParameterKey("layer", spec.parameter()),
                    RowMajorMatrix.wrap(
                            numbers(recorded.get("parameters")
                                    .get(spec.parameter().symbol())),
                            spec.rows(),
                            spec.columns()));
        }
        NetworkSpec network = NetworkSpec.of(layer);
        Network ours = new Network(network, new Weights(network, parameters));
        Sequence x = new Sequence(TIME, BATCH, INPUTS, numbers(recorded.get("x")));
        Trace trace = ours.forward(x, Masks.NONE, Map.of("layer", state(recorded, "h0")));
        Sequence dOutputs = new Sequence(TIME, BATCH, UNITS, numbers(recorded.get("upstream")));
        Gradients gradients =
                ours.backward(trace, new Objective.Upstream(dOutputs, Map.of("layer", state(recorded, "dhFinal"))));

        near("outputs", trace.outputs().values(), numbers(recorded.get("outputs")));
        near("final h", hidden(trace.finalState("layer").orElseThrow()), numbers(recorded.get("hFinal")));
        near("dx", gradients.dx().values(), numbers(recorded.get("dx")));
        near("dh0", hidden(gradients.dInitialStates().get("layer")), numbers(recorded.get("dh0")));
        for (ParameterSpec spec : layer.parameters()) {
            near(
                    "d" + spec.parameter(),
                    gradients.weights().get("layer", spec.parameter()).toArray(),
                    numbers(recorded.get("gradients").get(spec.parameter().symbol())));
        }
    }

    private static State state(JsonNode recorded, String which) {
        return State.of(RowMajorMatrix.wrap(numbers(recorded.get(which)), BATCH, UNITS));
    }

    private static double[] hidden(State state) {
        return state.h().toArray();
    }

    private static double[] numbers(JsonNode rows) {
        double[] numbers = new double[rows.size() * rows.get(0).size()];
        for (int k = 0; k < numbers.length; k++) {
            int columns = rows.get(0).size();
            numbers[k] = rows.get(k / columns).get(k % columns).doubleValue();
        }
        return numbers;
    }

    /** Within 16 ulps of the largest entry: sums of up to 15 products, rounded in another order. */
    private static void near(String what, double[] found, double[] expected) {
        double greatest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(found).as(what).containsExactly(expected, within(16 * Math.ulp(greatest)));
    }
}
