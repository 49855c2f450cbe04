package dev.lockstep.adapter.dl4j;

import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Segment;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs one case in DL4J; made for it and thrown away with its networks. */
final class Observer {
    private final Case scenario;
    private final NetworkTranslation translation;
    private final Observations.Builder observations = Observations.builder();

    Observer(Case scenario) {
        this.scenario = scenario;
        this.translation = new NetworkTranslation(scenario.network());
    }

    /** Everything that the case observes. */
    Observations observe() {
        if (wants(Quantity.Kind.OUTPUTS) || wants(Quantity.Kind.FINAL_HIDDEN) || wants(Quantity.Kind.FINAL_CELL)) {
            observeForward();
        }
        if (wants(Quantity.Kind.SCORE) || wants(Quantity.Kind.GRADIENT) || wants(Quantity.Kind.INPUT_GRADIENT)) {
            observeObjective();
        }
        scenario.training().ifPresent(this::observeTraining);
        return observations.build();
    }

    private boolean wants(Quantity.Kind kind) {
        return scenario.observed().contains(kind);
    }

    private boolean wantsGradients() {
        return wants(Quantity.Kind.GRADIENT) || wants(Quantity.Kind.INPUT_GRADIENT);
    }

    private INDArray input() {
        return ArrayTranslation.series(scenario.input());
    }

