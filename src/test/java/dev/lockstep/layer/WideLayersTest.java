package dev.lockstep.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.adapter.ours.OursFramework;
import dev.lockstep.definition.Definition;
import dev.lockstep.definition.DifferenceQuotients;
import dev.lockstep.definition.DoubleDouble;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.Results;
import dev.lockstep.definition.TwofoldPrecision;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Support;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every layer that can be wrapped, masked or cut off in time, alone and in stacks, with and without masks: outputs, states and
 * gradients against the definition, whose gradients come from a tape, and gradients against difference quotients of forward
 * passes in 32 digits.
 */
class WideLayersTest {
    private static final int TIME = 6;
    private static final int BATCH = 3;
    private static final EnumSet<Kind> OBSERVED = EnumSet.of(
            Kind.OUTPUTS,
            Kind.STREAMED,
            Kind.FINAL_HIDDEN,
            Kind.FINAL_CELL,
            Kind.GRADIENT,
            Kind.INPUT_GRADIENT,
            Kind.INITIAL_HIDDEN_GRADIENT,
            Kind.INITIAL_CELL_GRADIENT);
    private static final EnumSet<Kind> GRADIENTS =
            EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT, Kind.INITIAL_HIDDEN_GRADIENT, Kind.INITIAL_CELL_GRADIENT);

    /** The rows: a masked end; a masked beginning and a gap of two; nothing masked. */
    private static final double[] MASK = {1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1};

    private static SimpleRnnSpec normalised(Activation phi, Bias bias, boolean trainedStart) {
        return new SimpleRnnSpec("layer", 3, 4, phi, bias, Optional.of(new LayerNorm(1e-3)), trainedStart);
    }

    private static GruSpec gru(GruSpec.Reset reset, Bias bias) {
        return new GruSpec("layer", 3, 4, Activation.TANH, Activation.SIGMOID, reset, bias);
    }

    private static List<RecurrentSpec> recurrent() {
        List<RecurrentSpec> layers = new ArrayList<>();
        for (GruSpec.Reset reset : GruSpec.Reset.values()) {
            for (Bias bias : Bias.values()) {
                layers.add(gru(reset, bias));
            }
            layers.add(new GruSpec("layer", 2, 3, Activation.ELU, Activation.SOFTPLUS, reset, Bias.TWO));
        }
        for (Bias bias : Bias.values()) {
            layers.add(normalised(Activation.TANH, bias, false));
        }
        layers.add(normalised(Activation.SOFTMAX, Bias.TWO, true));
        layers.add(new SimpleRnnSpec("layer", 3, 4, Activation.TANH, Bias.TWO, false));
        layers.add(new SimpleRnnSpec("layer", 3, 4, Activation.SOFTSIGN, Bias.ONE, true));
        layers.add(LstmSpec.plain("layer", 3, 4));
        layers.add(new LstmSpec("layer", 3, 4, Activation.SOFTSIGN, Activation.SIGMOID, true));
        return layers;
    }

    private static List<NetworkSpec> networks() {
        List<NetworkSpec> networks = new ArrayList<>();
        recurrent().forEach(layer -> networks.add(NetworkSpec.of(layer)));
        for (BidirectionalSpec.Mode mode : BidirectionalSpec.Mode.values()) {
            for (RecurrentSpec layer : List.of(
                    LstmSpec.plain("layer", 3, 4),
                    new SimpleRnnSpec("layer", 3, 4, Activation.TANH, Bias.ONE, true),
                    gru(GruSpec.Reset.BEFORE_PRODUCT, Bias.ONE))) {
                networks.add(NetworkSpec.of(both(mode, layer)));
            }
        }
        LstmSpec graves = new LstmSpec("layer", 3, 4, Activation.TANH, Activation.SIGMOID, true);
        networks.add(NetworkSpec.of(
                BidirectionalSpec.of(BidirectionalSpec.Mode.ADD, BidirectionalSpec.Form.GRAVES, graves)));
        networks.add(NetworkSpec.of(
                gru(GruSpec.Reset.AFTER_PRODUCT, Bias.TWO),
                both(BidirectionalSpec.Mode.CONCAT, LstmSpec.plain("both", 4, 3)),
                new LastStepSpec("last", 6),
                new DenseSpec("dense", 6, 3, Activation.IDENTITY),
                new ActivationSpec("activation", 3, Activation.SOFTMAX)));
        networks.add(NetworkSpec.of(
                new ActivationSpec("activation", 3, Activation.SOFTSIGN),
                normalised(Activation.TANH, Bias.ONE, false),
                new LstmSpec("lstm", 4, 3, Activation.TANH, Activation.SIGMOID, true)));
        return networks;
    }

    private static BidirectionalSpec both(BidirectionalSpec.Mode mode, RecurrentSpec like) {
        return BidirectionalSpec.of(mode, BidirectionalSpec.Form.WRAPPER, like);
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (NetworkSpec network : networks()) {
            cases.add(scenario(network));
            for (MaskRule rule : MaskRule.values()) {
                cases.add(scenario(network).with(Masks.ofFeatures(new Sequence(TIME, BATCH, 1, MASK), rule)));
            }
        }
        for (RecurrentSpec layer : recurrent()) {
            for (MaskRule rule : MaskRule.values()) {
                LayerSpec masked = new MaskZeroSpec(layer, 0.25, rule);
                cases.add(scenario(NetworkSpec.of(
                        masked,
                        new LastStepSpec("last", layer.units()),
                        new DenseSpec("dense", layer.units(), 2, Activation.TANH))));
                cases.add(scenario(NetworkSpec.of(masked, LstmSpec.plain("above", layer.units(), 2))));
            }
        }
        return cases;
    }

    static List<Case> truncated() {
        List<Case> cases = new ArrayList<>();
        for (Case scenario : cases()) {
            cases.add(scenario.with(new Truncation.Sliding(2)));
            boolean oneWay = scenario.network().layers().stream()
                    .noneMatch(layer -> layer instanceof BidirectionalSpec || layer instanceof LastStepSpec);
            if (oneWay) {
                cases.add(scenario.with(new Truncation.Chunked(4)));
                cases.add(scenario.with(new Truncation.Segmented(4, 3)));
                cases.add(scenario.with(new Truncation.Segmented(2, 1)));
            }
            if (oneWay && scenario.masks().equals(Masks.NONE)) {
                cases.add(scenario.with(new Truncation.Segmented(4, 4)));
                cases.add(scenario.with(new Truncation.Segmented(9, 6)));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theLayersComputeWhatTheEquationsSay(Case scenario) {
        asDefined(scenario);
    }

    @ParameterizedTest
    @MethodSource("truncated")
    void errorsAreCutOffWhereTheEquationsSay(Case scenario) {
        asDefined(scenario);
    }

    /** All but those with a layer above what skips steps, which only adds to what the tape goes back through. */
    static Stream<Case> sloped() {
        return cases().stream()
                .filter(scenario -> scenario.network().recurrent().stream()
                        .noneMatch(layer -> layer.name().equals("above")));
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("sloped")
    void gradientsAreTheSlopesOfForwardPasses(Case given) {
        // What is masked for having one value has no slope: any other value is not masked.
        boolean jumps = given.network().layers().stream().anyMatch(MaskZeroSpec.class::isInstance);
        EnumSet<Kind> kinds = EnumSet.copyOf(GRADIENTS);
        kinds.removeIf(kind -> jumps && kind == Kind.INPUT_GRADIENT);
        Case scenario = given.observing(kinds);
        Results<DoubleDouble> quotients =
                DifferenceQuotients.gradients(Equations.STANDARD, scenario, new TwofoldPrecision(), 3e-10);
        Observations ours = new OursFramework().observe(scenario);
        assertThat(ours.quantities()).isEqualTo(quotients.quantities());
        for (Quantity quantity : ours.quantities()) {
            double[] expected = quotients.get(quantity).stream()
                    .mapToDouble(DoubleDouble::getReal)
                    .toArray();
            near(quantity, ours.get(quantity).values(), expected);
        }
    }

    static List<Case> trained() {
        List<Case> cases = new ArrayList<>();
        SimpleRnnSpec fromParameter = new SimpleRnnSpec("first", 2, 3, Activation.TANH, Bias.ONE, true);
        NetworkSpec oneWay = NetworkSpec.of(
                fromParameter,
                gru(GruSpec.Reset.AFTER_PRODUCT, Bias.TWO),
                new DenseSpec("dense", 4, 2, Activation.SIGMOID));
        cases.add(training(oneWay, Truncation.NONE));
        cases.add(training(oneWay, new Truncation.Segmented(4, 3)));
        cases.add(training(oneWay, new Truncation.Segmented(2, 2)));
        cases.add(training(
                NetworkSpec.of(
                        both(BidirectionalSpec.Mode.MUL, normalised(Activation.TANH, Bias.ONE, true)),
                        new LastStepSpec("last", 4)),
                Truncation.NONE));
        return cases;
    }

    @ParameterizedTest
    @MethodSource("trained")
    void trainingIsWhatTheEquationsSay(Case scenario) {
        assertThat(new OursFramework().supports(scenario)).isEqualTo(Support.YES);
        asDefined(scenario);
    }

    /** Three minibatches with masks of their own, of features and of labels. */
    private static Case training(NetworkSpec network, Truncation truncation) {
        int time = network.outputTime(TIME);
        Sequence weights = Sequence.random(time, BATCH, 1, 71);
        for (int k = 0; k < weights.values().length; k++) {
            weights.values()[k] = 1 + weights.values()[k];
        }
        Masks masks = Masks.ofFeatures(new Sequence(TIME, BATCH, 1, MASK), MaskRule.CARRY)
                .withLabels(weights);
        List<Minibatch> minibatches = new ArrayList<>();
        for (int step = 0; step < 3; step++) {
            minibatches.add(new Minibatch(
                    Sequence.random(TIME, BATCH, network.inputs(), 61 + step),
                    Sequence.random(time, BATCH, network.outputs(), 66 + step),
                    step == 1 ? Masks.NONE : masks));
        }
        OptimizerSpec adam = new OptimizerSpec.Adam(0.01, 0.9, 0.999, 1e-3, OptimizerSpec.Adam.Form.ALGORITHM_1);
        Minibatch first = minibatches.get(0);
        return new Case(
                        "trained",
                        network,
                        Weights.random(network, 7),
                        first.input(),
                        Map.of(),
                        new Objective.Targets(Loss.of(LossFunction.L2, Reduction.SUM), first.targets()),
                        truncation,
                        Optional.of(new Training(adam, OptimizerState.initial(adam, network), minibatches)),
                        EnumSet.allOf(Kind.class))
                .with(first.masks());
    }

    private static void asDefined(Case scenario) {
        Observations ours = new OursFramework().observe(scenario);
        Observations defined = Definition.STANDARD.observe(scenario);
        assertThat(ours.quantities()).isEqualTo(defined.quantities());
        for (Quantity quantity : ours.quantities()) {
            assertThat(ours.get(quantity).axes())
                    .isEqualTo(defined.get(quantity).axes());
            near(quantity, ours.get(quantity).values(), defined.get(quantity).values());
        }
    }

    private static void near(Quantity quantity, double[] found, double[] expected) {
        double greatest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(found).as(quantity.toString()).containsExactly(expected, within(1e-14 * Math.max(1, greatest)));
    }

    /** From states that are not zero, with a gradient arriving at every step and at every final state. */
    private static Case scenario(NetworkSpec network) {
        Sequence input = Sequence.random(TIME, BATCH, network.inputs(), 11);
        if (network.layers().get(0) instanceof MaskZeroSpec masked) {
            for (int k = 0; k < input.values().length; k++) {
                input.values()[k] = MASK[k / network.inputs()] == 0 ? masked.value() : input.values()[k];
            }
            input.at(2).setEntry(0, 0, masked.value()); // one feature alone masks nothing
        }
        Map<String, State> starts = new TreeMap<>();
        Map<String, State> finals = new TreeMap<>();
        for (RecurrentSpec layer : network.recurrent()) {
            if (!layer.trainableStart()) {
                starts.put(layer.name(), state(layer, 20 + starts.size()));
            }
            finals.put(layer.name(), state(layer, 40 + finals.size()));
        }
        Sequence upstream = Sequence.random(network.outputTime(TIME), BATCH, network.outputs(), 13);
        return new Case(
                network.layers().toString(),
                network,
                Weights.random(network, 7),
                input,
                starts,
                new Objective.Upstream(upstream, finals),
                Optional.empty(),
                OBSERVED);
    }

    private static State state(RecurrentSpec layer, long seed) {
        RowMajorMatrix h = Sequence.random(1, BATCH, layer.units(), seed).at(1);
        return layer.hasCell()
                ? State.of(
                        h, Sequence.random(1, BATCH, layer.units(), seed + 100).at(1))
                : State.of(h);
    }
}
