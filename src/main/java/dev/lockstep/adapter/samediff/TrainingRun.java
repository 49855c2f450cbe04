package dev.lockstep.adapter.samediff;

import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Segment;
import dev.lockstep.model.State;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The optimizer steps of a case; parameters and optimizer state are arrays of ND4J from the first step to the last. */
final class TrainingRun {
    private final Case scenario;
    private final Training training;
    private final OptimizerStep optimizer;
    private final Clip clip;
    private final Penalties penalties;
    private final Rates rates;
    private Map<ParameterKey, INDArray> theta;
    private Map<ParameterKey, List<INDArray>> slots = new LinkedHashMap<>();
    private final Optional<Evaluation> start;
    private CaseGraph graph;
    private Map<String, State> reached = Map.of();

    /**
     * @param scenario a case with training, and so with targets
     * @param graph of that case; minibatches of its shape use it
     * @param start the score and the gradients of all parameters that the first step takes, if they were computed already
     */
    TrainingRun(Case scenario, CaseGraph graph, Optional<Evaluation> start) {
        this.scenario = scenario;
        this.training = scenario.training().orElseThrow();
        this.optimizer = new OptimizerStep(training.optimizer());
        this.clip = new Clip(training.clip(), scenario.network());
        this.penalties = new Penalties(training.regularisation(), scenario.network());
        this.rates = new Rates(training);
        this.theta = arrays(scenario.weights());
        this.graph = graph;
        this.start = start;
        OptimizerState initial = training.start();
        for (ParameterKey key : theta.keySet()) {
            List<INDArray> ofParameter = training.optimizer().slots().stream()
                    .map(slot ->
                            ArrayTranslation.array(initial.slots().get(slot).get(key)))
                    .toList();
            slots.put(key, ofParameter);
        }
    }

    private static Map<ParameterKey, INDArray> arrays(Weights weights) {
        Map<ParameterKey, INDArray> arrays = new LinkedHashMap<>();
        weights.asMap().forEach((key, matrix) -> arrays.put(key, ArrayTranslation.array(matrix)));
        return arrays;
    }

    /** Takes all steps and puts down what is observed after each. */
    void run(Observations.Builder observations) {
        int step = 0;
        for (Segment segment : training.segments(scenario.truncation())) {
            step++;
            read(segment);
            graph.moveTo(theta);
            double score;
            Evaluation evaluation;
            Map<ParameterKey, INDArray> point = theta;
            if (optimizer.looksAhead()) {
                score = score();
                point = lookAhead();
                graph.moveTo(point);
                evaluation = differentiate();
            } else {
                evaluation = step == 1 ? start.orElseGet(this::differentiate) : differentiate();
                score = evaluation.number(graph.score());
            }
            Map<ParameterKey, INDArray> gradient = new LinkedHashMap<>();
            theta.keySet()
                    .forEach(key -> gradient.put(
                            key, evaluation.gradient(graph.network().parameter(key))));
            if (scenario.observed().contains(Kind.SCORE)) {
                observations.put(Quantity.score(step), Tensor.scalar(score + penalties.score(theta)));
            }
            reached = scenario.truncation() instanceof Truncation.Segmented ? finalStates() : Map.of();
            Map<ParameterKey, INDArray> whole = new LinkedHashMap<>(clip.clipped(gradient));
            whole.putAll(penalised(point, whole));
            update(training.start().stepsTaken() + step, whole);
            put(observations, step);
        }
    }

    private Map<ParameterKey, INDArray> penalised(
            Map<ParameterKey, INDArray> point, Map<ParameterKey, INDArray> gradient) {
        Map<ParameterKey, INDArray> sums = new LinkedHashMap<>();
        gradient.forEach((key, g) -> sums.put(key, penalties.added(key, point.get(key), g)));
        return sums;
    }

