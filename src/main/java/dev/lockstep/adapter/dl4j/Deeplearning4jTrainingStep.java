package dev.lockstep.adapter.dl4j;

import dev.lockstep.model.Case;
import dev.lockstep.model.Loss;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import dev.lockstep.port.TrainingStep;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The step of Deeplearning4j: {@code fit} on one minibatch, with its workspaces on, as they are where nobody asks. */
public final class Deeplearning4jTrainingStep implements TrainingStep {
    private final ArrayTranslation arrays;
    private final NetworkTranslation translation;
    private final SteppedNetwork network;
    private final INDArray input;
    private final INDArray targets;
    private final double rate;
    private final double scoreFactor;

    /**
     * @param scenario a case with training by Sgd of a network that yields sequences; every step reads the first minibatch,
     *     from states of zero
     */
    public Deeplearning4jTrainingStep(Case scenario) {
        Nd4jRuntime.start();
        Training training = scenario.training().orElseThrow();
        Minibatch minibatch = training.minibatches().get(0);
        Loss loss = ((Objective.Targets) scenario.objective()).loss();
        rate = ((OptimizerSpec.Sgd) training.optimizer()).rate();
        scoreFactor = loss.reduction() == Reduction.SUM ? minibatch.input().batch() : 1;
        arrays = new ArrayTranslation(scenario.execution());
        translation = new NetworkTranslation(scenario.network(), arrays);
        network =
                translation.stepped(scenario.weights(), loss, minibatch.input().time(), training);
        // In this order a time step is contiguous, and DL4J up to a fifth faster.
        input = arrays.series(minibatch.input()).dup('f');
        targets = arrays.series(minibatch.targets()).dup('f');
    }

    @Override
    public void take() {
        network.fit(input, targets);
    }

    /** Its score is the mean over the batch, whatever its gradients are. */
    @Override
    public double loss() {
        return network.score() * scoreFactor;
    }

    /** Its Sgd leaves rate · ∇ where ∇ was. */
    @Override
    public Weights gradients() {
        double[] values = ArrayTranslation.values(network.getGradientsViewArray());
        for (int i = 0; i < values.length; i++) {
            values[i] /= rate;
        }
        return translation.layout().unflatten(values);
    }

    @Override
    public Sequence inputGradient() {
        return arrays.sequence(network.inputGradient());
    }

    @Override
    public Weights parameters() {
        return translation.layout().unflatten(ArrayTranslation.values(network.params()));
    }
}
