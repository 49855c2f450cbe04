package dev.lockstep.experiment.sweep;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseWriter;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.experiment.sweep.Entry.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reports of comparisons that did not agree.
 *
 * @param folder where smallest cases are written
 * @param contest who computes them
 * @param judge what counts as not agreeing
 * @param told what is printed of each
 */
record Findings(Path folder, Contest contest, Judge judge, Consumer<String> told) {
    /** What is to be said without looking further. */
    static Finding asItIs(Comparison comparison) {
        return new Finding(between(comparison), Failures.line(comparison.sentence()), "", "");
    }

    /** The smallest case, as a scenario and as a case, in files and printed. */
    Finding smallest(int number, Comparison comparison) {
        Comparison smallest = new Shrinker(contest, judge, comparison).smallest(comparison);
        String name = "case-" + number + "-" + String.join("-", between(comparison));
        Path recording = folder.resolve(name + ".case.json");
        String text = ScenarioText.of(smallest, recording);
        Path feature = folder.resolve(name + ".feature");
        try {
            Files.createDirectories(folder);
            CaseWriter.write(CaseFile.of(smallest.scenario()), recording);
            Files.writeString(feature, text);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        told.accept(text);
        return new Finding(
                between(comparison),
                Failures.line(smallest.sentence()),
                feature.getFileName().toString(),
                recording.getFileName().toString());
    }

    private static List<String> between(Comparison comparison) {
        return List.of(comparison.a().id(), comparison.b().id());
    }
}
