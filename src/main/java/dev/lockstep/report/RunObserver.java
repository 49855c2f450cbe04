package dev.lockstep.report;

/** Hears of scenarios while they run. */
public interface RunObserver {
    /** That many scenarios were found in a feature file; some of them may be filtered out. */
    void found(int scenarios);

    /** A scenario ended. */
    void finished(ScenarioResult scenario);

    /** Something that a scenario attached is left out of the reports, as the sentence says. */
    void refused(String sentence);

    /** The last scenario has ended. */
    void ended();
}
