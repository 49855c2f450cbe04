package dev.lockstep.report;

import java.net.URI;
import java.nio.file.Path;

/** The name of a feature file in reports: the same on every machine. */
public final class FeaturePath {
    private FeaturePath() {}

    /**
     * The path of a feature relative to a folder, with {@code /} between its parts; URIs other than of files stay as they
     * are.
     */
    public static String relative(URI feature, Path base) {
        if (feature.getScheme() != null && !feature.getScheme().equals("file")) {
            return feature.toString();
        }
        Path path = feature.isOpaque() || !feature.isAbsolute()
                ? base.resolve(
                        feature.isOpaque()
                                ? URI.create(feature.getRawSchemeSpecificPart()).getPath()
                                : feature.getPath())
                : Path.of(feature);
        Path absolute = path.toAbsolutePath().normalize();
        boolean related = absolute.getRoot() != null && absolute.getRoot().equals(base.getRoot());
        return (related ? base.relativize(absolute) : absolute.getFileName())
                .toString()
                .replace('\\', '/');
    }
}
