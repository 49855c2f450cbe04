package dev.lockstep.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.dfp.Dfp;
import org.apache.commons.math3.dfp.DfpField;
import org.junit.jupiter.api.Test;

/** Double-double numbers against Commons Math's Dfp with 90 digits, on random arguments; limits are those of the Javadoc. */
class DoubleDoubleTest {
    private static final DfpField FIELD = new DfpField(90);
    private static final int TRIALS = 900;
    private static final double SUM = 0x1p-104;
    private static final double QUOTIENT = 0x1p-102;
    private static final double FUNCTION = 1e-30;

    private final Random random = new Random(20);

    @Test
    void sums() {
        binary(DoubleDouble::add, Dfp::add, SUM, 40);
        binary(DoubleDouble::subtract, Dfp::subtract, SUM, 40);
    }

    @Test
    void sumsThatCancelToALastDigit() {
        for (int k = 0; k < TRIALS; k++) {
            DoubleDouble a = drawn(20);
            DoubleDouble b = a.negate().multiply(1 + Math.scalb(random.nextDouble(), -random.nextInt(90)));
            assertThat(error(a.add(b), exact(a).add(exact(b)))).isLessThanOrEqualTo(SUM);
        }
    }

    @Test
    void products() {
        binary(DoubleDouble::multiply, Dfp::multiply, SUM, 200);
    }

    @Test
    void quotients() {
        binary(DoubleDouble::divide, Dfp::divide, QUOTIENT, 200);
    }

    @Test
    void roots() {
        unary(x -> abs(x).sqrt(), x -> x.abs().sqrt(), QUOTIENT, 400);
    }

    @Test
    void powersOfE() {
        for (int scale : List.of(-60, -10, 0, 3, 6)) {
            within(DoubleDouble::exp, Dfp::exp, FUNCTION, scale);
            within(DoubleDouble::expm1, x -> x.exp().subtract(1), FUNCTION, scale);
        }
        within(DoubleDouble::exp, Dfp::exp, 1e-29, 9);
    }

    @Test
    void logarithms() {
        unary(x -> abs(x).log(), x -> x.abs().log(), 3 * FUNCTION, 400, true);
        // Near 1 the error is absolute.
        for (int k = 0; k < TRIALS; k++) {
            DoubleDouble x =
                    drawn(0).multiply(Math.scalb(0.25, -random.nextInt(80))).add(1);
            assertThat(exact(x.log()).subtract(exact(x).log()).abs().toDouble()).isLessThanOrEqualTo(FUNCTION);
        }
    }

    @Test
    void logarithmsNextToZeroKeepTheirDigits() {
        for (int scale : List.of(-90, -60, -30, -10, -2)) {
            within(DoubleDouble::log1p, x -> x.add(1).log(), FUNCTION, scale);
        }
        unary(x -> abs(x).log1p(), x -> x.abs().add(1).log(), FUNCTION, 100);
    }

    @Test
    void hyperbolicTangents() {
        for (int scale : List.of(-80, -30, -5, 0, 4, 8)) {
            within(DoubleDouble::tanh, DoubleDoubleTest::tanh, FUNCTION, scale);
        }
    }

    /** 0, ±Inf, NaN, overflow and underflow: what the double function gives, and never a NaN beside a number. */
    @Test
    void edgesAreThoseOfDoubles() {
        double[] edges = {
            0.0,
            -0.0,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NaN,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            Double.MIN_NORMAL,
            1,
            -1,
            750,
            -750,
            1e-300,
            1e-20
        };
        for (double x : edges) {
            edge("exp", x, DoubleDouble::exp, StrictMath::exp);
            edge("expm1", x, DoubleDouble::expm1, StrictMath::expm1);
            edge("log", x, DoubleDouble::log, StrictMath::log);
            edge("log1p", x, DoubleDouble::log1p, StrictMath::log1p);
            edge("tanh", x, DoubleDouble::tanh, StrictMath::tanh);
            edge("sqrt", x, DoubleDouble::sqrt, StrictMath::sqrt);
            for (double y : edges) {
                edge(x + " + " + y, new DoubleDouble(x).add(new DoubleDouble(y)), x + y);
                edge(x + " * " + y, new DoubleDouble(x).multiply(new DoubleDouble(y)), x * y);
                edge(x + " / " + y, new DoubleDouble(x).divide(new DoubleDouble(y)), x / y);
            }
        }
    }

