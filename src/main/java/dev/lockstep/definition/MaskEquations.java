package dev.lockstep.definition;

import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/**
 * What happens to a state s after a step whose mask m is 0, where s′ is the state before the step and s̃ the one after it.
 *
 * <pre>
 * (K1) s = m·s̃                     RESET: Deeplearning4j's SimpleRnn; the next step starts from zero
 * (K2) s = m·s̃ + (1 − m)·s′        CARRY: Keras; what PyTorch's packed sequences amount to
 * (K5) MaskZero: m = 0 where every feature of x has the masking value, else 1
 * (K6) LastStep: y = x at the last t of the row where m = 1
 * </pre>
 */
public class MaskEquations {
    /** (K5). */
    public <T extends RealFieldElement<T>> Counts counts(MaskZeroSpec layer, Grid<T> x) {
        return Counts.where(layer, x);
    }

    /** (K6), the step of a row that is kept, from 0. */
    public int lastStep(Counts counts, int time, int row) {
        int step = time - 1;
        while (counts.at(step, row) == 0) {
            step--;
        }
        return step;
    }

    /** Which steps count above a layer, of those that counted below it: all where one step is left. */
    public Counts above(LayerSpec layer, Counts below) {
        return layer instanceof LastStepSpec ? Counts.ALL : below;
    }

    /**
     * The memory of one row after a step, the very one that the layer made of it where the step counts.
     *
     * @param mask 0 or 1
     */
    public <T extends RealFieldElement<T>> Memory<T> after(
            Arithmetic<T> math, MaskRule rule, double mask, Memory<T> before, Memory<T> stepped) {
        return mask == 1
                ? stepped
                : new Memory<>(each(math, rule, before.h(), stepped.h()), each(math, rule, before.c(), stepped.c()));
    }

    private static <T extends RealFieldElement<T>> List<T> each(
            Arithmetic<T> math, MaskRule rule, List<T> before, List<T> stepped) {
        List<T> states = new ArrayList<>(stepped.size());
        for (int unit = 0; unit < stepped.size(); unit++) {
            states.add(rule == MaskRule.CARRY ? before.get(unit) : math.number(0));
        }
        return states;
    }
}
