package dev.lockstep.adapter.dl4j;

import dev.lockstep.model.Masks;
import dev.lockstep.model.Sequence;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Masks as DL4J's arrays, {@code [batch × time]} whatever the format of sequences.
 *
 * @param arrays how arrays are made
 * @param sequences whether the network yields whole sequences, not their last step
 */
record MaskTranslation(ArrayTranslation arrays, boolean sequences) {
    /** {@code [batch × time]}, or null where every step counts. */
    INDArray featureMask(Masks masks) {
        return masks.features().map(arrays::steps).orElse(null);
    }

    /**
     * {@code [batch × time]} for whole steps or {@code [batch × outputs × time]} for single outputs, the latter in this order
     * whatever the format; after the last step {@code [batch × 1]} or {@code [batch × outputs]}; null where all labels count
     * and there is no feature mask.
     *
     * <p>Beside a feature mask a label mask is never left out: where there is none, loss layers take the one of features.
     *
     * @param masks of features and labels
     * @param targets to which the mask of labels belongs
     */
    INDArray labelMask(Masks masks, Sequence targets) {
        if (masks.labels().isPresent()) {
            Sequence mask = masks.labels().get();
            if (!sequences) {
                return arrays.step(mask);
            }
            return mask.features() == 1 ? arrays.steps(mask) : arrays.timeLast(mask);
        }
        return masks.features().isPresent()
                ? Nd4j.ones(arrays.dataType(), targets.batch(), sequences ? targets.time() : 1)
                : null;
    }
}