    private static void edge(
            String name, double x, UnaryOperator<DoubleDouble> function, UnaryOperator<Double> expected) {
        edge(name + "(" + x + ")", function.apply(new DoubleDouble(x)), expected.apply(x));
    }

    private static void edge(String what, DoubleDouble found, double expected) {
        if (!Double.isFinite(expected) || expected == 0) {
            assertThat(found.getReal() + 0.0).as(what).isEqualTo(Double.valueOf(expected + 0.0));
            assertThat(found.rest()).as("rest of " + what).isZero();
        } else {
            assertThat(Math.abs(found.getReal() - expected)).as(what).isLessThanOrEqualTo(2 * Math.ulp(expected));
            assertThat(Math.abs(found.rest())).as("rest of " + what).isLessThanOrEqualTo(Math.ulp(found.getReal()) / 2);
        }
    }

    private void binary(
            BinaryOperator<DoubleDouble> operation, BinaryOperator<Dfp> exact, double limit, int exponents) {
        for (int k = 0; k < TRIALS; k++) {
            DoubleDouble a = drawn(random.nextInt(2 * exponents) - exponents);
            DoubleDouble b = drawn(random.nextInt(2 * exponents) - exponents);
            assertThat(error(operation.apply(a, b), exact.apply(exact(a), exact(b))))
                    .as(a + " and " + b)
                    .isLessThanOrEqualTo(limit);
        }
    }

    private void unary(UnaryOperator<DoubleDouble> function, UnaryOperator<Dfp> exact, double limit, int exponents) {
        unary(function, exact, limit, exponents, false);
    }

    private void unary(
            UnaryOperator<DoubleDouble> function,
            UnaryOperator<Dfp> exact,
            double limit,
            int exponents,
            boolean awayFromOne) {
        for (int k = 0; k < TRIALS / 15; k++) {
            int scale = random.nextInt(2 * exponents) - exponents;
            // From 2 up and from 1/4 down.
            within(function, exact, limit, awayFromOne && scale > -3 && scale < 2 ? 2 : scale, 1);
        }
    }

    private void within(UnaryOperator<DoubleDouble> function, UnaryOperator<Dfp> exact, double limit, int scale) {
        within(function, exact, limit, scale, TRIALS / 45);
    }

    private void within(
            UnaryOperator<DoubleDouble> function, UnaryOperator<Dfp> exact, double limit, int scale, int trials) {
        for (int k = 0; k < trials; k++) {
            DoubleDouble x = drawn(scale);
            assertThat(error(function.apply(x), exact.apply(exact(x))))
                    .as(x.toString())
                    .isLessThanOrEqualTo(limit);
        }
    }

    /** ±[1/2, 1)·2^scale, with all of its 106 bits drawn. */
    private DoubleDouble drawn(int scale) {
        double high = Math.scalb(0.5 + random.nextDouble() / 2, scale);
        DoubleDouble number =
                new DoubleDouble(high).add(new DoubleDouble((random.nextDouble() - 0.5) * Math.ulp(high)));
        return random.nextBoolean() ? number : number.negate();
    }

    private static DoubleDouble abs(DoubleDouble x) {
        return x.abs();
    }

    private static Dfp exact(DoubleDouble x) {
        return FIELD.newDfp(x.getReal()).add(FIELD.newDfp(x.rest()));
    }

    private static double error(DoubleDouble found, Dfp exact) {
        Dfp away = exact(found).subtract(exact).abs();
        return away.getField().getZero().equals(away)
                ? 0
                : away.divide(exact.abs()).toDouble();
    }

    /** (e^2x − 1)/(e^2x + 1), with 90 digits of which no more than 30 cancel. */
    private static Dfp tanh(Dfp x) {
        Dfp power = x.multiply(2).exp();
        return power.subtract(1).divide(power.add(1));
    }
}
