package dev.lockstep.caseformat;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where observations come from.
 *
 * @param framework its title: {@code PyTorch}
 * @param version its version: {@code 1.13.0}
 * @param dtype the precision it computed in: {@code float64}
 * @param details whatever else tells how to get them again, by name: seed, command, versions of other programs
 */
public record Provenance(String framework, String version, String dtype, Map<String, String> details) {
    public Provenance {
        // By name, since the order of Map.copyOf changes from run to run.
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }
}
