package dev.lockstep.adapter.samediff;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The forward pass of a case as a graph of primitive operations; step by step, layer by layer.
 *
 * <p>Leaves are variables, so that SameDiff has gradients for them: each step of the input {@code [batch × inputs]}, each
 * initial state {@code [batch × units]}, each block of a parameter.
 */
final class NetworkGraph {
    /** Nodes of h, and of c where the layer has one. */
    record Nodes(SDVariable h, Optional<SDVariable> c) {}

    private final SameDiff graph = SameDiff.create();
    private final Case scenario;
    private final Map<ParameterKey, List<SDVariable>> parameters = new HashMap<>();
    private final Map<String, Nodes> initialStates = new HashMap<>();
    private final Map<String, Nodes> finalStates = new HashMap<>();
    private final Map<String, List<SDVariable>> outputs = new HashMap<>();
    private final Map<String, List<SDVariable>> preActivations = new HashMap<>();
    private final List<SDVariable> inputs = new ArrayList<>();

    NetworkGraph(Case scenario) {
        this.scenario = scenario;
        for (int t = 1; t <= scenario.input().time(); t++) {
            inputs.add(variable(scenario.input().at(t)));
        }
        List<SDVariable> x = inputs;
        for (LayerSpec layer : scenario.network().layers()) {
            declareParameters(layer);
            x = forward(layer, x);
            outputs.put(layer.name(), x);
        }
    }

    /** The graph itself, to be continued with a loss. */
    SameDiff graph() {
        return graph;
    }

    /** x at every step. */
    List<SDVariable> inputs() {
        return inputs;
    }

    /** Outputs of a layer at every step. */
    List<SDVariable> outputs(String layer) {
        return outputs.get(layer);
    }

    /** Pre-activations of a dense layer at every step. */
    List<SDVariable> preActivations(DenseSpec layer) {
        return preActivations.get(layer.name());
    }

    /** State of a recurrent layer before the first step. */
    Nodes initialState(String layer) {
        return initialStates.get(layer);
    }

    /** State of a recurrent layer after the last step. */
    Nodes finalState(String layer) {
        return finalStates.get(layer);
    }

    /** The blocks of a parameter, as {@link ParameterBlocks} cuts it. */
    List<SDVariable> parameter(ParameterKey key) {
        return parameters.get(key);
    }

    private SDVariable variable(RowMajorMatrix matrix) {
        return graph.var(ArrayTranslation.array(matrix));
    }

    private void declareParameters(LayerSpec layer) {
        layer.parameters().forEach(spec -> {
            ParameterKey key = new ParameterKey(layer.name(), spec.parameter());
            RowMajorMatrix matrix = scenario.weights().get(key);
            parameters.put(
                    key,
                    ParameterBlocks.split(layer, spec.parameter(), matrix).stream()
                            .map(this::variable)
                            .toList());
        });
    }

    private SDVariable block(LayerSpec layer, Parameter parameter, int block) {
        return parameters.get(new ParameterKey(layer.name(), parameter)).get(block);
    }

    private List<SDVariable> forward(LayerSpec layer, List<SDVariable> x) {
        if (layer instanceof DenseSpec dense) {
            return dense(dense, x);
        }
        if (layer instanceof RecurrentSpec recurrent) {
            return recurrent(recurrent, x);
        }
        return x.subList(x.size() - 1, x.size());
    }

    private List<SDVariable> dense(DenseSpec layer, List<SDVariable> x) {
        List<SDVariable> z = x.stream()
                .map(step -> product(step, layer.inputs(), block(layer, Parameter.W, 0), layer.outputs())
                        .add(block(layer, Parameter.B, 0)))
                .toList();
        preActivations.put(layer.name(), z);
        return z.stream().map(step -> Phi.of(layer.activation(), step)).toList();
    }

    private List<SDVariable> recurrent(RecurrentSpec layer, List<SDVariable> x) {
        State start = scenario.initialState(layer);
        Nodes state = new Nodes(variable(start.h()), start.c().map(this::variable));
        initialStates.put(layer.name(), state);
        List<SDVariable> h = new ArrayList<>();
        for (SDVariable step : x) {
            state = layer instanceof LstmSpec lstm
                    ? lstmStep(lstm, step, state.h(), state.c().orElseThrow())
                    : simpleRnnStep((SimpleRnnSpec) layer, step, state.h());
            h.add(state.h());
        }
        finalStates.put(layer.name(), state);
        return h;
    }

    private Nodes simpleRnnStep(SimpleRnnSpec layer, SDVariable x, SDVariable h) {
        return new Nodes(Phi.of(layer.activation(), affine(layer, 0, x, h)), Optional.empty());
    }

    private Nodes lstmStep(LstmSpec layer, SDVariable x, SDVariable h, SDVariable c) {
        SDVariable zi = watching(layer, 0, affine(layer, Gate.INPUT.ordinal(), x, h), c);
        SDVariable zf = watching(layer, 1, affine(layer, Gate.FORGET.ordinal(), x, h), c);
        SDVariable zg = affine(layer, Gate.CANDIDATE.ordinal(), x, h);
        SDVariable i = Phi.of(layer.gateActivation(), zi);
        SDVariable f = Phi.of(layer.gateActivation(), zf);
        SDVariable g = Phi.of(layer.activation(), zg);
        SDVariable next = f.mul(c).add(i.mul(g));
        SDVariable zo = watching(layer, 2, affine(layer, Gate.OUTPUT.ordinal(), x, h), next);
        SDVariable o = Phi.of(layer.gateActivation(), zo);
        return new Nodes(o.mul(Phi.of(layer.activation(), next)), Optional.of(next));
    }

    /** x·W + h′·RW + b of one block. */
    private SDVariable affine(RecurrentSpec layer, int block, SDVariable x, SDVariable h) {
        SDVariable fromInput = product(x, layer.inputs(), block(layer, Parameter.W, block), layer.units());
        SDVariable fromState = product(h, layer.units(), block(layer, Parameter.RW, block), layer.units());
        return fromInput.add(fromState).add(block(layer, Parameter.B, block));
    }

    /** x·w; ND4J's gradient of a matrix product of single numbers throws, so that is an entrywise one. */
    private SDVariable product(SDVariable x, int inputs, SDVariable w, int outputs) {
        boolean singleNumbers = scenario.input().batch() == 1 && inputs == 1 && outputs == 1;
        return singleNumbers ? x.mul(w) : x.mmul(w);
    }

    /** z + p ⊙ c, where the layer has peepholes. */
    private SDVariable watching(LstmSpec layer, int row, SDVariable z, SDVariable c) {
        return layer.peepholes() ? z.add(c.mul(block(layer, Parameter.P, row))) : z;
    }
}
