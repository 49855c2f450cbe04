package dev.lockstep.experiment.sweep;

import dev.lockstep.model.Case;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.AdaGrad;
import dev.lockstep.model.OptimizerSpec.AdaMax;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.LookAheadRmsProp;
import dev.lockstep.model.OptimizerSpec.RmsProp;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Training;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** What divides a gradient by its own size, which may be that of its roundings: nobody is wrong. */
final class RoundingPins {
    private static final String FOLDER = "features/divergences/";
    /** Their slopes are ±1 and the like, and may cancel. */
    private static final Set<LossFunction> OF_EVEN_SLOPES =
            EnumSet.of(LossFunction.HINGE, LossFunction.L1, LossFunction.MAE, LossFunction.WASSERSTEIN);
    /** What an optimizer makes of a gradient: its state, too. */
    private static final BiPredicate<Case, Quantity> STEPS = Reach.UPDATES.or(Reach.only(Kind.OPTIMIZER_STATE));

    private RoundingPins() {}

    static List<Pin> all() {
        return Stream.of(
                        Stream.of("dl4j", "samediff").map(RoundingPins::byAdaMax),
                        Stream.of(byQuotient()),
                        Stream.of("dl4j", "samediff").map(RoundingPins::byNorm))
                .flatMap(pins -> pins)
                .toList();
    }

    private static Pin byAdaMax(String framework) {
        return new Pin(
                "R3",
                framework,
                scenario -> hasEvenSlopes(scenario) && isByAdaMax(scenario),
                Reach.UPDATES,
                List.of(),
                Without::optimizer,
                "Without an ε AdaMax makes a whole step along a gradient that is nothing but roundings.",
                FOLDER + "ada-max.feature");
    }

    /** Deeplearning4j has no such form. */
    private static Pin byQuotient() {
        return new Pin(
                "R3",
                "samediff",
                scenario -> hasEvenSlopes(scenario) && isByQuotient(scenario),
                STEPS,
                List.of(),
                Without::optimizer,
                "With ε beside the fraction RmsProp and AdaGrad make a whole step along a gradient that is nothing but roundings.",
                FOLDER + "gradients-of-roundings.feature");
    }

    private static Pin byNorm(String framework) {
        return new Pin(
                "R3",
                framework,
                RoundingPins::isRenormalisedInFloats,
                STEPS,
                List.of(),
                Without::clip,
                "A gradient that vanishes in floats is renormalised to the length of any other in doubles.",
                FOLDER + "gradients-of-roundings.feature");
    }

    private static boolean hasEvenSlopes(Case scenario) {
        return Traits.loss(scenario)
                .map(Loss::function)
                .filter(OF_EVEN_SLOPES::contains)
                .isPresent();
    }

    private static boolean isByAdaMax(Case scenario) {
        return optimizer(scenario) instanceof AdaMax max
                && EnumSet.of(AdaMax.Form.PUBLISHED, AdaMax.Form.TINY).contains(max.form());
    }

    private static boolean isByQuotient(Case scenario) {
        OptimizerSpec optimizer = optimizer(scenario);
        return optimizer instanceof RmsProp rms && rms.placement() == Epsilon.ADDED_TO_QUOTIENT
                || optimizer instanceof LookAheadRmsProp ahead && ahead.placement() == Epsilon.ADDED_TO_QUOTIENT
                || optimizer instanceof AdaGrad ada && ada.placement() == Epsilon.ADDED_TO_QUOTIENT;
    }

    /** With weights that close gates and so make gradients vanish. */
    private static boolean isRenormalisedInFloats(Case scenario) {
        return scenario.execution().precision() == Precision.SINGLE
                && scenario.training()
                        .filter(training -> training.clip() instanceof GradientClip.Renormalised)
                        .isPresent()
                && !Magnitudes.beyondTheLaw(scenario).isEmpty();
    }

    private static OptimizerSpec optimizer(Case scenario) {
        return scenario.training().map(Training::optimizer).orElse(null);
    }
}
