package dev.lockstep.adapter.samediff;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;

/**
 * The forward pass of a case as a graph of primitive operations; step by step, layer by layer.
 *
 * <p>Leaves are variables, so that SameDiff has gradients for them: each step of the input {@code [batch × inputs]}, each
 * initial state {@code [batch × units]} that is not made from a parameter, each parameter.
 *
 * <p>Where errors are truncated, states are read through a stop of the gradient: in chunks, the state before each chunk; with
 * sliding windows, the state before each window, and every step then has a window of its own, unrolled anew, whose last step
 * is all that others read. Values are those of the whole pass either way.
 */
final class NetworkGraph {
    /** Nodes of h, and of c where the layer has one. */
    record Nodes(SDVariable h, Optional<SDVariable> c) {}

    private final SameDiff graph = SameDiff.create();
    private final Case scenario;
    private final Map<ParameterKey, SDVariable> parameters = new HashMap<>();
    private final Map<String, SDVariable[]> peepholes = new HashMap<>();
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

    /** A parameter. */
    SDVariable parameter(ParameterKey key) {
        return parameters.get(key);
    }

    private SDVariable variable(RowMajorMatrix matrix) {
        return graph.var(ArrayTranslation.array(matrix));
    }

    private void declareParameters(LayerSpec layer) {
        for (ParameterSpec spec : layer.parameters()) {
            ParameterKey key = new ParameterKey(layer.name(), spec.parameter());
            SDVariable declared = variable(scenario.weights().get(key));
            parameters.put(key, declared);
            if (spec.parameter() == Parameter.P) {
                peepholes.put(layer.name(), graph.split(declared, spec.rows(), 0));
            }
        }
    }

    private SDVariable parameter(LayerSpec layer, Parameter parameter) {
        return parameters.get(new ParameterKey(layer.name(), parameter));
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
                .map(step -> product(step, layer, Parameter.W))
                .map(xw -> layer.bias() == Bias.NONE ? xw : xw.add(parameter(layer, Parameter.B)))
                .toList();
        preActivations.put(layer.name(), z);
        return z.stream().map(step -> Phi.of(layer.activation(), step)).toList();
    }

    private List<SDVariable> recurrent(RecurrentSpec layer, List<SDVariable> x) {
        Nodes start = start(layer);
        initialStates.put(layer.name(), start);
        List<Nodes> states = states(layer, x, start);
        finalStates.put(layer.name(), states.get(states.size() - 1));
        return states.stream().map(Nodes::h).toList();
    }

    /** The given state, or h0 in every row. */
    private Nodes start(RecurrentSpec layer) {
        State given = scenario.initialState(layer);
        if (layer.trainableStart()) {
            SDVariable zero = graph.constant(ArrayTranslation.array(given.h()));
            return new Nodes(zero.add(parameter(layer, Parameter.H0)), Optional.empty());
        }
        return new Nodes(variable(given.h()), given.c().map(this::variable));
    }

    /** States after every step, each with the errors that may flow back from it. */
    private List<Nodes> states(RecurrentSpec layer, List<SDVariable> x, Nodes start) {
        if (scenario.truncation() instanceof Truncation.Sliding sliding) {
            return windows(layer, x, start, sliding.steps());
        }
        if (scenario.truncation() instanceof Truncation.Chunked chunked) {
            return chunks(layer, x, start, chunked.length());
        }
        return unrolled(layer, x, start);
    }

    private List<Nodes> unrolled(RecurrentSpec layer, List<SDVariable> x, Nodes start) {
        List<Nodes> states = new ArrayList<>();
        Nodes state = start;
        for (SDVariable step : x) {
            state = layer instanceof LstmSpec lstm
                    ? lstmStep(lstm, step, state.h(), state.c().orElseThrow())
                    : simpleRnnStep((SimpleRnnSpec) layer, step, state.h());
            states.add(state);
        }
        return states;
    }

