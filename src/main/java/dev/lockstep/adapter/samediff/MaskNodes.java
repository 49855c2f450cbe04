package dev.lockstep.adapter.samediff;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Sequence;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** A mask of features as leaves without gradients; another mask of the same shape can take their place. */
final class MaskNodes {
    private final List<SDVariable> counts = new ArrayList<>();
    private final List<SDVariable> last = new ArrayList<>();

    /** @param features {@code [time × batch × 1]} of 0 and 1 */
    MaskNodes(SameDiff graph, Sequence features) {
        for (int t = 1; t <= features.time(); t++) {
            counts.add(graph.constant(ArrayTranslation.array(features.at(t))));
            last.add(graph.constant(ArrayTranslation.array(last(features, t))));
        }
    }

    /** 1 in rows where a step counts, otherwise 0 {@code [batch × 1]}. */
    SDVariable counts(int step) {
        return counts.get(step);
    }

    /** Of every row the last step that counts: the sum of all steps, each times 1 where it is that step and 0 elsewhere. */
    SDVariable last(List<SDVariable> x) {
        SDVariable sum = x.get(0).mul(last.get(0));
        for (int step = 1; step < x.size(); step++) {
            sum = sum.add(x.get(step).mul(last.get(step)));
        }
        return sum;
    }

    /** Another mask of the same shape. */
    void exchange(Sequence features) {
        for (int t = 1; t <= features.time(); t++) {
            counts.get(t - 1).getArr().assign(ArrayTranslation.array(features.at(t)));
            last.get(t - 1).getArr().assign(ArrayTranslation.array(last(features, t)));
        }
    }

    private static RowMajorMatrix last(Sequence features, int t) {
        RowMajorMatrix last = new RowMajorMatrix(features.batch(), 1);
        for (int row = 0; row < features.batch(); row++) {
            boolean after = false;
            for (int later = t + 1; later <= features.time(); later++) {
                after |= features.get(later, row, 0) == 1;
            }
            last.setEntry(row, 0, features.get(t, row, 0) == 1 && !after ? 1 : 0);
        }
        return last;
    }
}
