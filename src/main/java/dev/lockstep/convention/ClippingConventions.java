package dev.lockstep.convention;

import dev.lockstep.convention.Convention.Subject;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.OptimizerEquations;
import dev.lockstep.model.Case;
import dev.lockstep.model.Figures;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Reduction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.RealFieldElement;

/** What is clipped, when, and by which norm. */
final class ClippingConventions {
    private static final String NONE_KNOWN = "none known; Deeplearning4j alone clips in five ways";
    /** Thresholds that are usual where nobody asked for one. */
    private static final List<Double> THRESHOLDS = List.of(0.1, 0.25, 0.5, 1.0, 5.0);

    private ClippingConventions() {}

    static List<Convention> all() {
        return List.of(
                clip("clipping-missing", "the gradient not clipped", meant -> GradientClip.NONE),
                clip(
                        "clipped-by-entry",
                        "the gradient clipped entry by entry",
                        meant -> new GradientClip.Elementwise(threshold(meant))),
                clip(
                        "clipped-by-global-norm",
                        "the gradient clipped by its global norm",
                        meant -> meant instanceof GradientClip.GlobalNorm
                                ? meant
                                : new GradientClip.GlobalNorm(threshold(meant))),
                epsilon(
                        "clip-with-epsilon",
                        "1e-6 added to the norm by which the gradient is clipped",
                        1e-6,
                        given -> given == 0),
                epsilon(
                        "clip-without-epsilon",
                        "no ε added to the norm by which the gradient is clipped",
                        0,
                        given -> given > 0),
                unasked(),
                parts(
                        "clipped-per-layer",
                        "the gradient clipped by the norm of each layer",
                        ClippingConventions::layers),
                parts(
                        "clipped-per-parameter",
                        "the gradient clipped by the norm of each parameter",
                        ClippingConventions::parameters),
                averaged(
                        "clipped-before-averaging",
                        "the gradient clipped before it was averaged",
                        reduction -> reduction != Reduction.SUM,
                        scenario -> 1 / factor(scenario)),
                averaged(
                        "clipped-after-averaging",
                        "the gradient clipped as if it were averaged",
                        reduction -> reduction == Reduction.SUM,
                        scenario -> 1.0 / scenario.input().batch()));
    }

    private static Optional<GradientClip> asked(Case scenario) {
        return scenario.training().map(training -> training.clip()).filter(ClippingConventions::hasThreshold);
    }

    private static boolean hasThreshold(GradientClip clip) {
        return !(clip instanceof GradientClip.Off || clip instanceof GradientClip.Renormalised);
    }

    private static double threshold(GradientClip clip) {
        if (clip instanceof GradientClip.Elementwise each) {
            return each.threshold();
        }
        return clip instanceof GradientClip.ScopedNorm scoped
                ? scoped.threshold()
                : ((GradientClip.GlobalNorm) clip).threshold();
    }

    private static Convention clip(String id, String title, UnaryOperator<GradientClip> understood) {
        return new Convention(
                id,
                title,
                NONE_KNOWN,
                Subject.CLIPPING,
                scenario -> asked(scenario)
                        .map(understood)
                        .filter(clip -> !clip.equals(asked(scenario).orElseThrow()))
                        .map(clip ->
                                List.of(new Hypothesis(title, Hypothesis.changing(given -> given.clippedTo(clip)))))
                        .orElse(List.of()));
    }

    /** PyTorch's clip_grad_norm_ divides by the norm plus 1e-6, others by the norm. */
    private static Convention epsilon(String id, String title, double understood, Predicate<Double> meant) {
        return new Convention(
                id,
                title,
                "goodfire-ai/spd#643",
                Subject.CLIPPING,
                scenario -> asked(scenario)
                        .filter(GradientClip.GlobalNorm.class::isInstance)
                        .map(GradientClip.GlobalNorm.class::cast)
                        .filter(clip -> meant.test(clip.epsilon()))
                        .map(clip -> new GradientClip.GlobalNorm(clip.threshold(), understood))
                        .map(clip ->
                                List.of(new Hypothesis(title, Hypothesis.changing(given -> given.clippedTo(clip)))))
                        .orElse(List.of()));
    }

