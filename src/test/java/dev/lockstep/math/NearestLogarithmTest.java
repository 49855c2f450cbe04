package dev.lockstep.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.commons.math3.dfp.Dfp;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NearestLogarithmTest {
    /** Around 1, where the logarithm vanishes; around √½ and √2, where k changes; over all exponents; as the polar method asks. */
    static Stream<Double> points() {
        Well19937c generator = new Well19937c(1);
        DoubleStream named = DoubleStream.of(
                0x1p-104,
                Double.MIN_NORMAL,
                Double.MAX_VALUE,
                Math.nextDown(1.0),
                Math.nextUp(1.0),
                1 - 0x1p-30,
                1 + 0x1p-30,
                Math.sqrt(0.5),
                Math.nextUp(Math.sqrt(0.5)),
                Math.sqrt(2),
                Math.nextUp(Math.sqrt(2)),
                0.5,
                2,
                10);
        DoubleStream everywhere = DoubleStream.generate(
                        () -> Math.scalb(1 + generator.nextDouble(), generator.nextInt(2046) - 1022))
                .limit(150);
        DoubleStream inUnitInterval =
                DoubleStream.generate(generator::nextDouble).limit(150);
        return Stream.of(named, everywhere, inUnitInterval)
                .flatMapToDouble(points -> points)
                .boxed();
    }

    /** Nearest: at most half an ulp from the logarithm in 50 digits. */
    @ParameterizedTest
    @MethodSource("points")
    void it_is_the_double_nearest_to_50_digits(double x) {
        Dfp exact = FiftyDigits.of(x).log();
        assertThat(FiftyDigits.ulps(NearestLogarithm.of(x).nearest(), exact)).isLessThanOrEqualTo(0.5);
    }

    @Test
    void it_is_zero_at_1() {
        assertThat(NearestLogarithm.of(1).nearest()).isEqualTo(0.0);
    }
}
