package dev.lockstep.adapter.libtorch;

import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Layers by torch's recurrent operations. Parameters are leaves in our layout, {@code W [inputs × G·units]}, of which torch reads
 * the transposed; gates stand as ours, i f g o and r z n.
 */
final class TorchNetwork {
    /** h and, of an LSTM, c {@code [batch × units]}. */
    record Ends(Tensor h, Optional<Tensor> c) {}

    /**
     * A forward pass.
     *
     * @param outputs of all layers, by name
     * @param finals states after the last step, by name
     * @param z of the last layer before its activation
     */
    record Pass(Map<String, Tensor> outputs, Map<String, Ends> finals, Tensor z) {}

    private final NetworkSpec network;
    private final Tensors tensors;
    private final Map<ParameterKey, Tensor> parameters = new LinkedHashMap<>();

    TorchNetwork(NetworkSpec network, Weights weights, Tensors tensors) {
        this.network = network;
        this.tensors = tensors;
        weights.keys()
                .forEach(key -> parameters.put(key, tensors.of(weights.get(key)).set_requires_grad(true)));
    }

    /** Leaves, in the order of the case's weights. */
    Map<ParameterKey, Tensor> parameters() {
        return parameters;
    }

    /**
     * @param x {@code [time × batch × inputs]}
     * @param states of all recurrent layers, by name
     */
    Pass forward(Tensor x, Map<String, Ends> states) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        Map<String, Ends> finals = new LinkedHashMap<>();
        Tensor y = x;
        Tensor z = x;
        for (LayerSpec layer : network.layers()) {
            if (layer instanceof RecurrentSpec recurrent) {
                y = recurrent(y, List.of(recurrent), states, finals);
            } else if (layer instanceof BidirectionalSpec both) {
                y = combined(
                        both,
                        recurrent(y, List.of(both.forward(), both.reverse()), states, finals),
                        both.forward().units());
            } else if (layer instanceof DenseSpec dense) {
                z = torch.linear(y, weight(layer, Parameter.W), bias(dense));
                y = activated(z, dense.activation());
            } else if (layer instanceof ActivationSpec activation) {
                z = y;
                y = activated(z, activation.activation());
            } else {
                y = y.narrow(0, y.size(0) - 1, 1);
            }
            outputs.put(layer.name(), y);
        }
        return new Pass(outputs, finals, z);
    }

    private Tensor recurrent(
            Tensor x, List<RecurrentSpec> directions, Map<String, Ends> states, Map<String, Ends> finals) {
        RecurrentSpec kind = directions.get(0);
        TensorVector weights = new TensorVector();
        TensorVector h = new TensorVector();
        TensorVector c = new TensorVector();
        for (RecurrentSpec direction : directions) {
            weights.push_back(weight(direction, Parameter.W)).push_back(weight(direction, Parameter.RW));
            if (has(direction, Parameter.B)) {
                weights.push_back(vector(direction, Parameter.B)).push_back(second(direction));
            }
            Ends start = states.get(direction.name());
            h.push_back(start.h());
            start.c().ifPresent(c::push_back);
        }
        boolean biased = has(kind, Parameter.B);
        boolean both = directions.size() > 1;
        Tensor first = torch.stack(h);
        Tensor outputs;
        Tensor lastH;
        Optional<Tensor> lastC = Optional.empty();
        if (kind instanceof LstmSpec) {
            TensorVector start = new TensorVector(first, torch.stack(c));
            T_TensorTensorTensor_T out = torch.lstm(x, start, weights, biased, 1, 0, false, both, false);
            outputs = out.get0();
            lastH = out.get1();
            lastC = Optional.of(out.get2());
        } else {
            T_TensorTensor_T out = kind instanceof GruSpec
                    ? torch.gru(x, first, weights, biased, 1, 0, false, both, false)
                    : ((SimpleRnnSpec) kind).activation() == Activation.TANH
                            ? torch.rnn_tanh(x, first, weights, biased, 1, 0, false, both, false)
                            : torch.rnn_relu(x, first, weights, biased, 1, 0, false, both, false);
            outputs = out.get0();
            lastH = out.get1();
        }
        for (int k = 0; k < directions.size(); k++) {
            int direction = k;
            finals.put(
                    directions.get(k).name(),
                    new Ends(lastH.select(0, k), lastC.map(last -> last.select(0, direction))));
        }
        return outputs;
    }

    private static Tensor combined(BidirectionalSpec layer, Tensor y, int units) {
        Tensor forward = y.narrow(2, 0, units);
        Tensor reverse = y.narrow(2, units, units);
        return switch (layer.mode()) {
            case CONCAT -> y;
            case ADD -> forward.add(reverse);
            case MUL -> forward.mul(reverse);
            case AVERAGE -> forward.add(reverse).mul(new Scalar(0.5));
        };
    }

    private static Tensor activated(Tensor z, Activation activation) {
        return switch (activation) {
            case TANH -> torch.tanh(z);
            case SIGMOID -> torch.sigmoid(z);
            case RELU -> torch.relu(z);
            case SOFTMAX -> torch.softmax(z, -1);
            case IDENTITY -> z;
            default -> throw new IllegalArgumentException(activation + " is none of its activations");
        };
    }

    private boolean has(LayerSpec layer, Parameter parameter) {
        return parameters.containsKey(new ParameterKey(layer.name(), parameter));
    }

    private Tensor weight(LayerSpec layer, Parameter parameter) {
        return parameters.get(new ParameterKey(layer.name(), parameter)).t();
    }

    private Tensor vector(LayerSpec layer, Parameter parameter) {
        return parameters.get(new ParameterKey(layer.name(), parameter)).reshape(-1);
    }

    /** Zeros that are not trained where a layer has one bias. */
    private Tensor second(RecurrentSpec layer) {
        return has(layer, Parameter.RB)
                ? vector(layer, Parameter.RB)
                : tensors.zeros(vector(layer, Parameter.B).numel());
    }

    private TensorOptional bias(DenseSpec dense) {
        return dense.bias() == Bias.NONE ? new TensorOptional() : new TensorOptional(vector(dense, Parameter.B));
    }
}