    /** Up to step k the whole pass itself, which reaches the initial state; from then on a window of k + 1 steps each. */
    private List<Nodes> windows(RecurrentSpec layer, List<SDVariable> x, Nodes start, int k) {
        List<Nodes> whole = unrolled(layer, x, start);
        List<Nodes> states = new ArrayList<>(whole.subList(0, Math.min(k, x.size())));
        for (int t = states.size() + 1; t <= x.size(); t++) {
            int first = t - k;
            Nodes before = first == 1 ? start : whole.get(first - 2);
            List<Nodes> window = unrolled(layer, x.subList(first - 1, t), stopped(before));
            states.add(window.get(k));
        }
        return states;
    }

    private List<Nodes> chunks(RecurrentSpec layer, List<SDVariable> x, Nodes start, int length) {
        List<Nodes> states = new ArrayList<>();
        for (int done = 0; done < x.size(); done = states.size()) {
            List<SDVariable> chunk = x.subList(done, done + Math.min(length, x.size() - done));
            Nodes before = done == 0 ? start : stopped(states.get(done - 1));
            states.addAll(unrolled(layer, chunk, before));
        }
        return states;
    }

    private Nodes stopped(Nodes state) {
        return new Nodes(stopped(state.h()), state.c().map(NetworkGraph::stopped));
    }

    /** The same values, of slope 0. */
    static SDVariable stopped(SDVariable node) {
        return new StopGradient(node.getSameDiff(), node).outputVariable();
    }

    private Nodes simpleRnnStep(SimpleRnnSpec layer, SDVariable x, SDVariable h) {
        return new Nodes(Phi.of(layer.activation(), affine(layer, x, h)), Optional.empty());
    }

    private Nodes lstmStep(LstmSpec layer, SDVariable x, SDVariable h, SDVariable c) {
        SDVariable[] z = graph.split(affine(layer, x, h), Gate.values().length, 1);
        SDVariable i = Phi.of(layer.gateActivation(), watching(layer, 0, z[Gate.INPUT.ordinal()], c));
        SDVariable f = Phi.of(layer.gateActivation(), watching(layer, 1, z[Gate.FORGET.ordinal()], c));
        SDVariable g = Phi.of(layer.activation(), z[Gate.CANDIDATE.ordinal()]);
        SDVariable next = f.mul(c).add(i.mul(g));
        SDVariable o = Phi.of(layer.gateActivation(), watching(layer, 2, z[Gate.OUTPUT.ordinal()], next));
        return new Nodes(o.mul(Phi.of(layer.activation(), next)), Optional.of(next));
    }

    /** x·W + h′·RW and whatever biases there are; for an LSTM of all gates side by side. */
    private SDVariable affine(RecurrentSpec layer, SDVariable x, SDVariable h) {
        SDVariable z = product(x, layer, Parameter.W).add(product(h, layer, Parameter.RW));
        for (ParameterSpec spec : layer.parameters()) {
            if (spec.parameter() == Parameter.B || spec.parameter() == Parameter.RB) {
                z = z.add(parameter(layer, spec.parameter()));
            }
        }
        return z;
    }

    /** x times a parameter; ND4J's gradient of a matrix product of single numbers throws, so that is an entrywise one. */
    private SDVariable product(SDVariable x, LayerSpec layer, Parameter parameter) {
        ParameterSpec spec = layer.parameter(parameter);
        boolean singleNumbers = scenario.input().batch() == 1 && spec.rows() == 1 && spec.columns() == 1;
        SDVariable w = parameter(layer, parameter);
        return singleNumbers ? x.mul(w) : x.mmul(w);
    }

    /** z + p ⊙ c with a row of p, where the layer has peepholes. */
    private SDVariable watching(LstmSpec layer, int row, SDVariable z, SDVariable c) {
        return layer.peepholes() ? z.add(c.mul(peepholes.get(layer.name())[row])) : z;
    }
}
