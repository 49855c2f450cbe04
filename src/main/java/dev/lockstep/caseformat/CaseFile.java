package dev.lockstep.caseformat;

import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import java.util.Optional;

/**
 * What a file {@code NAME.case.json} holds.
 *
 * @param scenario the case
 * @param observations what a framework computed for it, if that is recorded
 * @param provenance which framework that was, if that is recorded
 * @param arrays the case's weights as the file has them, if it has them in another framework's layout
 */
public record CaseFile(
        Case scenario,
        Optional<Observations> observations,
        Optional<Provenance> provenance,
        Optional<ForeignArrays> arrays) {
    /** What a file holds that has the weights in our own layout. */
    public CaseFile(Case scenario, Optional<Observations> observations, Optional<Provenance> provenance) {
        this(scenario, observations, provenance, Optional.empty());
    }

    /** A case that nobody has computed yet. */
    public static CaseFile of(Case scenario) {
        return new CaseFile(scenario, Optional.empty(), Optional.empty());
    }
}
