package dev.lockstep.experiment;

import dev.lockstep.model.BinaryAddition;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a network to add.
 *
 * @param addition how numbers are written
 * @param network reads two bits a step and yields one
 * @param weights its parameters
 */
public record AdderExam(BinaryAddition addition, NetworkSpec network, Weights weights) {
    /** @throws InvalidInput if the network does not read two bits and yield one */
    public AdderExam {
        if (network.inputs() != 2 || network.outputs() != 1) {
            throw new InvalidInput("network of the binary adder: 2 inputs and 1 output expected, " + network.inputs()
                    + " and " + network.outputs() + " found");
        }
    }

    /** What the network, run by a framework, answers to these pairs. */
    public List<Sum> answers(Framework framework, List<BinaryAddition.Pair> pairs) {
        Minibatch data = addition.minibatch(pairs);
        Sequence outputs = new Sequence(
                addition.bits(),
                pairs.size(),
                1,
                framework
                        .observe(observing("sums", data, new Objective.None(), Kind.OUTPUTS))
                        .get(Quantity.outputs(output()))
                        .values());
        List<Sum> sums = new ArrayList<>();
        for (int row = 0; row < pairs.size(); row++) {
            sums.add(new Sum(pairs.get(row), addition.number(outputs, row), addition.bits()));
        }
        return sums;
    }

    /** How many of the pairs it adds with every bit right. */
    public int right(Framework framework, List<BinaryAddition.Pair> pairs) {
        return (int) answers(framework, pairs).stream().filter(Sum::isRight).count();
    }

    /** The cost over these pairs, by the loss of a training. */
    public double cost(Framework framework, Case training, List<BinaryAddition.Pair> pairs) {
        Minibatch data = addition.minibatch(pairs);
        Objective.Targets objective = (Objective.Targets) training.objective();
        return framework
                .observe(observing("cost", data, new Objective.Targets(objective.loss(), data.targets()), Kind.SCORE))
                .get(Quantity.score())
                .values()[0];
    }

    private Case observing(String name, Minibatch data, Objective objective, Kind kind) {
        return new Case(name, network, weights, data.input(), Map.of(), objective, Optional.empty(), Set.of(kind));
    }

    private String output() {
        return network.layers().get(network.layers().size() - 1).name();
    }
}
