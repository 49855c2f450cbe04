package dev.lockstep.adapter.dl4j;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A network under {@code BackpropType.TruncatedBPTT}, at fixed parameters: per chunk it computes what {@code fit} computes
 * ({@code doTruncatedBPTT}), state carried over and all, but for the update that {@code fit} makes after each chunk.
 *
 * <p>What comes out is DL4J's own, wrong from the second chunk on: the backward pass of every recurrent layer runs its chunk
 * forward once more and starts that from zero, not from the carried state. The backward length is never read.
 */
// The warning is about a method that MultiLayerNetwork itself overrides.
@SuppressWarnings("overrides")
final class ChunkedNetwork extends MultiLayerNetwork {
    private static final long serialVersionUID = 1L;

    private final transient ArrayTranslation arrays;
    private transient INDArray chunkInputGradient;

    /**
     * @param configuration with TruncatedBPTT as its type of backpropagation
     * @param arrays with features before time, since {@code fit} cuts the last dimension
     */
    ChunkedNetwork(MultiLayerConfiguration configuration, ArrayTranslation arrays) {
        super(configuration);
        this.arrays = arrays;
    }

    /**
     * Sums over chunks.
     *
     * @param score DL4J's score
     * @param gradient of all parameters, flat, summed over the batch
     * @param inputGradient {@code [batch × features × time]}, likewise
     */
    record Sums(double score, INDArray gradient, INDArray inputGradient) {}

    /**
     * Runs all chunks from zero states.
     *
     * @param input {@code [batch × features × time]}
     * @param targets {@code [batch × outputs × time]}
     * @param featureMask {@code [batch × time]}, or null
     * @param labelMask {@code [batch × time]} or {@code [batch × outputs × time]}, or null
     */
    Sums sums(INDArray input, INDArray targets, INDArray featureMask, INDArray labelMask) {
        long time = input.size(2);
        int length = getLayerWiseConfigurations().getTbpttFwdLength();
        double score = 0;
        INDArray gradient = Nd4j.zeros(arrays.dataType(), 1, numParams());
        INDArray inputGradient = Nd4j.zeros(arrays.dataType(), input.shape());
        rnnClearPreviousState();
        for (long start = 0; start < time; start += length) {
            long end = Math.min(start + length, time);
            setInput(arrays.steps(input, start, end).dup());
            setLabels(arrays.steps(targets, start, end).dup());
            setLayerMaskArrays(chunk(featureMask, start, end), chunk(labelMask, start, end));
            computeGradientAndScore();
            updateRnnStateWithTBPTTState();
            score += score();
            gradient.addi(getGradientsViewArray());
            arrays.steps(inputGradient, start, end).assign(chunkInputGradient);
        }
        clearLayerMaskArrays();
        rnnClearPreviousState();
        return new Sums(score, gradient, inputGradient);
    }

    private INDArray chunk(INDArray mask, long start, long end) {
        if (mask == null) {
            return null;
        }
        return (mask.rank() == 3
                        ? arrays.steps(mask, start, end)
                        : mask.get(NDArrayIndex.all(), NDArrayIndex.interval(start, end)))
                .dup();
    }

    /** As DL4J does it; but the error that the lowest layer hands down, which DL4J drops here, is kept. */
    @Override
    protected Pair<Gradient, INDArray> calcBackpropGradients(
            INDArray epsilon, boolean withOutputLayer, boolean tbptt, boolean returnInputActGrad) {
        Pair<Gradient, INDArray> gradients = super.calcBackpropGradients(epsilon, withOutputLayer, tbptt, true);
        chunkInputGradient = gradients.getSecond();
        return gradients;
    }
}
