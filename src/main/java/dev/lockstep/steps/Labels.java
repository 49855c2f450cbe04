package dev.lockstep.steps;

import java.util.List;
import java.util.stream.IntStream;

/** Names of rows and columns in tables. */
final class Labels {
    private Labels() {}

    /** {@code prefix1 … prefixN}. */
    static List<String> numbered(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
    }
}
