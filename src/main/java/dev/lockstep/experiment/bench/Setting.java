package dev.lockstep.experiment.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a contestant is started.
 *
 * @param name as the report calls it: {@code 1 thread, OPENBLAS_CORETYPE=Haswell}
 * @param threads it may use; 0 leaves that to itself
 * @param variables of its environment; a variable of the empty text is taken out of it
 * @param options of its JVM, if it runs in one
 */
record Setting(String name, int threads, Map<String, String> variables, List<String> options) {
    /** What a user gets who installs it and sets nothing. */
    static final String AS_INSTALLED = "as installed";

    /** What makes OpenMP and the products under it use other threads or other instructions than they choose themselves. */
    private static final List<String> TUNING = List.of(
            "OMP_NUM_THREADS",
            "OMP_WAIT_POLICY",
            "OMP_DYNAMIC",
            "OMP_PROC_BIND",
            "OMP_PLACES",
            "GOMP_SPINCOUNT",
            "OPENBLAS_CORETYPE",
            "OPENBLAS_NUM_THREADS",
            "MKL_NUM_THREADS",
            "KMP_BLOCKTIME");

    private static final List<String> CORES = List.of("", "Haswell", "SkylakeX");

    /** Nothing set, not even what this JVM's own launcher sets. */
    static Setting asInstalled(List<String> options) {
        return new Setting(AS_INSTALLED, 0, variables(Map.of()), options);
    }

    /**
     * The settings among which the best is looked for: 1 thread, and all that are allowed, waiting passively; each with the
     * instructions that OpenBLAS takes by itself and, on x86-64, those of Haswell and of SkylakeX, since old versions do not know
     * new processors.
     *
     * @param threads that are allowed
     * @param label of what the options choose, such as {@code -avx2 natives}; empty for nothing
     * @param options of the JVM
     */
    static List<Setting> tried(int threads, String label, List<String> options) {
        List<Setting> settings = new ArrayList<>();
        for (int count : threads == 1 ? List.of(1) : List.of(1, threads)) {
            for (String core : isX86() ? CORES : CORES.subList(0, 1)) {
                Map<String, String> chosen = new LinkedHashMap<>();
                List<String> words = new ArrayList<>(List.of(count == 1 ? "1 thread" : count + " threads, passive"));
                chosen.put("OMP_NUM_THREADS", Integer.toString(count));
                if (count > 1) {
                    chosen.put("OMP_WAIT_POLICY", "PASSIVE");
                }
                if (!core.isEmpty()) {
                    chosen.put("OPENBLAS_CORETYPE", core);
                    words.add("OPENBLAS_CORETYPE=" + core);
                }
                if (!label.isEmpty()) {
                    words.add(label);
                }
                settings.add(new Setting(String.join(", ", words), count, variables(chosen), options));
            }
        }
        return settings;
    }

    private static boolean isX86() {
        return List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
    }

    private static Map<String, String> variables(Map<String, String> chosen) {
        Map<String, String> variables = new LinkedHashMap<>();
        TUNING.forEach(name -> variables.put(name, ""));
        variables.putAll(chosen);
        return variables;
    }
}
