package dev.lockstep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One scenario, or one example of an outline, as the command line takes it: {@code lstm.feature:42}. */
public final class FeatureLine {
    private FeatureLine() {}

    /** The first line of the feature that begins like this. */
    public static String at(Path feature, String beginning) {
        try {
            List<String> lines = Files.readAllLines(feature);
            int at = 0;
            while (!lines.get(at).strip().startsWith(beginning)) {
                at++;
            }
            return feature + ":" + (at + 1);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
