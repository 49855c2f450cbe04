package dev.lockstep.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.math3.dfp.Dfp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients of the tape, and gradients of those, in 50 digits against derivatives from a table of calculus. */
class TapeTest {
    private static final FiftyDigits FIFTY = new FiftyDigits();
    private static final double[] POINTS = {-3.7, -1.1, -0.3, 0.2, 0.9, 2.6};

    /** A function of one number with its first two derivatives. */
    private record Calculus(
            Operation operation,
            Function<Variable<Dfp>, Variable<Dfp>> function,
            Function<Dfp, Dfp> first,
            Function<Dfp, Dfp> second,
            boolean positive) {}

    static List<Calculus> functions() {
        return List.of(
                new Calculus(Operation.EXP, Variable::exp, x -> x.exp(), x -> x.exp(), false),
                new Calculus(Operation.EXPM1, Variable::expm1, x -> x.exp(), x -> x.exp(), false),
                new Calculus(
                        Operation.SELU,
                        x -> tape(x).seluBelowZero(x),
                        TapeTest::scaledPower,
                        TapeTest::scaledPower,
                        false),
                new Calculus(
                        Operation.LOG,
                        Variable::log,
                        x -> one().divide(x),
                        x -> one().negate().divide(square(x)),
                        true),
                new Calculus(
                        Operation.LOG1P,
                        Variable::log1p,
                        x -> one().divide(x.add(1)),
                        x -> one().negate().divide(square(x.add(1))),
                        true),
                new Calculus(
                        Operation.TANH,
                        Variable::tanh,
                        // 1/cosh², −2·sinh/cosh³
                        x -> one().divide(square(cosh(x))),
                        x -> sinh(x).multiply(-2).divide(square(cosh(x)).multiply(cosh(x))),
                        false),
                new Calculus(
                        Operation.SIGMOID,
                        x -> tape(x).sigmoid(x),
                        // e^−x/(1 + e^−x)², e^−x·(e^−x − 1)/(1 + e^−x)³
                        x -> fall(x).divide(square(fall(x).add(1))),
                        x -> fall(x).multiply(fall(x).subtract(1))
                                .divide(square(fall(x).add(1)).multiply(fall(x).add(1))),
                        false),
                new Calculus(
                        Operation.SOFTPLUS,
                        x -> tape(x).softplus(x),
                        x -> one().divide(fall(x).add(1)),
                        x -> fall(x).divide(square(fall(x).add(1))),
                        false),
                new Calculus(
                        Operation.LOGISTIC_LOSS,
                        x -> tape(x).logisticLoss(x),
                        x -> one().divide(fall(x).add(1)),
                        x -> fall(x).divide(square(fall(x).add(1))),
                        false),
                new Calculus(
                        Operation.SQRT,
                        Variable::sqrt,
                        x -> one().divide(x.sqrt().multiply(2)),
                        x -> one().negate().divide(x.multiply(x.sqrt()).multiply(4)),
                        true),
                new Calculus(
                        Operation.DOT,
                        x -> x.multiply(x).multiply(x),
                        x -> square(x).multiply(3),
                        x -> x.multiply(6),
                        false),
                new Calculus(
                        Operation.QUOTIENT,
                        x -> x.subtract(5).divide(x.multiply(x).add(1)),
                        // ((x² + 1) − (x − 5)·2x)/(x² + 1)² and its derivative, 2·(x³ − 15x² − 3x + 5)/(x² + 1)³
                        x -> square(x)
                                .negate()
                                .add(x.multiply(10))
                                .add(1)
                                .divide(square(square(x).add(1))),
                        x -> x.multiply(square(x))
                                .subtract(square(x).multiply(15))
                                .subtract(x.multiply(3))
                                .add(5)
                                .multiply(2)
                                .divide(square(square(x).add(1))
                                        .multiply(square(x).add(1))),
                        false),
                new Calculus(
                        Operation.LOG_SUM_EXP,
                        // ln(e^x + e^2x + e^1): p = (e^x + 2e^2x)/s, and (e^x + 4e^2x)/s − p²
                        x -> tape(x).logSumExp(List.of(x, x.multiply(2), tape(x).number(1))),
                        x -> x.exp().add(x.multiply(2).exp().multiply(2)).divide(sum(x)),
                        x -> x.exp()
                                .add(x.multiply(2).exp().multiply(4))
                                .divide(sum(x))
                                .subtract(square(x.exp()
                                        .add(x.multiply(2).exp().multiply(2))
                                        .divide(sum(x)))),
                        false),
                new Calculus(
                        Operation.UNDIVIDED,
                        // The divisor is told of, not computed with.
                        x -> tape(x).undivided(x.multiply(x), x),
                        x -> x.multiply(2),
                        x -> one().multiply(2),
                        false),
                new Calculus(
                        Operation.DETACHED,
                        // x²·[x], where nothing flows through the brackets: 2x·x = 2x², then 2x for one x and 2x held
                        // fast
                        x -> x.multiply(x).multiply(tape(x).detached(x)),
                        x -> square(x).multiply(2),
                        x -> x.multiply(2),
                        false));
    }

