package dev.lockstep.experiment.sweep;

import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Cases without what a divergence is about, so that the rest of them can be compared. All of them may refuse, as the model does. */
final class Without {
    private Without() {}

    /** As it is: nothing can be taken out. */
    static Case nothing(Case scenario) {
        return scenario;
    }

    /** With errors that flow back through the whole sequence. */
    static Case truncation(Case scenario) {
        return scenario.with(Truncation.NONE);
    }

    /** Without feature masks, and without layers that find theirs. */
    static Case featureMasks(Case scenario) {
        Case unwrapped = layers(scenario, layer -> layer instanceof MaskZeroSpec zero ? zero.wrapped() : layer);
        return masks(unwrapped, masks -> new Masks(Optional.empty(), masks.rule(), masks.labels()));
    }

    static Case labelMasks(Case scenario) {
        return masks(scenario, masks -> new Masks(masks.features(), masks.rule(), Optional.empty()));
    }

    /** Without masks of either kind. */
    static Case masks(Case scenario) {
        return labelMasks(featureMasks(scenario));
    }

    /** With label masks of 1 where they were greater than 0. */
    static Case fractions(Case scenario) {
        return masks(
                scenario,
                masks ->
                        new Masks(masks.features(), masks.rule(), masks.labels().map(Without::whole)));
    }

    private static Sequence whole(Sequence mask) {
        double[] values =
                Arrays.stream(mask.values()).map(value -> value > 0 ? 1 : 0).toArray();
        return new Sequence(mask.time(), mask.batch(), mask.features(), values);
    }

    private static Case masks(Case scenario, UnaryOperator<Masks> change) {
        Parts parts = new Parts(scenario);
        parts.masks = change.apply(scenario.masks());
        parts.training = scenario.training()
                .map(training -> training.over(training.minibatches().stream()
                        .map(minibatch ->
                                new Minibatch(minibatch.input(), minibatch.targets(), change.apply(minibatch.masks())))
                        .toList()));
        return parts.whole();
    }

    /** With Sgd at a constant rate. */
    static Case optimizer(Case scenario) {
        return pace(scenario).trainedBy(new OptimizerSpec.Sgd(0.1));
    }

    /** At the optimizer's own rate. */
    static Case pace(Case scenario) {
        return scenario.training(training -> new Training(
                training.optimizer(),
                Optional.empty(),
                training.regularisation(),
                training.clip(),
                training.start(),
                training.minibatches()));
    }

    /** With regularisation told layer by layer. */
    static Case wholeNetwork(Case scenario) {
        return scenario.training(
                training -> training.with(training.regularisation().told(Regularisation.Setting.EACH_LAYER)));
    }

    /** With the sum of squares in the place of any other loss function. */
    static Case lossFunction(Case scenario) {
        return lossOf(scenario, loss -> Loss.of(LossFunction.L2, loss.reduction()));
    }

    /** With the mean over the rows of a batch for their sum. */
    static Case sumOverRows(Case scenario) {
        return lossOf(
                scenario, loss -> loss.reduction() == Reduction.SUM ? loss.with(Reduction.MEAN_OVER_BATCH) : loss);
    }

    /** In the usual order of axes. */
    static Case order(Case scenario) {
        Parts parts = new Parts(scenario);
        parts.execution = new Execution(scenario.execution().precision(), SequenceFormat.NCW);
        return parts.whole();
    }

    private static Case lossOf(Case scenario, UnaryOperator<Loss> change) {
        return scenario.objective() instanceof Objective.Targets targets
                ? scenario.with(new Objective.Targets(change.apply(targets.loss()), targets.targets()))
                : scenario;
    }

    static Case streaming(Case scenario) {
        Set<Kind> others = EnumSet.copyOf(scenario.observed());
        others.remove(Kind.STREAMED);
        return scenario.observing(others);
    }

