package dev.lockstep.adapter.dl4j;

import dev.lockstep.adapter.dl4j.LayerTranslation.DenseOverTime;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One case by single methods and settings of {@link MultiLayerNetwork}; a network with a loss, from zero states. */
final class EntryPoints {
    private static final double MEAN_LEAK = (ActivationRReLU.DEFAULT_L + ActivationRReLU.DEFAULT_U) / 2;

    private final Case scenario;
    private final Objective.Targets objective;
    private final ArrayTranslation arrays;
    private final NetworkTranslation translation;
    private final MaskTranslation masks;
    private final boolean sequences;

    EntryPoints(Case scenario) {
        this(scenario, DenseOverTime.WRAPPED);
    }

    /** The same with another way for dense layers to read sequences. */
    EntryPoints(Case scenario, DenseOverTime denseOverTime) {
        this.scenario = scenario;
        this.objective = (Objective.Targets) scenario.objective();
        this.arrays = new ArrayTranslation(scenario.execution());
        this.translation = new NetworkTranslation(scenario.network(), arrays, denseOverTime);
        List<Stage> stages = translation.stages();
        this.sequences = stages.get(stages.size() - 1).yieldsSequences();
        this.masks = new MaskTranslation(arrays, sequences);
    }

    private MultiLayerNetwork network() {
        return translation.withLoss(
                scenario.weights(), objective.loss(), objective.targets().time());
    }

    private INDArray input() {
        return arrays.series(scenario.input());
    }

    private INDArray targets() {
        return sequences ? arrays.series(objective.targets()) : arrays.step(objective.targets());
    }

    private INDArray featureMask() {
        return masks.featureMask(scenario.masks());
    }

    private INDArray labelMask() {
        return masks.labelMask(scenario.masks(), objective.targets());
    }

    /** By {@code calculateGradients}. */
    Observations gradients() {
        MultiLayerNetwork network = network();
        INDArray ofInput = network.calculateGradients(input(), targets(), featureMask(), labelMask())
                .getSecond();
        Observations.Builder observations = Observations.builder();
        if (scenario.observed().contains(Quantity.Kind.GRADIENT)) {
            put(observations, unflattened(network));
        }
        if (scenario.observed().contains(Quantity.Kind.INPUT_GRADIENT)) {
            observations.put(Quantity.inputGradient(), Tensor.of(arrays.sequence(ofInput.mul(1 / divisor()))));
        }
        return observations.build();
    }

    /** By {@code feedForward}. */
    Observations outputs() {
        List<INDArray> activations = network().feedForward(input(), featureMask(), null);
        Observations.Builder observations = Observations.builder();
        for (int i = 0; i < translation.stages().size(); i++) {
            Stage stage = translation.stages().get(i);
            observations.put(Quantity.outputs(stage.outputName()), Tensor.of(arrays.sequence(activations.get(i + 1))));
        }
        return observations.build();
    }

    /** By {@code computeGradientAndScore}, in training, of the same network with a dropout that always halves. */
    Observations withDropout() {
        List<LayerSpec> layers = scenario.network().layers();
        ParameterKey top = new ParameterKey(layers.get(layers.size() - 1).name(), Parameter.W);
        Weights doubled = scaled(scenario.weights(), top);
        MultiLayerNetwork network = translation.withLoss(
                doubled, objective.loss(), objective.targets().time());
        network.getOutputLayer().conf().getLayer().setIDropout(new Halving());
        return scoreAndGradient(network, gradient -> scaled(gradient, top));
    }

    /** By {@code computeGradientAndScore}, of a dense layer whose RReLU can draw only the mean of its slopes. */
    Observations withOneSlope() {
        MultiLayerNetwork network = network();
        BaseLayer top = (BaseLayer) network.getOutputLayer().conf().getLayer();
        top.setActivationFn(new ActivationRReLU(MEAN_LEAK, MEAN_LEAK));
        return scoreAndGradient(network, UnaryOperator.identity());
    }

    /** By {@code computeGradientAndScore}. */
    Observations scoreAndGradient() {
        return scoreAndGradient(network(), UnaryOperator.identity());
    }

    private Observations scoreAndGradient(MultiLayerNetwork network, UnaryOperator<Weights> ofGradient) {
        network.setInput(input());
        network.setLabels(targets());
        network.setLayerMaskArrays(featureMask(), labelMask());
        network.computeGradientAndScore();
        Observations.Builder observations = Observations.builder();
        if (scenario.observed().contains(Quantity.Kind.SCORE)) {
            observations.put(Quantity.score(), Tensor.scalar(network.score()));
        }
        if (scenario.observed().contains(Quantity.Kind.GRADIENT)) {
            put(observations, ofGradient.apply(unflattened(network)));
        }
        return observations.build();
    }

    /** ∂L/∂W = 2·∂L/∂(2·W), so that both weights and gradients are doubled. */
    private Weights scaled(Weights weights, ParameterKey doubled) {
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>(weights.asMap());
        RowMajorMatrix w = matrices.get(doubled);
        double[] values = w.toArray().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= 2;
        }
        matrices.put(doubled, RowMajorMatrix.wrap(values, w.getRowDimension(), w.getColumnDimension()));
        return new Weights(scenario.network(), matrices);
    }

    private double divisor() {
        Loss loss = objective.loss();
        return loss.reduction() == Reduction.SUM ? 1 : scenario.input().batch();
    }

    private Weights unflattened(MultiLayerNetwork network) {
        double[] values = ArrayTranslation.values(network.getGradientsViewArray());
        for (int i = 0; i < values.length; i++) {
            values[i] /= divisor();
        }
        return translation.layout().unflatten(values);
    }

    private void put(Observations.Builder observations, Weights gradient) {
        for (ParameterKey key : gradient.keys()) {
            observations.put(
                    Quantity.gradient(key), Tensor.of(translation.layout().spec(key), gradient.get(key)));
        }
    }
}
