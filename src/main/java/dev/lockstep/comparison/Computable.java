package dev.lockstep.comparison;

import dev.lockstep.model.Case;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * As much of a case as a framework can compute.
 *
 * @param scenario observing what it can; the whole case where that is everything or nothing
 * @param without what it leaves out, each with the reason; empty where it can compute nothing
 */
public record Computable(Case scenario, List<String> without) {
    public Computable {
        without = List.copyOf(without);
    }

    /** Asks a framework for the whole, and then for one kind of quantity after another. */
    public static Computable by(Framework framework, Case scenario) {
        Computable whole = new Computable(scenario, List.of());
        if (!framework.available().yes() || framework.supports(scenario).yes()) {
            return whole;
        }
        Set<Kind> supported = EnumSet.noneOf(Kind.class);
        List<String> without = new ArrayList<>();
        for (Kind kind : scenario.observed()) {
            Support alone = framework.supports(scenario.observing(Set.of(kind)));
            if (alone.yes()) {
                supported.add(kind);
            } else {
                without.add(kind.title() + ", because " + alone.because());
            }
        }
        boolean some = !supported.isEmpty()
                && framework.supports(scenario.observing(supported)).yes();
        return some ? new Computable(scenario.observing(supported), without) : whole;
    }
}
