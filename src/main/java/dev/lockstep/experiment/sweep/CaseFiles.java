package dev.lockstep.experiment.sweep;

import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.caseformat.CaseWriter;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Training;
import java.nio.charset.StandardCharsets;

/** Which cases a file can hold, by which frameworks in other processes are asked. */
final class CaseFiles {
    private CaseFiles() {}

    /** Whether everything that the case says is read back; numbers are, whatever they are. */
    static boolean canHold(Case scenario) {
        Case read;
        try {
            read = CaseReader.read(CaseWriter.line(scenario).getBytes(StandardCharsets.UTF_8))
                    .scenario();
        } catch (InvalidInput unknown) {
            return false;
        }
        boolean sameTraining = scenario.training()
                .map(training ->
                        read.training().filter(other -> same(training, other)).isPresent())
                .orElse(true);
        boolean sameLoss = !(scenario.objective() instanceof Objective.Targets targets)
                || read.objective() instanceof Objective.Targets others
                        && targets.loss().equals(others.loss());
        return sameTraining
                && sameLoss
                && read.network().equals(scenario.network())
                && read.truncation().equals(scenario.truncation())
                && read.execution().equals(scenario.execution());
    }

    private static boolean same(Training a, Training b) {
        return a.optimizer().equals(b.optimizer())
                && a.pace().equals(b.pace())
                && a.regularisation().equals(b.regularisation())
                && a.clip().equals(b.clip());
    }
}
