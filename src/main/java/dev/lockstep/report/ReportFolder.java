package dev.lockstep.report;

import dev.lockstep.model.InvalidInput;
import dev.lockstep.surface.Surface;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The folder that reports are written to; a file appears there whole or not at all. */
public final class ReportFolder {
    /** Name of the machine-readable report. */
    public static final String JSON = "report.json";
    /** Name of the summary. */
    public static final String MARKDOWN = "summary.md";
    /** Name of the report on what can be set in Deeplearning4j, which only a run of all features writes. */
    public static final String SURFACE = "surface.md";
    /** Name of the table of what frameworks agree in, which only a run of all features writes. */
    public static final String FRAMEWORKS = "frameworks.md";
    /** Name of the page. */
    public static final String HTML = "report.html";

    private final Path path;

    private ReportFolder(Path path) {
        this.path = path;
    }

    /**
     * The folder, created where needed.
     *
     * @throws InvalidInput if it cannot be created or written to
     */
    public static ReportFolder at(Path path) {
        try {
            Files.createDirectories(path);
            Files.delete(Files.createTempFile(path, ".writable", ""));
        } catch (IOException e) {
            throw unwritable(path, e);
        }
        return new ReportFolder(path);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /**
     * Writes all reports of a run, and before them the pictures that they show.
     *
     * @param refusal why a framework was not compared in something
     * @return the reports, the most readable first
     * @throws InvalidInput if a file cannot be written
     */
    public List<Path> write(RunResult run, FrameworkTable.Refusal refusal) {
        for (ScenarioResult scenario : run.scenarios()) {
            scenario.pictures().forEach(picture -> write(picture.file(), picture.svg()));
        }
        List<Path> reports = new ArrayList<>(List.of(
                write(HTML, HtmlReport.of(run)),
                write(MARKDOWN, MarkdownSummary.of(run)),
                write(JSON, JsonReport.of(run))));
        SurfaceReport.of(Surface.ofDeeplearning4j(), run, ReportFolder::feature).ifPresent(text -> {
            reports.add(write(SURFACE, text));
            reports.add(write(FRAMEWORKS, FrameworkTable.of(run, refusal)));
        });
        return reports;
    }

    private static String feature(String uri) {
        try {
            return Files.readString(Path.of(uri), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidInput(uri + ": the feature that ran expected, it can no longer be read (" + e + ")", e);
        }
    }

    /**
     * Writes one file in UTF-8, replacing any former one in a single move.
     *
     * @throws InvalidInput if it cannot be written; a former file then stays as it was
     */
    public Path write(String name, String content) {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private Path write(String name, byte[] content) {
        Path file = path.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Path partial = partial(file);
            try {
                Files.write(partial, content);
                replace(partial, file);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw unwritable(path, e);
        }
        return file;
    }

    /** A name of this process's own: a temporary file of the JDK's could be read by its owner only. */
    private static Path partial(Path file) {
        return file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".partial");
    }

    private static void replace(Path partial, Path file) throws IOException {
        try {
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static InvalidInput unwritable(Path path, IOException cause) {
        String found = Files.exists(path) && !Files.isDirectory(path)
                ? "a file"
                : cause.getClass().getSimpleName();
        return new InvalidInput(
                "report folder: a folder that can be written to expected, " + path + " found (" + found + ")", cause);
    }
}
