package dev.lockstep.adapter.libtorch;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.Start;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which optimizer steps LibTorch is not asked for, and why; each reason is a clause that follows "because". */
final class TrainingExpressibility {
    /** What clip_grad_norm_ adds to the norm. */
    private static final double NORM_EPSILON = 1e-6;

    private TrainingExpressibility() {}

    /** The first reason why the steps of a case are not taken, if there is one. */
    static Optional<String> obstacle(Case scenario, Training training) {
        return training.minibatches().stream()
                .flatMap(minibatch -> PackingExpressibility.obstacle(scenario, minibatch.masks()).stream())
                .findFirst()
                .or(() -> rows(scenario, training))
                .or(() -> clip(training.clip(), scenario.execution().precision()))
                .or(() -> optimizer(training))
                .or(() -> regularisation(training))
                .or(() -> start(training, scenario.execution().precision()));
    }

    private static Optional<String> rows(Case scenario, Training training) {
        boolean fit = scenario.initialStates().values().stream()
                .map(State::h)
                .allMatch(h -> training.minibatches().stream()
                        .allMatch(minibatch -> minibatch.input().batch() == h.getRowDimension()));
        return fit
                ? Optional.empty()
                : Optional.of("its layers start from given states on minibatches of as many rows only");
    }

    private static Optional<String> clip(GradientClip clip, Precision precision) {
        if (clip instanceof GradientClip.GlobalNorm norm) {
            double epsilon = precision == Precision.SINGLE ? (float) NORM_EPSILON : NORM_EPSILON;
            return unless(norm.epsilon() == epsilon, "its clip by norm divides by the norm plus 1e-6");
        }
        return unless(
                clip instanceof GradientClip.Off || clip instanceof GradientClip.Elementwise,
                "its clips are those by entry and by the norm of all parameters");
    }

    private static Optional<String> optimizer(Training training) {
        OptimizerSpec spec = training.optimizer();
        if (spec instanceof OptimizerSpec.Sgd || spec instanceof OptimizerSpec.NoOp) {
            return Optional.empty();
        }
        if (spec instanceof OptimizerSpec.Nesterov nesterov) {
            return nesterov(nesterov, new Rates(training));
        }
        if (spec instanceof OptimizerSpec.Adam adam) {
            return unless(adam.form() == OptimizerSpec.Adam.Form.ALGORITHM_1, "its Adam adds ε to √v̂");
        }
        if (spec instanceof OptimizerSpec.AmsGrad adam) {
            return unless(
                    adam.form() == OptimizerSpec.AmsGrad.Form.ALGORITHM_1,
                    "its AMSGrad corrects v̂ before its root, to which it adds ε");
        }
        if (spec instanceof OptimizerSpec.RmsProp rms) {
            return unless(rms.placement() == Epsilon.OUTSIDE_ROOT, "its RMSprop adds ε to the root")
                    .or(() -> unless(rms.start() == Start.ZERO, "its RMSprop starts from s = 0"));
        }
        if (spec instanceof OptimizerSpec.AdaGrad grad) {
            return unless(grad.placement() == Epsilon.OUTSIDE_ROOT, "its Adagrad adds ε to the root");
        }
        return Optional.of("its library in C++ has no " + spec.title());
    }

    private static Optional<String> nesterov(OptimizerSpec.Nesterov nesterov, Rates rates) {
        return unless(
                        nesterov.form() == OptimizerSpec.Nesterov.Form.REFORMULATED,
                        "its SGD keeps the point that is looked ahead to")
                .or(() -> unless(
                        rates.constant(),
                        "its SGD keeps gradients where v has steps, which differ if the rate changes"))
                .or(() -> unless(nesterov.momentum() > 0, "its SGD has Nesterov's momentum above 0 only"));
    }

    private static Optional<String> regularisation(Training training) {
        Regularisation regularisation = training.regularisation();
        List<Regularisation.Rule> rules = List.of(regularisation.weights(), regularisation.biases());
        if (rules.stream().anyMatch(rule -> rule.l1() > 0)) {
            return Optional.of("its optimizers have no l1 penalty");
        }
        if (!TorchOptimizer.decays(regularisation)) {
            return Optional.empty();
        }
        if (rules.stream().anyMatch(rule -> rule.decay() > 0 && !rule.decayTimesRate())) {
            return Optional.of("its AdamW multiplies weight decay by the learning rate");
        }
        boolean adam = training.optimizer() instanceof OptimizerSpec.Adam
                || training.optimizer() instanceof OptimizerSpec.AmsGrad;
        return unless(
                        adam,
                        "it has weight decay beside the step of AdamW only, not of "
                                + training.optimizer().title())
                .or(() -> unless(
                        rules.stream().allMatch(rule -> rule.l2() == 0),
                        "its optimizers have either an l2 penalty or weight decay beside the step"));
    }

    /** A rounding of the state that it starts from would be one that no optimizer makes. */
    private static Optional<String> start(Training training, Precision precision) {
        double share = TorchOptimizer.share(training);
        boolean exact = training.start().slots().values().stream()
                .flatMap(slot -> slot.asMap().values().stream())
                .map(RowMajorMatrix::toArray)
                .flatMap(values -> Arrays.stream(values).boxed())
                .allMatch(value -> isExact(value, share, precision));
        return unless(exact, "its SGD starts from −v/α, which would have to be rounded");
    }

    private static boolean isExact(double value, double share, Precision precision) {
        double quotient = precision.nearest(value / share);
        return Double.isFinite(quotient)
                && new BigDecimal(quotient).multiply(new BigDecimal(share)).compareTo(new BigDecimal(value)) == 0;
    }

    private static Optional<String> unless(boolean can, String because) {
        return can ? Optional.empty() : Optional.of(because);
    }
}
