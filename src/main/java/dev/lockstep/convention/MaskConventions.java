package dev.lockstep.convention;

import dev.lockstep.convention.Convention.Subject;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import java.util.List;
import java.util.stream.Stream;

/** What becomes of the state at a step that does not count. */
final class MaskConventions {
    private static final String PREVENTS =
            "Deeplearning4j resets the state at a masked step, Keras and PyTorch's packed sequences carry it on";

    private MaskConventions() {}

    static List<Convention> all() {
        return List.of(
                convention("masked-steps-carried", "masked steps carrying the state on", MaskRule.CARRY),
                convention("masked-steps-reset", "masked steps resetting the state to zero", MaskRule.RESET));
    }

    private static Convention convention(String id, String title, MaskRule supposed) {
        return new Convention(
                id,
                title,
                PREVENTS,
                Subject.MASKS,
                scenario -> hasOther(scenario, supposed)
                        ? List.of(new Hypothesis(title, Hypothesis.changing(given -> under(supposed, given))))
                        : List.of());
    }

    /** Whether something obeys a mask by another rule. */
    private static boolean hasOther(Case scenario, MaskRule supposed) {
        boolean given = masks(scenario).anyMatch(masks -> masks.features().isPresent() && masks.rule() != supposed);
        boolean found = scenario.network().layers().stream()
                .anyMatch(layer -> layer instanceof MaskZeroSpec zero && zero.rule() != supposed);
        return given && !scenario.network().recurrent().isEmpty() || found;
    }

    private static Stream<Masks> masks(Case scenario) {
        return Stream.concat(
                Stream.of(scenario.masks()),
                scenario.training().stream()
                        .flatMap(training -> training.minibatches().stream())
                        .map(Minibatch::masks));
    }

    private static Case under(MaskRule rule, Case given) {
        NetworkSpec network = new NetworkSpec(given.network().layers().stream()
                .map(layer -> under(rule, layer))
                .toList());
        return new Case(
                given.name(),
                network,
                new Weights(network, given.weights().asMap()),
                given.input(),
                under(rule, given.masks()),
                given.initialStates(),
                given.objective(),
                given.truncation(),
                given.training().map(training -> under(rule, training)),
                given.execution(),
                given.observed());
    }

    private static LayerSpec under(MaskRule rule, LayerSpec layer) {
        return layer instanceof MaskZeroSpec zero ? new MaskZeroSpec(zero.wrapped(), zero.value(), rule) : layer;
    }

    private static Training under(MaskRule rule, Training training) {
        return training.over(training.minibatches().stream()
                .map(minibatch -> new Minibatch(minibatch.input(), minibatch.targets(), under(rule, minibatch.masks())))
                .toList());
    }

    private static Masks under(MaskRule rule, Masks masks) {
        return new Masks(masks.features(), rule, masks.labels());
    }
}
