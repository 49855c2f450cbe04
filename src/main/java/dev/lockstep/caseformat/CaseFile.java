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
 */
public record CaseFile(Case scenario, Optional<Observations> observations, Optional<Provenance> provenance) {
    /** A case that nobody has computed yet. */
    public static CaseFile of(Case scenario) {
        return new CaseFile(scenario, Optional.empty(), Optional.empty());
    }
}
