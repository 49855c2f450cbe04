package dev.lockstep.adapter.samediff;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Gate;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
 * is all that others read; in segments, the state before each segment and every state in it that is not differentiated. Values
 * are those of the whole pass either way.
 *
 * <p>Where there is a mask of features, a node of 0 and 1 {@code [batch × 1]} for each step multiplies states, and so their
 * errors; another one picks of every row the last step that counts, above which there is no mask.
 */
final class NetworkGraph {
    /** Nodes of h, and of c where the layer has one. */
    record Nodes(SDVariable h, Optional<SDVariable> c) {
        Nodes each(UnaryOperator<SDVariable> change) {
            return new Nodes(change.apply(h), c.map(change));
        }
    }

    /** What a layer reads at one step, and 1 where the step counts, 0 where it does not; empty where all do. */
    private record Step(SDVariable x, Optional<SDVariable> counts) {}

    private final SameDiff graph = SameDiff.create();
    private final Case scenario;
    private final int batch;
    private final Map<String, State> resumed;
    private final Optional<MaskNodes> mask;
    private final Map<ParameterKey, SDVariable> parameters = new HashMap<>();
    private final Map<ParameterKey, SDVariable[]> rows = new HashMap<>();
    private final Map<ParameterKey, SDVariable[]> gates = new HashMap<>();
    private final Map<String, Nodes> initialStates = new HashMap<>();
    private final Map<String, Nodes> finalStates = new HashMap<>();
    private final Map<String, List<SDVariable>> outputs = new HashMap<>();
    private final Map<String, List<SDVariable>> preActivations = new HashMap<>();
    private final List<SDVariable> inputs = new ArrayList<>();

    NetworkGraph(Case scenario) {
        this(scenario, scenario.input(), scenario.masks(), Map.of());
    }

