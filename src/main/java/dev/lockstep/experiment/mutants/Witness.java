package dev.lockstep.experiment.mutants;

import dev.lockstep.comparison.ArrayComparison;
import dev.lockstep.comparison.CentralDifferences;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers that a feature held ours against, and the bounds under which they agreed.
 *
 * @param scenario what was computed
 * @param expected the other side's numbers
 * @param differentiatesEquations whether the other side is the equations, differentiated numerically: those are what is mutated, so
 *     that it can only tell of the backward pass
 */
public record Witness(Case scenario, Map<Quantity, Bounded> expected, boolean differentiatesEquations) {
    private static final String OURS = Frameworks.ours().id();
    private static final String EQUATIONS = Frameworks.equations().id();

    /**
     * One array.
     *
     * @param values the other side's numbers
     * @param allowed how far ours may be from them
     */
    public record Bounded(double[] values, double[] allowed) {
        private boolean agrees(double[] found) {
            boolean agree = found.length == values.length;
            for (int i = 0; agree && i < found.length; i++) {
                double distance = Math.abs(found[i] - values[i]);
                agree = Double.isFinite(allowed[i]) && distance <= allowed[i];
            }
            return agree;
        }
    }

    /**
     * What a comparison can tell.
     *
     * @return empty unless it agreed, with something that is neither ours by another way nor what is mutated
     */
    public static Optional<Witness> of(Comparison comparison) {
        boolean withOurs = comparison.a().id().equals(OURS);
        boolean agreed = comparison.outcome() == Outcome.AGREE;
        boolean same = comparison.b().id().equals(OURS) || comparison.b().id().equals(EQUATIONS);
        if (!agreed || !withOurs || same) {
            return Optional.empty();
        }
        Map<Quantity, Bounded> expected = new LinkedHashMap<>();
        for (ArrayComparison array : ofCase(comparison)) {
            expected.put(
                    array.quantity(),
                    new Bounded(array.b().values(), array.bound().allowed()));
        }
        return expected.isEmpty()
                ? Optional.empty()
                : Optional.of(new Witness(
                        comparison.scenario(), expected, comparison.b().id().equals(CentralDifferences.ID)));
    }

    /** Of a run of minibatches in step, whose arrays are numbered by them, those of the last: its case is the comparison's. */
    private static List<ArrayComparison> ofCase(Comparison comparison) {
        Case whole = comparison.scenario();
        int steps = whole.training()
                .map(training -> training.segments(whole.truncation()).size())
                .orElse(0);
        int last = comparison.arrays().stream()
                .mapToInt(array -> array.quantity().step())
                .max()
                .orElse(0);
        if (last <= steps) {
            return comparison.arrays();
        }
        List<ArrayComparison> own = new ArrayList<>();
        for (ArrayComparison array : comparison.arrays()) {
            Quantity numbered = array.quantity();
            if (numbered.step() == last) {
                int step = numbered.kind() == Quantity.Kind.GRADIENT ? 0 : steps;
                own.add(array.as(new Quantity(numbered.kind(), numbered.layer(), numbered.part(), step)));
            }
        }
        return own;
    }

    /** What its case takes to be computed by the definition, in products of numbers. */
    public long work() {
        return Work.of(scenario);
    }

    /** Whether any number is beyond its bound, or missing. */
    boolean contradicts(Observations found) {
        for (Map.Entry<Quantity, Bounded> entry : expected.entrySet()) {
            if (!found.has(entry.getKey())) {
                return true;
            }
            Tensor tensor = found.get(entry.getKey());
            if (!entry.getValue().agrees(tensor.values())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a mutant could show here: what is wrong with it is used, and moves something that is compared. */
    boolean meets(Mutant mutant) {
        if (!mutant.met().test(scenario) || !observes(mutant.kind())) {
            return false;
        }
        return !differentiatesEquations || mutant.kind() == Kind.GRADIENT;
    }

    private boolean observes(Kind kind) {
        return switch (kind) {
            case FORWARD -> true;
            case GRADIENT ->
                expected.keySet().stream()
                        .anyMatch(quantity -> quantity.kind().isTraining()
                                || quantity.kind().isGradient() && quantity.kind() != Quantity.Kind.SCORE);
            case LOSS ->
                scenario.objective() instanceof Objective.Targets
                        && expected.keySet().stream()
                                .anyMatch(quantity -> quantity.kind().isTraining()
                                        || quantity.kind().isGradient());
            case OPTIMIZER ->
                expected.keySet().stream().anyMatch(quantity -> quantity.kind().isTraining() || quantity.step() > 1);
        };
    }
}
