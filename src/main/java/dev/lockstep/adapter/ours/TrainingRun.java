package dev.lockstep.adapter.ours;

import dev.lockstep.layer.Network;
import dev.lockstep.layer.Trace;
import dev.lockstep.model.Case;
import dev.lockstep.model.Loss;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import dev.lockstep.optimizer.Clipper;
import dev.lockstep.optimizer.Optimizer;
import java.util.Optional;

/** The optimizer steps of a case, observed one by one. */
final class TrainingRun {
    private final Case scenario;
    private final Observer observer;
    private final Training training;
    private final Loss loss;

    /** @param scenario a case with training, and so with targets */
    TrainingRun(Case scenario, Observer observer) {
        this.scenario = scenario;
        this.observer = observer;
        this.training = scenario.training().orElseThrow();
        this.loss = ((Objective.Targets) scenario.objective()).loss();
    }

    void run() {
        Optimizer optimizer = Optimizer.of(training.optimizer(), scenario.network());
        Clipper clipper = new Clipper(training.clip(), scenario.network());
        Weights theta = scenario.weights();
        OptimizerState state = training.start();
        for (int step = 1; step <= training.minibatches().size(); step++) {
            Minibatch minibatch = training.minibatches().get(step - 1);
            Objective.Targets objective = new Objective.Targets(loss, minibatch.targets());
            Optional<Sequence> labels = minibatch.masks().labels();
            Evaluation atTheta = evaluate(theta, minibatch);
            observer.score(Quantity.score(step), atTheta.network().score(atTheta.trace(), objective, labels));
            Weights point = optimizer.gradientPoint(state, theta);
            Evaluation atPoint = point == theta ? atTheta : evaluate(point, minibatch);
            Weights gradient = atPoint.network()
                    .backward(atPoint.trace(), objective, labels, scenario.truncation())
                    .weights();
            Optimizer.Step next = optimizer.step(state, theta, clipper.clipped(gradient));
            theta = next.theta();
            state = next.state();
            observer.afterStep(step, theta, state);
        }
    }

    private record Evaluation(Network network, Trace trace) {}

    private Evaluation evaluate(Weights theta, Minibatch minibatch) {
        Network network = new Network(scenario.network(), theta);
        return new Evaluation(network, network.forward(minibatch.input(), minibatch.masks(), scenario.initialStates()));
    }
}
