package dev.lockstep.experiment.sweep;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Draws stacks of layers and their weights. */
final class NetworkLaw {
    private static final List<Activation> OF_NUMBERS = Arrays.stream(Activation.values())
            .filter(activation -> activation != Activation.SOFTMAX)
            .toList();
    /** Those that are (nearly) 0 for many small numbers, so that a layer of few units may be, too. */
    private static final Set<Activation> FLAT = EnumSet.of(
            Activation.RELU, Activation.RELU6, Activation.THRESHOLDED_RELU, Activation.RECTIFIED_TANH, Activation.CUBE);

    private static final List<Activation> OPEN =
            OF_NUMBERS.stream().filter(activation -> !FLAT.contains(activation)).toList();

    private final Chance chance;
    private final Chance clips;

    /** @param clips what only clips of pre-activations are drawn with, so that networks without any are what they were before there were clips */
    NetworkLaw(Chance chance, Chance clips) {
        this.chance = chance;
        this.clips = clips;
    }

    /**
     * One to three recurrent layers, which may be wrapped and have an activation behind them, perhaps the choice of the last step,
     * and the head.
     *
     * @param head the layer that a loss reads, made for its inputs; none leaves the stack as it is
     */
    NetworkSpec network(Optional<Head> head) {
        List<LayerSpec> layers = new ArrayList<>();
        int inputs = size();
        int depth = chance.of(60) ? 1 : chance.between(2, 3);
        boolean oneWay = chance.of(65);
        boolean maskZero = chance.of(8);
        for (int i = 0; i < depth; i++) {
            LayerSpec layer = recurrent("layer " + (layers.size() + 1), inputs, i == 0 && maskZero, oneWay);
            layers.add(layer);
            inputs = layer.outputs();
            if (chance.of(6)) {
                layers.add(new ActivationSpec("layer " + (layers.size() + 1), inputs, any()));
            }
        }
        if (chance.of(15)) {
            layers.add(new LastStepSpec("layer " + (layers.size() + 1), inputs));
        }
        if (head.isPresent()) {
            layers.add(head.get().layer("layer " + (layers.size() + 1), inputs));
        } else if (chance.of(15)) {
            Bias bias = chance.of(80) ? Bias.ONE : Bias.NONE;
            layers.add(new DenseSpec("layer " + (layers.size() + 1), inputs, size(), any(), bias));
        }
        return new NetworkSpec(layers);
    }

    /**
     * What a loss reads.
     *
     * @param outputs of a dense layer; 0 for a layer without weights
     * @param activation of either
     */
    record Head(int outputs, Activation activation) {
        LayerSpec layer(String name, int inputs) {
            return outputs == 0
                    ? new ActivationSpec(name, inputs, activation)
                    : new DenseSpec(name, inputs, outputs, activation);
        }
    }

    private int size() {
        return chance.of(15) ? 1 : chance.between(2, 4);
    }

    private LayerSpec recurrent(String name, int inputs, boolean maskZero, boolean oneWay) {
        RecurrentSpec cell = cell(name, inputs, !maskZero && oneWay);
        if (clips.of(4)) {
            cell = cell.clippingPreActivationsAt(clips.oneOf(0.25, 0.5, 1.0));
        }
        if (maskZero) {
            double value = chance.of(60) ? 0 : 0.5;
            return new MaskZeroSpec(cell, value, rule());
        }
        if (oneWay || chance.of(40)) {
            return cell;
        }
        BidirectionalSpec.Mode mode = chance.oneOf(BidirectionalSpec.Mode.values());
        boolean graves = mode == BidirectionalSpec.Mode.ADD && cell instanceof LstmSpec lstm && lstm.peepholes();
        BidirectionalSpec.Form form =
                graves && chance.of(60) ? BidirectionalSpec.Form.GRAVES : BidirectionalSpec.Form.WRAPPER;
        return BidirectionalSpec.of(mode, form, cell);
    }

    /** Any activation of single numbers, seldom one that is flat. */
    private Activation any() {
        return chance.oneOf(chance.of(12) ? OF_NUMBERS : OPEN);
    }

    MaskRule rule() {
        return chance.of(70) ? MaskRule.RESET : MaskRule.CARRY;
    }

    private RecurrentSpec cell(String name, int inputs, boolean mayTrainItsStart) {
        int units = size();
        Activation activation = chance.of(72) ? Activation.TANH : any();
        int kind = chance.between(1, 100);
        if (kind <= 40) {
            Bias bias = chance.of(75) ? Bias.ONE : chance.oneOf(Bias.values());
            Optional<LayerNorm> norm =
                    chance.of(5) ? Optional.of(new LayerNorm(chance.oneOf(1e-5, 1e-3))) : Optional.empty();
            boolean start = mayTrainItsStart && chance.of(6);
            return new SimpleRnnSpec(name, inputs, units, activation, bias, norm, start);
        }
        Activation gates = chance.of(80) ? Activation.SIGMOID : any();
        if (kind <= 90) {
            // Not drawn on its own, so that the cases of a seed that have one bias are what they were.
            Bias bias = kind <= 84 ? Bias.ONE : kind <= 87 ? Bias.NONE : Bias.TWO;
            return new LstmSpec(name, inputs, units, activation, gates, chance.of(45), bias);
        }
        return new GruSpec(
                name,
                inputs,
                units,
                activation,
                gates,
                chance.oneOf(GruSpec.Reset.values()),
                chance.of(60) ? Bias.TWO : chance.oneOf(Bias.values()));
    }

    /**
     * Matrices in ±scale/√rows, everything else in ±scale/2, gains of normalisation in 1 ± 0.5: gates are open.
     *
     * @param scale usually 1
     */
    Weights weights(NetworkSpec network, double scale) {
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        for (LayerSpec layer : network.parts()) {
            for (ParameterSpec spec : layer.parameters()) {
                double[] values = chance.numbers(spec.rows() * spec.columns(), scale * halfWidth(spec));
                Arrays.setAll(values, i -> centre(spec.parameter()) + values[i]);
                matrices.put(
                        new ParameterKey(layer.name(), spec.parameter()),
                        RowMajorMatrix.wrap(values, spec.rows(), spec.columns()));
            }
        }
        return new Weights(network, matrices);
    }

    /** What a parameter is drawn around. */
    private static double centre(Parameter parameter) {
        return parameter == Parameter.G ? 1 : 0;
    }

    private static double halfWidth(ParameterSpec spec) {
        boolean matrix = spec.parameter() == Parameter.W || spec.parameter() == Parameter.RW;
        return matrix ? 1 / Math.sqrt(spec.rows()) : 0.5;
    }

    /** The greatest number that is usually drawn for a parameter, but for its sign. */
    static double bound(ParameterSpec spec) {
        return centre(spec.parameter()) + halfWidth(spec);
    }
}
