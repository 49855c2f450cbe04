package dev.lockstep.experiment.sweep;

import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parts of a case, to be changed one after another; what they make together is checked at the end. */
final class Parts {
    String name;
    NetworkSpec network;
    Weights weights;
    Sequence input;
    Masks masks;
    Map<String, State> states;
    Objective objective;
    Truncation truncation;
    Optional<Training> training;
    Execution execution;
    Set<Kind> observed;

    Parts(Case scenario) {
        name = scenario.name();
        network = scenario.network();
        weights = scenario.weights();
        input = scenario.input();
        masks = scenario.masks();
        states = scenario.initialStates();
        objective = scenario.objective();
        truncation = scenario.truncation();
        training = scenario.training();
        execution = scenario.execution();
        observed = scenario.observed();
    }

    /**
     * The case that they make; kinds that it cannot observe are left out.
     *
     * @throws dev.lockstep.model.InvalidInput if they contradict one another
     */
    Case whole() {
        EnumSet<Kind> kinds = EnumSet.copyOf(observed);
        if (training.isEmpty()) {
            kinds.removeIf(Kind::isTraining);
        }
        if (objective instanceof Objective.None) {
            kinds.removeIf(Kind::isGradient);
        }
        if (!(objective instanceof Objective.Targets)) {
            kinds.remove(Kind.SCORE);
        }
        if (!network.streams()) {
            kinds.remove(Kind.STREAMED);
        }
        return new Case(
                name, network, weights, input, masks, states, objective, truncation, training, execution, kinds);
    }
}
