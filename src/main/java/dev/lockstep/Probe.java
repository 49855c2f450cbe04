package dev.lockstep;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import dev.lockstep.report.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A question to a framework: can you do this?
 *
 * @param title the question, short
 * @param scenario the smallest case that asks it
 */
record Probe(String title, Case scenario) {
    private static final Execution SINGLE = new Execution(Precision.SINGLE, SequenceFormat.NCW);
    private static final int TIME = 2;
    private static final int BATCH = 1;
    private static final Set<Kind> GRADIENTS = EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT);
    private static final Set<Kind> STEPS = EnumSet.of(Kind.PARAMETER, Kind.OPTIMIZER_STATE);

    static List<Probe> all() {
        LayerSpec rnn = new SimpleRnnSpec("rnn", 2, 2, Activation.TANH);
        LayerSpec lstm = LstmSpec.plain("lstm", 2, 2);
        LayerSpec peephole = new LstmSpec("lstm", 2, 2, Activation.TANH, Activation.SIGMOID, true);
        LayerSpec gru =
                new GruSpec("gru", 2, 2, Activation.TANH, Activation.SIGMOID, GruSpec.Reset.AFTER_PRODUCT, Bias.TWO);
        List<Probe> probes = new ArrayList<>();
        for (LayerSpec layer : List.of(rnn, lstm, peephole, gru)) {
            String name = layer == peephole ? "LSTM with peepholes" : layer.kind();
            probes.add(new Probe(name + ": outputs", forward(layer, false)));
            probes.add(new Probe(name + ": outputs from a given state", forward(layer, true)));
            probes.add(new Probe(name + ": gradients", upstream(layer, false, GRADIENTS)));
            probes.add(new Probe(name + ": gradients from a given state", upstream(layer, true, GRADIENTS)));
            probes.add(new Probe(
                    name + ": gradient of the initial state",
                    upstream(layer, true, EnumSet.of(Kind.INITIAL_HIDDEN_GRADIENT))));
        }
        addForms(probes);
        addTruncations(probes, lstm);
        for (LossFunction function : LossFunction.values()) {
            probes.add(new Probe(function + ": loss and gradients", loss(function)));
        }
        for (OptimizerSpec optimizer : optimizers()) {
            probes.add(new Probe(dialect(optimizer), training(rnn, optimizer)));
        }
        Case sgd = training(rnn, new OptimizerSpec.Sgd(0.1));
        probes.add(new Probe("gradients clipped entry by entry", sgd.clippedTo(new GradientClip.Elementwise(1))));
        probes.add(new Probe("gradients clipped by global norm", sgd.clippedTo(new GradientClip.GlobalNorm(1))));
        return probes;
    }

    /** An LSTM's smallest case about a subject. */
    static Case about(Subject subject) {
        LayerSpec lstm = LstmSpec.plain("lstm", 2, 2);
        return switch (subject) {
            case FORWARD -> forward(lstm, false);
            case GRADIENTS -> upstream(lstm, false, GRADIENTS);
            case INITIAL_STATES -> upstream(lstm, true, EnumSet.of(Kind.INITIAL_HIDDEN_GRADIENT));
            case MASKS ->
                forward(lstm, false)
                        .with(Masks.ofFeatures(new Sequence(TIME, BATCH, 1, new double[] {1, 0}), MaskRule.RESET));
            case STEPS -> training(lstm, new OptimizerSpec.Sgd(0.1));
        };
    }

    /**
     * Whether a framework can compute a case, in doubles or else in floats; where it can in neither, why not in floats.
     *
     * @param framework one that is available
     */
    static Support inEitherPrecision(Framework framework, Case scenario) {
        Support support = framework.supports(scenario);
        return support.yes() ? support : framework.supports(scenario.with(SINGLE));
    }

    private static void addForms(List<Probe> probes) {
        LayerSpec biasFree = new SimpleRnnSpec("rnn", 2, 2, Activation.TANH, Bias.NONE, false);
        LayerSpec twoBiases = new SimpleRnnSpec("rnn", 2, 2, Activation.TANH, Bias.TWO, false);
        LayerSpec trainedStart = new SimpleRnnSpec("rnn", 2, 2, Activation.TANH, Bias.ONE, true);
        probes.add(new Probe("SimpleRnn without bias: gradients", upstream(biasFree, false, GRADIENTS)));
        probes.add(new Probe("SimpleRnn with two biases: gradients", upstream(twoBiases, false, GRADIENTS)));
        probes.add(new Probe("SimpleRnn with two biases: training", training(twoBiases, new OptimizerSpec.Sgd(0.1))));
        LayerSpec biasFreeLstm = new LstmSpec("lstm", 2, 2, Activation.TANH, Activation.SIGMOID, false, Bias.NONE);
        LayerSpec twoBiasLstm = new LstmSpec("lstm", 2, 2, Activation.TANH, Activation.SIGMOID, false, Bias.TWO);
        probes.add(new Probe("LSTM without bias: gradients", upstream(biasFreeLstm, false, GRADIENTS)));
        probes.add(new Probe("LSTM with two biases: gradients", upstream(twoBiasLstm, false, GRADIENTS)));
        probes.add(new Probe("SimpleRnn with a trained initial state", upstream(trainedStart, false, GRADIENTS)));
        for (RecurrentSpec layer : List.of(
                new SimpleRnnSpec("rnn", 2, 2, Activation.TANH),
                LstmSpec.plain("lstm", 2, 2),
                GruSpec.plain("gru", 2, 2))) {
            String name = layer.kind() + " with clipped pre-activations: outputs";
            probes.add(new Probe(name, forward(layer.clippingPreActivationsAt(1), false)));
        }
    }

    private static void addTruncations(List<Probe> probes, LayerSpec layer) {
        Case whole = scenario(layer, false, targets(LossFunction.MSE, layer), Optional.empty(), GRADIENTS);
        probes.add(new Probe("truncated BPTT, sliding", whole.with(new Truncation.Sliding(0))));
        probes.add(new Probe("truncated BPTT, in chunks", whole.with(new Truncation.Chunked(1))));
    }

    private static List<OptimizerSpec> optimizers() {
        return List.of(
                new OptimizerSpec.Sgd(0.1),
                new OptimizerSpec.Nesterov(0.1, 0.9, OptimizerSpec.Nesterov.Form.REFORMULATED),
                new OptimizerSpec.Nesterov(0.1, 0.9, OptimizerSpec.Nesterov.Form.LOOK_AHEAD),
                OptimizerSpec.RmsProp.deeplearning4j(0.1, 0.9, 1e-8),
                new OptimizerSpec.RmsProp(0.1, 0.9, 1e-8, OptimizerSpec.Epsilon.OUTSIDE_ROOT, OptimizerSpec.Start.ZERO),
                new OptimizerSpec.LookAheadRmsProp(0.1, 0.9, 0.8, 1e-8, OptimizerSpec.Epsilon.OUTSIDE_ROOT),
                OptimizerSpec.AdaGrad.deeplearning4j(0.1, 1e-6),
                new OptimizerSpec.AdaGrad(0.1, 1e-6, OptimizerSpec.Epsilon.OUTSIDE_ROOT, OptimizerSpec.Start.ZERO),
                new OptimizerSpec.Adam(0.1, 0.9, 0.999, 1e-8, OptimizerSpec.Adam.Form.REORDERED),
                new OptimizerSpec.Adam(0.1, 0.9, 0.999, 1e-8, OptimizerSpec.Adam.Form.ALGORITHM_1),
                new OptimizerSpec.Adam(0.1, 0.9, 0.999, 1e-8, OptimizerSpec.Adam.Form.INSIDE_ROOT));
    }

    private static String dialect(OptimizerSpec optimizer) {
        if (optimizer instanceof OptimizerSpec.Adam adam) {
            return switch (adam.form()) {
                case REORDERED -> "Adam, ε beside √v";
                case ALGORITHM_1 -> "Adam, ε beside √v̂";
                case INSIDE_ROOT -> "Adam, ε inside the root";
            };
        }
        if (optimizer instanceof OptimizerSpec.Nesterov nesterov) {
            boolean lookAhead = nesterov.form() == OptimizerSpec.Nesterov.Form.LOOK_AHEAD;
            return lookAhead ? "Nesterov, gradient ahead" : "Nesterov, reformulated";
        }
        if (optimizer instanceof OptimizerSpec.LookAheadRmsProp) {
            return "RmsProp with look-ahead momentum";
        }
        if (optimizer.slots().isEmpty()) {
            return optimizer.title();
        }
        return optimizer.title() + (optimizer.initial("s") == 0 ? ", s from 0" : ", s from ε");
    }

    private static Case forward(LayerSpec layer, boolean fromState) {
        return scenario(layer, fromState, new Objective.None(), Optional.empty(), EnumSet.of(Kind.OUTPUTS));
    }

    private static Case upstream(LayerSpec layer, boolean fromState, Set<Kind> observed) {
        Sequence gradient = Sequence.random(TIME, BATCH, layer.outputs(), 1);
        return scenario(layer, fromState, new Objective.Upstream(gradient, Map.of()), Optional.empty(), observed);
    }

    private static Case loss(LossFunction function) {
        Activation activation = switch (function) {
            case MCXENT -> Activation.SOFTMAX;
            case XENT -> Activation.SIGMOID;
            default -> Activation.IDENTITY;
        };
        LayerSpec dense = new DenseSpec("dense", 2, 2, activation);
        return scenario(dense, false, targets(function, dense), Optional.empty(), GRADIENTS);
    }

    private static Case training(LayerSpec layer, OptimizerSpec optimizer) {
        Objective.Targets objective = targets(LossFunction.MSE, layer);
        Minibatch minibatch = new Minibatch(input(layer), objective.targets());
        Training training =
                new Training(optimizer, OptimizerState.initial(optimizer, NetworkSpec.of(layer)), List.of(minibatch));
        return scenario(layer, false, objective, Optional.of(training), STEPS);
    }

    private static Objective.Targets targets(LossFunction function, LayerSpec layer) {
        double[] half = new double[TIME * BATCH * layer.outputs()];
        Arrays.fill(half, 0.5);
        return new Objective.Targets(
                Loss.of(function, Reduction.MEAN_OVER_BATCH), new Sequence(TIME, BATCH, layer.outputs(), half));
    }

    private static Sequence input(LayerSpec layer) {
        return Sequence.random(TIME, BATCH, layer.inputs(), 2);
    }

    private static Case scenario(
            LayerSpec layer, boolean fromState, Objective objective, Optional<Training> training, Set<Kind> observed) {
        NetworkSpec network = NetworkSpec.of(layer);
        Map<String, State> states = new HashMap<>();
        if (fromState && layer instanceof RecurrentSpec recurrent) {
            State state = State.zero(recurrent, BATCH);
            state.h().fill(0.5);
            states.put(layer.name(), state);
        }
        return new Case(
                "probe", network, Weights.random(network, 3), input(layer), states, objective, training, observed);
    }
}
