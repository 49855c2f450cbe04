package dev.lockstep.experiment.sweep;

import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Truncation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The tags of a case: those that features have, and some for what only random cases combine. */
final class CaseTags {
    private CaseTags() {}

    /** Tags with their {@code @}, in alphabetical order. */
    static Set<String> of(Case scenario) {
        Set<String> tags = new TreeSet<>();
        scenario.network().layers().forEach(layer -> tags.add(wrapper(layer)));
        scenario.network().parts().forEach(layer -> tags.addAll(layer(layer)));
        if (scenario.network().recurrent().stream().anyMatch(RecurrentSpec::clipsPreActivations)) {
            tags.add("@pre-activation-clip");
        }
        boolean gradients = scenario.observed().contains(Kind.GRADIENT);
        tags.add(scenario.training().isPresent() ? "@optimizer" : gradients ? "@gradient" : "@forward");
        if (gradients) {
            tags.add("@gradient");
        }
        Traits.loss(scenario).ifPresent(loss -> tags.add("@loss"));
        if (Traits.masks(scenario).stream().anyMatch(masks -> !masks.isEmpty())) {
            tags.add("@mask");
        }
        if (!scenario.startsFromZero()) {
            tags.add("@initial-state");
        }
        if (!(scenario.truncation() instanceof Truncation.Full)) {
            tags.add("@truncation");
        }
        if (scenario.training().stream().anyMatch(training -> !training.clip().equals(GradientClip.NONE))) {
            tags.add("@clipping");
        }
        if (scenario.observed().contains(Kind.STREAMED)) {
            tags.add("@streaming");
        }
        Execution execution = scenario.execution();
        if (execution.precision() == Precision.SINGLE) {
            tags.add("@single");
        }
        tags.add(execution.format() == SequenceFormat.NWC ? "@nwc" : "@ncw");
        tags.remove("");
        return tags;
    }

    private static String wrapper(LayerSpec layer) {
        return layer instanceof BidirectionalSpec ? "@bidirectional" : layer instanceof MaskZeroSpec ? "@mask" : "";
    }

    private static List<String> layer(LayerSpec layer) {
        if (layer instanceof SimpleRnnSpec rnn) {
            return List.of(
                    "@simple-rnn",
                    rnn.norm().isPresent() ? "@layer-norm" : "",
                    rnn.trainableStart() ? "@trained-start" : "");
        }
        if (layer instanceof LstmSpec lstm) {
            return List.of(lstm.peepholes() ? "@peephole" : "@lstm", "@lstm");
        }
        if (layer instanceof GruSpec) {
            return List.of("@gru");
        }
        if (layer instanceof LastStepSpec) {
            return List.of("@last-step");
        }
        return layer instanceof DenseSpec
                ? List.of("@dense")
                : layer instanceof ActivationSpec ? List.of("@activation") : List.of();
    }
}