    static List<Arguments> functionsAndPoints() {
        List<Arguments> arguments = new ArrayList<>();
        for (Calculus calculus : functions()) {
            for (double point : POINTS) {
                arguments.add(
                        Arguments.of(calculus.operation(), calculus, calculus.positive() ? Math.abs(point) : point));
            }
        }
        return arguments;
    }

    @ParameterizedTest(name = "{0} at {2}")
    @MethodSource("functionsAndPoints")
    void theFirstTwoDerivativesAreThoseOfCalculus(Operation operation, Calculus calculus, double point) {
        Tape<Dfp> tape = new Tape<>(FIFTY);
        Variable<Dfp> x = tape.leaf(FIFTY.number(point));
        Variable<Dfp> y = calculus.function().apply(x);
        assertThat(tape.nodes()).extracting(Variable::operation).contains(operation);
        Variable<Dfp> first = tape.gradient(y, List.of(x)).get(0);
        Variable<Dfp> second = tape.gradient(first, List.of(x)).get(0);
        same(first.value(), calculus.first().apply(x.value()));
        same(second.value(), calculus.second().apply(x.value()));
    }

    /** Everything that is not here has no derivative. */
    @Test
    void everyOperationIsInTheTable() {
        Set<Operation> operations = EnumSet.of(Operation.CONSTANT, Operation.LEAF, Operation.POWER);
        functions().forEach(calculus -> operations.add(calculus.operation()));
        assertThat(operations).isEqualTo(EnumSet.allOf(Operation.class));
    }

    @Test
    void withRespectToSeveralNumbers() {
        Tape<Dfp> tape = new Tape<>(FIFTY);
        Variable<Dfp> x = tape.leaf(FIFTY.number(0.7));
        Variable<Dfp> y = tape.leaf(FIFTY.number(-1.3));
        Variable<Dfp> unused = tape.leaf(FIFTY.number(2));
        // f = x·e^y + y/x: fx = e^y − y/x², fy = x·e^y + 1/x, fxx = 2y/x³, fxy = e^y − 1/x², fyy = x·e^y
        Variable<Dfp> f = x.multiply(y.exp()).add(y.divide(x));
        List<Variable<Dfp>> gradient = tape.gradient(f, List.of(x, y, unused, tape.number(3)));
        Dfp a = x.value();
        Dfp b = y.value();
        Dfp e = b.exp();
        same(gradient.get(0).value(), e.subtract(b.divide(square(a))));
        same(gradient.get(1).value(), a.multiply(e).add(one().divide(a)));
        assertThat(gradient.get(2).getReal()).isZero();
        assertThat(gradient.get(3).getReal()).isZero();
        List<Variable<Dfp>> ofFx = tape.gradient(gradient.get(0), List.of(x, y));
        List<Variable<Dfp>> ofFy = tape.gradient(gradient.get(1), List.of(x, y));
        same(ofFx.get(0).value(), b.multiply(2).divide(square(a).multiply(a)));
        same(ofFx.get(1).value(), e.subtract(one().divide(square(a))));
        same(ofFy.get(0).value(), e.subtract(one().divide(square(a))));
        same(ofFy.get(1).value(), a.multiply(e));
    }

    @Test
    void whatIsNotDifferentiatedWithRespectToOrIsConstantHasNoGradient() {
        Tape<Dfp> tape = new Tape<>(FIFTY);
        Variable<Dfp> x = tape.leaf(FIFTY.number(2));
        assertThat(tape.gradient(tape.number(7), List.of(x)).get(0).getReal()).isZero();
        assertThat(tape.gradient(tape.power(0.9, 3), List.of(x)).get(0).getReal())
                .isZero();
        assertThat(tape.gradient(tape.detached(x), List.of(x)).get(0).getReal()).isZero();
        assertThat(tape.gradient(x, List.of(x)).get(0).getReal()).isEqualTo(1);
        Variable<Dfp> square = x.multiply(x);
        // With respect to a number in the middle: ∂(s·x)/∂s = x, what s depends on held fast.
        assertThat(tape.gradient(square.multiply(x), List.of(square)).get(0).getReal())
                .isEqualTo(2);
    }

    private static void same(Dfp found, Dfp expected) {
        Dfp greatest = expected.abs().lessThan(one()) ? one() : expected.abs();
        assertThat(found.subtract(expected).abs().divide(greatest).toDouble()).isLessThan(1e-50);
    }

    private static Tape<Dfp> tape(Variable<Dfp> x) {
        return (Tape<Dfp>) x.getField();
    }

    private static Dfp one() {
        return FIFTY.number(1);
    }

    private static Dfp square(Dfp x) {
        return x.multiply(x);
    }

    /** λ·α·e^x with the constants of SELU. */
    private static Dfp scaledPower(Dfp x) {
        return x.exp().multiply(x.newInstance(1.0507009873554805)).multiply(x.newInstance(1.6732632423543772));
    }

    private static Dfp fall(Dfp x) {
        return x.negate().exp();
    }

    private static Dfp cosh(Dfp x) {
        return x.exp().add(fall(x)).divide(2);
    }

    private static Dfp sinh(Dfp x) {
        return x.exp().subtract(fall(x)).divide(2);
    }

    private static Dfp sum(Dfp x) {
        return x.exp().add(x.multiply(2).exp()).add(one().exp());
    }
}
