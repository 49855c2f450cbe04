package dev.lockstep.adapter.samediff;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/** The input of a case in pieces of 1, 2, 3 … steps, the last perhaps shorter; each in a graph of its own. */
record Pieces(Case scenario) {
    /** What the network yields, all pieces one after the other. */
    Sequence outputs() {
        List<LayerSpec> layers = scenario.network().layers();
        String top = layers.get(layers.size() - 1).name();
        List<RowMajorMatrix> steps = new ArrayList<>();
        Map<String, State> states = Map.of();
        for (int length = 1; steps.size() < scenario.input().time(); length++) {
            int from = steps.size() + 1;
            int to = Math.min(scenario.input().time(), steps.size() + length);
            Sequence piece = scenario.input().steps(from, to);
            Masks masks = scenario.masks().steps(from, to);
            NetworkGraph graph = new NetworkGraph(scenario, piece, masks, states);
            Evaluation evaluation = Evaluation.of(graph.graph(), nodes(graph, top));
            graph.outputs(top).forEach(step -> steps.add(evaluation.value(step)));
            states = states(graph, evaluation);
        }
        return ArrayTranslation.joined(steps);
    }

    private List<SDVariable> nodes(NetworkGraph graph, String top) {
        List<SDVariable> nodes = new ArrayList<>(graph.outputs(top));
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            NetworkGraph.Nodes state = graph.finalState(layer.name());
            nodes.add(state.h());
            state.c().ifPresent(nodes::add);
        }
        return nodes;
    }

    private Map<String, State> states(NetworkGraph graph, Evaluation evaluation) {
        Map<String, State> states = new LinkedHashMap<>();
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            NetworkGraph.Nodes state = graph.finalState(layer.name());
            states.put(
                    layer.name(),
                    new State(evaluation.value(state.h()), state.c().map(evaluation::value)));
        }
        return states;
    }
}
