package dev.lockstep.experiment.mutants;

import dev.lockstep.model.Case;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** (T1) and (T2), and the states that sequences start from. */
final class ContextMutants {
    private ContextMutants() {}

    static List<Mutant> all() {
        List<Mutant> mutants = new ArrayList<>();
        mutants.add(truncated("T1.more", "T1", "one step more", given -> slid(given, 1)));
        mutants.add(truncated("T1.fewer", "T1", "one step fewer", given -> slid(given, -1)));
        mutants.add(truncated("T1.dropped", "T1", "not truncated", given -> Truncation.NONE));
        mutants.add(truncated(
                "T1.chunks",
                "T1",
                "in chunks",
                given -> new Truncation.Chunked(((Truncation.Sliding) given).steps() + 1)));
        mutants.add(truncated("T2.longer", "T2", "chunks a step longer", given -> chunked(given, 1)));
        mutants.add(truncated("T2.dropped", "T2", "not truncated", given -> Truncation.NONE));
        mutants.add(truncated(
                "T2.sliding",
                "T2",
                "sliding",
                given -> new Truncation.Sliding(((Truncation.Chunked) given).length() - 1)));
        mutants.add(Mutant.misreading(
                "start.h",
                "R1",
                "h₀ is 0",
                Kind.FORWARD,
                scenario -> started(scenario, true, false),
                scenario -> !scenario.startsFromZero()));
        mutants.add(Mutant.misreading(
                "start.c",
                "L7",
                "LSTM: c₀ is 0",
                Kind.FORWARD,
                scenario -> started(scenario, false, true),
                Met.lstm().and(scenario -> !scenario.startsFromZero())));
        return mutants;
    }

    private static Mutant truncated(
            String id, String equation, String what, java.util.function.UnaryOperator<Truncation> change) {
        boolean sliding = equation.equals("T1");
        return Mutant.misreading(
                id,
                equation,
                "truncation: " + what,
                Kind.GRADIENT,
                scenario -> scenario.with(change.apply(scenario.truncation())),
                scenario -> scenario.truncation() instanceof Truncation.Sliding s
                        ? sliding && (s.steps() > 0 || !id.equals("T1.fewer"))
                        : !sliding && scenario.truncation() instanceof Truncation.Chunked);
    }

    private static Truncation slid(Truncation given, int by) {
        return new Truncation.Sliding(((Truncation.Sliding) given).steps() + by);
    }

    private static Truncation chunked(Truncation given, int by) {
        return new Truncation.Chunked(((Truncation.Chunked) given).length() + by);
    }

    /** The case with h₀ or c₀ at zero in every layer that was given them. */
    private static Case started(Case scenario, boolean withoutHidden, boolean withoutCell) {
        Map<String, State> states = new LinkedHashMap<>();
        scenario.initialStates().forEach((name, given) -> {
            State zero = State.zero(
                    (RecurrentSpec) scenario.network().layer(name),
                    scenario.input().batch());
            states.put(name, new State(withoutHidden ? zero.h() : given.h(), withoutCell ? zero.c() : given.c()));
        });
        return new Case(
                        scenario.name(),
                        scenario.network(),
                        scenario.weights(),
                        scenario.input(),
                        states,
                        scenario.objective(),
                        scenario.truncation(),
                        scenario.training(),
                        scenario.observed())
                .with(scenario.masks())
                .with(scenario.execution());
    }
}
