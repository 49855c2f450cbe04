package dev.lockstep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A local Maven repository that is the user's own, by symbolic links, and has this build's Lockstep besides: outside projects
 * download nothing twice, and the user's repository never sees the artifact under test.
 */
final class OverlaidRepository {
    private static final List<String> LOCKSTEP = List.of("dev", "lockstep", "lockstep");

    private OverlaidRepository() {}

    /**
     * Makes it anew.
     *
     * @param repository where it is made
     * @param below the user's own
     * @param project Lockstep's folder, built
     * @param version Lockstep's version
     * @throws UnsupportedOperationException if links cannot be made here
     */
    static void create(Path repository, Path below, Path project, String version) throws IOException {
        delete(repository);
        Path over = repository;
        Path under = below;
        for (String part : LOCKSTEP) {
            Files.createDirectories(over);
            linkAllBut(part, under, over);
            over = over.resolve(part);
            under = under.resolve(part);
        }
        Path artifact = Files.createDirectories(over.resolve(version));
        String name = "lockstep-" + version;
        Files.copy(project.resolve("target").resolve(name + ".jar"), artifact.resolve(name + ".jar"));
        Files.copy(project.resolve("pom.xml"), artifact.resolve(name + ".pom"));
    }

    /** Copies a tree of files, hidden ones too, where nothing was before. */
    static void copy(Path from, Path to) throws IOException {
        delete(to);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void linkAllBut(String name, Path under, Path over) throws IOException {
        if (Files.notExists(under)) {
            return;
        }
        try (Stream<Path> entries = Files.list(under)) {
            for (Path entry : entries.toList()) {
                String entryName = entry.getFileName().toString();
                if (!entryName.equals(name)) {
                    try {
                        Files.createSymbolicLink(over.resolve(entryName), entry.toAbsolutePath());
                    } catch (IOException exception) {
                        throw new UnsupportedOperationException("no symbolic links: " + exception, exception);
                    }
                }
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.notExists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
