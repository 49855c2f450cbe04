package dev.lockstep.convention;

import dev.lockstep.convention.Convention.Subject;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Grid;
import dev.lockstep.definition.LossEquations;
import dev.lockstep.model.Case;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Reduction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.apache.commons.math3.RealFieldElement;

/** How the costs of single outputs become one number, and what of that reaches the gradient. */
final class LossConventions {
    private static final String SUMS = "pytorch/pytorch#635";

    private LossConventions() {}

    static List<Convention> all() {
        List<Convention> all = new ArrayList<>();
        for (Reduction reduction : Reduction.values()) {
            all.add(reduction(reduction));
        }
        all.add(factor(
                "loss-averaged-over-outputs",
                "the mean over the outputs for their sum",
                SUMS,
                loss -> !loss.function().isMean(),
                (loss, p) -> 1.0 / p.features()));
        all.add(factor(
                "loss-summed-over-outputs",
                "the sum over the outputs for their mean",
                SUMS,
                loss -> loss.function().isMean(),
                (loss, p) -> p.features()));
        all.add(factor(
                "loss-averaged-over-time",
                "the mean over time besides",
                "keras-team/keras#2546",
                loss -> loss.reduction() != Reduction.MEAN_OVER_BATCH_AND_TIME,
                (loss, p) -> 1.0 / p.time()));
        all.add(factor(
                "mse-halved",
                "½ before the square",
                "none known; papers write ½·(y − p)², frameworks do not",
                LossConventions::isSquare,
                (loss, p) -> 0.5));
        all.add(factor(
                "mse-doubled",
                "twice the square",
                "none known; papers write ½·(y − p)², frameworks do not",
                LossConventions::isSquare,
                (loss, p) -> 2));
        all.add(gradient(
                "gradient-not-averaged",
                "the gradient not divided by the minibatch, though the score is",
                "deeplearning4j/deeplearning4j#1452",
                loss -> loss.reduction() != Reduction.SUM,
                true,
                (loss, p) -> p.batch()));
        all.add(gradient(
                "score-not-averaged",
                "the score not divided by the minibatch, though the gradient is",
                "deeplearning4j/deeplearning4j#1452",
                loss -> loss.reduction() != Reduction.SUM,
                false,
                (loss, p) -> p.batch()));
        all.add(gradient(
                "gradient-averaged",
                "the gradient divided by the minibatch, though the score is not",
                "deeplearning4j/deeplearning4j#1452",
                loss -> loss.reduction() == Reduction.SUM,
                true,
                (loss, p) -> 1.0 / p.batch()));
        all.add(gradient(
                "gradient-without-two",
                "the gradient of a square without its factor 2",
                "none known; papers write ½·(y − p)², frameworks do not",
                LossConventions::isSquare,
                true,
                (loss, p) -> 0.5));
        return all;
    }

    private static boolean isSquare(Loss loss) {
        return loss.function() == LossFunction.MSE || loss.function() == LossFunction.L2;
    }

    private static Convention reduction(Reduction understood) {
        String title = "the " + title(understood);
        return new Convention("loss-" + id(understood), title, SUMS, Subject.LOSS, scenario -> {
            if (!(scenario.objective() instanceof Objective.Targets targets)
                    || targets.loss().reduction() == understood) {
                return List.of();
            }
            String precisely = title + " for the " + title(targets.loss().reduction());
            return List.of(new Hypothesis(precisely, Hypothesis.changing(given -> reduced(given, understood))));
        });
    }

    private static Case reduced(Case scenario, Reduction reduction) {
        Objective.Targets targets = (Objective.Targets) scenario.objective();
        Loss loss = targets.loss();
        Objective changed = new Objective.Targets(loss.with(reduction), targets.targets());
        return new CaseChange(scenario).data(scenario.input(), changed, scenario.training());
    }

    private static String id(Reduction reduction) {
        return switch (reduction) {
            case SUM -> "summed";
            case MEAN_OVER_BATCH -> "averaged-over-batch";
            case MEAN_OVER_BATCH_AND_TIME -> "averaged-over-batch-and-time";
        };
    }

    private static String title(Reduction reduction) {
        return switch (reduction) {
            case SUM -> "sum";
            case MEAN_OVER_BATCH -> "mean over the batch";
            case MEAN_OVER_BATCH_AND_TIME -> "mean over batch and time";
        };
    }

    private static Convention factor(
            String id,
            String title,
            String prevents,
            java.util.function.Predicate<Loss> concerned,
            ToDoubleBiFunction<Loss, Grid<?>> factor) {
        return equations(id, title, prevents, concerned, new LossEquations() {
            @Override
            public <T extends RealFieldElement<T>> T reduced(Arithmetic<T> math, Loss loss, T sum, Grid<T> p) {
                return super.reduced(math, loss, sum, p).multiply(factor.applyAsDouble(loss, p));
            }
        });
    }

    /** A factor in the gradient alone, or in the score alone. */
    private static Convention gradient(
            String id,
            String title,
            String prevents,
            java.util.function.Predicate<Loss> concerned,
            boolean inGradient,
            ToDoubleBiFunction<Loss, Grid<?>> factor) {
        return equations(id, title, prevents, concerned, new LossEquations() {
            @Override
            public <T extends RealFieldElement<T>> T reduced(Arithmetic<T> math, Loss loss, T sum, Grid<T> p) {
                T meant = super.reduced(math, loss, sum, p);
                T scaled = meant.multiply(factor.applyAsDouble(loss, p));
                T slope = inGradient ? scaled : meant;
                T value = inGradient ? meant : scaled;
                return slope.add(math.detached(value.subtract(slope)));
            }
        });
    }

    private static Convention equations(
            String id,
            String title,
            String prevents,
            java.util.function.Predicate<Loss> concerned,
            LossEquations loss) {
        return new Convention(
                id,
                title,
                prevents,
                Subject.LOSS,
                scenario -> scenario.objective() instanceof Objective.Targets targets && concerned.test(targets.loss())
                        ? List.of(new Hypothesis(
                                title, Hypothesis.replacing(equations -> Hypothesis.with(equations, loss))))
                        : List.of());
    }
}
