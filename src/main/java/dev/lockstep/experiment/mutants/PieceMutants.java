package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.Memory;
import dev.lockstep.definition.PieceEquations;
import dev.lockstep.model.Case;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Truncation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.RealFieldElement;

/** Sequences that arrive in pieces, and (T3). */
final class PieceMutants {
    /** Which part of a memory does not go on. */
    private enum Lost {
        HIDDEN,
        CELL,
        BOTH;

        <T extends RealFieldElement<T>> Memory<T> of(Arithmetic<T> math, Memory<T> memory) {
            List<T> h = this == CELL ? memory.h() : zeros(math, memory.h());
            List<T> c = this == HIDDEN ? memory.c() : zeros(math, memory.c());
            return new Memory<>(h, c);
        }

        private static <T extends RealFieldElement<T>> List<T> zeros(Arithmetic<T> math, List<T> values) {
            return values.stream().map(value -> math.number(0)).toList();
        }

        private String words() {
            return switch (this) {
                case HIDDEN -> "h does";
                case CELL -> "c does";
                case BOTH -> "states do";
            };
        }

        private String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final List<Mutant> mutants = new ArrayList<>();

    private PieceMutants() {}

    static List<Mutant> all() {
        PieceMutants catalogue = new PieceMutants();
        for (Lost lost : Lost.values()) {
            catalogue.streamed(lost);
            catalogue.resumed(lost);
        }
        catalogue.lengths();
        return catalogue.mutants;
    }

    private void streamed(Lost lost) {
        Predicate<Case> met = scenario -> scenario.observed().contains(Quantity.Kind.STREAMED)
                && scenario.network().streams()
                && scenario.input().time() > 1
                && remembers(scenario, lost);
        PieceEquations equations = new PieceEquations() {
            @Override
            public <T extends RealFieldElement<T>> Memory<T> streamed(Arithmetic<T> math, Memory<T> reached) {
                return lost.of(math, super.streamed(math, reached));
            }
        };
        add("stream." + lost.id(), "stream", "in pieces: " + lost.words() + " not go on", Kind.FORWARD, equations, met);
    }

    private void resumed(Lost lost) {
        Predicate<Case> met = segmented(given -> true).and(PieceMutants::goesOn).and(s -> remembers(s, lost));
        PieceEquations equations = new PieceEquations() {
            @Override
            public <T extends RealFieldElement<T>> Memory<T> resumed(Arithmetic<T> math, Memory<T> reached) {
                return lost.of(math, super.resumed(math, reached));
            }
        };
        add("T3." + lost.id(), "T3", "segments: " + lost.words() + " not go on", Kind.OPTIMIZER, equations, met);
    }

    private void lengths() {
        Predicate<Case> partly = segmented(given -> given.backward() < given.forward());
        Predicate<Case> remembering = scenario -> remembers(scenario, Lost.BOTH);
        add(
                "T3.whole",
                "errors flow back through whole segments",
                other(given -> new Truncation.Segmented(given.forward(), given.forward())),
                partly.and(remembering));
        add(
                "T3.longer",
                "backward length + 1",
                other(given -> new Truncation.Segmented(given.forward(), given.backward() + 1)),
                partly.and(remembering));
        add(
                "T3.shorter",
                "backward length − 1",
                other(given -> new Truncation.Segmented(given.forward(), given.backward() - 1)),
                segmented(given -> given.backward() > 1).and(remembering));
        add(
                "T3.one-step",
                "one optimizer step of all segments",
                scenario -> scenario.with(new Truncation.Chunked(of(scenario).forward())),
                segmented(given -> true).and(PieceMutants::goesOn));
        add(
                "T3.forward",
                "forward length + 1",
                other(given -> new Truncation.Segmented(given.forward() + 1, given.backward())),
                segmented(given -> true).and(PieceMutants::goesOn));
    }

    private static boolean remembers(Case scenario, Lost lost) {
        List<RecurrentSpec> layers = scenario.network().recurrent();
        return lost == Lost.CELL ? layers.stream().anyMatch(RecurrentSpec::hasCell) : !layers.isEmpty();
    }

    private static Truncation.Segmented of(Case scenario) {
        return (Truncation.Segmented) scenario.truncation();
    }

    private static Predicate<Case> segmented(Predicate<Truncation.Segmented> which) {
        return scenario -> scenario.truncation() instanceof Truncation.Segmented given && which.test(given);
    }

    /** Whether there is more than one segment. */
    private static boolean goesOn(Case scenario) {
        return Met.time(of(scenario).forward() + 1).test(scenario);
    }

    private static UnaryOperator<Case> other(java.util.function.Function<Truncation.Segmented, Truncation> change) {
        return scenario -> scenario.with(change.apply(of(scenario)));
    }

    private void add(String id, String what, UnaryOperator<Case> misread, Predicate<Case> met) {
        mutants.add(Mutant.misreading(id, "T3", "segments: " + what, Kind.OPTIMIZER, misread, met));
    }

    private void add(
            String id, String equation, String what, Kind kind, PieceEquations equations, Predicate<Case> met) {
        mutants.add(Mutant.of(id, equation, what, kind, Equations.STANDARD.with(equations), met));
    }
}
