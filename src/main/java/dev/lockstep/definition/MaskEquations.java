package dev.lockstep.definition;

import dev.lockstep.model.MaskRule;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/**
 * What happens to a state s after a step whose mask m is 0, where s′ is the state before the step and s̃ the one after it.
 *
 * <pre>
 * (K1) s = m·s̃                     RESET: Deeplearning4j's SimpleRnn; the next step starts from zero
 * (K2) s = m·s̃ + (1 − m)·s′        CARRY: Keras; what PyTorch's packed sequences amount to
 * </pre>
 */
public class MaskEquations {
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
