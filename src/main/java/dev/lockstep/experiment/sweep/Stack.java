package dev.lockstep.experiment.sweep;

import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.BidirectionalSpec.Mode;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Simpler networks than a given one: fewer layers, simpler layers, smaller ones. */
final class Stack {
    private Stack() {}

    /**
     * The networks that are one change away, the greatest change first; each may be one that the model refuses.
     *
     * @param keepsHead whether the last layer's activation fits a loss, and is left alone
     */
    static Stream<Supplier<NetworkSpec>> simpler(NetworkSpec network, boolean keepsHead) {
        List<LayerSpec> layers = network.layers();
        Stream<Supplier<NetworkSpec>> fewer = Stream.iterate(0, i -> i < layers.size(), i -> i + 1)
                .filter(i -> layers.size() > 1)
                .map(i -> () -> without(layers, i));
        List<Supplier<NetworkSpec>> changed = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            int at = i;
            boolean head = keepsHead && i == layers.size() - 1;
            simpler(layers.get(i), head).forEach(layer -> changed.add(() -> with(layers, at, layer.get())));
        }
        int inputs = network.inputs();
        Stream<Supplier<NetworkSpec>> narrower = Stream.of(1, inputs - 1)
                .filter(fewerInputs -> fewerInputs >= 1 && fewerInputs < inputs)
                .distinct()
                .map(fewerInputs -> () -> chained(layers, fewerInputs));
        return Stream.concat(fewer, Stream.concat(changed.stream(), narrower));
    }

    private static NetworkSpec without(List<LayerSpec> layers, int at) {
        List<LayerSpec> fewer = new ArrayList<>(layers);
        fewer.remove(at);
        return chained(fewer, layers.get(at == 0 ? 0 : at - 1).inputs());
    }

    private static NetworkSpec with(List<LayerSpec> layers, int at, LayerSpec layer) {
        List<LayerSpec> changed = new ArrayList<>(layers);
        changed.set(at, layer);
        return chained(changed, layers.get(0).inputs());
    }

    /** Every layer reads what the one before yields. */
    private static NetworkSpec chained(List<LayerSpec> layers, int inputs) {
        List<LayerSpec> chained = new ArrayList<>();
        int features = inputs;
        for (LayerSpec layer : layers) {
            LayerSpec fitted = reading(layer, features);
            chained.add(fitted);
            features = fitted.outputs();
        }
        return new NetworkSpec(chained);
    }

    private static LayerSpec reading(LayerSpec layer, int inputs) {
        if (layer instanceof RecurrentSpec recurrent) {
            return sized(recurrent, inputs, recurrent.units());
        }
        if (layer instanceof BidirectionalSpec both) {
            RecurrentSpec like = both.forward().named(both.name());
            return BidirectionalSpec.of(both.mode(), both.form(), sized(like, inputs, like.units()));
        }
        if (layer instanceof MaskZeroSpec zero) {
            return new MaskZeroSpec(sized(zero.wrapped(), inputs, zero.wrapped().units()), zero.value(), zero.rule());
        }
        if (layer instanceof DenseSpec dense) {
            return new DenseSpec(dense.name(), inputs, dense.outputs(), dense.activation(), dense.bias());
        }
        return layer instanceof ActivationSpec own
                ? new ActivationSpec(own.name(), inputs, own.activation())
                : new LastStepSpec(layer.name(), inputs);
    }

    private static RecurrentSpec sized(RecurrentSpec layer, int inputs, int units) {
        if (layer instanceof SimpleRnnSpec rnn) {
            return new SimpleRnnSpec(
                    rnn.name(),
                    inputs,
                    units,
                    rnn.activation(),
                    rnn.bias(),
                    rnn.norm(),
                    rnn.trainableStart(),
                    rnn.preActivationClip());
        }
        if (layer instanceof LstmSpec lstm) {
            return new LstmSpec(
                    lstm.name(),
                    inputs,
                    units,
                    lstm.activation(),
                    lstm.gateActivation(),
                    lstm.peepholes(),
                    lstm.bias(),
                    lstm.preActivationClip());
        }
        GruSpec gru = (GruSpec) layer;
        return new GruSpec(gru.name(), inputs, units, gru.activation(), gru.gateActivation(), gru.reset(), gru.bias())
                .clippingPreActivationsAt(gru.preActivationClip());
    }

    private static Stream<Supplier<LayerSpec>> simpler(LayerSpec layer, boolean head) {
        if (layer instanceof BidirectionalSpec both) {
            RecurrentSpec like = both.forward().named(both.name());
            return Stream.concat(
                    Stream.of(
                            () -> like,
                            () -> BidirectionalSpec.of(both.mode(), Form.WRAPPER, like),
                            () -> BidirectionalSpec.of(Mode.ADD, both.form(), like)),
                    simpler(like).map(simple -> () -> BidirectionalSpec.of(both.mode(), both.form(), simple.get())));
        }
        if (layer instanceof MaskZeroSpec zero) {
            return Stream.concat(
                    Stream.of(
                            () -> zero.wrapped(), () -> new MaskZeroSpec(zero.wrapped(), zero.value(), MaskRule.RESET)),
                    simpler(zero.wrapped())
                            .map(simple -> () -> new MaskZeroSpec(simple.get(), zero.value(), zero.rule())));
        }
        if (layer instanceof RecurrentSpec recurrent) {
            return simpler(recurrent).map(simple -> simple::get);
        }
        if (layer instanceof DenseSpec dense) {
            Activation activation = head ? dense.activation() : Activation.IDENTITY;
            return Stream.of(
                    () -> new DenseSpec(dense.name(), dense.inputs(), 1, dense.activation(), dense.bias()),
                    () -> new DenseSpec(
                            dense.name(),
                            dense.inputs(),
                            Math.max(1, dense.outputs() - 1),
                            dense.activation(),
                            dense.bias()),
                    () -> new DenseSpec(dense.name(), dense.inputs(), dense.outputs(), activation, Bias.ONE));
        }
        return Stream.of();
    }

    private static Stream<Supplier<RecurrentSpec>> simpler(RecurrentSpec layer) {
        Stream<Supplier<RecurrentSpec>> smaller = Stream.of(1, layer.units() - 1)
                .filter(units -> units >= 1 && units < layer.units())
                .distinct()
                .map(units -> () -> sized(layer, layer.inputs(), units));
        Stream<Supplier<RecurrentSpec>> unclipped = layer.clipsPreActivations()
                ? Stream.of(() -> layer.clippingPreActivationsAt(Double.POSITIVE_INFINITY))
                : Stream.of();
        Stream<Supplier<RecurrentSpec>> plainer =
                plainer(layer).map(plain -> () -> plain.get().clippingPreActivationsAt(layer.preActivationClip()));
        return Stream.of(smaller, unclipped, plainer).flatMap(some -> some);
    }

    private static Stream<Supplier<RecurrentSpec>> plainer(RecurrentSpec layer) {
        String name = layer.name();
        int inputs = layer.inputs();
        int units = layer.units();
        if (layer instanceof SimpleRnnSpec rnn) {
            Activation phi = rnn.activation();
            boolean start = rnn.trainableStart();
            return Stream.of(
                    () -> new SimpleRnnSpec(name, inputs, units, Activation.TANH, rnn.bias(), rnn.norm(), start),
                    () -> new SimpleRnnSpec(name, inputs, units, phi, Bias.ONE, rnn.norm(), start),
                    () -> new SimpleRnnSpec(name, inputs, units, phi, rnn.bias(), Optional.empty(), start),
                    () -> new SimpleRnnSpec(name, inputs, units, phi, rnn.bias(), rnn.norm(), false));
        }
        Supplier<RecurrentSpec> withoutGates = () -> new SimpleRnnSpec(name, inputs, units, Activation.TANH);
        if (layer instanceof LstmSpec lstm) {
            Activation phi = lstm.activation();
            Activation gates = lstm.gateActivation();
            return Stream.of(
                    withoutGates,
                    () -> new LstmSpec(name, inputs, units, phi, gates, false, lstm.bias()),
                    () -> new LstmSpec(name, inputs, units, Activation.TANH, gates, lstm.peepholes(), lstm.bias()),
                    () -> new LstmSpec(name, inputs, units, phi, Activation.SIGMOID, lstm.peepholes(), lstm.bias()),
                    () -> new LstmSpec(name, inputs, units, phi, gates, lstm.peepholes(), Bias.ONE));
        }
        GruSpec gru = (GruSpec) layer;
        return Stream.of(
                withoutGates,
                () -> new GruSpec(name, inputs, units, Activation.TANH, gru.gateActivation(), gru.reset(), gru.bias()),
                () -> new GruSpec(name, inputs, units, gru.activation(), Activation.SIGMOID, gru.reset(), gru.bias()),
                () -> new GruSpec(
                        name,
                        inputs,
                        units,
                        gru.activation(),
                        gru.gateActivation(),
                        GruSpec.Reset.AFTER_PRODUCT,
                        Bias.TWO));
    }
}