    /**
     * @param scenario of which the network, its weights and the truncation are taken
     * @param input what the network reads
     * @param masks which of its steps count
     * @param resumed by layer, states that the input goes on from, whatever the case says about the beginning
     */
    NetworkGraph(Case scenario, Sequence input, Masks masks, Map<String, State> resumed) {
        this.scenario = scenario;
        this.batch = input.batch();
        this.resumed = resumed;
        this.mask = masks.features().map(features -> new MaskNodes(graph, features));
        for (int t = 1; t <= input.time(); t++) {
            inputs.add(variable(input.at(t)));
        }
        List<SDVariable> x = inputs;
        Optional<MaskNodes> counts = mask;
        for (LayerSpec layer : scenario.network().layers()) {
            layer.parts().forEach(this::declareParameters);
            x = forward(layer, x, counts, masks.rule());
            counts = layer instanceof LastStepSpec ? Optional.empty() : counts;
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

    /** The nodes of the mask of features, where there is one. */
    Optional<MaskNodes> mask() {
        return mask;
    }

    /** Pre-activations of a dense or activation layer at every step. */
    List<SDVariable> preActivations(LayerSpec layer) {
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
            if (spec.parameter() == Parameter.P || spec.parameter() == Parameter.G) {
                rows.put(key, graph.split(declared, spec.rows(), 0));
            }
            if (layer instanceof GruSpec && spec.columns() == GruSpec.GATES.size() * layer.outputs()) {
                gates.put(key, graph.split(declared, GruSpec.GATES.size(), 1));
            }
        }
    }

    private SDVariable parameter(LayerSpec layer, Parameter parameter) {
        return parameters.get(new ParameterKey(layer.name(), parameter));
    }

    private List<SDVariable> forward(LayerSpec layer, List<SDVariable> x, Optional<MaskNodes> counts, MaskRule rule) {
        if (layer instanceof DenseSpec dense) {
            return dense(dense, x);
        }
        if (layer instanceof ActivationSpec activation) {
            preActivations.put(layer.name(), x);
            return x.stream().map(step -> Phi.of(activation.activation(), step)).toList();
        }
        if (layer instanceof RecurrentSpec recurrent) {
            return recurrent(recurrent, steps(x, counts), rule);
        }
        if (layer instanceof BidirectionalSpec both) {
            return bidirectional(both, steps(x, counts), rule);
        }
        if (layer instanceof MaskZeroSpec skipping) {
            List<Step> steps = x.stream()
                    .map(step -> new Step(step, Optional.of(differs(step, skipping.inputs(), skipping.value()))))
                    .toList();
            return recurrent(skipping.wrapped(), steps, skipping.rule());
        }
        return counts.map(nodes -> List.of(nodes.last(x))).orElse(x.subList(x.size() - 1, x.size()));
    }

    private static List<Step> steps(List<SDVariable> x, Optional<MaskNodes> counts) {
        List<Step> steps = new ArrayList<>();
        for (int step = 0; step < x.size(); step++) {
            int at = step;
            steps.add(new Step(x.get(at), counts.map(nodes -> nodes.counts(at))));
        }
        return steps;
    }

    /** 1 in rows where some feature is not the value, otherwise 0; its slope is 0. */
    private SDVariable differs(SDVariable x, int features, double value) {
        return Rows.greatest(graph.math().sign(graph.math().abs(x.sub(value))), features);
    }

    private List<SDVariable> bidirectional(BidirectionalSpec layer, List<Step> x, MaskRule rule) {
        List<Step> backwards = new ArrayList<>(x);
        Collections.reverse(backwards);
        List<SDVariable> f = recurrent(layer.forward(), x, rule);
        List<SDVariable> r = new ArrayList<>(recurrent(layer.reverse(), backwards, rule));
        Collections.reverse(r);
        List<SDVariable> both = new ArrayList<>();
        for (int step = 0; step < x.size(); step++) {
            SDVariable sum = f.get(step);
            both.add(
                    switch (layer.mode()) {
                        case ADD -> sum.add(r.get(step));
                        case MUL -> sum.mul(r.get(step));
                        case AVERAGE -> sum.add(r.get(step)).mul(0.5);
                        case CONCAT -> graph.concat(1, sum, r.get(step));
                    });
        }
        return both;
    }

    private List<SDVariable> dense(DenseSpec layer, List<SDVariable> x) {
        List<SDVariable> z = x.stream()
                .map(step -> product(step, layer, Parameter.W))
                .map(xw -> layer.bias() == Bias.NONE ? xw : xw.add(parameter(layer, Parameter.B)))
                .toList();
        preActivations.put(layer.name(), z);
        return z.stream().map(step -> Phi.of(layer.activation(), step)).toList();
    }

    private List<SDVariable> recurrent(RecurrentSpec layer, List<Step> x, MaskRule rule) {
        Nodes start = start(layer);
        initialStates.put(layer.name(), start);
        List<Nodes> states = new Unrolled(layer, rule, x).states(start);
        finalStates.put(layer.name(), states.get(states.size() - 1));
        return states.stream().map(Nodes::h).toList();
    }

    /** The state that is gone on from, or the given one, or h0 in every row. */
    private Nodes start(RecurrentSpec layer) {
        State given = resumed.getOrDefault(layer.name(), scenario.initialState(layer));
        if (layer.trainableStart() && !resumed.containsKey(layer.name())) {
            SDVariable zero = graph.constant(ArrayTranslation.array(given.h()));
            return new Nodes(zero.add(parameter(layer, Parameter.H0)), Optional.empty());
        }
        return new Nodes(variable(given.h()), given.c().map(this::variable));
    }

    /** A recurrent layer over a sequence. */
    private final class Unrolled {
        private final RecurrentSpec layer;
        private final MaskRule rule;
        private final List<Step> x;

        Unrolled(RecurrentSpec layer, MaskRule rule, List<Step> x) {
            this.layer = layer;
            this.rule = rule;
            this.x = x;
        }

        /** States after every step, each with the errors that may flow back from it. */
        List<Nodes> states(Nodes start) {
            if (scenario.truncation() instanceof Truncation.Sliding sliding) {
                return windows(start, sliding.steps());
            }
            if (scenario.truncation() instanceof Truncation.Chunked chunked) {
                return chunks(start, chunked.length(), chunked.length());
            }
            if (scenario.truncation() instanceof Truncation.Segmented segmented) {
                return chunks(start, segmented.forward(), segmented.backward());
            }
            return steps(0, x.size(), start);
        }

        /** The steps from {@code from} to {@code to}, the latter not included. */
        private List<Nodes> steps(int from, int to, Nodes start) {
            List<Nodes> states = new ArrayList<>();
            Nodes state = start;
            for (Step step : x.subList(from, to)) {
                state = counted(step, state, step(step.x(), state));
                states.add(state);
            }
            return states;
        }

        /** Up to step k the whole pass itself, which reaches the initial state; from then on a window of k + 1 steps each. */
        private List<Nodes> windows(Nodes start, int k) {
            List<Nodes> whole = steps(0, x.size(), start);
            List<Nodes> states = new ArrayList<>(whole.subList(0, Math.min(k, x.size())));
            for (int t = states.size() + 1; t <= x.size(); t++) {
                int first = t - k;
                Nodes before = first == 1 ? start : whole.get(first - 2);
                states.add(
                        steps(first - 1, t, before.each(NetworkGraph::stopped)).get(k));
            }
            return states;
        }

        /** Of every chunk only the last steps are differentiated. */
        private List<Nodes> chunks(Nodes start, int length, int differentiated) {
            List<Nodes> states = new ArrayList<>();
            for (int from = 0; from < x.size(); from = states.size()) {
                int to = Math.min(x.size(), from + length);
                int first = Math.max(from, to - differentiated);
                Nodes before = from == 0 ? start : states.get(from - 1).each(NetworkGraph::stopped);
                for (Nodes passed : steps(from, first, before)) {
                    before = passed.each(NetworkGraph::stopped);
                    states.add(before);
                }
                states.addAll(steps(first, to, before));
            }
            return states;
        }

        private Nodes step(SDVariable x, Nodes state) {
            if (layer instanceof LstmSpec lstm) {
                return lstmStep(lstm, x, state.h(), state.c().orElseThrow());
            }
            return new Nodes(
                    layer instanceof GruSpec gru
                            ? gruStep(gru, x, state.h())
                            : simpleRnnStep((SimpleRnnSpec) layer, x, state.h()),
                    Optional.empty());
        }

        /** m·s̃, or m·s̃ + (1 − m)·s′ where masked steps carry the state. */
        private Nodes counted(Step step, Nodes before, Nodes after) {
            return step.counts()
                    .map(m -> new Nodes(
                            counted(m, before.h(), after.h()),
                            after.c().map(c -> counted(m, before.c().orElseThrow(), c))))
                    .orElse(after);
        }

        private SDVariable counted(SDVariable m, SDVariable before, SDVariable after) {
            SDVariable kept = after.mul(m);
            return rule == MaskRule.CARRY ? kept.add(before.mul(m.rsub(1))) : kept;
        }
    }

    /** The same values, of slope 0. */
    static SDVariable stopped(SDVariable node) {
        return new StopGradient(node.getSameDiff(), node).outputVariable();
    }

    private SDVariable simpleRnnStep(SimpleRnnSpec layer, SDVariable x, SDVariable h) {
        SDVariable z = layer.norm()
                .map(norm -> normalised(layer, 0, norm, product(x, layer, Parameter.W))
                        .add(normalised(layer, 1, norm, product(h, layer, Parameter.RW))))
                .orElseGet(() -> product(x, layer, Parameter.W).add(product(h, layer, Parameter.RW)));
        return phi(layer, layer.activation(), biased(layer, z));
    }

    /**
     * g ⊙ (a − μ)/√(σ² + ε) with a row of g; μ and σ² over the units. The gradient of a quotient whose denominator is a single
     * number is wrong in ND4J, hence μ and σ in every column.
     */
    private SDVariable normalised(SimpleRnnSpec layer, int row, LayerNorm norm, SDVariable a) {
        SDVariable centred = a.sub(mean(a, layer.units()));
        SDVariable variance = mean(graph.math().square(centred), layer.units());
        SDVariable unit = centred.div(graph.math().sqrt(variance.add(norm.epsilon())));
        return unit.mul(rows.get(new ParameterKey(layer.name(), Parameter.G))[row]);
    }

    /** The mean of every row in each of its columns. */
    private SDVariable mean(SDVariable a, int columns) {
        RowMajorMatrix ones = new RowMajorMatrix(columns, columns);
        ones.fill(1);
        return product(a, graph.constant(ArrayTranslation.array(ones)), columns, columns)
                .div(columns);
    }

    private SDVariable gruStep(GruSpec layer, SDVariable x, SDVariable h) {
        SDVariable r = phi(layer, layer.gateActivation(), gate(layer, 0, x, h));
        SDVariable z = phi(layer, layer.gateActivation(), gate(layer, 1, x, h));
        SDVariable fromX = biased(layer, Parameter.B, 2, product(layer, Parameter.W, 2, x));
        SDVariable fromH = layer.reset() == GruSpec.Reset.BEFORE_PRODUCT
                ? biased(layer, Parameter.RB, 2, product(layer, Parameter.RW, 2, r.mul(h)))
                : r.mul(biased(layer, Parameter.RB, 2, product(layer, Parameter.RW, 2, h)));
        SDVariable n = phi(layer, layer.activation(), fromX.add(fromH));
        return n.mul(z.rsub(1)).add(h.mul(z));
    }

    private SDVariable gate(GruSpec layer, int gate, SDVariable x, SDVariable h) {
        SDVariable fromX = biased(layer, Parameter.B, gate, product(layer, Parameter.W, gate, x));
        return fromX.add(biased(layer, Parameter.RB, gate, product(layer, Parameter.RW, gate, h)));
    }

    private SDVariable product(GruSpec layer, Parameter parameter, int gate, SDVariable x) {
        ParameterSpec spec = layer.parameter(parameter);
        return product(x, gates.get(new ParameterKey(layer.name(), parameter))[gate], spec.rows(), layer.units());
    }

    private SDVariable biased(GruSpec layer, Parameter bias, int gate, SDVariable z) {
        SDVariable[] ofGates = gates.get(new ParameterKey(layer.name(), bias));
        return ofGates == null ? z : z.add(ofGates[gate]);
    }

    private Nodes lstmStep(LstmSpec layer, SDVariable x, SDVariable h, SDVariable c) {
        SDVariable[] z = graph.split(affine(layer, x, h), Gate.values().length, 1);
        SDVariable i = phi(layer, layer.gateActivation(), watching(layer, 0, z[Gate.INPUT.ordinal()], c));
        SDVariable f = phi(layer, layer.gateActivation(), watching(layer, 1, z[Gate.FORGET.ordinal()], c));
        SDVariable g = phi(layer, layer.activation(), z[Gate.CANDIDATE.ordinal()]);
        SDVariable next = f.mul(c).add(i.mul(g));
        SDVariable o = phi(layer, layer.gateActivation(), watching(layer, 2, z[Gate.OUTPUT.ordinal()], next));
        return new Nodes(o.mul(Phi.of(layer.activation(), next)), Optional.of(next));
    }

    /** φ of pre-activations, which may be clipped first. */
    private SDVariable phi(RecurrentSpec layer, Activation activation, SDVariable z) {
        return Phi.of(activation, layer.clipsPreActivations() ? Phi.clipped(z, layer.preActivationClip()) : z);
    }

    /** x·W + h′·RW and whatever biases there are; for an LSTM of all gates side by side. */
    private SDVariable affine(RecurrentSpec layer, SDVariable x, SDVariable h) {
        return biased(layer, product(x, layer, Parameter.W).add(product(h, layer, Parameter.RW)));
    }

    private SDVariable biased(RecurrentSpec layer, SDVariable sum) {
        SDVariable z = sum;
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
        return product(x, parameter(layer, parameter), spec.rows(), spec.columns());
    }

    private SDVariable product(SDVariable x, SDVariable w, int rows, int columns) {
        boolean singleNumbers = batch == 1 && rows == 1 && columns == 1;
        return singleNumbers ? x.mul(w) : x.mmul(w);
    }

    /** z + p ⊙ c with a row of p, where the layer has peepholes. */
    private SDVariable watching(LstmSpec layer, int row, SDVariable z, SDVariable c) {
        return layer.peepholes() ? z.add(c.mul(rows.get(new ParameterKey(layer.name(), Parameter.P))[row])) : z;
    }
}
