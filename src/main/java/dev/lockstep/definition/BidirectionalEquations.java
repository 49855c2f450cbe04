package dev.lockstep.definition;

import dev.lockstep.model.BidirectionalSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** (B1) to (B3) of {@code dev.lockstep.layer}. */
public class BidirectionalEquations {
    /** (B2), which steps count in the order in which the reverse layer reads them. */
    public Counts reversed(Counts counts, int time) {
        return counts.reversed(time);
    }

    /** (B2), r in the order of time. */
    public <T extends RealFieldElement<T>> Grid<T> inOrder(Grid<T> asYielded) {
        return asYielded.reversed();
    }

    /** (B3), of one row at one step: what the two directions yield, combined. */
    public <T extends RealFieldElement<T>> List<T> combined(
            Arithmetic<T> math, BidirectionalSpec layer, List<T> forward, List<T> reverse) {
        if (layer.mode() == BidirectionalSpec.Mode.CONCAT) {
            List<T> both = new ArrayList<>(forward);
            both.addAll(reverse);
            return both;
        }
        List<T> combined = new ArrayList<>(forward.size());
        for (int unit = 0; unit < forward.size(); unit++) {
            T f = forward.get(unit);
            T r = reverse.get(unit);
            combined.add(
                    switch (layer.mode()) {
                        case MUL -> f.multiply(r);
                        case AVERAGE -> f.add(r).multiply(0.5);
                        default -> f.add(r);
                    });
        }
        return combined;
    }
}
