package dev.lockstep;

import dev.lockstep.model.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which scenarios to run, and with whose steps.
 *
 * @param features existing files or folders, with {@code :LINE} if need be
 * @param tags a tag expression
 * @param shard which part of what these select
 * @param glue packages with steps
 */
record Selection(List<String> features, Optional<String> tags, Shard shard, List<String> glue) {
    /**
     * Features that are there.
     *
     * @throws InvalidInput if one is no feature file, nor a folder with feature files
     */
    static List<String> existing(List<String> features) throws IOException {
        for (String feature : features) {
            requireExisting(feature);
        }
        return features;
    }

    private static void requireExisting(String feature) throws IOException {
        Path path = Path.of(feature.replaceFirst("(:\\d+)+$", ""));
        if (!Files.exists(path)) {
            throw new InvalidInput("feature: an existing file or folder expected, " + path + " found");
        }
        try (Stream<Path> files = Files.walk(path)) {
            if (files.noneMatch(file -> file.toString().endsWith(".feature"))) {
                String expected = Files.isDirectory(path) ? "a folder with files" : "a file";
                throw new InvalidInput(
                        "feature: " + expected + " whose name ends in .feature expected, " + path + " found");
            }
        }
    }
}