    /** Without layer normalisation. */
    static Case norm(Case scenario) {
        return cells(
                scenario,
                layer -> layer instanceof SimpleRnnSpec rnn
                        ? new SimpleRnnSpec(
                                rnn.name(),
                                rnn.inputs(),
                                rnn.units(),
                                rnn.activation(),
                                rnn.bias(),
                                Optional.empty(),
                                rnn.trainableStart(),
                                rnn.preActivationClip())
                        : layer);
    }

    /** With the logistic function for softmax in layers that are nothing but an activation. */
    static Case softmaxLayers(Case scenario) {
        return layers(
                scenario,
                layer -> layer instanceof ActivationSpec own && own.activation() == Activation.SOFTMAX
                        ? new ActivationSpec(own.name(), own.inputs(), Activation.SIGMOID)
                        : layer);
    }

    /** With tanh for these activations. */
    static UnaryOperator<Case> activations(String... names) {
        return scenario -> activations(
                scenario, activation -> List.of(names).contains(activation.name()) ? Activation.TANH : activation);
    }

    /** With constants of single precision where Deeplearning4j has such. */
    static Case exactConstants(Case scenario) {
        return activations(scenario, activation -> switch (activation) {
            case HARD_SIGMOID -> Activation.FLOAT_HARD_SIGMOID;
            case LEAKY_RELU -> Activation.FLOAT_LEAKY_RELU;
            case RATIONAL_TANH -> Activation.FLOAT_RATIONAL_TANH;
            case GELU -> Activation.FLOAT_GELU;
            default -> activation;
        });
    }

    private static Case activations(Case scenario, UnaryOperator<Activation> change) {
        Case inCells = cells(scenario, cell -> activated(cell, change));
        return layers(inCells, layer -> {
            if (layer instanceof DenseSpec dense) {
                return new DenseSpec(
                        dense.name(), dense.inputs(), dense.outputs(), change.apply(dense.activation()), dense.bias());
            }
            return layer instanceof ActivationSpec own
                    ? new ActivationSpec(own.name(), own.inputs(), change.apply(own.activation()))
                    : layer;
        });
    }

    private static RecurrentSpec activated(RecurrentSpec cell, UnaryOperator<Activation> change) {
        if (cell instanceof SimpleRnnSpec rnn) {
            Activation activation = change.apply(rnn.activation());
            return new SimpleRnnSpec(
                    rnn.name(),
                    rnn.inputs(),
                    rnn.units(),
                    activation,
                    rnn.bias(),
                    rnn.norm(),
                    rnn.trainableStart(),
                    rnn.preActivationClip());
        }
        if (cell instanceof LstmSpec lstm) {
            Activation activation = change.apply(lstm.activation());
            Activation gates = change.apply(lstm.gateActivation());
            return new LstmSpec(
                            lstm.name(), lstm.inputs(), lstm.units(), activation, gates, lstm.peepholes(), lstm.bias())
                    .clippingPreActivationsAt(lstm.preActivationClip());
        }
        GruSpec gru = (GruSpec) cell;
        Activation activation = change.apply(gru.activation());
        Activation gates = change.apply(gru.gateActivation());
        return new GruSpec(gru.name(), gru.inputs(), gru.units(), activation, gates, gru.reset(), gru.bias())
                .clippingPreActivationsAt(gru.preActivationClip());
    }

    /** With other cells, also within wrappers. */
    private static Case cells(Case scenario, UnaryOperator<RecurrentSpec> change) {
        return layers(scenario, layer -> {
            if (layer instanceof BidirectionalSpec both) {
                RecurrentSpec like = both.forward().named(both.name());
                return BidirectionalSpec.of(both.mode(), both.form(), change.apply(like));
            }
            if (layer instanceof MaskZeroSpec zero) {
                return new MaskZeroSpec(change.apply(zero.wrapped()), zero.value(), zero.rule());
            }
            return layer instanceof RecurrentSpec cell ? change.apply(cell) : layer;
        });
    }

    private static Case layers(Case scenario, UnaryOperator<LayerSpec> change) {
        NetworkSpec network =
                new NetworkSpec(scenario.network().layers().stream().map(change).toList());
        return network.equals(scenario.network()) ? scenario : Refit.network(scenario, network);
    }
}
