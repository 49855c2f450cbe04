package dev.lockstep;

import dev.lockstep.model.InvalidInput;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** One of several equal parts of a run, so that machines can share it: every count-th scenario, beginning with index. */
record Shard(int index, int count) {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,5})/([1-9]\\d{0,5})");

    static Shard parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > Integer.parseInt(matcher.group(2))) {
            throw new InvalidInput("--shard: I/N with 1 ≤ I ≤ N expected, \"" + text + "\" found");
        }
        return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    <T> List<T> of(List<T> all) {
        return IntStream.range(0, all.size())
                .filter(i -> i % count == index - 1)
                .mapToObj(all::get)
                .toList();
    }
}
