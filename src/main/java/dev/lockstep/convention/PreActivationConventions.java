package dev.lockstep.convention;

import dev.lockstep.convention.Convention.Subject;
import dev.lockstep.definition.ActivationEquations;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Cell;
import dev.lockstep.definition.LstmEquations;
import dev.lockstep.definition.Parameters;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.RecurrentSpec;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** What a recurrent layer's clip, ONNX' attribute of that name, is taken to clip. */
final class PreActivationConventions {
    private PreActivationConventions() {}

    static List<Convention> all() {
        return List.of(
                missing(),
                lstm(
                        "cell-output-clipped",
                        "the cell state clipped on its way out, too",
                        "microsoft/onnxruntime#27224, where it is asked for",
                        new ClippedOutput()),
                lstm(
                        "cell-state-clipped",
                        "the cell state clipped, and not the pre-activations",
                        "tracel-ai/burn#4106; TensorFlow's cell_clip is that",
                        new ClippedState()));
    }

    private static boolean clips(LayerSpec layer) {
        return layer instanceof RecurrentSpec recurrent && recurrent.clipsPreActivations();
    }

    private static Convention missing() {
        String title = "the pre-activations not clipped";
        return new Convention(
                "pre-activation-clip-missing",
                title,
                "newton-physics/newton#2662, which refuses the attribute lest it be ignored",
                Subject.PRE_ACTIVATIONS,
                scenario -> new CaseChange(scenario)
                        .concerning(PreActivationConventions::clips).stream()
                                .map(concern -> concern.suppose(
                                        title,
                                        Hypothesis.changing(given -> new CaseChange(given)
                                                .network(layer -> concern.has(layer) ? unclipped(layer) : layer))))
                                .toList());
    }

    private static LayerSpec unclipped(LayerSpec layer) {
        return ((RecurrentSpec) layer).clippingPreActivationsAt(Double.POSITIVE_INFINITY);
    }

    private static Convention lstm(String id, String title, String prevents, LstmEquations lstm) {
        return new Convention(
                id,
                title,
                prevents,
                Subject.PRE_ACTIVATIONS,
                scenario ->
                        scenario.network().parts().stream().anyMatch(layer -> layer instanceof LstmSpec && clips(layer))
                                ? List.of(new Hypothesis(
                                        title, Hypothesis.replacing(equations -> Hypothesis.with(equations, lstm))))
                                : List.of());
    }

    /** s = φ(min(K, max(−K, c))). */
    private static final class ClippedOutput extends LstmEquations {
        @Override
        public <T extends RealFieldElement<T>> T s(
                Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T c) {
            return super.s(math, activations, layer, activations.clipped(math, layer, c));
        }
    }

    /** c ← min(K, max(−K, c)) before anything reads it. */
    private static final class ClippedState extends LstmEquations {
        @Override
        public <T extends RealFieldElement<T>> Cell<T> cell(
                Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, Parameters<T> theta) {
            LstmEquations clipping = new LstmEquations() {
                @Override
                public <U extends RealFieldElement<U>> U c(Arithmetic<U> math, U f, U cPrev, U i, U g) {
                    return activations.clipped(math, layer, super.c(math, f, cPrev, i, g));
                }
            };
            return clipping.cell(math, activations, (LstmSpec) unclipped(layer), theta);
        }
    }
}
