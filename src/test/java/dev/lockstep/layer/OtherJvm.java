package dev.lockstep.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.RealMatrix;

/** JVMs beside the one that runs the tests, of this JDK and of others. */
final class OtherJvm {
    static final String VECTORS = "--add-modules=jdk.incubator.vector";
    static final Path THIS_JDK = Path.of(System.getProperty("java.home"));

    /** The first version that Lockstep runs on. */
    static final int OLDEST = 17;

    private static final int MINUTES = 5;

    private OtherJvm() {}

    /** What a class of the tests, which needs no more than Lockstep and Commons Math, prints in a JVM of its own. */
    static List<String> lines(Path jdk, List<String> flags, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(jdk.resolve("bin").resolve("java").toString());
        command.addAll(flags);
        command.addAll(List.of("-Dstdout.encoding=UTF-8", "-Dfile.encoding=UTF-8", "-cp", classPath()));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("lockstep", ".out");
        Path err = Files.createTempFile("lockstep", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES))
                    .as("%s ends", command)
                    .isTrue();
            assertThat(process.exitValue())
                    .as("%s: %s", command, Files.readString(err))
                    .isZero();
            return Files.readAllLines(out);
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String classPath() {
        return Stream.of(OtherJvm.class, RecurrentRun.class, RealMatrix.class)
                .map(type -> Path.of(URI.create(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString()))
                        .toString())
                .reduce((one, next) -> one + File.pathSeparator + next)
                .orElseThrow();
    }

    /** JDKs beside this one and those of variables like JAVA_HOME_25_X64, each once, with what is to be told of them. */
    static Map<Path, String> otherJdks() throws IOException {
        List<Path> places = new ArrayList<>();
        try (Stream<Path> siblings = Files.list(THIS_JDK.toRealPath().getParent())) {
            siblings.forEach(places::add);
        }
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("JAVA_HOME")) {
                places.add(Path.of(value));
            }
        });
        Map<Path, String> jdks = new TreeMap<>();
        for (Path place : places) {
            Path release = place.resolve("release");
            if (Files.isRegularFile(release)
                    && Files.isExecutable(place.resolve("bin").resolve("java"))) {
                String version = version(release);
                if (Integer.parseInt(version.split("[.+-]")[0]) >= OLDEST) {
                    jdks.put(place.toRealPath(), "JDK " + version + " in " + place);
                }
            }
        }
        jdks.remove(THIS_JDK.toRealPath());
        return jdks;
    }

    private static String version(Path release) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            properties.load(reader);
        }
        return properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
    }
}