    /** Where recurrent layers are after the last step of what the graph has read. */
    private Map<String, State> finalStates() {
        NetworkGraph network = graph.network();
        List<SDVariable> nodes = new ArrayList<>();
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            nodes.add(network.finalState(layer.name()).h());
            network.finalState(layer.name()).c().ifPresent(nodes::add);
        }
        Map<String, State> states = new LinkedHashMap<>();
        if (nodes.isEmpty()) {
            return states;
        }
        Evaluation evaluation = graph.evaluate(nodes);
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            NetworkGraph.Nodes of = network.finalState(layer.name());
            states.put(
                    layer.name(),
                    of.c().isPresent()
                            ? State.of(
                                    evaluation.value(of.h()),
                                    evaluation.value(of.c().get()))
                            : State.of(evaluation.value(of.h())));
        }
        return states;
    }

    private void read(Segment segment) {
        Minibatch minibatch = segment.minibatch();
        // A graph starts from the states that it was made with.
        boolean started = segment.goesOn() || scenario.truncation() instanceof Truncation.Segmented;
        if (!started && graph.fits(minibatch)) {
            graph.read(minibatch);
            return;
        }
        Objective.Targets objective = (Objective.Targets) scenario.objective();
        graph = new CaseGraph(new Case(
                scenario.name(),
                scenario.network(),
                scenario.weights(),
                minibatch.input(),
                minibatch.masks(),
                segment.goesOn() ? reached : scenario.initialStates(),
                new Objective.Targets(objective.loss(), minibatch.targets()),
                scenario.truncation(),
                scenario.training(),
                scenario.execution(),
                scenario.observed()));
    }

    private double score() {
        return graph.evaluate(List.of(graph.score())).number(graph.score());
    }

    /** The score and the gradient of every parameter, where the graph is now. */
    private Evaluation differentiate() {
        List<SDVariable> leaves =
                theta.keySet().stream().map(graph.network()::parameter).toList();
        return graph.evaluate(List.of(graph.score()), leaves);
    }

    private Map<ParameterKey, INDArray> lookAhead() {
        Map<ParameterKey, INDArray> ahead = new LinkedHashMap<>();
        theta.forEach((key, array) -> ahead.put(key, optimizer.lookAhead(array, slots.get(key))));
        return ahead;
    }

    private void update(int t, Map<ParameterKey, INDArray> gradient) {
        double alpha = rates.at(t);
        Map<ParameterKey, INDArray> nextTheta = new LinkedHashMap<>();
        Map<ParameterKey, List<INDArray>> nextSlots = new LinkedHashMap<>();
        theta.forEach((key, array) -> {
            OptimizerStep.Result result = optimizer.step(t, alpha, array, gradient.get(key), slots.get(key));
            nextTheta.put(key, penalties.decayed(key, array, result.theta(), alpha));
            nextSlots.put(key, result.slots());
        });
        theta = nextTheta;
        slots = nextSlots;
    }

    private void put(Observations.Builder observations, int step) {
        List<String> names = training.optimizer().slots();
        putAll(observations, Kind.PARAMETER, key -> Quantity.parameter(key, step), theta::get);
        for (int i = 0; i < names.size(); i++) {
            int slot = i;
            putAll(
                    observations,
                    Kind.OPTIMIZER_STATE,
                    key -> Quantity.optimizerState(key, names.get(slot), step),
                    key -> slots.get(key).get(slot));
        }
    }

    private void putAll(
            Observations.Builder observations,
            Kind kind,
            Function<ParameterKey, Quantity> name,
            Function<ParameterKey, INDArray> values) {
        if (!scenario.observed().contains(kind)) {
            return;
        }
        for (LayerSpec layer : scenario.network().parts()) {
            for (ParameterSpec spec : layer.parameters()) {
                ParameterKey key = new ParameterKey(layer.name(), spec.parameter());
                observations.put(name.apply(key), Tensor.of(spec, ArrayTranslation.matrix(values.apply(key))));
            }
        }
    }
}
