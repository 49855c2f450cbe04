package dev.lockstep.experiment.tolerance;

import dev.lockstep.definition.Definition;
import dev.lockstep.definition.bound.AccuracyErrors;
import dev.lockstep.definition.bound.FunctionErrors;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.ElementaryFunction;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.port.Framework;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Something that computes cases in double precision and is held to its bound.
 *
 * @param id its id in reports
 * @param errors how accurate its elementary functions are
 * @param observe what it computes of a case, as much of what the case observes as it can; empty if that is nothing
 */
public record Implementation(String id, FunctionErrors errors, Function<Case, Optional<Observations>> observe) {
    private static final Set<Kind> FORWARD = EnumSet.of(Kind.OUTPUTS, Kind.FINAL_HIDDEN, Kind.FINAL_CELL);

    /**
     * Of Commons Math's functions, which the definition in double calls: e^x, ln, ln(1 + x) within an ulp, tanh within two; σ is a
     * power, a sum and a quotient.
     */
    private static final Accuracy COMMONS_MATH = Accuracy.ANY
            .named("Commons Math")
            .with(ElementaryFunction.EXP, 2, 0)
            .with(ElementaryFunction.EXPM1, 2, 0)
            .with(ElementaryFunction.SELU, 5, 0)
            .with(ElementaryFunction.LOG, 2, 0)
            .with(ElementaryFunction.LOG1P, 2, 0)
            .with(ElementaryFunction.TANH, 4, 0)
            .with(ElementaryFunction.SIGMOID, 5, 0)
            .with(ElementaryFunction.SOFTPLUS, 5, 0);

    /** Our layers, the definition in double, Deeplearning4j, SameDiff; the first one that can leads training. */
    public static List<Implementation> all() {
        return List.of(
                of(Frameworks.ours()),
                definition(Definition.STANDARD),
                withoutSaturatedCrossEntropy(of(Frameworks.deeplearning4j())),
                of(Frameworks.sameDiff()));
    }

    /**
     * The same where no output is computed to be 0 or 1 of which the cross entropy is taken without a clip, and nothing where one
     * is: a divergence of Deeplearning4j's that {@code features/divergences/saturated-cross-entropy.feature} pins.
     */
    private static Implementation withoutSaturatedCrossEntropy(Implementation other) {
        return new Implementation(
                other.id,
                other.errors,
                scenario -> isSaturatedCrossEntropy(scenario) ? Optional.empty() : other.observe.apply(scenario));
    }

    private static boolean isSaturatedCrossEntropy(Case scenario) {
        if (!(scenario.objective() instanceof Objective.Targets targets)
                || targets.loss().function() != LossFunction.XENT) {
            return false;
        }
        List<LayerSpec> layers = scenario.network().layers();
        Quantity p = Quantity.outputs(layers.get(layers.size() - 1).name());
        double[] outputs = Definition.STANDARD
                .observe(scenario.observing(EnumSet.of(Kind.OUTPUTS)))
                .get(p)
                .values();
        return Arrays.stream(outputs).anyMatch(output -> output == 0 || output == 1);
    }

    /** The equations in plain double. */
    public static Implementation definition(Definition definition) {
        return new Implementation(
                "definition", new AccuracyErrors(COMMONS_MATH), scenario -> Optional.of(definition.observe(scenario)));
    }

    /** A framework; of what it cannot observe at once it is asked for less. */
    public static Implementation of(Framework framework) {
        return new Implementation(
                framework.id(),
                new AccuracyErrors(framework.accuracy()),
                scenario -> reduced(scenario).stream()
                        .filter(less -> framework.supports(less).yes())
                        .findFirst()
                        .map(framework::observe));
    }

    /** The case as it is, without the gradients of initial states, its forward pass alone. */
    private static List<Case> reduced(Case scenario) {
        EnumSet<Kind> parameters = EnumSet.copyOf(scenario.observed());
        parameters.remove(Kind.INITIAL_HIDDEN_GRADIENT);
        parameters.remove(Kind.INITIAL_CELL_GRADIENT);
        EnumSet<Kind> forward = EnumSet.copyOf(scenario.observed());
        forward.retainAll(FORWARD);
        if (scenario.training().isPresent() || forward.isEmpty()) {
            return List.of(scenario, scenario.observing(parameters));
        }
        return List.of(scenario, scenario.observing(parameters), scenario.observing(forward));
    }
}
