package dev.lockstep.convention;

import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Cases that differ from another in one thing.
 *
 * @param of the other
 */
record CaseChange(Case of) {
    /**
     * Another network whose parameters have the same shapes.
     *
     * @param parts changes layers, also inside of wrappers; both directions of Bidirectional as the forward one
     */
    Case network(UnaryOperator<LayerSpec> parts) {
        NetworkSpec network = new NetworkSpec(of.network().layers().stream()
                .map(layer -> changed(layer, parts))
                .toList());
        return new Case(
                        of.name(),
                        network,
                        new Weights(network, of.weights().asMap()),
                        of.input(),
                        of.initialStates(),
                        of.objective(),
                        of.truncation(),
                        of.training(),
                        of.observed())
                .with(of.masks())
                .with(of.execution());
    }

    private static LayerSpec changed(LayerSpec layer, UnaryOperator<LayerSpec> parts) {
        if (layer instanceof MaskZeroSpec masked) {
            return new MaskZeroSpec((RecurrentSpec) parts.apply(masked.wrapped()), masked.value(), masked.rule());
        }
        if (layer instanceof BidirectionalSpec both) {
            RecurrentSpec direction = (RecurrentSpec) parts.apply(both.forward());
            return BidirectionalSpec.of(both.mode(), BidirectionalSpec.Form.WRAPPER, direction.named(both.name()));
        }
        return parts.apply(layer);
    }

    /** Other states before the first step. */
    Case initialStates(Map<String, State> states) {
        return new Case(
                        of.name(),
                        of.network(),
                        of.weights(),
                        of.input(),
                        states,
                        of.objective(),
                        of.truncation(),
                        of.training(),
                        of.observed())
                .with(of.masks())
                .with(of.execution());
    }

    /** Other initial states of the layers that have one. */
    Case initialStates(UnaryOperator<State> change) {
        Map<String, State> states = new LinkedHashMap<>(of.initialStates());
        states.replaceAll((layer, state) -> change.apply(state));
        return initialStates(states);
    }

    /** Other numbers to read and to be held against. */
    Case data(Sequence input, Objective objective, Optional<Training> training) {
        return new Case(
                        of.name(),
                        of.network(),
                        of.weights(),
                        input,
                        of.initialStates(),
                        objective,
                        of.truncation(),
                        training,
                        of.observed())
                .with(of.masks())
                .with(of.execution());
    }

    /** Every sequence that is read, and every one that outputs are held against, changed; masks are not. */
    Case sequences(UnaryOperator<Sequence> inputs, UnaryOperator<Sequence> outputs) {
        Objective objective = of.objective();
        if (objective instanceof Objective.Targets targets) {
            objective = new Objective.Targets(targets.loss(), outputs.apply(targets.targets()));
        } else if (objective instanceof Objective.Upstream upstream) {
            objective = new Objective.Upstream(outputs.apply(upstream.outputs()), upstream.finalStates());
        }
        Optional<Training> training = of.training()
                .map(given -> given.over(given.minibatches().stream()
                        .map(minibatch -> new Minibatch(
                                inputs.apply(minibatch.input()), outputs.apply(minibatch.targets()), minibatch.masks()))
                        .toList()));
        return data(inputs.apply(of.input()), objective, training);
    }

    /** Another training. */
    Case training(UnaryOperator<Training> change) {
        return data(of.input(), of.objective(), of.training().map(change));
    }

    /** Another optimizer; it keeps the state that it was given, unless none of its steps has been taken. */
    Case optimizer(OptimizerSpec optimizer) {
        return training(training -> training.by(
                optimizer,
                training.start().stepsTaken() == 0
                        ? OptimizerState.initial(optimizer, of.network())
                        : training.start()));
    }

    /** One training step on one minibatch from given parameters, observed as the kinds say. */
    Case step(Weights weights, Map<String, State> states, Training step, Set<Quantity.Kind> kinds) {
        Minibatch minibatch = step.minibatches().get(0);
        Objective.Targets objective = (Objective.Targets) of.objective();
        return new Case(
                        of.name(),
                        of.network(),
                        weights,
                        minibatch.input(),
                        states,
                        new Objective.Targets(objective.loss(), minibatch.targets()),
                        of.truncation(),
                        Optional.of(step),
                        kinds)
                .with(minibatch.masks())
                .with(of.execution());
    }

    /**
     * The sets of layers that a convention may be about: all that it concerns, then, where these are several, each alone; the
     * two directions of Bidirectional are one.
     *
     * @param concerned whether it concerns a layer, which may be inside of a wrapper
     */
    List<Concern> concerning(Predicate<LayerSpec> concerned) {
        Set<String> all = new HashSet<>();
        List<Concern> alone = new ArrayList<>();
        for (LayerSpec layer : of.network().layers()) {
            Set<String> parts = layer.parts().stream()
                    .filter(concerned)
                    .map(LayerSpec::name)
                    .collect(Collectors.toSet());
            if (!parts.isEmpty()) {
                all.addAll(parts);
                alone.add(new Concern(parts, " in \"" + layer.name() + "\""));
            }
        }
        if (alone.isEmpty()) {
            return List.of();
        }
        List<Concern> concerns = new ArrayList<>();
        concerns.add(new Concern(all, ""));
        if (alone.size() > 1) {
            concerns.addAll(alone);
        }
        return concerns;
    }

    /**
     * Some layers.
     *
     * @param layers their names
     * @param suffix what follows a title: {@code in "encoder"}, or nothing where all are meant
     */
    record Concern(Set<String> layers, String suffix) {
        boolean has(LayerSpec layer) {
            return layers.contains(layer.name());
        }

        Hypothesis suppose(String title, Hypothesis.Rule rule) {
            return new Hypothesis(title + suffix, rule);
        }
    }

    static String joined(List<String> words) {
        return words.stream().collect(Collectors.joining(" "));
    }
}
