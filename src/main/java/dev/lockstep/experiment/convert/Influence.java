package dev.lockstep.experiment.convert;

import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which numbers of the parameters the outputs and states that agreed depend on: those along which any of them has a derivative. A
 * number that none depends on, as of a relu unit that is never on, could stand anywhere.
 */
final class Influence {
    private static final long SEED = 1;

    private final NetworkSpec network;
    private final Map<ParameterKey, boolean[]> felt = new LinkedHashMap<>();

    Influence(NetworkSpec network) {
        this.network = network;
        network.parts()
                .forEach(part -> part.parameters()
                        .forEach(spec -> felt.put(
                                new ParameterKey(part.name(), spec.parameter()),
                                new boolean[spec.rows() * spec.columns()])));
    }

    /**
     * Takes note of what depends on what in a case.
     *
     * @param scenario of this network
     * @param agreed what was compared of it
     */
    void note(Case scenario, Set<Quantity> agreed) {
        for (int layers = 1; layers <= network.layers().size(); layers++) {
            NetworkSpec below = new NetworkSpec(network.layers().subList(0, layers));
            LayerSpec top = network.layers().get(layers - 1);
            boolean outputs = agreed.contains(Quantity.outputs(top.name()));
            Map<String, State> states = states(top, agreed, scenario.input().batch());
            if (outputs || !states.isEmpty()) {
                note(cut(scenario, below, arriving(scenario, below, outputs, states)));
            }
        }
    }

    private void note(Case scenario) {
        Observations found = Frameworks.ours().observe(scenario);
        for (ParameterKey key : scenario.weights().keys()) {
            double[] gradient = found.get(Quantity.gradient(key)).values();
            boolean[] own = felt.get(key);
            for (int i = 0; i < own.length; i++) {
                own[i] |= gradient[i] != 0;
            }
        }
    }

    /** A gradient that arrives wherever something was compared; random, so that no sum of it is 0 but where all of it is. */
    private static Objective arriving(Case scenario, NetworkSpec below, boolean outputs, Map<String, State> states) {
        int time = below.outputTime(scenario.input().time());
        int batch = scenario.input().batch();
        Sequence errors = outputs
                ? Sequence.random(time, batch, below.outputs(), SEED)
                : Sequence.zeros(time, batch, below.outputs());
        return new Objective.Upstream(errors, states);
    }

    private static Map<String, State> states(LayerSpec top, Set<Quantity> agreed, int batch) {
        Map<String, State> states = new TreeMap<>();
        for (RecurrentSpec layer : NetworkSpec.of(top).recurrent()) {
            boolean hidden = agreed.contains(Quantity.finalHidden(layer.name()));
            boolean cell = layer.hasCell() && agreed.contains(Quantity.finalCell(layer.name()));
            if (hidden || cell) {
                Sequence drawn = Sequence.random(2, batch, layer.units(), SEED + 1);
                RowMajorMatrix h = drawn.at(1);
                RowMajorMatrix c = drawn.at(2);
                RowMajorMatrix none = new RowMajorMatrix(batch, layer.units());
                states.put(layer.name(), layer.hasCell() ? State.of(hidden ? h : none, cell ? c : none) : State.of(h));
            }
        }
        return states;
    }

    private static Case cut(Case scenario, NetworkSpec below, Objective arriving) {
        List<String> parts = below.parts().stream().map(LayerSpec::name).toList();
        Map<ParameterKey, RowMajorMatrix> weights =
                new LinkedHashMap<>(scenario.weights().asMap());
        weights.keySet().removeIf(key -> !parts.contains(key.layer()));
        Map<String, State> starts = new TreeMap<>(scenario.initialStates());
        starts.keySet().removeIf(layer -> !parts.contains(layer));
        Masks masks = scenario.masks()
                .features()
                .map(mask -> Masks.ofFeatures(mask, scenario.masks().rule()))
                .orElse(Masks.NONE);
        return new Case(
                        scenario.name(),
                        below,
                        new Weights(below, weights),
                        scenario.input(),
                        starts,
                        arriving,
                        Optional.empty(),
                        Set.of(Kind.GRADIENT))
                .with(masks);
    }

    /** Whether everything depends on every number. */
    boolean isWhole() {
        return missed() == 0;
    }

    /** How many numbers nothing depends on. */
    int missed() {
        return felt.values().stream().mapToInt(Influence::missing).sum();
    }

    /** {@code W of SimpleRnn "a": 3 of 12} for every parameter some numbers of which nothing depends on. */
    List<String> said() {
        List<String> said = new ArrayList<>();
        felt.forEach((key, own) -> {
            if (missing(own) > 0) {
                said.add(key.parameter().symbol() + " of "
                        + network.layer(key.layer()).title() + ": " + missing(own) + " of " + own.length);
            }
        });
        return said;
    }

    private static int missing(boolean[] own) {
        int missing = 0;
        for (boolean one : own) {
            missing += one ? 0 : 1;
        }
        return missing;
    }
}
