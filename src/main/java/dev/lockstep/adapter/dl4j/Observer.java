package dev.lockstep.adapter.dl4j;

import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Segment;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs one case in DL4J; made for it and thrown away with its networks. */
final class Observer {
    private static final Loss ANY_LOSS = Loss.of(LossFunction.L2, Reduction.SUM);

    private final Case scenario;
    private final ArrayTranslation arrays;
    private final NetworkTranslation translation;
    private final MaskTranslation masks;
    private final Observations.Builder observations = Observations.builder();

    Observer(Case scenario) {
        this(scenario, UnaryOperator.identity());
    }

    /** The same of a network whose builder is told {@code toldNetwork} of the regularisation that the layers are told. */
    Observer(Case scenario, UnaryOperator<Regularisation> toldNetwork) {
        this(scenario, new ArrayTranslation(scenario.execution()), toldNetwork);
    }

    /** The same of networks with parameters that DL4J keeps so, whatever weights the case has. */
    Observer(Case scenario, ParameterTable own) {
        this(scenario, new ArrayTranslation(scenario.execution()), own);
    }

    private Observer(Case scenario, ArrayTranslation arrays, UnaryOperator<Regularisation> toldNetwork) {
        this(scenario, arrays, new NetworkTranslation(scenario.network(), arrays, toldNetwork));
    }

    private Observer(Case scenario, ArrayTranslation arrays, ParameterTable own) {
        this(scenario, arrays, new NetworkTranslation(scenario.network(), arrays, own));
    }

    private Observer(Case scenario, ArrayTranslation arrays, NetworkTranslation translation) {
        this.scenario = scenario;
        this.arrays = arrays;
        this.translation = translation;
        this.masks = new MaskTranslation(arrays, yieldsSequences());
    }

