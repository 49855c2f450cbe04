package dev.lockstep.experiment.bench;

import dev.lockstep.experiment.bench.BenchResult.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Asks what machine this is. */
final class BenchMachine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private BenchMachine() {}

    static Machine here() {
        return new Machine(
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                processor(),
                Runtime.getRuntime().availableProcessors());
    }

    /** Its name where the system tells it in a file, as Linux does; else that of its architecture. */
    private static String processor() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException exception) {
            return System.getProperty("os.arch");
        }
    }
}
