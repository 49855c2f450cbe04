package dev.lockstep.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Everything a framework needs to compute the same numbers as another. In single precision it consists of such numbers: all that
 * are given, hyperparameters as well, are rounded to it first, so that frameworks that compute in doubles start from the same ones.
 *
 * @param name what it is called in reports
 * @param network the layers
 * @param weights their parameters, all finite
 * @param input {@code [time × batch × inputs]}, all finite
 * @param masks which steps of the input and of the targets count; minibatches have their own
 * @param initialStates states before the first step by layer name; layers not named start from zero
 * @param objective where gradients come from; must be targets when there is training
 * @param truncation how far its errors flow back through time, also those of every training step
 * @param training optimizer steps to take from {@code weights}, if any
 * @param execution how frameworks are asked to compute it
 * @param observed the kinds of quantity to compare
 */
public record Case(
        String name,
        NetworkSpec network,
        Weights weights,
        Sequence input,
        Masks masks,
        Map<String, State> initialStates,
        Objective objective,
        Truncation truncation,
        Optional<Training> training,
        Execution execution,
        Set<Quantity.Kind> observed) {
    /** @throws InvalidInput if shapes do not fit one another, a number is not finite, or nothing is observed */
    public Case {
        if (execution.precision() == Precision.SINGLE) {
            SingleNumbers single = new SingleNumbers();
            network = single.of(network);
            weights = single.of(weights);
            input = single.of(input);
            masks = single.of(masks);
            initialStates = single.of(initialStates);
            objective = single.of(objective);
            training = single.of(training);
        }
        // By name, since the order of Map.copyOf changes from run to run.
        initialStates = Collections.unmodifiableMap(new TreeMap<>(initialStates));
        observed = Collections.unmodifiableSet(
                observed.isEmpty() ? EnumSet.noneOf(Quantity.Kind.class) : EnumSet.copyOf(observed));
        if (observed.isEmpty()) {
            throw new InvalidInput("case \"" + name + "\": at least one observed quantity expected, none found");
        }
        weights.requireFinite(network);
        requireInput("input", network, input);
        masks.require(network, input);
        for (Map.Entry<String, State> entry : initialStates.entrySet()) {
            RecurrentSpec layer = recurrent(network, entry.getKey());
            if (layer.trainableStart()) {
                throw new InvalidInput("initial state of " + layer.title()
                        + ": its parameter h0 alone expected, a given state found beside it");
            }
            entry.getValue().requireShape("initial state", layer, input.batch());
        }
        if (objective instanceof Objective.Targets targets) {
            requireTargets(network, input, targets.targets());
            targets.loss().requireOutputs(network.outputs());
        }
        if (objective instanceof Objective.Upstream upstream) {
            requireOutputs("upstream gradient", network, input, upstream.outputs());
            for (Map.Entry<String, State> entry : upstream.finalStates().entrySet()) {
                entry.getValue()
                        .requireShape("gradient of the final state", recurrent(network, entry.getKey()), input.batch());
            }
        }
        boolean needsGradient = observed.stream().anyMatch(Quantity.Kind::isGradient);
        if (needsGradient && objective instanceof Objective.None) {
            throw new InvalidInput(
                    "case \"" + name + "\": targets or an upstream gradient expected to observe gradients, none found");
        }
        if (truncation instanceof Truncation.Chunked || truncation instanceof Truncation.Segmented) {
            requireOneWay("truncated BPTT", network);
        }
        if (truncation instanceof Truncation.Segmented) {
            requireEveryStep("truncated BPTT in segments", network);
        }
        boolean needsTraining = observed.stream().anyMatch(Quantity.Kind::isTraining);
        if (needsTraining && training.isEmpty()) {
            throw new InvalidInput(
                    "case \"" + name + "\": an optimizer expected to observe optimizer steps, none found");
        }
        if (training.isPresent()) {
            if (!(objective instanceof Objective.Targets)) {
                throw new InvalidInput("case \"" + name + "\": targets and a loss expected for training, none found");
            }
            for (Minibatch minibatch : training.get().minibatches()) {
                requireInput("minibatch", network, minibatch.input());
                requireTargets(network, minibatch.input(), minibatch.targets());
                minibatch.masks().require(network, minibatch.input());
            }
        }
    }

    /** A case in doubles all of whose steps count. */
    public Case(
            String name,
            NetworkSpec network,
            Weights weights,
            Sequence input,
            Map<String, State> initialStates,
            Objective objective,
            Truncation truncation,
            Optional<Training> training,
            Set<Quantity.Kind> observed) {
        this(
                name,
                network,
                weights,
                input,
                Masks.NONE,
                initialStates,
                objective,
                truncation,
                training,
                Execution.STANDARD,
                observed);
    }

    /** A case in doubles without truncation all of whose steps count. */
    public Case(
            String name,
            NetworkSpec network,
            Weights weights,
            Sequence input,
            Map<String, State> initialStates,
            Objective objective,
            Optional<Training> training,
            Set<Quantity.Kind> observed) {
        this(name, network, weights, input, initialStates, objective, Truncation.NONE, training, observed);
    }

    /** The state from which a layer starts, unless that is one of its parameters: the given one, or zero. */
    public State initialState(RecurrentSpec layer) {
        State given = initialStates.get(layer.name());
        return given != null ? given : State.zero(layer, input.batch());
    }

    /** Whether every layer starts from a state of zeros. */
    public boolean startsFromZero() {
        return initialStates.values().stream().allMatch(State::isZero);
    }

    /** The same case with other weights. */
    public Case withWeights(Weights other) {
        return new Case(
                name,
                network,
                other,
                input,
                masks,
                initialStates,
                objective,
                truncation,
                training,
                execution,
                observed);
    }

    /** The same case with another truncation. */
    public Case with(Truncation other) {
        return new Case(
                name, network, weights, input, masks, initialStates, objective, other, training, execution, observed);
    }

    /** The same case with other masks; minibatches keep theirs. */
    public Case with(Masks other) {
        return new Case(
                name,
                network,
                weights,
                input,
                other,
                initialStates,
                objective,
                truncation,
                training,
                execution,
                observed);
    }

    /** The same case, asked to be computed in another way. */
    public Case with(Execution other) {
        return new Case(
                name, network, weights, input, masks, initialStates, objective, truncation, training, other, observed);
    }

    /** The same case with gradients from elsewhere. */
    public Case with(Objective other) {
        return new Case(
                name, network, weights, input, masks, initialStates, other, truncation, training, execution, observed);
    }

    /** The same case under another name, observing other quantities. */
    public Case observing(Set<Quantity.Kind> others) {
        return new Case(
                name,
                network,
                weights,
                input,
                masks,
                initialStates,
                objective,
                truncation,
                training,
                execution,
                others);
    }

    /**
     * The same case with every gradient clipped before the optimizer reads it.
     *
     * @throws InvalidInput if there is no training
     */
    public Case clippedTo(GradientClip clip) {
        return training(whole -> whole.clippedTo(clip));
    }

    /**
     * The same case with another training.
     *
     * @throws InvalidInput if there is no training
     */
    public Case training(UnaryOperator<Training> change) {
        Training changed = change.apply(training.orElseThrow(
                () -> new InvalidInput("case \"" + name + "\": an optimizer expected to change, none found")));
        return new Case(
                name,
                network,
                weights,
                input,
                masks,
                initialStates,
                objective,
                truncation,
                Optional.of(changed),
                execution,
                observed);
    }

    /** The same case with only the first optimizer steps of its training. */
    public Case trainedFor(int steps) {
        Optional<Training> shorter =
                training.map(whole -> whole.over(whole.minibatches().subList(0, steps)));
        return new Case(
                name,
                network,
                weights,
                input,
                masks,
                initialStates,
                objective,
                truncation,
                shorter,
                execution,
                observed);
    }

    /** The same case with another optimizer, from its initial state. */
    public Case trainedBy(OptimizerSpec other) {
        Optional<Training> changed = training.map(given -> given.by(other, OptimizerState.initial(other, network)));
        return new Case(
                name,
                network,
                weights,
                input,
                masks,
                initialStates,
                objective,
                truncation,
                changed,
                execution,
                observed);
    }

    private static RecurrentSpec recurrent(NetworkSpec network, String name) {
        if (network.layer(name) instanceof RecurrentSpec recurrent) {
            return recurrent;
        }
        throw new InvalidInput("state of layer \"" + name + "\": a recurrent layer expected, "
                + network.layer(name).kind() + " found");
    }

    private static void requireOneWay(String what, NetworkSpec network) {
        for (LayerSpec layer : network.layers()) {
            if (layer instanceof BidirectionalSpec) {
                throw new InvalidInput(what + ": layers that go through time in one direction expected, "
                        + layer.title() + " found, whose reverse layer begins at the end of the whole sequence");
            }
        }
    }

    private static void requireEveryStep(String what, NetworkSpec network) {
        for (LayerSpec layer : network.layers()) {
            if (layer instanceof LastStepSpec) {
                throw new InvalidInput(what + ": outputs at every step expected, " + layer.title()
                        + " found, which keeps the last one");
            }
        }
    }

    private static void requireInput(String what, NetworkSpec network, Sequence input) {
        if (input.features() != network.inputs()) {
            throw new InvalidInput("features of the " + what + ": " + network.inputs() + " expected, as "
                    + network.layers().get(0).title() + " reads, " + input.features() + " found");
        }
        input.requireFinite(what);
    }

    private static void requireTargets(NetworkSpec network, Sequence input, Sequence targets) {
        requireOutputs("targets", network, input, targets);
    }

    private static void requireOutputs(String what, NetworkSpec network, Sequence input, Sequence found) {
        List<Integer> expected = List.of(network.outputTime(input.time()), input.batch(), network.outputs());
        List<Integer> actual = List.of(found.time(), found.batch(), found.features());
        if (!expected.equals(actual)) {
            throw new InvalidInput(what + ": " + shape(expected) + " expected, " + shape(actual) + " found");
        }
        found.requireFinite(what);
    }

    private static String shape(List<Integer> sizes) {
        return sizes.get(0) + " steps × " + sizes.get(1) + " rows × " + sizes.get(2) + " features";
    }
}
