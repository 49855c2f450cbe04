package dev.lockstep.dsl;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Tolerance;
import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.Initialisation;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Comparisons as sentences. The whole grammar is on this page; a wrong order does not compile.
 *
 * <pre>{@code
 * given(lstm(1, 2), lastStep(2), dense(2, 1, SIGMOID))
 *         .withWeightsFromSeed(7)
 *         .reading(x)
 *         .fromState("lstm 1", state)
 *         .gradientsOf(loss, targets)
 *         .of(ours)
 *         .against(dl4j)
 *         .withinDerivedBounds()
 *         .orThrow();
 * }</pre>
 *
 * <p>Steps are immutable: one may be kept and continued in several ways. Nothing is computed before the last word,
 * {@code within…}, and its {@link Comparison} says how it ended: check it, or call {@link Comparison#orThrow()}. A
 * step prints itself as the sentence so far and what may follow. Arguments that do not fit one another throw
 * {@link dev.lockstep.model.InvalidInput} at the step that completes the case.
 */
public final class Conformance {
    private Conformance() {}

    /** Begins with a network whose layers have names. */
    public static Given given(NetworkSpec network) {
        return new Chain(network);
    }

    /** Begins with a stack of layers; those without a name are called as {@link #network} says. */
    public static Given given(LayerSpec... layers) {
        return given(network(layers));
    }

    /**
     * A stack of layers, where those without a name are called by kind and position among that kind: {@code lstm 1},
     * {@code lstm 2}, {@code simple rnn 1}, {@code gru 1}, {@code bidirectional 1}, {@code graves bidirectional lstm 1},
     * {@code dense 1}, {@code activation 1}, {@code last step 1}; a layer that skips steps as the layer in it.
     */
    public static NetworkSpec network(LayerSpec... layers) {
        return LayerNames.named(layers);
    }

    /** An LSTM with one bias, without peepholes, with tanh and logistic gates, still without a name. */
    public static LstmSpec lstm(int inputs, int units) {
        return LstmSpec.plain("", inputs, units);
    }

    /** An LSTM with none, one or two biases, without peepholes, with tanh and logistic gates, still without a name. */
    public static LstmSpec lstm(int inputs, int units, Bias bias) {
        return new LstmSpec("", inputs, units, Activation.TANH, Activation.SIGMOID, false, bias);
    }

    /** An LSTM with peepholes, with tanh and logistic gates, still without a name. */
    public static LstmSpec peepholeLstm(int inputs, int units) {
        return new LstmSpec("", inputs, units, Activation.TANH, Activation.SIGMOID, true);
    }

    /** A SimpleRnn with tanh, still without a name. */
    public static SimpleRnnSpec simpleRnn(int inputs, int units) {
        return new SimpleRnnSpec("", inputs, units, Activation.TANH);
    }

    /**
     * A SimpleRnn with none, one or two biases and, perhaps, an initial state that is trained, still without a name.
     *
     * @param trainedStart whether the initial state is a parameter, shared by all rows of a batch
     */
    public static SimpleRnnSpec simpleRnn(
            int inputs, int units, Activation activation, Bias bias, boolean trainedStart) {
        return new SimpleRnnSpec("", inputs, units, activation, bias, trainedStart);
    }

    /** The same SimpleRnn with layer normalisation of x·W and of h′·RW. */
    public static SimpleRnnSpec layerNormalised(SimpleRnnSpec layer, double epsilon) {
        return new SimpleRnnSpec(
                layer.name(),
                layer.inputs(),
                layer.units(),
                layer.activation(),
                layer.bias(),
                Optional.of(new LayerNorm(epsilon)),
                layer.trainableStart(),
                layer.preActivationClip());
    }

    /** A GRU with tanh, logistic gates and two biases, reset after the product as PyTorch's, still without a name. */
    public static GruSpec gru(int inputs, int units) {
        return GruSpec.plain("", inputs, units);
    }

    /** A GRU with tanh and logistic gates, still without a name. */
    public static GruSpec gru(int inputs, int units, GruSpec.Reset reset, Bias bias) {
        return new GruSpec("", inputs, units, Activation.TANH, Activation.SIGMOID, reset, bias);
    }

    /** Two layers like the given one over the same sequence, one of them in reverse, and their outputs combined. */
    public static BidirectionalSpec bidirectional(BidirectionalSpec.Mode mode, RecurrentSpec like) {
        return BidirectionalSpec.of(mode, BidirectionalSpec.Form.WRAPPER, like);
    }

    /** Two LSTMs with peepholes, one of them in reverse, and their outputs added: one layer, still without a name. */
    public static BidirectionalSpec gravesBidirectionalLstm(int inputs, int units) {
        return BidirectionalSpec.of(
                BidirectionalSpec.Mode.ADD, BidirectionalSpec.Form.GRAVES, peepholeLstm(inputs, units));
    }

    /** The same layer, which leaves out steps whose features all have that value. */
    public static MaskZeroSpec skipping(double value, MaskRule rule, RecurrentSpec layer) {
        return new MaskZeroSpec(layer, value, rule);
    }

    /** φ of so many features at every time step, still without a name. */
    public static ActivationSpec activation(int inputs, Activation activation) {
        return new ActivationSpec("", inputs, activation);
    }

    /** A dense layer at every time step, still without a name. */
    public static DenseSpec dense(int inputs, int outputs, Activation activation) {
        return new DenseSpec("", inputs, outputs, activation);
    }

    /** A dense layer with or without bias at every time step, still without a name. */
    public static DenseSpec dense(int inputs, int outputs, Activation activation, Bias bias) {
        return new DenseSpec("", inputs, outputs, activation, bias);
    }

    /** Keeps the last time step of so many features, still without a name. */
    public static LastStepSpec lastStep(int inputs) {
        return new LastStepSpec("", inputs);
    }

    /** After {@code given}: the network has no weights yet. */
    public interface Given {
        /** These weights on both sides. */
        Weighted withWeights(Weights weights);

        /** Weights drawn as {@link Weights#random(NetworkSpec, long)} draws them. */
        Weighted withWeightsFromSeed(long seed);

        /** Weights drawn by a rule; biases and trained initial states are zero. */
        Weighted withWeightsFromSeed(long seed, Initialisation rule);
    }

    /** After the weights: the network has nothing to read yet. */
    public interface Weighted {
        /** The network reads {@code [time × batch × inputs]}. */
        Reading reading(Sequence input);

        /** The network is trained on minibatches, from zero states. */
        Minibatches trainedBy(OptimizerSpec optimizer);
    }

    /** After the input: nothing is computed yet. */
    public interface Reading {
        /** A recurrent layer starts from that state instead of zero. */
        Reading fromState(String layer, State state);

        /** Some steps do not count, or their costs weigh differently; also in a training on this input. */
        Reading masked(Masks masks);

        /** Compares outputs of all layers at all steps and the final states. */
        Computation forwardPass();

        /** Compares the score and its gradients with respect to all parameters and the input. */
        Computation gradientsOf(Loss loss, Sequence targets);

        /** Compares gradients with respect to all parameters and the input, given those of the outputs. */
        Computation gradientsFor(Sequence upstream);

        /** As {@link #gradientsFor(Sequence)}, given also those of final states by layer name. */
        Computation gradientsFor(Sequence upstream, Map<String, State> finalStates);

        /** The network is trained on the one minibatch that it reads. */
        Repeated trainedBy(OptimizerSpec optimizer);
    }

    /** After {@code reading(…).trainedBy(…)}: there are no targets yet. */
    public interface Repeated {
        /** The loss and {@code [output time × batch × outputs]}. */
        Steps on(Loss loss, Sequence targets);
    }

    /** After the loss: there is no number of steps yet. */
    public interface Steps {
        /** Compares scores, parameters and optimizer state of steps 1 to n on the same minibatch. */
        Computation forSteps(int n);
    }

    /** After {@code withWeights….trainedBy(…)}: there is no loss yet. */
    public interface Minibatches {
        /** The loss; each minibatch brings its targets. */
        Stream on(Loss loss);
    }

    /** After the loss: there are no minibatches yet. */
    public interface Stream {
        /** Compares scores, parameters and optimizer state after each minibatch, one step each. */
        Computation overMinibatches(List<Minibatch> minibatches);
    }

    /** After what is computed: nobody computes it yet. */
    public interface Computation {
        /** Compares these kinds of quantity only. */
        Computation observing(Quantity.Kind first, Quantity.Kind... others);

        /** Errors flow back through time only so far, also those of every optimizer step. */
        Computation truncatedTo(Truncation truncation);

        /** Every gradient is clipped before the optimizer reads it; only where there is an optimizer. */
        Computation clippedTo(GradientClip clip);

        /** The learning rate changes from step to step; only where there is an optimizer. */
        Computation atRate(Pace pace);

        /** Penalties and weight decay; only where there is an optimizer. */
        Computation regularisedBy(Regularisation regularisation);

        /** Computed in another way that changes nothing in exact arithmetic. */
        Computation computed(Execution execution);

        /** The framework named first. */
        Subject of(Framework framework);
    }

    /** After the first framework: there is no second yet. */
    public interface Subject {
        /** The framework it is held against. */
        Pair against(Framework framework);
    }

    /** After both frameworks: it is not said yet how close they must be. Use the result: it is the only report. */
    public interface Pair {
        /**
         * A referee computes the case in 50 digits, or in 32 where that takes too long, and says how far each framework is from the
         * truth, also if both agree; without this word he is asked after a divergence only, and only of cases that are small.
         */
        Pair withReferee();

        /** Runs both, and compares under a tolerance of one's own. */
        Comparison within(Tolerance tolerance);

        /** Runs both, and compares under the bounds that are derived from rounding. */
        Comparison withinDerivedBounds();
    }
}
