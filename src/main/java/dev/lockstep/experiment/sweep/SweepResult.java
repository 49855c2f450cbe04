package dev.lockstep.experiment.sweep;

import java.util.List;
import java.util.Locale;

/**
 * What a sweep has found.
 *
 * @param plan what it was asked to do
 * @param entries what became of the cases that are done, by number
 * @param complete whether those are all
 */
public record SweepResult(Plan plan, List<Entry> entries, boolean complete) {
    public SweepResult {
        entries = List.copyOf(entries);
    }

    /** How many cases ended so. */
    public long count(Entry.End end) {
        return entries.stream().filter(entry -> entry.outcome() == end).count();
    }

    /** Ids of the listed divergences that explain something that was found, in the order of the list. */
    public List<String> rediscovered() {
        return Pins.ALL.list().stream()
                .map(Pin::id)
                .distinct()
                .filter(id -> entries.stream().anyMatch(entry -> entry.pins().contains(id)))
                .toList();
    }

    /** What these ids stand for: a line for each sentence of theirs about a framework that took part, and the feature that proves it. */
    public List<String> legend() {
        List<String> found = rediscovered();
        return Pins.ALL.list().stream()
                .filter(pin -> found.contains(pin.id()) && tookPart(pin.framework()))
                .map(pin -> String.format(Locale.ROOT, "%-3s  %s  %s", pin.id(), pin.sentence(), pin.feature()))
                .distinct()
                .toList();
    }

    private boolean tookPart(String framework) {
        return plan.frameworks().stream().anyMatch(who -> who.startsWith(framework + " "));
    }
}
