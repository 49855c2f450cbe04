package dev.lockstep.experiment.sweep;

/** How failures of frameworks read, the same in every run. */
final class Failures {
    private static final int LONGEST = 300;

    private Failures() {}

    /** What an exception says, as {@link #line}. */
    static String sentence(RuntimeException exception) {
        String message = exception.getMessage();
        return line(message == null ? exception.getClass().getSimpleName() : message);
    }

    /** One line without addresses, process ids and last words, which differ from run to run. */
    static String line(String text) {
        String line = text.replaceAll("\\R", " ")
                .replaceAll(", saying: .*", "")
                .replaceAll("@[0-9a-f]{4,}", "@…")
                .replaceAll("0x[0-9a-f]{6,}", "0x…");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
