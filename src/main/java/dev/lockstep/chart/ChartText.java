package dev.lockstep.chart;

import java.util.ArrayList;
import java.util.List;

/** Room that text takes in a picture, estimated for the widest of common sans-serif fonts, as no font is at hand. */
final class ChartText {
    private static final String NARROW = " iljtfrI.,:;'|!()[]{}/-";
    private static final String WIDE = "mwMW@%";
    private static final int FIRST_IDEOGRAPH = 0x2e80;

    private ChartText() {}

    /** Width in pixels at most. */
    static double width(String text, double fontSize) {
        return fontSize * text.codePoints().mapToDouble(ChartText::width).sum();
    }

    private static double width(int character) {
        if (NARROW.indexOf(character) >= 0) {
            return 0.42;
        }
        if (WIDE.indexOf(character) >= 0 || character >= FIRST_IDEOGRAPH) {
            return 1.02;
        }
        return Character.isUpperCase(character) ? 0.74 : 0.64;
    }

    /** The text in lines that fit, broken between words, and within a word that is too long for one line. */
    static List<String> lines(String text, double width, double fontSize) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.strip().split("\\s+")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (width(longer, fontSize) <= width) {
                line = longer;
                continue;
            }
            if (!line.isEmpty()) {
                lines.add(line);
            }
            line = word;
            while (width(line, fontSize) > width && line.codePointCount(0, line.length()) > 1) {
                int end = fitting(line, width, fontSize);
                lines.add(line.substring(0, end));
                line = line.substring(end);
            }
        }
        lines.add(line);
        return lines;
    }

    /** Where the longest beginning that fits ends; at least one character long. */
    private static int fitting(String word, double width, double fontSize) {
        int end = word.offsetByCodePoints(0, 1);
        while (end < word.length()) {
            int next = word.offsetByCodePoints(end, 1);
            if (width(word.substring(0, next), fontSize) > width) {
                break;
            }
            end = next;
        }
        return end;
    }
}
