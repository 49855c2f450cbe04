package dev.lockstep.surface;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything about recurrent networks that can be set in a framework.
 *
 * <p>As text, a line that begins with {@code =} starts a group, one that begins with {@code #} is a remark, and every other line
 * is a setting: its name, a {@linkplain Coverage#word() word} of how it stands, and either places, {@code gradient/layers.feature
 * "cube"; …}, or the reason.
 *
 * @param groups settings that belong together
 */
public record Surface(List<Group> groups) {
    private static final Pattern LINE = Pattern.compile("(\\S+) +(agrees|in part|pinned|unsupported) +(.+)");
    private static final Pattern PLACE = Pattern.compile("(\\S+\\.feature) \"([^\"]+)\"");

    /**
     * Settings that belong together.
     *
     * @param title what they are
     * @param settings in the order in which they are shown
     */
    public record Group(String title, List<Setting> settings) {
        public Group {
            settings = List.copyOf(settings);
        }

        /** How many of them stand so. */
        public long count(Coverage coverage) {
            return settings.stream()
                    .filter(setting -> setting.coverage() == coverage)
                    .count();
        }
    }

    public Surface {
        groups = List.copyOf(groups);
    }

    /** Of Deeplearning4j. */
    public static Surface ofDeeplearning4j() {
        try (InputStream stream = Surface.class.getResourceAsStream("deeplearning4j.txt")) {
            return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException if a line is none of those that the class describes */
    static Surface parse(String text) {
        List<Group> groups = new ArrayList<>();
        List<Setting> settings = new ArrayList<>();
        String title = "";
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("=")) {
                add(groups, title, settings);
                title = line.substring(1).strip();
                settings.clear();
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                settings.add(setting(line));
            }
        }
        add(groups, title, settings);
        return new Surface(groups);
    }

    private static void add(List<Group> groups, String title, List<Setting> settings) {
        if (!settings.isEmpty()) {
            groups.add(new Group(title, settings));
        }
    }

    private static Setting setting(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("setting: name, coverage and places or a reason expected, " + line);
        }
        Coverage coverage = Arrays.stream(Coverage.values())
                .filter(candidate -> candidate.word().equals(matcher.group(2)))
                .findFirst()
                .orElseThrow();
        String rest = matcher.group(3);
        return coverage == Coverage.UNSUPPORTED
                ? new Setting(matcher.group(1), coverage, List.of(), rest)
                : new Setting(matcher.group(1), coverage, places(rest), "");
    }

    private static List<Setting.Place> places(String text) {
        List<Setting.Place> places = new ArrayList<>();
        for (String part : text.split("; ")) {
            Matcher place = PLACE.matcher(part);
            if (!place.matches()) {
                throw new IllegalArgumentException("place: a feature and words from it in quotes expected, " + part);
            }
            places.add(new Setting.Place(place.group(1), place.group(2)));
        }
        return places;
    }

    /** How many settings stand so. */
    public long count(Coverage coverage) {
        return groups.stream().mapToLong(group -> group.count(coverage)).sum();
    }

    /** Every feature that is named, in the order of first mention. */
    public List<String> features() {
        return groups.stream()
                .flatMap(group -> group.settings().stream())
                .flatMap(setting -> setting.places().stream())
                .map(Setting.Place::feature)
                .distinct()
                .toList();
    }

    /** A line of Markdown for each group, and one for all of them. */
    public String shortForm() {
        StringBuilder table = new StringBuilder(
                "| setting | agrees | in part | pinned | unsupported |\n| --- | --: | --: | --: | --: |\n");
        for (Group group : groups) {
            row(table, group.title(), group::count);
        }
        row(table, "**all**", this::count);
        return table.toString();
    }

    private interface Counts {
        long of(Coverage coverage);
    }

    private static void row(StringBuilder table, String title, Counts counts) {
        table.append("| ").append(title);
        for (Coverage coverage : Coverage.values()) {
            table.append(" | ").append(counts.of(coverage));
        }
        table.append(" |\n");
    }
}
