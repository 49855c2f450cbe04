package dev.lockstep.experiment.detective;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Comparison.Party;
import dev.lockstep.comparison.Diagnosis;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.convention.Calculation;
import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Truncation;
import dev.lockstep.port.Framework;
import java.util.Arrays;
import java.util.Optional;

/**
 * A case with something planted in one place.
 *
 * @param place what computes it
 * @param party how that is called
 * @param plain what it computes of the case as it is
 */
record Planting(Calculation place, Party party, Calculation plain) {
    private static final Party DEFINITION = new Party("definition", "the definition", "");

    /** In the definition, whose untouched results ours are to be. */
    static Planting inDefinition(Framework ours) {
        return new Planting(Calculation.DEFINITION, DEFINITION, Calculation.by(ours));
    }

    /** At the boundary of a framework's adapter. */
    static Planting at(Framework framework) {
        Calculation plain = Calculation.by(framework);
        return new Planting(framework.id().equals("dl4j") ? withoutChunks(plain) : plain, Party.of(framework), plain);
    }

    /** Deeplearning4j is wrong from the second chunk on, as features/divergences/truncated-bptt.feature pins. */
    private static Calculation withoutChunks(Calculation plain) {
        return (scenario, change) -> {
            if (scenario.truncation() instanceof Truncation.Chunked) {
                throw new UnsupportedOperationException("its chunks are not those of the equations");
            }
            return plain.observe(scenario, change);
        };
    }

    /** Whether the place computes the case as it is defined; Deeplearning4j's pinned divergences are none of a convention's. */
    boolean isRight(Case scenario) {
        Comparison comparison = Comparison.of(
                scenario,
                DEFINITION,
                Calculation.DEFINITION.observe(scenario),
                party,
                plain.observe(scenario),
                Tolerances.derived());
        return comparison.outcome() != Outcome.DIVERGE;
    }

    /**
     * What the detective says when a case's plain observations are held against planted ones; nothing where they agree, or are
     * not finite.
     */
    Optional<Diagnosis> diagnosed(Case scenario, Observations planted) {
        boolean finite = planted.quantities().stream()
                .allMatch(quantity ->
                        Arrays.stream(planted.get(quantity).values()).allMatch(Double::isFinite));
        if (!finite) {
            return Optional.empty();
        }
        Comparison comparison = Comparison.of(
                scenario,
                new Party("plain", "the plain " + party.title(), party.version()),
                plain.observe(scenario),
                party,
                planted,
                Tolerances.derived());
        return comparison.outcome() == Outcome.DIVERGE ? Optional.of(Diagnosis.of(comparison)) : Optional.empty();
    }
}
