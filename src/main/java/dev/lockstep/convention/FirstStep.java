package dev.lockstep.convention;

import dev.lockstep.model.Case;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Tensor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The first step where the last was meant. Nothing that comes after the first step then reaches what follows, so that the
 * layers from there on, the score, gradients and training are those of a sequence of one step.
 */
record FirstStep() implements Hypothesis.Rule {
    private static final Set<Kind> FORWARD = EnumSet.of(Kind.OUTPUTS, Kind.FINAL_HIDDEN, Kind.FINAL_CELL);

    static boolean applies(Case scenario) {
        return scenario.input().time() > 1
                && scenario.masks().isEmpty()
                && scenario.training().stream()
                        .flatMap(training -> training.minibatches().stream())
                        .allMatch(minibatch -> minibatch.masks().isEmpty())
                && scenario.network().layers().stream().anyMatch(LastStepSpec.class::isInstance);
    }

    @Override
    public Observations observe(Calculation base, Case scenario) {
        Observations whole = base.observe(scenario);
        Observations first = base.observe(
                new CaseChange(scenario).sequences(sequence -> sequence.steps(1, 1), UnaryOperator.identity()));
        List<String> before = new ArrayList<>();
        for (LayerSpec layer : scenario.network().layers()) {
            if (layer instanceof LastStepSpec) {
                break;
            }
            before.add(layer.name());
        }
        Observations.Builder all = Observations.builder();
        for (Quantity quantity : whole.quantities()) {
            boolean early = FORWARD.contains(quantity.kind()) && before.contains(quantity.layer());
            all.put(
                    quantity,
                    early
                            ? whole.get(quantity)
                            : quantity.kind() == Kind.INPUT_GRADIENT
                                    ? padded(first.get(quantity), scenario.input())
                                    : first.get(quantity));
        }
        return all.build();
    }

    private static Tensor padded(Tensor first, Sequence input) {
        double[] values = new double[input.values().length];
        System.arraycopy(first.values(), 0, values, 0, first.values().length);
        return Tensor.of(new Sequence(input.time(), input.batch(), input.features(), values));
    }
}
