package dev.lockstep.adapter.process;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.Start;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Schedule;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Optimizer steps by torch.optim, with schedules, penalties, weight decay and clipped gradients. */
class PyTorchOptimizerTest extends PyTorchLive {
    static final OptimizerSpec.Adam ADAM =
            new OptimizerSpec.Adam(0.01, 0.9, 0.99, 1e-6, OptimizerSpec.Adam.Form.ALGORITHM_1);
    /** By a power of two PyTorch's buffer, −v/α, can be had from v exactly. */
    static final OptimizerSpec.Nesterov NESTEROV =
            new OptimizerSpec.Nesterov(0.125, 0.9, OptimizerSpec.Nesterov.Form.REFORMULATED);

    static final OptimizerSpec.Nadam NADAM =
            new OptimizerSpec.Nadam(0.01, 0.9, 0.99, 1e-6, OptimizerSpec.Nadam.Form.GROWING_MOMENTUM);
    static final OptimizerSpec.AmsGrad AMS_GRAD =
            new OptimizerSpec.AmsGrad(0.01, 0.9, 0.99, 1e-6, OptimizerSpec.AmsGrad.Form.ALGORITHM_1);
    static final NetworkSpec NETWORK = NetworkSpec.of(
            new SimpleRnnSpec("rnn", 2, 3, Activation.TANH, Bias.TWO, true),
            new DenseSpec("dense", 3, 2, Activation.IDENTITY));

