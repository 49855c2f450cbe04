package dev.lockstep.experiment.recordings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of a processor decides which of its kernels a native library takes, and so the last bits of what it computes. */
final class Processor {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final List<String> EXTENSIONS =
            List.of("avx2", "fma", "avx512f", "avx512_bf16", "amx_bf16", "asimd", "sve");

    private Processor() {}

    /** Architecture, maker and extensions, as far as the system tells: {@code amd64 AuthenticAMD avx2 fma}. */
    static String here() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return described(System.getProperty("os.arch"), lines.toList());
        } catch (IOException notLinux) {
            return described(System.getProperty("os.arch"), List.of());
        }
    }

    static String described(String architecture, List<String> information) {
        List<String> flags = List.of(field("flags", information)
                .or(() -> field("Features", information))
                .orElse("")
                .split(" "));
        Stream<String> maker = field("vendor_id", information).stream();
        return Stream.of(Stream.of(architecture), maker, EXTENSIONS.stream().filter(flags::contains))
                .flatMap(words -> words)
                .collect(Collectors.joining(" "));
    }

    /** What the first processor says. */
    private static Optional<String> field(String name, List<String> information) {
        return information.stream()
                .filter(line -> line.startsWith(name) && line.contains(":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }
}
