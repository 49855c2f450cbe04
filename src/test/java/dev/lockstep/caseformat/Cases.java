package dev.lockstep.caseformat;

import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.BidirectionalSpec.Mode;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Schedule;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Cases that together have everything the model can express; numbers are drawn from stated seeds. */
final class Cases {
    static final NetworkSpec STACK = NetworkSpec.of(
            new LstmSpec("layer 1", 2, 3, Activation.TANH, Activation.HARD_SIGMOID, true),
            new SimpleRnnSpec("two", 3, 2, Activation.LEAKY_RELU, Bias.TWO, true),
            LstmSpec.plain("plain", 2, 2),
            new SimpleRnnSpec("none", 2, 2, Activation.RELU, Bias.NONE, false),
            new LastStepSpec("last", 2),
            new DenseSpec("outputs", 2, 2, Activation.SOFTMAX, Bias.ONE));

    private static final NetworkSpec GRUS = NetworkSpec.of(
            GruSpec.plain("usual", 2, 3),
            new GruSpec(
                    "first version",
                    3,
                    2,
                    Activation.SOFTSIGN,
                    Activation.HARD_SIGMOID,
                    GruSpec.Reset.BEFORE_PRODUCT,
                    Bias.ONE),
            new GruSpec(
                    "bias-free", 2, 2, Activation.TANH, Activation.SIGMOID, GruSpec.Reset.AFTER_PRODUCT, Bias.NONE));

    private static final NetworkSpec CLIPPED = NetworkSpec.of(
            new SimpleRnnSpec("rnn", 2, 3, Activation.TANH).clippingPreActivationsAt(0.1),
            BidirectionalSpec.of(
                    Mode.ADD, Form.WRAPPER, LstmSpec.plain("lstm", 3, 2).clippingPreActivationsAt(3)),
            GruSpec.plain("gru", 2, 2).clippingPreActivationsAt(1e-30));

    private static final NetworkSpec LSTMS = NetworkSpec.of(
            new LstmSpec("two", 2, 3, Activation.TANH, Activation.SIGMOID, true, Bias.TWO),
            new LstmSpec("bias-free", 3, 2, Activation.TANH, Activation.SIGMOID, false, Bias.NONE),
            BidirectionalSpec.of(
                    Mode.ADD,
                    Form.WRAPPER,
                    new LstmSpec("both ways", 2, 2, Activation.TANH, Activation.SIGMOID, false, Bias.TWO)));

    /** Wrappers of every mode and form. */
    static final NetworkSpec WRAPPERS = NetworkSpec.of(
            BidirectionalSpec.of(Mode.CONCAT, Form.WRAPPER, LstmSpec.plain("both ways", 2, 2)),
            BidirectionalSpec.of(
                    Mode.ADD, Form.GRAVES, new LstmSpec("graves", 4, 2, Activation.TANH, Activation.SIGMOID, true)),
            BidirectionalSpec.of(Mode.AVERAGE, Form.WRAPPER, GruSpec.plain("mean", 2, 2)),
            BidirectionalSpec.of(Mode.MUL, Form.WRAPPER, normalised("product", 2)),
            new ActivationSpec("squashed", 2, Activation.SOFTSIGN),
            new DenseSpec("outputs", 2, 2, Activation.SIGMOID));

    private static final NetworkSpec ONE_WAY = NetworkSpec.of(
            new MaskZeroSpec(normalised("padded", 2), 0.5, MaskRule.CARRY),
            new MaskZeroSpec(LstmSpec.plain("zeros", 2, 2), 0, MaskRule.RESET),
            new DenseSpec("outputs", 2, 2, Activation.SIGMOID));

    private static final NetworkSpec SMALL =
            NetworkSpec.of(new DenseSpec("dense", 2, 1, Activation.IDENTITY, Bias.NONE));

