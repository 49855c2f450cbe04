package dev.lockstep.slips;

import dev.lockstep.FeatureLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A wrong line in a copy of our sources, and the features that are expected to notice it. */
final class Slip {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final String KERNELS = "lockstep.vector";

    private record Edit(String file, String right, String wrong) {}

    private final String title;
    private final List<Edit> edits = new ArrayList<>();
    private String feature = "";
    private String tags = "";
    private String firstQuantity = "";
    private boolean vectors = true;

    Slip(String title) {
        this.title = title;
    }

    /** Replaces a text that must occur in the file exactly once. */
    Slip in(String file, String right, String wrong) {
        edits.add(new Edit(file, right, wrong));
        return this;
    }

    /** What notices it, and what the first failure is about. */
    Slip noticedBy(String noticingFeature, String noticingTags, String quantity) {
        feature = noticingFeature;
        tags = noticingTags;
        firstQuantity = quantity;
        return this;
    }

    /** What notices it is one scenario, or one example of an outline: the first line of the feature that begins like this. */
    Slip noticedAt(String noticingFeature, String line, String quantity) {
        return noticedBy(FeatureLine.at(Path.of(noticingFeature), line), "not @none", quantity);
    }

    /** The features run in plain Java, so that they meet code for which the Vector API has a twin. */
    Slip withoutVectors() {
        vectors = false;
        return this;
    }

    String firstQuantity() {
        return firstQuantity;
    }

    /** Runs the features on the broken copy; the frameworks' libraries are shared, so that ND4J starts once. */
    JsonNode run(Path folder) {
        Path classes = folder.resolve("classes");
        Path report = folder.resolve("report");
        try {
            Files.createDirectories(classes);
            compile(folder, classes);
            quietly(() -> {
                Optional<String> before = Optional.ofNullable(System.getProperty(KERNELS));
                if (!vectors) {
                    System.setProperty(KERNELS, "none");
                }
                try (BrokenCopy copy = new BrokenCopy(classes, getClass().getClassLoader())) {
                    copy.run("run", feature, "--tags", tags, "--report", report.toString());
                } finally {
                    before.ifPresentOrElse(
                            value -> System.setProperty(KERNELS, value), () -> System.clearProperty(KERNELS));
                }
            });
            return JsonMapper.builder()
                    .build()
                    .readTree(report.resolve("report.json").toFile());
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private void compile(Path folder, Path classes) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Edit edit : edits) {
            Path copy = folder.resolve("sources").resolve(edit.file());
            String text = Files.readString(sources.contains(copy) ? copy : SOURCES.resolve(edit.file()));
            if (text.split(java.util.regex.Pattern.quote(edit.right()), -1).length != 2) {
                throw new AssertionError(title + ": \"" + edit.right() + "\" once expected in " + edit.file());
            }
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, text.replace(edit.right(), edit.wrong()));
            if (!sources.contains(copy)) {
                sources.add(copy);
            }
        }
        if (sources.isEmpty()) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean compiled = compiler.getTask(
                            complaints,
                            files,
                            null,
                            List.of(
                                    "-d",
                                    classes.toString(),
                                    "-proc:none",
                                    "--add-modules",
                                    "jdk.incubator.vector",
                                    "-cp",
                                    System.getProperty("java.class.path")),
                            null,
                            files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!compiled) {
                throw new AssertionError(title + " does not compile:\n" + complaints);
            }
        }
    }

    private interface Action {
        void run() throws IOException, InvocationTargetException, ReflectiveOperationException;
    }

    private static void quietly(Action action) {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } catch (IOException | ReflectiveOperationException exception) {
            throw new AssertionError(printed.toString(StandardCharsets.UTF_8), exception);
        } finally {
            System.setOut(out);
        }
    }

    @Override
    public String toString() {
        return title;
    }
}
