package dev.lockstep.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.adapter.ours.OursFramework;
import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
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

/**
 * What PyTorch 1.13 computed with its own modules and autograd: GRUs, rows that end early, both directions, layer normalisation
 * (reference/pytorch/record_gru.py and record_directions.py).
 */
class PyTorchRecordingTest {
    private static final int TIME = 5;
    private static final int BATCH = 3;
    private static final int INPUTS = 3;
    private static final int UNITS = 4;

    @ParameterizedTest
    @ValueSource(strings = {"after-none", "after-one", "after-two", "before-none", "before-one", "before-two"})
    void grus(String which) {
        CaseFile file = CaseReader.read(Path.of("reference", "pytorch", "gru-reset-" + which + ".case.json"));
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

    @Test
    void anLstmWhoseRowsEndEarly() throws IOException {
        check(0, LstmSpec.plain("layer", INPUTS, UNITS));
    }

    @Test
    void aGruWhoseRowsEndEarly() throws IOException {
        check(1, GruSpec.plain("layer", INPUTS, UNITS));
    }

    @Test
    void bothDirectionsWhereRowsEndEarly() throws IOException {
        check(
                2,
                BidirectionalSpec.of(
                        BidirectionalSpec.Mode.CONCAT,
                        BidirectionalSpec.Form.WRAPPER,
                        LstmSpec.plain("layer", INPUTS, UNITS)));
    }

    @Test
    void layerNormalisation() throws IOException {
        LayerNorm norm = new LayerNorm(1e-5);
        check(3, new SimpleRnnSpec("layer", INPUTS, UNITS, Activation.TANH, Bias.ONE, Optional.of(norm), false));
    }

    private static void check(int index, LayerSpec layer) throws IOException {
        Path file = Path.of("reference", "pytorch", "directions.json");
        JsonNode recorded =
                new ObjectMapper().readTree(file.toFile()).get("records").get(index);
        NetworkSpec network = NetworkSpec.of(layer);
        Map<ParameterKey, RowMajorMatrix> parameters = new LinkedHashMap<>();
        for (LayerSpec part : network.parts()) {
            for (ParameterSpec spec : part.parameters()) {
                parameters.put(
                        new ParameterKey(part.name(), spec.parameter()),
                        RowMajorMatrix.wrap(
                                parameter(recorded, "parameters", part, spec.parameter()),
                                spec.rows(),
                                spec.columns()));
            }
        }
        Map<String, State> starts = new LinkedHashMap<>();
        Map<String, State> dFinals = new LinkedHashMap<>();
        for (RecurrentSpec part : network.recurrent()) {
            JsonNode states = recorded.get("states").get(part.name());
            starts.put(part.name(), state(states, part, "h0", "c0"));
            dFinals.put(part.name(), state(states, part, "dhFinal", "dcFinal"));
        }
        Sequence mask = new Sequence(TIME, BATCH, 1, numbers(recorded.get("mask")));
        Sequence x = new Sequence(TIME, BATCH, INPUTS, numbers(recorded.get("x")));
        Network ours = new Network(network, new Weights(network, parameters));
        Trace trace = ours.forward(x, Masks.ofFeatures(mask, MaskRule.CARRY), starts);
        Sequence dOutputs = new Sequence(TIME, BATCH, layer.outputs(), numbers(recorded.get("upstream")));
        Gradients gradients = ours.backward(trace, new Objective.Upstream(dOutputs, dFinals));

        // PyTorch pads outputs with zeros where a row has ended.
        double[] outputs = trace.outputs().values().clone();
        for (int k = 0; k < outputs.length; k++) {
            outputs[k] *= mask.values()[k / layer.outputs()];
        }
        near("outputs", outputs, numbers(recorded.get("outputs")));
        near("dx", gradients.dx().values(), numbers(recorded.get("dx")));
        for (LayerSpec part : network.parts()) {
            for (ParameterSpec spec : part.parameters()) {
                near(
                        "d" + spec.parameter() + " of " + part.name(),
                        gradients.weights().get(part.name(), spec.parameter()).toArray(),
                        parameter(recorded, "gradients", part, spec.parameter()));
            }
        }
        for (RecurrentSpec part : network.recurrent()) {
            JsonNode states = recorded.get("states").get(part.name());
            near(part.name(), trace.finalState(part.name()).orElseThrow(), state(states, part, "hFinal", "cFinal"));
            near(part.name(), gradients.dInitialStates().get(part.name()), state(states, part, "dh0", "dc0"));
        }
    }

    private static double[] parameter(JsonNode recorded, String what, LayerSpec part, Parameter parameter) {
        return numbers(recorded.get(what).get(part.name()).get(parameter.symbol()));
    }

    private static State state(JsonNode states, RecurrentSpec part, String h, String c) {
        RowMajorMatrix hidden = RowMajorMatrix.wrap(numbers(states.get(h)), BATCH, UNITS);
        return part.hasCell()
                ? State.of(hidden, RowMajorMatrix.wrap(numbers(states.get(c)), BATCH, UNITS))
                : State.of(hidden);
    }

    private static double[] numbers(JsonNode rows) {
        double[] numbers = new double[rows.size() * rows.get(0).size()];
        for (int k = 0; k < numbers.length; k++) {
            int columns = rows.get(0).size();
            numbers[k] = rows.get(k / columns).get(k % columns).doubleValue();
        }
        return numbers;
    }

    private static void near(String what, State found, State expected) {
        near("h of " + what, found.h().toArray(), expected.h().toArray());
        expected.c().ifPresent(c -> near("c of " + what, found.c().orElseThrow().toArray(), c.toArray()));
    }

    /** Within 16 ulps of the largest entry: sums of up to 15 products, rounded in another order. */
    private static void near(String what, double[] found, double[] expected) {
        double greatest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(found).as(what).containsExactly(expected, within(16 * Math.ulp(greatest)));
    }
}
