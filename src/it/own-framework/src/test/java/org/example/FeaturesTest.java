package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lockstep.Lockstep;
import org.junit.jupiter.api.Test;

class FeaturesTest {
    @Test
    void everyFrameworkAgrees() {
        assertEquals(0, Lockstep.run("run", "features", "--glue", "org.example", "--report", "target/report"));
    }
}
