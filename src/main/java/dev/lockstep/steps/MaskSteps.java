package dev.lockstep.steps;

import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Sequence;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Given;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Which steps of the input count, and how much the costs of steps or of single outputs weigh. */
public final class MaskSteps {
    private static final String FEATURES = "feature mask";
    private static final String LABELS = "label mask";

    private final ScenarioState state = ScenarioState.current();

    /** 1 where a step of a row counts, 0 where it does not: columns row, t1, t2 … */
    @Given("the feature mask is")
    public void featureMask(DataTable table) {
        features(MaskTable.ofSteps(FEATURES, state.input().time(), table));
    }

    /** Every step counts with a probability of 2/3; in a row of which none would, the first does. */
    @Given("a random feature mask from seed {long}")
    public void randomFeatureMask(long seed) {
        Sequence mask = drawn(state.input().time(), 1, seed, MaskSteps::bit);
        for (int row = 0; row < mask.batch(); row++) {
            double sum = 0;
            for (int t = 1; t <= mask.time(); t++) {
                sum += mask.get(t, row, 0);
            }
            if (sum == 0) {
                mask.at(1).setEntry(row, 0, 1);
            }
        }
        features(mask);
    }

    /** Rows of 1 to all steps, after which the rest does not count. */
    @Given("sequences of random lengths from seed {long}")
    public void randomLengths(long seed) {
        features(lengths(seed, false));
    }

    /** Rows of 1 to all steps, before which the rest does not count. */
    @Given("sequences of random lengths from seed {long}, padded in front")
    public void randomLengthsInFront(long seed) {
        features(lengths(seed, true));
    }

    /** What happens in recurrent layers at steps that do not count: the state stays what it was. */
    @Given("masked steps keep the state")
    public void keep() {
        rule(MaskRule.CARRY);
    }

    /** What happens in recurrent layers at steps that do not count: the state becomes zero, as where nothing is said. */
    @Given("masked steps reset the state")
    public void reset() {
        rule(MaskRule.RESET);
    }

    /** What the costs of steps of rows are multiplied by: columns row, t1, t2 … */
    @Given("the label mask is")
    public void labelMask(DataTable table) {
        labels(MaskTable.ofSteps(LABELS, outputTime(), table));
    }

    /** What the costs of single outputs are multiplied by: columns t, row, y1, y2 … */
    @Given("the label mask of single outputs is")
    public void labelMaskOfOutputs(DataTable table) {
        labels(MaskTable.ofOutputs(
                LABELS, outputTime(), state.input().batch(), state.network().outputs(), table));
    }

    /** The cost of every step counts with a probability of 2/3. */
    @Given("a random label mask from seed {long}")
    public void randomLabelMask(long seed) {
        labels(drawn(outputTime(), 1, seed, MaskSteps::bit));
    }

    /** The cost of every single output counts with a probability of 2/3. */
    @Given("a random label mask of single outputs from seed {long}")
    public void randomLabelMaskOfOutputs(long seed) {
        labels(drawn(outputTime(), state.network().outputs(), seed, MaskSteps::bit));
    }

    /** The cost of every step is multiplied by a number from [0, 1). */
    @Given("a random label mask of fractions from seed {long}")
    public void randomFractions(long seed) {
        labels(drawn(outputTime(), 1, seed, MaskSteps::fraction));
    }

    /** The cost of every single output is multiplied by a number from [0, 1). */
    @Given("a random label mask of fractions of single outputs from seed {long}")
    public void randomFractionsOfOutputs(long seed) {
        labels(drawn(outputTime(), state.network().outputs(), seed, MaskSteps::fraction));
    }

    private int outputTime() {
        return state.network().outputTime(state.input().time());
    }

    private void features(Sequence mask) {
        state.masks(
                new Masks(Optional.of(mask), state.masks().rule(), state.masks().labels()));
    }

    private void rule(MaskRule rule) {
        state.masks(new Masks(state.masks().features(), rule, state.masks().labels()));
    }

    private void labels(Sequence mask) {
        state.masks(state.masks().withLabels(mask));
    }

    private Sequence lengths(long seed, boolean inFront) {
        int time = state.input().time();
        Sequence drawn = drawn(1, 1, seed, value -> 1 + Math.floor(fraction(value) * time));
        Sequence mask = Sequence.zeros(time, drawn.batch(), 1);
        for (int row = 0; row < mask.batch(); row++) {
            double length = drawn.get(1, row, 0);
            for (int t = 1; t <= time; t++) {
                boolean counts = inFront ? t > time - length : t <= length;
                mask.at(t).setEntry(row, 0, counts ? 1 : 0);
            }
        }
        return mask;
    }

    /** A function of numbers drawn uniformly from [−1, 1), for every row of the input. */
    private Sequence drawn(int time, int features, long seed, DoubleUnaryOperator function) {
        Sequence drawn = Sequence.random(time, state.input().batch(), features, seed);
        for (int i = 0; i < drawn.values().length; i++) {
            drawn.values()[i] = function.applyAsDouble(drawn.values()[i]);
        }
        return drawn;
    }

    private static double bit(double value) {
        return fraction(value) < 2.0 / 3 ? 1 : 0;
    }

    private static double fraction(double value) {
        return (value + 1) / 2;
    }
}
