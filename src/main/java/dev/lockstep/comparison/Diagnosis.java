package dev.lockstep.comparison;

import dev.lockstep.model.Observations;
import dev.lockstep.port.Framework;
import java.util.List;

/** Tries which single classic slip would explain a divergence. */
record Diagnosis(Framework a, Observations first, Framework b, Observations second, Comparison comparison) {
    List<String> findings() {
        return List.of();
    }
}
