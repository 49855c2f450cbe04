package dev.lockstep.surface;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lines of a feature file that belong to a text in it: the row of examples in which it stands, else its scenario, else its rule.
 *
 * @param from the first of them, from 1
 * @param to the last of them
 */
public record Passage(int from, int to) {
    private static final Pattern SCENARIO = Pattern.compile("\\s*(Scenario|Scenario Outline|Example):.*");
    private static final Pattern RULE = Pattern.compile("\\s*(Feature|Rule):.*");
    private static final Pattern OTHER = Pattern.compile("\\s*(Background|Examples):.*");

    /** Of every place where the text stands in a feature; none if it does not. */
    static List<Passage> of(String text, String feature) {
        List<String> lines = feature.lines().toList();
        List<Passage> passages = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                passages.add(around(i, lines));
            }
        }
        return passages.stream().distinct().toList();
    }

    private static Passage around(int line, List<String> lines) {
        int heading = heading(line, lines);
        boolean examples = lines.get(heading).strip().startsWith("Examples:");
        if (examples && lines.get(line).strip().startsWith("|") && !isFirstRow(line, lines)) {
            return new Passage(line + 1, line + 1);
        }
        int first = examples ? scenario(heading, lines) : heading;
        boolean wholeRule = !SCENARIO.matcher(lines.get(first)).matches();
        int end = first + 1;
        while (end < lines.size() && !ends(lines.get(end), wholeRule)) {
            end++;
        }
        return new Passage(first + 1, end);
    }

    private static boolean ends(String line, boolean wholeRule) {
        return RULE.matcher(line).matches()
                || !wholeRule && SCENARIO.matcher(line).matches();
    }

    private static int heading(int line, List<String> lines) {
        int heading = line;
        while (heading > 0 && !isHeading(lines.get(heading))) {
            heading--;
        }
        return heading;
    }

    private static boolean isHeading(String line) {
        return SCENARIO.matcher(line).matches()
                || RULE.matcher(line).matches()
                || OTHER.matcher(line).matches();
    }

    private static int scenario(int examples, List<String> lines) {
        int scenario = examples;
        while (!SCENARIO.matcher(lines.get(scenario)).matches()) {
            scenario--;
        }
        return scenario;
    }

    /** The first row of examples names their columns. */
    private static boolean isFirstRow(int line, List<String> lines) {
        return !lines.get(line - 1).strip().startsWith("|");
    }

    /** Whether a scenario, or a row of examples, that starts there belongs to it. */
    public boolean has(int line) {
        return from <= line && line <= to;
    }
}
