package dev.lockstep.report;

import java.util.regex.Pattern;

/** Texts cut to what a report has room for; what was left out is always said. */
final class Excerpt {
    private static final Pattern WHITE = Pattern.compile("\\s+");

    private Excerpt() {}

    /** The text on one line, at most that many characters and an ellipsis. */
    static String line(String text, int maximum) {
        String line = WHITE.matcher(text.strip()).replaceAll(" ");
        return line.length() <= maximum ? line : line.substring(0, whole(line, maximum)) + "…";
    }

    /** The text up to the last whole line within that many characters. */
    static String lines(String text, int maximum) {
        if (text.length() <= maximum) {
            return text;
        }
        int lineEnd = text.lastIndexOf('\n', maximum);
        String kept = text.substring(0, lineEnd > 0 ? lineEnd : whole(text, maximum));
        return kept + "\n… +" + NumberText.count((long) text.length() - kept.length()) + " more characters in "
                + ReportFolder.JSON;
    }

    /** An end that does not split a surrogate pair. */
    private static int whole(String text, int end) {
        return end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }
}
