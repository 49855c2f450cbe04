package dev.lockstep.adapter.samediff;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;

/** Runs one case in SameDiff. */
final class Observer {
    private static final Set<Kind> BACKWARD =
            EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT, Kind.INITIAL_HIDDEN_GRADIENT, Kind.INITIAL_CELL_GRADIENT);

    private static final Set<Kind> TRAINING = EnumSet.of(Kind.SCORE, Kind.PARAMETER, Kind.OPTIMIZER_STATE);

    private final Case scenario;
    private final CaseGraph graph;
    private final NetworkGraph network;
    private final Observations.Builder observations = Observations.builder();

    /** @param graph of this case */
    Observer(Case scenario, CaseGraph graph) {
        this.scenario = scenario;
        this.graph = graph;
        this.network = graph.network();
    }

    /** Everything that the case observes. */
    Observations observe() {
        boolean training = scenario.training().isPresent() && TRAINING.stream().anyMatch(this::wants);
        boolean backward = BACKWARD.stream().anyMatch(this::wants);
        boolean shared = training && backward && trainingStartsHere();
        List<SDVariable> nodes = observedNodes();
        List<SDVariable> leaves = observedLeaves();
        if (shared) {
            nodes.add(graph.score());
            scenario.weights().keys().forEach(key -> leaves.add(network.parameter(key)));
        }
        Evaluation evaluation = backward ? graph.evaluate(nodes, leaves) : graph.evaluate(nodes);
        putForward(evaluation);
        if (wants(Kind.STREAMED) && scenario.network().streams()) {
            observations.put(Quantity.streamed(), Tensor.of(new Pieces(scenario).outputs()));
        }
        if (wants(Kind.SCORE)) {
            observations.put(Quantity.score(), Tensor.scalar(evaluation.number(graph.score())));
        }
        putGradients(evaluation);
        if (training) {
            new TrainingRun(scenario, graph, shared ? Optional.of(evaluation) : Optional.empty()).run(observations);
        }
        return observations.build();
    }

    /** Whether the first optimizer step takes the gradient of the case itself, so that it need not be computed again. */
    private boolean trainingStartsHere() {
        Training training = scenario.training().orElseThrow();
        Minibatch first = training.minibatches().get(0);
        return !(scenario.truncation() instanceof Truncation.Segmented)
                && scenario.objective() instanceof Objective.Targets targets
                && first.input() == scenario.input()
                && first.targets() == targets.targets()
                && first.masks().equals(scenario.masks())
                && !new OptimizerStep(training.optimizer()).looksAhead();
    }

    private boolean wants(Kind kind) {
        return scenario.observed().contains(kind);
    }

    private List<SDVariable> observedNodes() {
        List<SDVariable> nodes = new ArrayList<>();
        if (wants(Kind.OUTPUTS)) {
            scenario.network().layers().forEach(layer -> nodes.addAll(network.outputs(layer.name())));
        }
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            NetworkGraph.Nodes state = network.finalState(layer.name());
            if (wants(Kind.FINAL_HIDDEN)) {
                nodes.add(state.h());
            }
            if (wants(Kind.FINAL_CELL)) {
                state.c().ifPresent(nodes::add);
            }
        }
        if (wants(Kind.SCORE)) {
            nodes.add(graph.score());
        }
        return nodes;
    }

    private List<SDVariable> observedLeaves() {
        List<SDVariable> leaves = new ArrayList<>();
        if (wants(Kind.GRADIENT)) {
            scenario.weights().keys().forEach(key -> leaves.add(network.parameter(key)));
        }
        if (wants(Kind.INPUT_GRADIENT)) {
            leaves.addAll(network.inputs());
        }
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            NetworkGraph.Nodes state = network.initialState(layer.name());
            if (wants(Kind.INITIAL_HIDDEN_GRADIENT) && !layer.trainableStart()) {
                leaves.add(state.h());
            }
            if (wants(Kind.INITIAL_CELL_GRADIENT)) {
                state.c().ifPresent(leaves::add);
            }
        }
        return leaves;
    }

    private void putForward(Evaluation evaluation) {
        for (LayerSpec layer : scenario.network().layers()) {
            if (wants(Kind.OUTPUTS)) {
                List<RowMajorMatrix> steps = network.outputs(layer.name()).stream()
                        .map(evaluation::value)
                        .toList();
                observations.put(Quantity.outputs(layer.name()), Tensor.of(ArrayTranslation.joined(steps)));
            }
        }
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            NetworkGraph.Nodes state = network.finalState(layer.name());
            if (wants(Kind.FINAL_HIDDEN)) {
                observations.put(Quantity.finalHidden(layer.name()), Tensor.ofState(evaluation.value(state.h())));
            }
            if (wants(Kind.FINAL_CELL)) {
                state.c()
                        .ifPresent(c -> observations.put(
                                Quantity.finalCell(layer.name()), Tensor.ofState(evaluation.value(c))));
            }
        }
    }

    private void putGradients(Evaluation evaluation) {
        if (wants(Kind.GRADIENT)) {
            for (LayerSpec layer : scenario.network().parts()) {
                layer.parameters().forEach(spec -> putParameter(evaluation, layer, spec));
            }
        }
        if (wants(Kind.INPUT_GRADIENT)) {
            List<RowMajorMatrix> steps =
                    network.inputs().stream().map(x -> gradient(evaluation, x)).toList();
            observations.put(Quantity.inputGradient(), Tensor.of(ArrayTranslation.joined(steps)));
        }
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            NetworkGraph.Nodes state = network.initialState(layer.name());
            if (wants(Kind.INITIAL_HIDDEN_GRADIENT) && !layer.trainableStart()) {
                observations.put(
                        Quantity.initialHiddenGradient(layer.name()), Tensor.ofState(gradient(evaluation, state.h())));
            }
            if (wants(Kind.INITIAL_CELL_GRADIENT)) {
                state.c()
                        .ifPresent(c -> observations.put(
                                Quantity.initialCellGradient(layer.name()), Tensor.ofState(gradient(evaluation, c))));
            }
        }
    }

    private void putParameter(Evaluation evaluation, LayerSpec layer, ParameterSpec spec) {
        ParameterKey key = new ParameterKey(layer.name(), spec.parameter());
        observations.put(Quantity.gradient(key), Tensor.of(spec, gradient(evaluation, network.parameter(key))));
    }

    private static RowMajorMatrix gradient(Evaluation evaluation, SDVariable leaf) {
        return ArrayTranslation.matrix(evaluation.gradient(leaf));
    }
}