    private Cases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        cases.add(forward(STACK));
        cases.add(forward(GRUS));
        cases.add(forward(LSTMS));
        cases.add(forward(CLIPPED));
        cases.add(upstream());
        cases.add(forward(WRAPPERS));
        cases.add(masked());
        cases.add(segmented());
        for (Truncation truncation : List.of(new Truncation.Sliding(0), new Truncation.Chunked(2))) {
            cases.add(with(loss(), truncation, Optional.empty(), EnumSet.of(Kind.SCORE, Kind.GRADIENT)));
        }
        List<GradientClip> clips = List.of(
                GradientClip.NONE,
                new GradientClip.Elementwise(0.5),
                new GradientClip.GlobalNorm(1e-3),
                new GradientClip.GlobalNorm(1e-3, 1e-6),
                new GradientClip.ScopedNorm(GradientClip.Scope.LAYER, 0.5),
                new GradientClip.ScopedNorm(GradientClip.Scope.PARAMETER, 0.25),
                new GradientClip.Renormalised(GradientClip.Scope.LAYER),
                new GradientClip.Renormalised(GradientClip.Scope.PARAMETER));
        List<OptimizerSpec> optimizers = optimizers();
        for (int i = 0; i < optimizers.size(); i++) {
            cases.add(training(optimizers.get(i), clips.get(i % clips.size())));
        }
        Case sgd = training(new OptimizerSpec.Sgd(0.1), GradientClip.NONE);
        schedules().forEach(schedule -> cases.add(sgd.training(given -> given.at(Pace.ofSteps(schedule)))));
        cases.add(sgd.training(given -> given.at(new Pace(new Schedule.Exponential(0.1, 0.9), 3))));
        Regularisation.Rule weights = new Regularisation.Rule(0.1, 0.2, 0.3, false);
        Regularisation both = new Regularisation(weights, new Regularisation.Rule(0, 0, 0.4, true));
        cases.add(sgd.training(given -> given.with(both)));
        cases.add(sgd.training(given -> given.with(both.told(Regularisation.Setting.WHOLE_NETWORK))));
        return cases;
    }

    private static List<Schedule> schedules() {
        List<Schedule> schedules = new ArrayList<>(List.of(
                new Schedule.Fixed(0.1),
                new Schedule.Step(0.1, 0.5, 2),
                new Schedule.Exponential(0.1, 0.9),
                new Schedule.Inverse(0.1, 0.5, 0.75),
                new Schedule.Sigmoid(0.1, -0.5, 3),
                new Schedule.Table(new TreeMap<>(Map.of(0, 0.1, 3, 0.05))),
                new Schedule.Cycle(0.1, 0.4, 6, 2, 0.5),
                new Schedule.Ramp(new Schedule.Exponential(0.1, 0.9), 4)));
        for (Schedule.Poly.Form form : Schedule.Poly.Form.values()) {
            schedules.add(new Schedule.Poly(0.1, 1.5, 4, form));
        }
        return schedules;
    }

    static List<OptimizerSpec> optimizers() {
        List<OptimizerSpec> optimizers = new ArrayList<>();
        optimizers.add(new OptimizerSpec.Sgd(0.1));
        for (OptimizerSpec.Nesterov.Form form : OptimizerSpec.Nesterov.Form.values()) {
            optimizers.add(new OptimizerSpec.Nesterov(0.1, 0.9, form));
        }
        for (OptimizerSpec.Epsilon placement : OptimizerSpec.Epsilon.values()) {
            optimizers.add(new OptimizerSpec.RmsProp(0.1, 0.9, 1e-8, placement, OptimizerSpec.Start.EPSILON));
            optimizers.add(new OptimizerSpec.LookAheadRmsProp(0.05, 0.5, 0.8, 1e-6, placement));
            optimizers.add(new OptimizerSpec.AdaGrad(0.1, 1e-6, placement, OptimizerSpec.Start.ZERO));
        }
        for (OptimizerSpec.Adam.Form form : OptimizerSpec.Adam.Form.values()) {
            optimizers.add(new OptimizerSpec.Adam(0.1, 0.9, 0.999, 1e-8, form));
        }
        optimizers.add(new OptimizerSpec.NoOp());
        optimizers.add(new OptimizerSpec.AdaDelta(0.5, 0.9, 1e-6));
        for (OptimizerSpec.AmsGrad.Form form : OptimizerSpec.AmsGrad.Form.values()) {
            optimizers.add(new OptimizerSpec.AmsGrad(0.1, 0.9, 0.999, 1e-8, form));
        }
        for (OptimizerSpec.AdaMax.Form form : OptimizerSpec.AdaMax.Form.values()) {
            optimizers.add(new OptimizerSpec.AdaMax(0.1, 0.9, 0.999, 1e-8, form));
        }
        for (OptimizerSpec.Nadam.Form form : OptimizerSpec.Nadam.Form.values()) {
            optimizers.add(new OptimizerSpec.Nadam(0.1, 0.9, 0.999, 1e-8, form));
        }
        for (OptimizerSpec.AdaBelief.Form form : OptimizerSpec.AdaBelief.Form.values()) {
            optimizers.add(new OptimizerSpec.AdaBelief(0.1, 0.9, 0.999, 1e-8, form));
        }
        return optimizers;
    }

    static Case forward(NetworkSpec network) {
        return new Case(
                "forward",
                network,
                Weights.random(network, 1),
                Sequence.random(4, 3, network.inputs(), 2),
                states(network, 3),
                new Objective.None(),
                Optional.empty(),
                EnumSet.of(Kind.OUTPUTS, Kind.FINAL_HIDDEN, Kind.FINAL_CELL));
    }

    static Case upstream() {
        Case forward = forward(STACK);
        Objective upstream = new Objective.Upstream(Sequence.random(1, 3, 2, 4), finalStates());
        return new Case(
                "upstream",
                STACK,
                forward.weights(),
                forward.input(),
                forward.initialStates(),
                upstream,
                Optional.empty(),
                EnumSet.of(
                        Kind.OUTPUTS,
                        Kind.FINAL_HIDDEN,
                        Kind.FINAL_CELL,
                        Kind.GRADIENT,
                        Kind.INPUT_GRADIENT,
                        Kind.INITIAL_HIDDEN_GRADIENT,
                        Kind.INITIAL_CELL_GRADIENT));
    }

    static Case loss() {
        Case forward = forward(STACK);
        Loss loss = new Loss(
                LossFunction.MCXENT, Reduction.MEAN_OVER_BATCH_AND_TIME, Clipping.clamped(1e-5), List.of(0.5, 2.0));
        return new Case(
                "loss",
                STACK,
                forward.weights(),
                forward.input(),
                forward.initialStates(),
                new Objective.Targets(loss, Sequence.random(1, 3, 2, 5)),
                Optional.empty(),
                EnumSet.of(Kind.SCORE));
    }

    /** Both masks, in the case and in a minibatch, in single precision. */
    static Case masked() {
        Case forward = forward(WRAPPERS);
        Sequence features = new Sequence(4, 3, 1, new double[] {1, 0, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0});
        Sequence labels = Sequence.random(4, 3, 2, 5);
        Arrays.setAll(labels.values(), i -> Math.abs(labels.values()[i]));
        Masks both = Masks.ofFeatures(features, MaskRule.CARRY).withLabels(labels);
        Sequence targets = Sequence.random(4, 3, 2, 6);
        Training training = new Training(
                new OptimizerSpec.Sgd(0.1),
                OptimizerState.initial(new OptimizerSpec.Sgd(0.1), WRAPPERS),
                List.of(
                        new Minibatch(forward.input(), targets, Masks.ofLabels(labels.steps(1, 4))),
                        new Minibatch(forward.input(), targets),
                        new Minibatch(forward.input(), targets, Masks.ofFeatures(features, MaskRule.RESET))));
        return new Case(
                "masked",
                WRAPPERS,
                forward.weights(),
                forward.input(),
                both,
                forward.initialStates(),
                new Objective.Targets(Loss.of(LossFunction.L2, Reduction.SUM), targets),
                Truncation.NONE,
                Optional.of(training),
                new Execution(Precision.SINGLE, SequenceFormat.NWC),
                EnumSet.of(Kind.OUTPUTS, Kind.SCORE, Kind.GRADIENT, Kind.PARAMETER));
    }

    private static Case segmented() {
        Case forward = forward(ONE_WAY);
        return new Case(
                "segmented",
                ONE_WAY,
                forward.weights(),
                forward.input(),
                forward.initialStates(),
                new Objective.Targets(Loss.of(LossFunction.L2, Reduction.SUM), Sequence.random(4, 3, 2, 6)),
                new Truncation.Segmented(3, 2),
                Optional.empty(),
                EnumSet.of(Kind.OUTPUTS, Kind.STREAMED, Kind.GRADIENT));
    }

    private static SimpleRnnSpec normalised(String name, int inputs) {
        return new SimpleRnnSpec(name, inputs, 2, Activation.TANH, Bias.ONE, Optional.of(new LayerNorm(1e-5)), false);
    }

    /** Three steps on two minibatches, from a state that an earlier step may have left. */
    static Case training(OptimizerSpec optimizer, GradientClip clip) {
        Minibatch one = new Minibatch(Sequence.random(2, 3, 2, 6), Sequence.random(2, 3, 1, 7));
        Minibatch other = new Minibatch(Sequence.random(1, 2, 2, 8), Sequence.random(1, 2, 1, 9));
        Map<String, Weights> slots = new LinkedHashMap<>();
        optimizer.slots().forEach(slot -> slots.put(slot, Weights.of(SMALL, new double[][] {{slot.charAt(0)}, {0.1}})));
        Training training = new Training(optimizer, clip, new OptimizerState(7, slots), List.of(one, other, one));
        Case whole = new Case(
                "training",
                SMALL,
                Weights.random(SMALL, 1),
                one.input(),
                Map.of(),
                new Objective.Targets(Loss.of(LossFunction.WASSERSTEIN, Reduction.SUM), one.targets()),
                Optional.empty(),
                EnumSet.of(Kind.OUTPUTS));
        return with(
                whole,
                Truncation.NONE,
                Optional.of(training),
                EnumSet.of(Kind.SCORE, Kind.PARAMETER, Kind.OPTIMIZER_STATE));
    }

    private static Case with(Case base, Truncation truncation, Optional<Training> training, Set<Kind> observed) {
        return new Case(
                base.name(),
                base.network(),
                base.weights(),
                base.input(),
                base.initialStates(),
                base.objective(),
                truncation,
                training,
                observed);
    }

    private static Map<String, State> states(NetworkSpec network, int batch) {
        Map<String, State> states = new LinkedHashMap<>();
        for (RecurrentSpec layer : network.recurrent()) {
            if (!layer.trainableStart()) {
                states.put(layer.name(), state(layer, batch));
            }
        }
        return states;
    }

    private static Map<String, State> finalStates() {
        Map<String, State> states = new LinkedHashMap<>();
        STACK.recurrent().forEach(layer -> states.put(layer.name(), state(layer, 3)));
        return states;
    }

    private static State state(RecurrentSpec layer, int batch) {
        Sequence drawn = Sequence.random(2, batch, layer.units(), layer.units() + 10);
        return layer.hasCell() ? State.of(drawn.at(1), drawn.at(2)) : State.of(drawn.at(1));
    }
}
