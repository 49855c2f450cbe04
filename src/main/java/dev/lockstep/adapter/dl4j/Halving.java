package dev.lockstep.adapter.dl4j;

import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A dropout that leaves nothing to chance: it halves. */
final class Halving implements IDropout {
    private static final long serialVersionUID = 1;

    @Override
    public INDArray applyDropout(
            INDArray activations, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
        return activations.muli(0.5, result);
    }

    @Override
    public INDArray backprop(INDArray gradientAtOutput, INDArray gradientAtInput, int iteration, int epoch) {
        return gradientAtOutput.muli(0.5, gradientAtInput);
    }

    @Override
    public void clear() {
        // nothing is remembered
    }

    @Override
    public Halving clone() {
        return new Halving();
    }
}
