package dev.lockstep.convention;

import dev.lockstep.convention.Convention.Subject;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.OptimizerEquations;
import dev.lockstep.model.Case;
import dev.lockstep.model.Figures;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.AdaGrad;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.LookAheadRmsProp;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerSpec.RmsProp;
import dev.lockstep.model.OptimizerSpec.Start;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.math3.RealFieldElement;

/** The dialects of optimizers, and weight decay. */
final class OptimizerConventions {
    private static final String HAT = "keras-team/keras#17391";
    /** The sizes that weight decay usually has. */
    private static final List<Double> DECAYS = List.of(0.1, 0.05, 0.01, 5e-3, 1e-3, 5e-4, 1e-4, 1e-5, 1e-6);

    private OptimizerConventions() {}

    static List<Convention> all() {
        List<Convention> all = new ArrayList<>();
        all.add(adam("adam-algorithm-1", "Adam's Algorithm 1", HAT, Adam.Form.ALGORITHM_1));
        all.add(adam("adam-reordered", "Adam's reordered form", HAT, Adam.Form.REORDERED));
        all.add(adam(
                "adam-epsilon-inside-root",
                "Adam's ε inside the root",
                "juntang-zhuang/Adabelief-Optimizer#12",
                Adam.Form.INSIDE_ROOT));
        all.add(uncorrected());
        all.add(counted("adam-t-ahead", "t one step ahead", 1));
        all.add(counted("adam-t-behind", "t one step behind", -1));
        all.add(optimizer(
                "adam-betas-exchanged",
                "β1 and β2 in each other's place",
                "none known; both are numbers below 1 that follow one another",
                Adam.class,
                adam -> Optional.of(new Adam(adam.rate(), adam.beta2(), adam.beta1(), adam.epsilon(), adam.form()))));
        for (Epsilon placement : Epsilon.values()) {
            all.add(placed(placement));
        }
        for (Start start : Start.values()) {
            all.add(started(start));
        }
        all.add(nesterov("nesterov-look-ahead", "Nesterov's look-ahead form", Nesterov.Form.LOOK_AHEAD));
        all.add(nesterov("nesterov-reformulated", "Nesterov's reformulated form", Nesterov.Form.REFORMULATED));
        all.add(classicalMomentum());
        all.add(velocityWithoutRate());
        all.add(decay(
                "weight-decay-coupled",
                "weight decay that nobody asked for, added to the gradient",
                "keras-team/keras#11718",
                OptimizerConventions::coupled));
        all.add(decay(
                "weight-decay-decoupled",
                "weight decay that nobody asked for, taken from the parameters",
                "google-deepmind/optax#571",
                OptimizerConventions::decoupled));
        return all;
    }

    /** A convention about one optimizer, which turns it into another, if there is anything to turn. */
    private static <S extends OptimizerSpec> Convention optimizer(
            String id, String title, String prevents, Class<S> type, Function<S, Optional<OptimizerSpec>> change) {
        return new Convention(
                id,
                title,
                prevents,
                Subject.OPTIMIZER,
                scenario -> scenario.training()
                        .map(Training::optimizer)
                        .filter(type::isInstance)
                        .flatMap(
                                meant -> change.apply(type.cast(meant)).filter(understood -> !understood.equals(meant)))
                        .map(understood -> List.of(new Hypothesis(
                                title.replace("{name}", understood.title()),
                                Hypothesis.changing(given -> new CaseChange(given).optimizer(understood)))))
                        .orElse(List.of()));
    }

    private static Convention adam(String id, String title, String prevents, Adam.Form form) {
        return optimizer(
                id,
                title,
                prevents,
                Adam.class,
                adam -> Optional.of(new Adam(adam.rate(), adam.beta1(), adam.beta2(), adam.epsilon(), form)));
    }

    private static Convention nesterov(String id, String title, Nesterov.Form form) {
        return optimizer(
                id,
                title,
                "none known; papers and frameworks keep different θ",
                Nesterov.class,
                nesterov -> Optional.of(new Nesterov(nesterov.rate(), nesterov.momentum(), form)));
    }

    private static Convention placed(Epsilon placement) {
        String place = switch (placement) {
            case INSIDE_ROOT -> "inside the root";
            case OUTSIDE_ROOT -> "outside the root";
            case ADDED_TO_QUOTIENT -> "added to the quotient";
        };
        return optimizer(
                "epsilon-" + place.replace("the ", "").replace(' ', '-'),
                "ε of {name} " + place,
                "CyberZHG/keras-radam#29",
                OptimizerSpec.class,
                meant -> {
                    if (meant instanceof RmsProp rms) {
                        return Optional.of(new RmsProp(rms.rate(), rms.decay(), rms.epsilon(), placement, rms.start()));
                    }
                    if (meant instanceof LookAheadRmsProp rms) {
                        return Optional.of(new LookAheadRmsProp(
                                rms.rate(), rms.decay(), rms.momentum(), rms.epsilon(), placement));
                    }
                    return meant instanceof AdaGrad ada
                            ? Optional.of(new AdaGrad(ada.rate(), ada.epsilon(), placement, ada.start()))
                            : Optional.empty();
                });
    }

    private static Convention started(Start start) {
        String from = start == Start.ZERO ? "0" : "ε";
        return optimizer(
                start == Start.ZERO ? "squares-from-zero" : "squares-from-epsilon",
                "the state of {name} starting from " + from,
                "deeplearning4j/deeplearning4j#2705",
                OptimizerSpec.class,
                meant -> {
                    if (meant instanceof RmsProp rms) {
                        return Optional.of(new RmsProp(rms.rate(), rms.decay(), rms.epsilon(), rms.placement(), start));
                    }
                    return meant instanceof AdaGrad ada
                            ? Optional.of(new AdaGrad(ada.rate(), ada.epsilon(), ada.placement(), start))
                            : Optional.empty();
                });
    }

