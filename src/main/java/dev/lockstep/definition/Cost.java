package dev.lockstep.definition;

import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.RealFieldElement;

/**
 * L of a forward pass: the score for targets, Σ outputs ⊙ dOutputs + Σ final states ⊙ dFinalStates for an upstream gradient.
 *
 * @param equations the losses
 * @param math what is computed with
 * @param scenario its network and objective
 * @param <T> the numbers
 */
record Cost<T extends RealFieldElement<T>>(Equations equations, Arithmetic<T> math, Case scenario) {
    T of(Forward<T> forward) {
        if (scenario.objective() instanceof Objective.Targets targets) {
            return score(forward, targets, scenario.masks().labels());
        }
        Objective.Upstream upstream = (Objective.Upstream) scenario.objective();
        List<T> values = new ArrayList<>(forward.last().values());
        List<T> factors = numbers(upstream.outputs().values());
        upstream.finalStates().forEach((name, state) -> add(values, factors, forward.finalState(name), state));
        return math.dot(values, factors);
    }

    /** Of targets and weights of costs that need not be the case's own. */
    T score(Forward<T> forward, Objective.Targets targets, Optional<Sequence> weights) {
        List<LayerSpec> layers = scenario.network().layers();
        Sequence y = targets.targets();
        Grid<T> expected = new Grid<>(y.time(), y.batch(), y.features(), numbers(y.values()));
        return equations
                .loss()
                .score(
                        math,
                        targets.loss(),
                        layers.get(layers.size() - 1),
                        forward.z(),
                        forward.last(),
                        expected,
                        weights);
    }

    private void add(List<T> values, List<T> factors, List<Memory<T>> rows, State arriving) {
        rows.forEach(row -> values.addAll(row.h()));
        factors.addAll(numbers(arriving.h().toArray()));
        arriving.c().ifPresent(c -> {
            rows.forEach(row -> values.addAll(row.c()));
            factors.addAll(numbers(c.toArray()));
        });
    }

    private List<T> numbers(double[] values) {
        List<T> numbers = new ArrayList<>(values.length);
        for (double value : values) {
            numbers.add(math.number(value));
        }
        return numbers;
    }
}
