package dev.lockstep.adapter.libtorch;

import dev.lockstep.adapter.libtorch.RecurrentOperation.Value;
import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
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
     * @param p outputs of the last layer
     * @param z of the last layer before its activation
     */
    record Pass(Map<String, Tensor> outputs, Map<String, Ends> finals, Tensor p, Tensor z) {}

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
     * The states that layers start from, leaves to which gradients flow; not those that are parameters of their layer.
     *
     * @param given by layer; zero of all others
     */
    Map<String, Ends> leaves(Map<String, State> given, int batch) {
        Map<String, Ends> leaves = new LinkedHashMap<>();
        for (RecurrentSpec layer : network.recurrent()) {
            if (!layer.trainableStart()) {
                State state = given.getOrDefault(layer.name(), State.zero(layer, batch));
                leaves.put(
                        layer.name(),
                        new Ends(
                                tensors.of(state.h()).set_requires_grad(true),
                                state.c().map(c -> tensors.of(c).set_requires_grad(true))));
            }
        }
        return leaves;
    }

    /**
     * @param x {@code [time × batch × inputs]}
     * @param states of the recurrent layers whose state is not a parameter, by name
     * @param packing which steps count
     */
    Pass forward(Tensor x, Map<String, Ends> states, Packing packing) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        Map<String, Ends> finals = new LinkedHashMap<>();
        Tensor y = x;
        Tensor z = x;
        Packing counting = packing;
        for (LayerSpec layer : network.layers()) {
            if (layer instanceof RecurrentSpec recurrent) {
                y = recurrent(y, List.of(recurrent), states, counting, finals);
            } else if (layer instanceof BidirectionalSpec both) {
                y = combined(
                        both,
                        recurrent(y, List.of(both.forward(), both.reverse()), states, counting, finals),
                        both.forward().units());
            } else if (layer instanceof DenseSpec dense) {
                z = torch.linear(y, weight(layer, Parameter.W), bias(dense));
                y = activated(z, dense.activation());
            } else if (layer instanceof ActivationSpec activation) {
                z = y;
                y = activated(z, activation.activation());
            } else {
                y = lastStep(y, counting);
                counting = Packing.NONE;
            }
            outputs.put(layer.name(), y);
        }
        return new Pass(outputs, finals, y, z);
    }

    /**
     * The outputs of the last layer when the sequence arrives in pieces of 1, 2, 3 … steps.
     *
     * @param x {@code [time × batch × inputs]}, all of whose steps count
     */
    Tensor streamed(Tensor x, Map<String, Ends> states) {
        TensorVector pieces = new TensorVector();
        Map<String, Ends> reached = states;
        long start = 0;
        for (long length = 1; start < x.size(0); length++) {
            Tensor piece = x.narrow(0, start, Math.min(length, x.size(0) - start));
            Pass pass = forward(piece, reached, Packing.NONE);
            pieces.push_back(pass.p());
            reached = pass.finals();
            start += length;
        }
        return torch.cat(pieces);
    }

    private static Tensor lastStep(Tensor y, Packing packing) {
        Optional<Tensor> lengths = packing.lengths();
        if (lengths.isEmpty()) {
            return y.narrow(0, y.size(0) - 1, 1);
        }
        Tensor last = lengths.orElseThrow().sub(new Scalar(1)).view(1, -1, 1);
        return y.gather(0, last.expand(1, y.size(1), y.size(2)));
    }

    private Tensor recurrent(
            Tensor x,
            List<RecurrentSpec> directions,
            Map<String, Ends> states,
            Packing packing,
            Map<String, Ends> finals) {
        RecurrentSpec kind = directions.get(0);
        TensorVector weights = new TensorVector();
        TensorVector h = new TensorVector();
        TensorVector c = new TensorVector();
        for (RecurrentSpec direction : directions) {
            weights.push_back(weight(direction, Parameter.W)).push_back(weight(direction, Parameter.RW));
            if (has(direction, Parameter.B)) {
                weights.push_back(vector(direction, Parameter.B)).push_back(second(direction));
            }
            Ends start = start(direction, states, x.size(1));
            h.push_back(start.h());
            start.c().ifPresent(c::push_back);
        }
        RecurrentOperation operation =
                new RecurrentOperation(kind, weights, has(kind, Parameter.B), directions.size() > 1);
        Value from =
                new Value(x, torch.stack(h), kind instanceof LstmSpec ? Optional.of(torch.stack(c)) : Optional.empty());
        Value out =
                packing.lengths().map(lengths -> operation.of(from, lengths)).orElseGet(() -> operation.of(from));
        for (int k = 0; k < directions.size(); k++) {
            int direction = k;
            finals.put(
                    directions.get(k).name(),
                    new Ends(out.h().select(0, k), out.c().map(last -> last.select(0, direction))));
        }
        return packing.carries() ? carried(out, from.h(), packing.counts(tensors)) : out.y();
    }

    /** Packed sequences have no outputs where steps do not count; these are the states, carried as packing does. */
    private static Tensor carried(Value out, Tensor first, Tensor counts) {
        long units = first.size(2);
        TensorVector directions = new TensorVector(
                torch.where(counts, out.y().narrow(2, 0, units), out.h().select(0, 0)));
        if (first.size(0) > 1) {
            directions.push_back(torch.where(counts, out.y().narrow(2, units, units), first.select(0, 1)));
        }
        return torch.cat(directions, 2);
    }

    /** What a layer starts from: its parameter, where it has one for that. */
    private Ends start(RecurrentSpec layer, Map<String, Ends> states, long batch) {
        Ends given = states.get(layer.name());
        return given != null || !layer.trainableStart()
                ? given
                : new Ends(
                        parameters
                                .get(new ParameterKey(layer.name(), Parameter.H0))
                                .expand(batch, layer.units()),
                        Optional.empty());
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
