package dev.lockstep.experiment.sweep;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.experiment.sweep.Entry.Finding;
import java.nio.file.Path;
import java.util.List;

/** Reports of comparisons that did not agree. */
record Findings(Path folder, Contest contest, Judge judge) {
    static Finding asItIs(Comparison comparison) {
        return new Finding(List.of(comparison.a().id(), comparison.b().id()), comparison.sentence(), "", "");
    }

    Finding smallest(int number, Comparison comparison) {
        return asItIs(comparison);
    }
}
