package dev.lockstep.adapter.libtorch;

import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Sequence;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Which steps of a case or of a minibatch count, as packed sequences have it: the first ones of every row. */
final class Packing {
    /** Every step counts. */
    static final Packing NONE = new Packing(Masks.NONE);

    private final Optional<Sequence> mask;
    private final boolean carries;

    Packing(Masks masks) {
        this.mask = masks.features();
        this.carries = masks.rule() == MaskRule.CARRY;
    }

    /** Why no packed sequence has this mask, a clause that follows "because"; empty where one has. */
    Optional<String> obstacle() {
        return mask.flatMap(counts -> {
            long[] lengths = lengths(counts);
            for (int row = 0; row < counts.batch(); row++) {
                for (int t = 1; t <= counts.time(); t++) {
                    if ((counts.get(t, row, 0) != 0) != (t <= lengths[row])) {
                        return Optional.of("its packed sequences leave out steps at the end of a row only");
                    }
                }
                if (lengths[row] == 0) {
                    return Optional.of("its packed sequences have no rows without a step");
                }
            }
            return Optional.empty();
        });
    }

    /** Whether some step does not count. */
    boolean pads() {
        return mask.stream()
                .flatMapToDouble(counts -> Arrays.stream(counts.values()))
                .anyMatch(value -> value == 0);
    }

    /** Whether states are zero at steps that do not count, and there are such. */
    boolean resets() {
        return pads() && !carries;
    }

    /** Whether states stay as they are at steps that do not count, and there are such. */
    boolean carries() {
        return pads() && carries;
    }

    /** How many steps of every row count {@code [batch]}; empty without a mask. */
    Optional<Tensor> lengths() {
        return mask.map(counts -> torch.tensor(lengths(counts)));
    }

    /** Which steps count, true and false {@code [time × batch × 1]}; there must be a mask. */
    Tensor counts(Tensors tensors) {
        return tensors.of(mask.orElseThrow()).ne(new Scalar(0.0));
    }

    private static long[] lengths(Sequence counts) {
        long[] lengths = new long[counts.batch()];
        for (int row = 0; row < counts.batch(); row++) {
            for (int t = 1; t <= counts.time(); t++) {
                lengths[row] += counts.get(t, row, 0) != 0 ? 1 : 0;
            }
        }
        return lengths;
    }
}
