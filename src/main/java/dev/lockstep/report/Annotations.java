package dev.lockstep.report;

import java.util.ArrayList;
import java.util.List;

/** Error annotations for GitHub Actions, which shows ten of a step and drops the others without a word. */
public final class Annotations {
    /** Annotations of a run at most. */
    public static final int MAXIMUM = 10;

    private Annotations() {}

    /** The workflow commands for a run's failures, one a line; the last one counts those left out. */
    public static List<String> of(RunResult run) {
        List<ScenarioResult> failures = run.failures();
        List<String> lines = new ArrayList<>();
        for (ScenarioResult failure : failures.subList(0, Math.min(MAXIMUM, failures.size()))) {
            int more = lines.size() == MAXIMUM - 1 ? failures.size() - MAXIMUM : 0;
            lines.add(line(failure, more));
        }
        return lines;
    }

    private static String line(ScenarioResult failure, int more) {
        String title = failure.feature() + ": " + failure.name();
        String message = failure.message()
                + (more > 0 ? "\n\n+" + NumberText.count(more) + " more in " + ReportFolder.JSON : "");
        return "::error file=" + property(failure.uri()) + ",line=" + failure.line() + ",title=" + property(title)
                + "::" + data(message);
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }
}
