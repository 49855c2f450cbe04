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

    private transient INDArray chunkInputGradient;

    /** @param configuration with TruncatedBPTT as its type of backpropagation */
    ChunkedNetwork(MultiLayerConfiguration configuration) {
        super(configuration);
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
     */
    Sums sums(INDArray input, INDArray targets) {
        long time = input.size(2);
        int length = getLayerWiseConfigurations().getTbpttFwdLength();
        double score = 0;
        INDArray gradient = Nd4j.zeros(1, numParams());
        INDArray inputGradient = Nd4j.zeros(input.shape());
        rnnClearPreviousState();
        for (long start = 0; start < time; start += length) {
            long end = Math.min(start + length, time);
            setInput(chunk(input, start, end).dup());
            setLabels(chunk(targets, start, end).dup());
            computeGradientAndScore();
            updateRnnStateWithTBPTTState();
            score += score();
            gradient.addi(getGradientsViewArray());
            chunk(inputGradient, start, end).assign(chunkInputGradient);
        }
        rnnClearPreviousState();
        return new Sums(score, gradient, inputGradient);
    }

    /** As DL4J does it; but the error that the lowest layer hands down, which DL4J drops here, is kept. */
    @Override
    protected Pair<Gradient, INDArray> calcBackpropGradients(
            INDArray epsilon, boolean withOutputLayer, boolean tbptt, boolean returnInputActGrad) {
        Pair<Gradient, INDArray> gradients = super.calcBackpropGradients(epsilon, withOutputLayer, tbptt, true);
        chunkInputGradient = gradients.getSecond();
        return gradients;
    }

    private static INDArray chunk(INDArray series, long start, long end) {
        return series.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(start, end));
    }
}
