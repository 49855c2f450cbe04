package dev.lockstep.adapter.ours;

import dev.lockstep.layer.Gradients;
import dev.lockstep.layer.Network;
import dev.lockstep.layer.Trace;
import dev.lockstep.model.Case;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import dev.lockstep.optimizer.Optimizer;
import dev.lockstep.port.TrainingStep;
import java.util.Map;

/** The step of our own layers. */
public final class OursTrainingStep implements TrainingStep {
    private final NetworkSpec spec;
    private final Minibatch minibatch;
    private final Objective.Targets objective;
    private final Optimizer optimizer;
    private OptimizerState state;
    private Weights theta;
    private double loss;
    private Gradients gradients;

    /** @param scenario a case with training, whose first minibatch every step reads, from states of zero */
    public OursTrainingStep(Case scenario) {
        Training training = scenario.training().orElseThrow();
        this.spec = scenario.network();
        this.minibatch = training.minibatches().get(0);
        this.objective = new Objective.Targets(((Objective.Targets) scenario.objective()).loss(), minibatch.targets());
        this.optimizer = Optimizer.of(training.optimizer(), spec);
        this.state = training.start();
        this.theta = scenario.weights();
    }

    @Override
    public void take() {
        Network network = new Network(spec, theta);
        Trace trace = network.forward(minibatch.input(), Map.of());
        loss = network.score(trace, objective);
        gradients = network.backward(trace, objective);
        Optimizer.Step next = optimizer.step(state, theta, gradients.weights());
        theta = next.theta();
        state = next.state();
    }

    @Override
    public double loss() {
        return loss;
    }

    @Override
    public Weights gradients() {
        return gradients.weights();
    }

    @Override
    public Sequence inputGradient() {
        return gradients.dx();
    }

    @Override
    public Weights parameters() {
        return theta;
    }
}
