package dev.lockstep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a run of the launcher, the one that the build has made, left behind.
 *
 * @param exitCode what it ended with
 * @param out lines of standard output
 * @param err lines of standard error, but for the one that every JVM prints which is given an incubating module
 */
record LauncherProcess(int exitCode, List<String> out, List<String> err) {
    private static final int MINUTES = 5;

    /** Runs this short spend half of their time in the second compiler. */
    private static final Map<String, String> SHORT = Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");

    private static final String PICKED_UP = "Picked up JAVA_TOOL_OPTIONS: ";
    private static final String INCUBATING = "WARNING: Using incubator modules: jdk.incubator.vector";

    /** Variables that would change what it does, wherever this test runs. */
    private static final List<String> UNSET =
            List.of("CI", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "JAVA_TOOL_OPTIONS", "OMP_NUM_THREADS");

    /** Runs it in a folder, with variables added to this test's own. */
    static LauncherProcess run(Path folder, Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("lockstep", ".out");
        Path err = Files.createTempFile("lockstep", ".err");
        List<String> command = new ArrayList<>(List.of(System.getProperty("lockstep.launcher")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeAll(UNSET);
        builder.environment().putAll(SHORT);
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException("no end after " + MINUTES + " minutes: " + command);
            }
            return new LauncherProcess(process.exitValue(), Files.readAllLines(out), complaints(err));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static List<String> complaints(Path err) throws IOException {
        return Files.readAllLines(err).stream()
                .filter(line -> !line.equals(INCUBATING) && !line.startsWith(PICKED_UP))
                .toList();
    }
}
