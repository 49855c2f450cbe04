package dev.lockstep.adapter.ours;

import dev.lockstep.layer.Network;
import dev.lockstep.layer.Trace;
import dev.lockstep.model.Case;
import dev.lockstep.model.Loss;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Segment;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import dev.lockstep.optimizer.Clipper;
import dev.lockstep.optimizer.Optimizer;
import dev.lockstep.optimizer.Rates;
import dev.lockstep.optimizer.Regulariser;
import java.util.Map;
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
        Regulariser regulariser = new Regulariser(training.regularisation(), scenario.network());
        Rates rates = new Rates(training);
        Weights theta = scenario.weights();
        OptimizerState state = training.start();
        Map<String, State> reached = Map.of();
        int step = 0;
        for (Segment segment : training.segments(scenario.truncation())) {
            step++;
            Minibatch minibatch = segment.minibatch();
            Map<String, State> started = segment.goesOn() ? reached : scenario.initialStates();
            Objective.Targets objective = new Objective.Targets(loss, minibatch.targets());
            Optional<Sequence> labels = minibatch.masks().labels();
            Evaluation atTheta = evaluate(theta, minibatch, started);
            observer.score(
                    Quantity.score(step),
                    atTheta.network().score(atTheta.trace(), objective, labels) + regulariser.penalty(theta));
            Weights point = optimizer.gradientPoint(state, theta);
            Evaluation atPoint = point == theta ? atTheta : evaluate(point, minibatch, started);
            Weights gradient = atPoint.network()
                    .backward(atPoint.trace(), objective, labels, scenario.truncation())
                    .weights();
            double alpha = rates.at(state.stepsTaken() + 1);
            Weights whole = regulariser.penalised(point, clipper.clipped(gradient));
            Optimizer.Step next = optimizer.step(state, theta, whole, alpha);
            theta = regulariser.decayed(theta, next.theta(), alpha);
            state = next.state();
            reached = atPoint.trace().finalStates();
            observer.afterStep(step, theta, state);
        }
    }

    private record Evaluation(Network network, Trace trace) {}

    private Evaluation evaluate(Weights theta, Minibatch minibatch, Map<String, State> started) {
        Network network = new Network(scenario.network(), theta);
        return new Evaluation(network, network.forward(minibatch.input(), minibatch.masks(), started));
    }
}
