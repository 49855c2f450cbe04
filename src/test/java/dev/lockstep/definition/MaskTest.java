package dev.lockstep.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * (K1) and (K2) by what follows from them on paper: a step that is carried over might as well not be there, and what comes after a
 * reset might as well begin there. Each is held against runs without a mask.
 */
class MaskTest {
    private static final int TIME = 6;
    private static final int UNITS = 3;
    private static final int INPUTS = 2;

    static List<RecurrentSpec> layers() {
        return List.of(
                new SimpleRnnSpec("layer", INPUTS, UNITS, Activation.TANH, Bias.ONE, false),
                LstmSpec.plain("layer", INPUTS, UNITS),
                new LstmSpec("layer", INPUTS, UNITS, Activation.TANH, Activation.SIGMOID, true),
                new LstmSpec("layer", INPUTS, UNITS, Activation.TANH, Activation.SIGMOID, false, Bias.TWO),
                GruSpec.plain("layer", INPUTS, UNITS));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void aTailThatIsCarriedOverIsAShorterSequence(RecurrentSpec layer) {
        carriedOver(layer, List.of(1, 2, 3, 4), 1, 1, 1, 1, 0, 0);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void aStepInTheMiddleThatIsCarriedOverIsNotThere(RecurrentSpec layer) {
        carriedOver(layer, List.of(1, 2, 4, 6), 1, 1, 0, 1, 0, 1);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void afterAResetASequenceBegins(RecurrentSpec layer) {
        Run whole = Run.of(layer, TIME, 1);
        Observations masked = whole.observe(MaskRule.RESET, 1, 1, 0, 1, 1, 1);
        Observations before = whole.steps(List.of(1, 2), true).observe();
        Observations after = whole.steps(List.of(4, 5, 6), false).observe();

        double[] outputs = masked.get(Quantity.outputs("layer")).values();
        same(slice(outputs, 0, 2), before.get(Quantity.outputs("layer")).values());
        same(slice(outputs, 2, 3), new double[UNITS]);
        same(slice(outputs, 3, 6), after.get(Quantity.outputs("layer")).values());
        same(masked, after, Quantity.finalHidden("layer"));
        // Nothing flows through the zero: gradients are the sum of those before and after it, h0 and c0 matter before
        // it only.
        same(masked, before, Quantity.initialHiddenGradient("layer"));
        if (layer.hasCell()) {
            same(masked, after, Quantity.finalCell("layer"));
            same(masked, before, Quantity.initialCellGradient("layer"));
        }
        for (ParameterKey key : whole.scenario().weights().keys()) {
            double[] first = before.get(Quantity.gradient(key)).values();
            double[] last = after.get(Quantity.gradient(key)).values();
            double[] sum = new double[first.length];
            for (int k = 0; k < sum.length; k++) {
                sum[k] = first[k] + last[k];
            }
            same(masked.get(Quantity.gradient(key)).values(), sum);
        }
        double[] dx = masked.get(Quantity.inputGradient()).values();
        same(sliceInputs(dx, 0, 2), before.get(Quantity.inputGradient()).values());
        same(sliceInputs(dx, 2, 3), new double[INPUTS]);
        same(sliceInputs(dx, 3, 6), after.get(Quantity.inputGradient()).values());
    }

    @ParameterizedTest
    @MethodSource("layers")
    void everyRowHasItsOwnMask(RecurrentSpec layer) {
        for (MaskRule rule : MaskRule.values()) {
            Run both = Run.of(layer, TIME, 2);
            Observations masked = both.observe(rule, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 0, 1);
            double[] first = both.row(0)
                    .observe(rule, 1, 0, 1, 1, 1, 0)
                    .get(Quantity.outputs("layer"))
                    .values();
            double[] second = both.row(1)
                    .observe(rule, 1, 1, 0, 1, 0, 1)
                    .get(Quantity.outputs("layer"))
                    .values();
            double[] outputs = masked.get(Quantity.outputs("layer")).values();
            for (int step = 0; step < TIME; step++) {
                same(slice(outputs, 2 * step, 2 * step + 1), slice(first, step, step + 1));
                same(slice(outputs, 2 * step + 1, 2 * step + 2), slice(second, step, step + 1));
            }
        }
    }

    /** The masked run against one of the steps alone that count; a masked step shows the state before it. */
    private static void carriedOver(RecurrentSpec layer, List<Integer> counting, double... mask) {
        Run whole = Run.of(layer, TIME, 1);
        Run shorter = whole.steps(counting, true);
        Observations expected = shorter.observe();
        Observations masked = whole.observe(MaskRule.CARRY, mask);

        double[] outputs = masked.get(Quantity.outputs("layer")).values();
        double[] dx = masked.get(Quantity.inputGradient()).values();
        int at = 0;
        for (int step = 1; step <= TIME; step++) {
            at += counting.contains(step) ? 1 : 0;
            same(
                    slice(outputs, step - 1, step),
                    slice(expected.get(Quantity.outputs("layer")).values(), at - 1, at));
            same(
                    sliceInputs(dx, step - 1, step),
                    counting.contains(step)
                            ? sliceInputs(expected.get(Quantity.inputGradient()).values(), at - 1, at)
                            : new double[INPUTS]);
        }
        same(masked, expected, Quantity.finalHidden("layer"));
        same(masked, expected, Quantity.initialHiddenGradient("layer"));
        if (layer.hasCell()) {
            same(masked, expected, Quantity.finalCell("layer"));
            same(masked, expected, Quantity.initialCellGradient("layer"));
        }
        for (ParameterKey key : shorter.scenario().weights().keys()) {
            same(masked, expected, Quantity.gradient(key));
        }
    }

    private static double[] slice(double[] values, int from, int to) {
        return Arrays.copyOfRange(values, from * UNITS, to * UNITS);
    }

    private static double[] sliceInputs(double[] values, int from, int to) {
        return Arrays.copyOfRange(values, from * INPUTS, to * INPUTS);
    }

    private static void same(Observations found, Observations expected, Quantity quantity) {
        assertThat(found.get(quantity).values())
                .as(quantity.toString())
                .containsExactly(expected.get(quantity).values(), within(1e-15));
    }

    private static void same(double[] found, double[] expected) {
        assertThat(found).containsExactly(expected, within(1e-15));
    }

    /** A case with a gradient arriving at every step; at a step that a mask may carry over, none arrives. */
    private record Run(Case scenario) {
        static Run of(RecurrentSpec layer, int time, int batch) {
            NetworkSpec network = NetworkSpec.of(layer);
            return new Run(scenario(
                    layer,
                    Weights.random(network, 7),
                    Sequence.random(time, batch, INPUTS, 2),
                    state(layer, batch),
                    Sequence.random(time, batch, UNITS, 3)));
        }

        private static State state(RecurrentSpec layer, int batch) {
            RowMajorMatrix h = Sequence.random(1, batch, UNITS, 4).at(1);
            return layer.hasCell()
                    ? State.of(h, Sequence.random(1, batch, UNITS, 5).at(1))
                    : State.of(h);
        }

        private static Case scenario(RecurrentSpec layer, Weights weights, Sequence x, State start, Sequence upstream) {
            Set<Kind> kinds = EnumSet.of(
                    Kind.OUTPUTS,
                    Kind.FINAL_HIDDEN,
                    Kind.FINAL_CELL,
                    Kind.GRADIENT,
                    Kind.INPUT_GRADIENT,
                    Kind.INITIAL_HIDDEN_GRADIENT,
                    Kind.INITIAL_CELL_GRADIENT);
            return new Case(
                    "masked",
                    NetworkSpec.of(layer),
                    weights,
                    x,
                    Map.of("layer", start),
                    new Objective.Upstream(upstream, Map.of()),
                    Optional.empty(),
                    kinds);
        }

        private RecurrentSpec layer() {
            return scenario.network().recurrent().get(0);
        }

        private Sequence upstream() {
            return ((Objective.Upstream) scenario.objective()).outputs();
        }

        /** Some steps alone, from 1, from the given state or from zero. */
        Run steps(List<Integer> counting, boolean given) {
            int batch = scenario.input().batch();
            State start = given ? scenario.initialStates().get("layer") : State.zero(layer(), batch);
            return new Run(scenario(
                    layer(),
                    scenario.weights(),
                    picked(scenario.input(), counting),
                    start,
                    picked(upstream(), counting)));
        }

        /** One row alone. */
        Run row(int row) {
            State start = scenario.initialStates().get("layer");
            RowMajorMatrix h = RowMajorMatrix.wrap(start.h().getRow(row), 1, UNITS);
            State own = start.c().isPresent()
                    ? State.of(h, RowMajorMatrix.wrap(start.c().get().getRow(row), 1, UNITS))
                    : State.of(h);
            return new Run(
                    scenario(layer(), scenario.weights(), row(scenario.input(), row), own, row(upstream(), row)));
        }

        /** Without a mask. */
        Observations observe() {
            return Definition.STANDARD.observe(scenario);
        }

        /** With a mask; where it carries over, no gradient arrives, since there is no step that it could arrive at. */
        Observations observe(MaskRule rule, double... mask) {
            int batch = scenario.input().batch();
            double[] arriving = upstream().values().clone();
            for (int k = 0; k < arriving.length; k++) {
                arriving[k] *= mask[k / UNITS];
            }
            Sequence upstream = new Sequence(scenario.input().time(), batch, UNITS, arriving);
            Case silent = scenario(
                    layer(),
                    scenario.weights(),
                    scenario.input(),
                    scenario.initialStates().get("layer"),
                    upstream);
            return Definition.STANDARD.observe(
                    silent.with(Masks.ofFeatures(new Sequence(scenario.input().time(), batch, 1, mask), rule)));
        }

        private static Sequence picked(Sequence whole, List<Integer> steps) {
            Sequence picked = Sequence.zeros(steps.size(), whole.batch(), whole.features());
            for (int step = 1; step <= steps.size(); step++) {
                for (int row = 0; row < whole.batch(); row++) {
                    picked.at(step).setRow(row, whole.at(steps.get(step - 1)).getRow(row));
                }
            }
            return picked;
        }

        private static Sequence row(Sequence whole, int row) {
            Sequence one = Sequence.zeros(whole.time(), 1, whole.features());
            for (int step = 1; step <= whole.time(); step++) {
                one.at(step).setRow(0, whole.at(step).getRow(row));
            }
            return one;
        }
    }
}
