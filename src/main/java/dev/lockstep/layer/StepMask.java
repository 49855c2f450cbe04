package dev.lockstep.layer;

import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Sequence;
import java.util.Optional;

/**
 * Which steps of which rows count in recurrent layers.
 *
 * @param rule what happens at a step that does not
 * @param values 1 for a step that counts, 0 for one that does not {@code [time × batch × 1]}; empty where all do
 */
record StepMask(MaskRule rule, Optional<Sequence> values) {
    /** Every step of every row counts. */
    static final StepMask NONE = new StepMask(MaskRule.RESET, Optional.empty());

    /** The mask of a network's input. */
    static StepMask of(Masks masks) {
        return new StepMask(masks.rule(), masks.features());
    }

    /** The mask that a layer finds for itself: a step of a row does not count if all its features have the masking value. */
    static StepMask found(MaskZeroSpec layer, Sequence x) {
        Sequence mask = Sequence.zeros(x.time(), x.batch(), 1);
        for (int k = 0; k < x.values().length; k++) {
            if (x.values()[k] != layer.value()) {
                mask.values()[k / x.features()] = 1;
            }
        }
        return new StepMask(layer.rule(), Optional.of(mask));
    }

    /** Whether step t of a row counts; t from 1, rows from 0. */
    boolean counts(int t, int row) {
        return values.isEmpty() || values.get().get(t, row, 0) != 0;
    }

    /** Whether step t counts in every row. */
    boolean countsInAll(int t) {
        for (int row = 0; values.isPresent() && row < values.get().batch(); row++) {
            if (!counts(t, row)) {
                return false;
            }
        }
        return true;
    }

    /** Of the steps from {@code from} to {@code to} alone, both included, counted from 1. */
    StepMask steps(int from, int to) {
        return new StepMask(rule, values.map(mask -> mask.steps(from, to)));
    }

    /** The same where time runs the other way. */
    StepMask reversed() {
        return new StepMask(rule, values.map(Bidirectional::reversed));
    }
}
