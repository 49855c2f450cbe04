package dev.lockstep.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What six decimals show. */
class OwnCheckTest {
    @Test
    void six_decimals_are_compared() {
        assertThat(new OwnCheck.Line("RW h1 1", -0.0001750, -0.0001754).same()).isTrue();
        assertThat(new OwnCheck.Line("RW h1 1", -0.0001750, -0.0001756).same()).isFalse();
        assertThat(new OwnCheck.Line("RW h1 1", -1e-9, 1e-9).same()).isTrue();
    }

    @Test
    void both_numbers_are_printed() {
        assertThat(new OwnCheck.Line("RW h1 1", 0.56, -1e-9).text()).isEqualTo("RW h1 1: 0.560000 and 0.000000");
    }
}
