package dev.lockstep.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against BigDecimal with 60 digits. */
class IntegerPowerTest {
    @ParameterizedTest
    @ValueSource(doubles = {0.9, 0.999, 0.5, 0.1, 0.9999999, 1 - 0x1p-53, 1.0000001, -0.95})
    void rounds_as_the_true_value_does(double x) {
        MathContext digits = new MathContext(60);
        BigDecimal exact = BigDecimal.ONE;
        for (int n = 0; n <= 2_000; n++) {
            double found = IntegerPower.of(x, n);
            BigDecimal error = new BigDecimal(found).subtract(exact).abs();
            assertThat(error).as("%s^%s", x, n).isLessThanOrEqualTo(new BigDecimal(0.5000001 * Math.ulp(found)));
            exact = exact.multiply(new BigDecimal(x), digits);
        }
    }
}