    /** Everything that the case observes. */
    Observations observe() {
        if (wants(Quantity.Kind.OUTPUTS) || wants(Quantity.Kind.FINAL_HIDDEN) || wants(Quantity.Kind.FINAL_CELL)) {
            observeForward();
        }
        if (wants(Quantity.Kind.STREAMED) && scenario.network().streams()) {
            observeStreamed();
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
        return arrays.series(scenario.input());
    }

    private INDArray featureMask() {
        return masks.featureMask(scenario.masks());
    }

    /** An output layer where there is one to ask: TimeDistributed puts the mask of features on its own outputs, on the wrong rows. */
    private MultiLayerNetwork forwardNetwork() {
        if (translation.activatesWithLoss()) {
            if (scenario.objective() instanceof Objective.Targets targets) {
                return translation.withLoss(scenario.weights(), targets.loss(), outputTime(scenario.input()));
            }
            if (scenario.masks().features().isPresent() && translation.endsInDense()) {
                return translation.withLoss(scenario.weights(), ANY_LOSS, outputTime(scenario.input()));
            }
        }
        return translation.withoutLoss(scenario.weights());
    }

    /** The layers one after another under these masks, which are on them from then on. */
    private LayerRoute route(MultiLayerNetwork network, INDArray labelMask) {
        network.setLayerMaskArrays(featureMask(), labelMask);
        return new LayerRoute(network, arrays, translation.stages(), input(), scenario.initialStates());
    }

    private void observeForward() {
        MultiLayerNetwork network = forwardNetwork();
        LayerRoute route = route(network, null);
        if (wants(Quantity.Kind.OUTPUTS)) {
            Map<String, INDArray> outputs = route.outputs();
            if (scenario.startsFromZero()) {
                outputs.putAll(outputsOfWholeNetwork(network));
            }
            for (LayerSpec layer : scenario.network().layers()) {
                Sequence sequence = arrays.sequence(outputs.get(layer.name()));
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

    /**
     * Outputs by {@code feedForward}; it does not show the steps before the last one of a wrapped layer, nor what a layer below an
     * ActivationLayer yields, since the latter writes its own outputs there.
     */
    private Map<String, INDArray> outputsOfWholeNetwork(MultiLayerNetwork network) {
        List<INDArray> activations = network.feedForward(input(), featureMask(), null);
        Map<String, INDArray> outputs = new HashMap<>();
        for (int i = 0; i < translation.stages().size(); i++) {
            if (i + 1 == translation.stages().size()
                    || !translation.stages().get(i + 1).isActivation()) {
                outputs.put(translation.stages().get(i).outputName(), activations.get(i + 1));
            }
        }
        return outputs;
    }

    /** By {@code rnnTimeStep}; it takes no masks, so that each piece's are put on the layers before. */
    private void observeStreamed() {
        MultiLayerNetwork network = forwardNetwork();
        network.rnnClearPreviousState();
        for (int i = 0; i < translation.stages().size(); i++) {
            Optional<RecurrentSpec> layer = translation.stages().get(i).recurrent();
            if (layer.isPresent()
                    && scenario.initialStates().containsKey(layer.get().name())) {
                network.rnnSetPreviousState(i, arrays.stateMap(scenario.initialState(layer.get())));
            }
        }
        int time = scenario.input().time();
        List<INDArray> pieces = new ArrayList<>();
        int from = 1;
        for (int length = 1; from <= time; length++) {
            int to = Math.min(time, from + length - 1);
            Masks piece = scenario.masks().steps(from, to);
            network.setLayerMaskArrays(masks.featureMask(piece), null);
            pieces.add(network.rnnTimeStep(arrays.series(scenario.input().steps(from, to))));
            from = to + 1;
        }
        INDArray outputs = Nd4j.concat(arrays.timeDimension(), pieces.toArray(new INDArray[0]));
        observations.put(Quantity.streamed(), Tensor.of(arrays.sequence(outputs)));
    }

    private void observeObjective() {
        if (scenario.objective() instanceof Objective.Upstream upstream) {
            MultiLayerNetwork network = translation.withoutLoss(scenario.weights());
            INDArray inputGradient = route(network, null).backward(upstream);
            putGradients(network.getGradientsViewArray(), 1);
            putInputGradient(inputGradient, 1);
            return;
        }
        Objective.Targets objective = (Objective.Targets) scenario.objective();
        Loss loss = objective.loss();
        INDArray targets = targets(objective.targets());
        double divisor =
                loss.reduction() == Reduction.SUM ? 1 : scenario.input().batch();
        INDArray labelMask = masks.labelMask(scenario.masks(), objective.targets());
        if (!(scenario.truncation() instanceof Truncation.Full) && wantsGradients()) {
            observeChunks(loss, targets, labelMask, divisor);
            return;
        }
        if (scenario.startsFromZero()) {
            observeWholeNetwork(loss, targets, labelMask, divisor);
            return;
        }
        MultiLayerNetwork network = translation.withLoss(scenario.weights(), loss, outputTime(scenario.input()));
        LayerRoute route = route(network, labelMask);
        if (wants(Quantity.Kind.SCORE)) {
            observations.put(Quantity.score(), Tensor.scalar(route.score(targets)));
        }
        if (wantsGradients()) {
            INDArray inputGradient = route.backward(targets);
            putGradients(network.getGradientsViewArray(), divisor);
            putInputGradient(inputGradient, divisor);
        }
    }

    private void observeWholeNetwork(Loss loss, INDArray targets, INDArray labelMask, double divisor) {
        SteppedNetwork network =
                translation.withLossAndInputGradient(scenario.weights(), loss, outputTime(scenario.input()));
        boolean masked = scenario.masks().features().isPresent();
        if (wants(Quantity.Kind.SCORE) || masked) {
            network.setInput(input());
            network.setLabels(targets);
            network.setLayerMaskArrays(featureMask(), labelMask);
            network.computeGradientAndScore();
            network.clearLayerMaskArrays();
        }
        if (wants(Quantity.Kind.SCORE)) {
            observations.put(Quantity.score(), Tensor.scalar(network.score()));
        }
        if (wantsGradients() && !masked) {
            // With a mask of features it would put that in the place of the mask of labels.
            network.calculateGradients(input(), targets, null, labelMask);
            network.clearLayerMaskArrays();
        }
        if (wantsGradients()) {
            putGradients(network.getGradientsViewArray(), divisor);
            putInputGradient(network.inputGradient(), divisor);
        }
    }

    private void observeChunks(Loss loss, INDArray targets, INDArray labelMask, double divisor) {
        Truncation.Segmented lengths = scenario.truncation() instanceof Truncation.Segmented segmented
                ? segmented
                : segments((Truncation.Chunked) scenario.truncation());
        ChunkedNetwork.Sums sums = translation
                .inChunks(scenario.weights(), loss, outputTime(scenario.input()), lengths.forward(), lengths.backward())
                .sums(input(), targets, featureMask(), labelMask);
        if (wants(Quantity.Kind.SCORE)) {
            observations.put(Quantity.score(), Tensor.scalar(sums.score()));
        }
        putGradients(sums.gradient(), divisor);
        putInputGradient(sums.inputGradient(), divisor);
    }

    private static Truncation.Segmented segments(Truncation.Chunked chunked) {
        return new Truncation.Segmented(chunked.length(), chunked.length());
    }

    /** DL4J's gradients are sums over the batch; {@code divisor} makes them those of the reduced loss. */
    private void putGradients(INDArray summed, double divisor) {
        if (wants(Quantity.Kind.GRADIENT)) {
            double[] values = ArrayTranslation.values(summed);
            divide(values, divisor);
            Weights gradient = translation.layout().unflatten(values);
            for (ParameterKey key : gradient.keys()) {
                observations.put(Quantity.gradient(key), tensor(key, gradient));
            }
        }
    }

    private void putInputGradient(INDArray summed, double divisor) {
        if (wants(Quantity.Kind.INPUT_GRADIENT)) {
            Sequence input = scenario.input();
            double[] values = arrays.sequence(summed).values();
            divide(values, divisor);
            Sequence gradient = new Sequence(input.time(), input.batch(), input.features(), values);
            observations.put(Quantity.inputGradient(), Tensor.of(gradient));
        }
    }

    private static void divide(double[] values, double divisor) {
        for (int i = 0; i < values.length; i++) {
            values[i] /= divisor;
        }
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
        int expected = 0;
        for (Minibatch minibatch : training.minibatches()) {
            int t = training.start().stepsTaken() + expected + 1;
            training.pace().ifPresent(pace -> network.setEpochCount(pace.every() == 1 ? 0 : pace.count(t)));
            network.fit(
                    arrays.series(minibatch.input()),
                    targets(minibatch.targets()),
                    masks.featureMask(minibatch.masks()),
                    masks.labelMask(minibatch.masks(), minibatch.targets()));
            expected += training.over(List.of(minibatch))
                    .segments(scenario.truncation())
                    .size();
            steps.leftOutUntil(expected);
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
        return yieldsSequences() ? arrays.series(targets) : arrays.step(targets);
    }

    private boolean yieldsSequences() {
        List<Stage> stages = translation.stages();
        return stages.get(stages.size() - 1).yieldsSequences();
    }
}