    private static boolean isAdam(Case scenario) {
        return scenario.training()
                .map(given -> given.optimizer() instanceof Adam)
                .orElse(false);
    }

    private static Convention counted(String id, String title, int by) {
        return new Convention(
                id,
                title,
                "none known; t begins with 1 in the paper and with 0 in programs",
                Subject.OPTIMIZER,
                scenario -> isAdam(scenario)
                                && scenario.training().orElseThrow().start().stepsTaken() + by >= 0
                        ? List.of(new Hypothesis(
                                title,
                                Hypothesis.changing(given -> new CaseChange(given)
                                        .training(training -> training.from(new OptimizerState(
                                                training.start().stepsTaken() + by,
                                                training.start().slots()))))))
                        : List.of());
    }

    private static Convention replaced(
            String id,
            String title,
            String prevents,
            Subject subject,
            java.util.function.Predicate<Case> concerned,
            OptimizerEquations optimizer) {
        return new Convention(
                id,
                title,
                prevents,
                subject,
                scenario -> concerned.test(scenario)
                        ? List.of(new Hypothesis(
                                title, Hypothesis.replacing(equations -> Hypothesis.with(equations, optimizer))))
                        : List.of());
    }

    private static Convention uncorrected() {
        return replaced(
                "adam-uncorrected",
                "Adam's moments not corrected for their start",
                HAT,
                Subject.OPTIMIZER,
                OptimizerConventions::isAdam,
                new OptimizerEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> Entry<T> adam(
                            Arithmetic<T> math, Adam adam, T rate, int t, Entry<T> entry, T gradient) {
                        Entry<T> corrected = super.adam(math, adam, rate, t, entry, gradient);
                        T root = adam.form() == Adam.Form.INSIDE_ROOT
                                ? math.sqrt(corrected.slots().get(1).add(adam.epsilon()))
                                : math.sqrt(corrected.slots().get(1)).add(adam.epsilon());
                        T step = corrected.slots().get(0).multiply(rate).divide(root);
                        return new Entry<>(entry.theta().subtract(step), corrected.slots());
                    }
                });
    }

    private static boolean isNesterov(Case scenario) {
        return scenario.training()
                .map(given -> given.optimizer() instanceof Nesterov)
                .orElse(false);
    }

    private static Convention classicalMomentum() {
        return replaced(
                "classical-momentum",
                "classical momentum in the place of Nesterov's",
                "none known; many frameworks have one class for both",
                Subject.OPTIMIZER,
                OptimizerConventions::isNesterov,
                new OptimizerEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T gradientPoint(
                            Arithmetic<T> math, OptimizerSpec optimizer, Entry<T> entry) {
                        return entry.theta();
                    }

                    @Override
                    public <T extends RealFieldElement<T>> Entry<T> nesterov(
                            Arithmetic<T> math, Nesterov nesterov, T rate, Entry<T> entry, T gradient) {
                        T v = entry.slots().get(0).multiply(nesterov.momentum()).subtract(gradient.multiply(rate));
                        return new Entry<>(entry.theta().add(v), List.of(v));
                    }
                });
    }

    private static Convention velocityWithoutRate() {
        String title = "the velocity kept without the learning rate, as a sum of gradients";
        return new Convention(
                "velocity-without-rate",
                title,
                "none known; PyTorch keeps it so",
                Subject.OPTIMIZER,
                scenario -> isNesterov(scenario) && scenario.observed().contains(Kind.OPTIMIZER_STATE)
                        ? List.of(new Hypothesis(title, Hypothesis.reporting((given, quantity, tensor) -> {
                            double rate =
                                    given.training().orElseThrow().optimizer().rate();
                            return quantity.kind() == Kind.OPTIMIZER_STATE
                                    ? new Tensor(
                                            tensor.axes(),
                                            Arrays.stream(tensor.values())
                                                    .map(v -> v / -rate)
                                                    .toArray())
                                    : tensor;
                        })))
                        : List.of());
    }

    private static Convention decay(
            String id, String title, String prevents, Function<Double, OptimizerEquations> decayed) {
        List<Hypothesis> hypotheses = DECAYS.stream()
                .map(size -> new Hypothesis(
                        title + ", of " + Figures.exact(size),
                        Hypothesis.replacing(equations -> Hypothesis.with(equations, decayed.apply(size)))))
                .toList();
        return new Convention(
                id,
                title,
                prevents,
                Subject.DECAY,
                scenario -> scenario.training().isPresent() ? hypotheses : List.of());
    }

    private static OptimizerEquations coupled(double size) {
        return new OptimizerEquations() {
            @Override
            public <T extends RealFieldElement<T>> Entry<T> step(
                    Arithmetic<T> math, OptimizerSpec optimizer, T rate, int t, Entry<T> entry, T gradient) {
                return super.step(
                        math,
                        optimizer,
                        rate,
                        t,
                        entry,
                        gradient.add(entry.theta().multiply(size)));
            }
        };
    }

    private static OptimizerEquations decoupled(double size) {
        return new OptimizerEquations() {
            @Override
            public <T extends RealFieldElement<T>> Entry<T> step(
                    Arithmetic<T> math, OptimizerSpec optimizer, T rate, int t, Entry<T> entry, T gradient) {
                Entry<T> next = super.step(math, optimizer, rate, t, entry, gradient);
                T decay = entry.theta().multiply(size).multiply(rate);
                return new Entry<>(next.theta().subtract(decay), next.slots());
            }
        };
    }
}
