package dev.lockstep.report;

/** Hears and says nothing. */
final class SilentObserver implements RunObserver {
    @Override
    public void found(int scenarios) {}

    @Override
    public void finished(ScenarioResult scenario) {}

    @Override
    public void refused(String sentence) {}

    @Override
    public void ended() {}
}
