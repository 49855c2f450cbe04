package dev.lockstep.convention;

import dev.lockstep.convention.CaseChange.Concern;
import dev.lockstep.convention.Convention.Subject;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.GruEquations;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.GruSpec.Reset;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.commons.math3.RealFieldElement;

/** What gated recurrent units alone get wrong; the order of their gates is among {@link WeightConventions}. */
final class GruConventions {
    private static final int CANDIDATE = GruSpec.GATES.indexOf("n");

    private GruConventions() {}

    static List<Convention> all() {
        return List.of(
                reset(
                        "reset-before-product",
                        "the reset gate of GRUs before the product with RW",
                        "keras-team/keras#9112, where cuDNN has it after the product",
                        Reset.BEFORE_PRODUCT),
                reset(
                        "reset-after-product",
                        "the reset gate of GRUs after the product with RW",
                        "pytorch/pytorch#99531, where the paper has it before the product",
                        Reset.AFTER_PRODUCT),
                updateInverted(),
                candidateBiasMerged());
    }

    private static Convention reset(String id, String title, String prevents, Reset understood) {
        return new Convention(
                id,
                title,
                prevents,
                Subject.RESET,
                scenario -> supposing(
                        scenario,
                        title,
                        layer -> layer instanceof GruSpec gru && gru.reset() != understood,
                        (given, concern) -> new CaseChange(given)
                                .network(
                                        layer -> concern.has(layer) ? resetting((GruSpec) layer, understood) : layer)));
    }

    private static GruSpec resetting(GruSpec gru, Reset reset) {
        return new GruSpec(
                        gru.name(),
                        gru.inputs(),
                        gru.units(),
                        gru.activation(),
                        gru.gateActivation(),
                        reset,
                        gru.bias())
                .clippingPreActivationsAt(gru.preActivationClip());
    }

    /** Equation 5 of arXiv:1412.3555 where that of arXiv:1406.1078, its equation 7, is meant. */
    private static Convention updateInverted() {
        String title = "z and 1 − z of GRUs in each other's place";
        GruEquations inverted = new GruEquations() {
            @Override
            public <T extends RealFieldElement<T>> T h(Arithmetic<T> math, T z, T n, T hPrev) {
                return z.multiply(n).add(math.number(1).subtract(z).multiply(hPrev));
            }
        };
        return new Convention(
                "update-inverted",
                title,
                "pytorch/pytorch#20129, where two papers are told apart",
                Subject.UPDATE,
                scenario -> scenario.network().parts().stream().anyMatch(GruSpec.class::isInstance)
                        ? List.of(new Hypothesis(
                                title, Hypothesis.replacing(equations -> Hypothesis.with(equations, inverted))))
                        : List.of());
    }

    /** Outside of r ⊙ (…), where rb of the candidate does not belong if the reset gate comes after the product. */
    private static Convention candidateBiasMerged() {
        return new Convention(
                "candidate-bias-merged",
                "rb of n added to b of n, where r does not multiply it",
                "apple/coremltools#1124",
                Subject.BIASES,
                scenario -> {
                    Predicate<LayerSpec> concerned = layer -> layer instanceof GruSpec gru
                            && gru.bias() == Bias.TWO
                            && gru.reset() == Reset.AFTER_PRODUCT;
                    List<Hypothesis> hypotheses = new ArrayList<>();
                    hypotheses.addAll(supposing(
                            scenario,
                            "rb of n added to b of n",
                            concerned,
                            (given, concern) -> merged(given, concern, CANDIDATE)));
                    hypotheses.addAll(supposing(
                            scenario,
                            "rb of r, z and n added to b",
                            concerned,
                            (given, concern) -> merged(given, concern, 0)));
                    return hypotheses;
                });
    }

    /** @param first the first of the gates whose biases are merged */
    private static Case merged(Case scenario, Concern concern, int first) {
        return WeightLayout.withWeights(scenario, (layer, spec, values) -> {
            boolean recurrent = spec.parameter() == Parameter.RB;
            if (!concern.has(layer) || !recurrent && spec.parameter() != Parameter.B) {
                return values;
            }
            double[] added = scenario.weights().get(layer.name(), Parameter.RB).toArray();
            double[] merged = values.clone();
            for (int i = first * ((GruSpec) layer).units(); i < merged.length; i++) {
                merged[i] = recurrent ? 0 : values[i] + added[i];
            }
            return merged;
        });
    }

    /** What is understood in the place of a case, of some layers. */
    private interface Understanding {
        Case of(Case given, Concern concern);
    }

    private static List<Hypothesis> supposing(
            Case scenario, String title, Predicate<LayerSpec> concerned, Understanding understood) {
        return new CaseChange(scenario)
                .concerning(concerned).stream()
                        .map(concern ->
                                concern.suppose(title, Hypothesis.changing(given -> understood.of(given, concern))))
                        .toList();
    }
}