    private static Convention unasked() {
        String title = "a clip that nobody asked for";
        return new Convention("clipping-unasked", title, NONE_KNOWN, Subject.CLIPPING, scenario -> {
            List<Hypothesis> hypotheses = new ArrayList<>();
            if (scenario.training().isPresent() && asked(scenario).isEmpty()) {
                for (double threshold : THRESHOLDS) {
                    String at = title + ", at " + Figures.exact(threshold);
                    hypotheses.add(new Hypothesis(
                            at + " by the global norm",
                            Hypothesis.changing(given -> given.clippedTo(new GradientClip.GlobalNorm(threshold)))));
                    hypotheses.add(new Hypothesis(
                            at + ", entry by entry",
                            Hypothesis.changing(given -> given.clippedTo(new GradientClip.Elementwise(threshold)))));
                }
            }
            return hypotheses;
        });
    }

    /** Every part of the gradient clipped by its own norm. */
    private static Convention parts(String id, String title, Function<Case, List<Integer>> sizes) {
        return new Convention(
                id,
                title,
                NONE_KNOWN,
                Subject.CLIPPING,
                scenario -> asked(scenario)
                                        .filter(GradientClip.GlobalNorm.class::isInstance)
                                        .isPresent()
                                && sizes.apply(scenario).size() > 1
                        ? List.of(new Hypothesis(
                                title,
                                (base, given) -> base.observe(
                                        given, equations -> Hypothesis.with(equations, inParts(sizes.apply(given))))))
                        : List.of());
    }

    private static List<Integer> layers(Case scenario) {
        return scenario.network().layers().stream()
                .map(layer -> layer.parts().stream()
                        .flatMap(part -> part.parameters().stream())
                        .mapToInt(spec -> spec.rows() * spec.columns())
                        .sum())
                .filter(numbers -> numbers > 0)
                .toList();
    }

    private static List<Integer> parameters(Case scenario) {
        return scenario.network().parts().stream()
                .map(LayerSpec::parameters)
                .flatMap(List::stream)
                .map(spec -> spec.rows() * spec.columns())
                .toList();
    }

    private static OptimizerEquations inParts(List<Integer> sizes) {
        return new OptimizerEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> clipped(
                    Arithmetic<T> math, GradientClip clip, List<T> gradient) {
                List<T> clipped = new ArrayList<>();
                int at = 0;
                for (int size : sizes) {
                    clipped.addAll(super.clipped(math, clip, gradient.subList(at, at + size)));
                    at += size;
                }
                return clipped;
            }
        };
    }

    /** The gradient scaled while it is clipped, and scaled back. */
    private static Convention averaged(
            String id, String title, Predicate<Reduction> concerned, Function<Case, Double> scale) {
        return new Convention(
                id,
                title,
                NONE_KNOWN,
                Subject.CLIPPING,
                scenario -> asked(scenario).isPresent() && concerned.test(reduction(scenario)) && isOfOneSize(scenario)
                        ? List.of(new Hypothesis(
                                title,
                                (base, given) -> base.observe(
                                        given, equations -> Hypothesis.with(equations, scaled(scale.apply(given))))))
                        : List.of());
    }

    /** Whether the minibatches have the size of the case's own, by which is scaled. */
    private static boolean isOfOneSize(Case scenario) {
        return scenario.training().orElseThrow().minibatches().stream()
                .allMatch(minibatch ->
                        minibatch.input().time() == scenario.input().time()
                                && minibatch.input().batch() == scenario.input().batch());
    }

    private static Reduction reduction(Case scenario) {
        return ((Objective.Targets) scenario.objective()).loss().reduction();
    }

    private static double factor(Case scenario) {
        int steps = scenario.network().outputTime(scenario.input().time());
        return reduction(scenario).factor(steps, scenario.input().batch());
    }

    private static OptimizerEquations scaled(double factor) {
        return new OptimizerEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> clipped(
                    Arithmetic<T> math, GradientClip clip, List<T> gradient) {
                List<T> scaled =
                        gradient.stream().map(entry -> entry.multiply(factor)).toList();
                return super.clipped(math, clip, scaled).stream()
                        .map(entry -> entry.divide(factor))
                        .toList();
            }
        };
    }
}