    private void observeForward() {
        MultiLayerNetwork network =
                scenario.objective() instanceof Objective.Targets targets && translation.activatesWithLoss()
                        ? translation.withLoss(scenario.weights(), targets.loss(), outputTime(scenario.input()))
                        : translation.withoutLoss(scenario.weights());
        LayerRoute route = new LayerRoute(network, translation.stages(), input(), scenario.initialStates());
        if (wants(Quantity.Kind.OUTPUTS)) {
            Map<String, INDArray> outputs = route.outputs();
            if (scenario.startsFromZero()) {
                outputs.putAll(outputsOfWholeNetwork(network));
            }
            for (LayerSpec layer : scenario.network().layers()) {
                Sequence sequence = ArrayTranslation.sequence(outputs.get(layer.name()));
                observations.put(Quantity.outputs(layer.name()), Tensor.of(sequence));
            }
        }
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            State state = route.finalStates().get(layer.name());
            if (wants(Quantity.Kind.FINAL_HIDDEN)) {
                observations.put(Quantity.finalHidden(layer.name()), Tensor.ofState(state.h()));
            }
            if (wants(Quantity.Kind.FINAL_CELL) && layer.hasCell()) {
                observations.put(
                        Quantity.finalCell(layer.name()),
                        Tensor.ofState(state.c().orElseThrow()));
            }
        }
    }

    /** Outputs by {@code feedForward}; it does not show the steps before the last one of a wrapped layer. */
    private Map<String, INDArray> outputsOfWholeNetwork(MultiLayerNetwork network) {
        List<INDArray> activations = network.feedForward(input(), false);
        Map<String, INDArray> outputs = new HashMap<>();
        for (int i = 0; i < translation.stages().size(); i++) {
            Stage stage = translation.stages().get(i);
            String name =
                    stage.lastStep().map(LayerSpec::name).orElse(stage.layer().name());
            outputs.put(name, activations.get(i + 1));
        }
        return outputs;
    }

    private void observeObjective() {
        if (scenario.objective() instanceof Objective.Upstream upstream) {
            MultiLayerNetwork network = translation.withoutLoss(scenario.weights());
            LayerRoute route = new LayerRoute(network, translation.stages(), input(), scenario.initialStates());
            INDArray inputGradient = route.backward(upstream);
            putGradients(network.getGradientsViewArray(), 1);
            putInputGradient(inputGradient, 1);
            return;
        }
        Objective.Targets objective = (Objective.Targets) scenario.objective();
        Loss loss = objective.loss();
        INDArray targets = targets(objective.targets());
        double divisor =
                loss.reduction() == Reduction.SUM ? 1 : scenario.input().batch();
        if (scenario.truncation() instanceof Truncation.Chunked chunked && wantsGradients()) {
            observeChunks(chunked.length(), chunked.length(), loss, targets, divisor);
            return;
        }
        if (scenario.truncation() instanceof Truncation.Segmented segmented && wantsGradients()) {
            observeChunks(segmented.forward(), segmented.backward(), loss, targets, divisor);
            return;
        }
        MultiLayerNetwork network = translation.withLoss(scenario.weights(), loss, outputTime(scenario.input()));
        if (scenario.startsFromZero()) {
            observeWholeNetwork(network, targets, divisor);
            return;
        }
        LayerRoute route = new LayerRoute(network, translation.stages(), input(), scenario.initialStates());
        if (wants(Quantity.Kind.SCORE)) {
            observations.put(Quantity.score(), Tensor.scalar(route.score(targets)));
        }
        if (wantsGradients()) {
            INDArray inputGradient = route.backward(targets);
            putGradients(network.getGradientsViewArray(), divisor);
            putInputGradient(inputGradient, divisor);
        }
    }

    private void observeWholeNetwork(MultiLayerNetwork network, INDArray targets, double divisor) {
        if (wants(Quantity.Kind.SCORE) || wants(Quantity.Kind.GRADIENT)) {
            network.setInput(input());
            network.setLabels(targets);
            network.computeGradientAndScore();
            if (wants(Quantity.Kind.SCORE)) {
                observations.put(Quantity.score(), Tensor.scalar(network.score()));
            }
            putGradients(network.getGradientsViewArray(), divisor);
        }
        if (wants(Quantity.Kind.INPUT_GRADIENT)) {
            putInputGradient(
                    network.calculateGradients(input(), targets, null, null).getSecond(), divisor);
        }
    }

    private void observeChunks(int forward, int backward, Loss loss, INDArray targets, double divisor) {
        ChunkedNetwork.Sums sums = translation
                .inChunks(scenario.weights(), loss, outputTime(scenario.input()), forward, backward)
                .sums(input(), targets);
        if (wants(Quantity.Kind.SCORE)) {
            observations.put(Quantity.score(), Tensor.scalar(sums.score()));
        }
        putGradients(sums.gradient(), divisor);
        putInputGradient(sums.inputGradient(), divisor);
    }

    /** DL4J's gradients are sums over the batch; {@code divisor} makes them those of the reduced loss. */
    private void putGradients(INDArray summed, double divisor) {
        if (wants(Quantity.Kind.GRADIENT)) {
            Weights gradient = translation.layout().unflatten(quotient(summed, divisor));
            for (ParameterKey key : gradient.keys()) {
                observations.put(Quantity.gradient(key), tensor(key, gradient));
            }
        }
    }

    private void putInputGradient(INDArray summed, double divisor) {
        if (wants(Quantity.Kind.INPUT_GRADIENT)) {
            Sequence input = scenario.input();
            double[] values = quotient(summed.permute(2, 0, 1), divisor);
            Sequence gradient = new Sequence(input.time(), input.batch(), input.features(), values);
            observations.put(Quantity.inputGradient(), Tensor.of(gradient));
        }
    }

    private static double[] quotient(INDArray summed, double divisor) {
        double[] values = ArrayTranslation.values(summed);
        for (int i = 0; i < values.length; i++) {
            values[i] /= divisor;
        }
        return values;
    }

    private void observeTraining(Training training) {
        Loss loss = ((Objective.Targets) scenario.objective()).loss();
        OptimizerSpec optimizer = training.optimizer();
        List<Segment> segments = training.segments(scenario.truncation());
        int outputTime = outputTime(segments.get(0).minibatch().input());
        MultiLayerNetwork network =
                translation.withLoss(scenario.weights(), loss, outputTime, training, scenario.truncation());
        UpdaterTranslation.start(network, translation.layout(), training);
        EveryStep steps = new EveryStep(step -> putStep(network, optimizer, step));
        network.setListeners(steps);
        for (Minibatch minibatch : training.minibatches()) {
            int t = training.start().stepsTaken() + steps.taken() + 1;
            training.pace().ifPresent(pace -> network.setEpochCount(pace.every() == 1 ? 0 : pace.count(t)));
            network.fit(ArrayTranslation.series(minibatch.input()), targets(minibatch.targets()));
        }
    }

    private void putStep(MultiLayerNetwork network, OptimizerSpec optimizer, int step) {
        if (wants(Quantity.Kind.SCORE)) {
            observations.put(Quantity.score(step), Tensor.scalar(network.score()));
        }
        if (wants(Quantity.Kind.PARAMETER)) {
            Weights weights = translation.layout().unflatten(ArrayTranslation.values(network.params()));
            for (ParameterKey key : weights.keys()) {
                observations.put(Quantity.parameter(key, step), tensor(key, weights));
            }
        }
        if (wants(Quantity.Kind.OPTIMIZER_STATE)) {
            UpdaterTranslation.state(network, translation.layout(), optimizer.slots())
                    .forEach((slot, weights) -> {
                        for (ParameterKey key : weights.keys()) {
                            observations.put(Quantity.optimizerState(key, slot, step), tensor(key, weights));
                        }
                    });
        }
    }

    private Tensor tensor(ParameterKey key, Weights weights) {
        return Tensor.of(translation.layout().spec(key), weights.get(key));
    }

    private int outputTime(Sequence input) {
        return scenario.network().outputTime(input.time());
    }

    /** Targets have a time axis in DL4J where the network's top still has one. */
    private INDArray targets(Sequence targets) {
        List<Stage> stages = translation.stages();
        boolean sequences = stages.get(stages.size() - 1).yieldsSequences();
        return sequences ? ArrayTranslation.series(targets) : ArrayTranslation.step(targets);
    }
}