    static List<OptimizerSpec> optimizers() {
        return List.of(
                new OptimizerSpec.Sgd(0.1),
                new OptimizerSpec.NoOp(),
                NESTEROV,
                ADAM,
                AMS_GRAD,
                new OptimizerSpec.AdaMax(0.01, 0.9, 0.99, 1e-6, OptimizerSpec.AdaMax.Form.BESIDE_GRADIENT),
                new OptimizerSpec.AdaDelta(0.5, 0.9, 1e-6),
                new OptimizerSpec.RmsProp(0.01, 0.9, 1e-6, Epsilon.OUTSIDE_ROOT, Start.ZERO),
                new OptimizerSpec.AdaGrad(0.1, 1e-6, Epsilon.OUTSIDE_ROOT, Start.ZERO),
                new OptimizerSpec.AdaGrad(0.1, 1e-6, Epsilon.OUTSIDE_ROOT, Start.EPSILON));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void optimizerStepsAgreeAlsoFromAStateInTheMiddle(OptimizerSpec optimizer) {
        for (OptimizerState start : List.of(OptimizerState.initial(optimizer, NETWORK), middle(optimizer))) {
            expectAgreement(training(NETWORK, optimizer, new GradientClip.Elementwise(0.02), start));
        }
    }

    /** From a norm that is far above the threshold, from one that only 1e-6 brings above it, and from one below. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1e-2, 100})
    void theNormOfAllParametersIsClippedWithAnEpsilonBesideIt(double threshold) {
        OptimizerState start = middle(ADAM);
        expectAgreement(training(NETWORK, ADAM, new GradientClip.GlobalNorm(threshold, 1e-6), start));
        expectAgreement(training(NETWORK, NESTEROV, new GradientClip.GlobalNorm(threshold, 1e-6), middle(NESTEROV)));
    }

    /** PyTorch 1.13 has another formula, of which it says so itself. */
    @Test
    void nadamAgreesOrIsRefusedByItsVersion() {
        for (OptimizerState start : List.of(OptimizerState.initial(NADAM, NETWORK), middle(NADAM))) {
            Case training = training(NETWORK, NADAM, GradientClip.NONE, start);
            if (PYTORCH.version().startsWith("1.")) {
                expectRefusal(training, "its NAdam before version 2.0 has a μ too many in the product that corrects m");
            } else {
                expectAgreement(training);
            }
        }
    }

    /** torch.optim's weight_decay is l2, of weights and biases in groups of their own; initial states have none. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void penaltiesOfWeightsAndBiasesAgree(OptimizerSpec optimizer) {
        Regularisation l2 =
                new Regularisation(new Regularisation.Rule(0, 0.3, 0, true), new Regularisation.Rule(0, 0.1, 0, false));
        expectAgreement(training(NETWORK, optimizer, new GradientClip.Elementwise(0.02), middle(optimizer))
                .training(whole -> whole.with(l2)));
    }

    @Test
    void weightDecayBesideTheStepAgrees() {
        Regularisation decay =
                new Regularisation(new Regularisation.Rule(0, 0, 0.3, true), new Regularisation.Rule(0, 0, 0.1, true));
        Regularisation ofWeights =
                new Regularisation(new Regularisation.Rule(0, 0, 0.3, true), Regularisation.Rule.NONE);
        for (OptimizerSpec optimizer : List.of(ADAM, AMS_GRAD)) {
            Case plain = training(NETWORK, optimizer, GradientClip.NONE, middle(optimizer));
            expectAgreement(plain.training(whole -> whole.with(decay)));
            expectAgreement(plain.training(whole -> whole.with(ofWeights)));
        }
    }

    static List<Schedule> schedules() {
        List<Schedule> schedules = new ArrayList<>();
        schedules.add(new Schedule.Fixed(0.02));
        schedules.add(new Schedule.Step(0.1, 0.7, 2));
        schedules.add(new Schedule.Exponential(0.1, 0.7));
        schedules.add(new Schedule.Inverse(0.1, 0.3, 0.75));
        schedules.add(new Schedule.Poly(0.1, 1.5, 6, Schedule.Poly.Form.FALLING));
        schedules.add(new Schedule.Poly(0.1, 1.5, 6, Schedule.Poly.Form.RISING));
        schedules.add(new Schedule.Sigmoid(0.1, -0.5, 4));
        schedules.add(new Schedule.Table(new TreeMap<>(Map.of(0, 0.1, 4, 0.03, 6, 0.05))));
        schedules.add(new Schedule.Cycle(0.02, 0.1, 5, 1, 0.5));
        schedules.add(new Schedule.Ramp(new Schedule.Exponential(0.1, 0.7), 6));
        schedules.add(new Schedule.Ramp(new Schedule.Fixed(0.1), 2));
        return schedules;
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void schedulesAgreeByStepsAndByEpochs(Schedule schedule) {
        for (int every : List.of(1, 2)) {
            expectAgreement(training(NETWORK, ADAM, GradientClip.NONE, middle(ADAM))
                    .training(whole -> whole.at(new Pace(schedule, every))));
        }
    }

    @Test
    void nesterovAtAFixedPaceAgrees() {
        expectAgreement(training(NETWORK, NESTEROV, GradientClip.NONE, middle(NESTEROV))
                .training(whole -> whole.at(Pace.ofSteps(new Schedule.Fixed(0.25)))));
    }

    /** Of an LSTM in both directions over rows that end early, with weights of steps. */
    @Test
    void trainingOnMaskedMinibatchesAgrees() {
        NetworkSpec network = NetworkSpec.of(
                BidirectionalSpec.of(
                        BidirectionalSpec.Mode.CONCAT, BidirectionalSpec.Form.WRAPPER, LstmSpec.plain("both", 2, 3)),
                new LastStepSpec("last", 6),
                new DenseSpec("dense", 6, 2, Activation.IDENTITY));
        Case whole = training(network, ADAM, GradientClip.NONE, OptimizerState.initial(ADAM, network));
        Sequence weights = fractions(1, 1, 8);
        List<Minibatch> masked = new ArrayList<>();
        for (Minibatch minibatch : whole.training().orElseThrow().minibatches()) {
            int longest = 1 + masked.size() % TIME;
            masked.add(new Minibatch(
                    minibatch.input(),
                    minibatch.targets(),
                    first(MaskRule.CARRY, 1, longest, TIME).withLabels(weights)));
        }
        masked.add(masked.get(0));
        expectAgreement(whole.training(training -> training.over(masked)));
        expectAgreement(fromZero(whole.training(training -> training.over(masked.stream()
                .map(minibatch -> new Minibatch(
                        minibatch.input(),
                        minibatch.targets(),
                        first(MaskRule.RESET, 2, 1, TIME).withLabels(weights)))
                .toList()))));
    }

    /** Its state after three steps, all of it positive. */
    static OptimizerState middle(OptimizerSpec optimizer) {
        Map<String, Weights> slots = new LinkedHashMap<>();
        optimizer.slots().forEach(slot -> slots.put(slot, positive(slot.hashCode())));
        return new OptimizerState(3, slots);
    }

    private static Weights positive(long seed) {
        Weights drawn = Weights.random(NETWORK, seed);
        drawn.keys().forEach(key -> {
            double[] values = drawn.get(key).array();
            for (int i = 0; i < values.length; i++) {
                values[i] = 0.1 + Math.abs(values[i]);
            }
        });
        return drawn;
    }

    static Case training(NetworkSpec network, OptimizerSpec optimizer, GradientClip clip, OptimizerState start) {
        List<Minibatch> minibatches = new ArrayList<>();
        int outputTime = network.outputTime(TIME);
        for (int seed = 20; seed < 25; seed++) {
            minibatches.add(new Minibatch(
                    Sequence.random(TIME, BATCH, network.inputs(), seed),
                    fractions(outputTime, network.outputs(), 30 + seed)));
        }
        Loss loss = Loss.of(LossFunction.MSE, Reduction.MEAN_OVER_BATCH);
        Set<Kind> kinds = EnumSet.of(Kind.SCORE, Kind.PARAMETER);
        if (!optimizer.slots().isEmpty()) {
            kinds.add(Kind.OPTIMIZER_STATE);
        }
        return scenario(
                network,
                new Objective.Targets(loss, fractions(outputTime, network.outputs(), 7)),
                Optional.of(new Training(optimizer, clip, start, minibatches)),
                kinds);
    }
}
