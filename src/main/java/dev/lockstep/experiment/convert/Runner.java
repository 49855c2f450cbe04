package dev.lockstep.experiment.convert;

import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.layout.Layout;
import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.port.Framework;
import dev.lockstep.port.OwnArrays;
import dev.lockstep.port.Support;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who computes one side of a conversion: the framework whose layout it is in, from its own arrays.
 *
 * @param framework who; empty if there is none here
 * @param title of that framework
 * @param because why there is none, a clause that follows "because"
 */
record Runner(Optional<Framework> framework, String title, String because) {
    /** What a framework can observe of a case, and why not the rest. */
    record Reach(Set<Kind> kinds, Map<Kind, String> without) {
        boolean empty() {
            return !kinds.contains(Kind.OUTPUTS);
        }
    }

    /** The framework of that side; ours if it is in our own layout. */
    static Runner of(Side side, List<Framework> frameworks) {
        if (side.arrays().isEmpty()) {
            return new Runner(Optional.of(Frameworks.ours()), Frameworks.ours().title(), "");
        }
        Layout layout = side.arrays().get().layout();
        String id =
                layout == Layout.DEEPLEARNING4J ? Frameworks.deeplearning4j().id() : layout.word();
        Optional<Framework> found = frameworks.stream()
                .filter(framework -> framework.id().equals(id))
                .findFirst();
        String title = found.map(Framework::title).orElse(layout.title());
        if (found.isEmpty() || !(found.get() instanceof OwnArrays own)) {
            return new Runner(Optional.empty(), title, "nothing here runs its arrays");
        }
        Support available = found.get().available();
        return available.yes()
                ? new Runner(
                        Optional.of(own.given(
                                side.arrays().get().byLayer(side.scenario().network()))),
                        title,
                        "")
                : new Runner(Optional.empty(), title, available.because());
    }

    /** What it can observe of a case: everything, or what it can observe alone. */
    Reach reach(Case scenario) {
        Framework asked = framework.orElseThrow();
        Support whole = asked.supports(scenario);
        if (whole.yes()) {
            return new Reach(scenario.observed(), Map.of());
        }
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        Map<Kind, String> without = new EnumMap<>(Kind.class);
        for (Kind kind : scenario.observed()) {
            Support alone = asked.supports(scenario.observing(Set.of(kind)));
            if (alone.yes()) {
                kinds.add(kind);
            } else {
                without.put(kind, alone.because());
            }
        }
        return new Reach(kinds, without);
    }

    /** The precisions in which a case may be proven: its own, and single precision, which every framework has. */
    static List<Execution> precisions(Execution own) {
        return own.precision() == Precision.SINGLE
                ? List.of(own)
                : List.of(own, new Execution(Precision.SINGLE, own.format()));
    }
}
