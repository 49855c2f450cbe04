package dev.lockstep.math;

import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.apache.commons.math3.dfp.Dfp;

/** The functions of {@link Elementary}, each beside its exact values, and the points where they are compared. */
enum ElementaryFunction {
    EXP(Elementary::exp, x -> FiftyDigits.of(x).exp(), HundredBits::exp, -746, 710),
    TANH(Elementary::tanh, x -> FiftyDigits.tanh(FiftyDigits.of(x)), HundredBits::tanh, -21, 21),
    SIGMOID(Elementary::sigmoid, x -> FiftyDigits.logistic(FiftyDigits.of(x)), HundredBits::logistic, -746, 40);

    /** Where a result, or an argument within the functions, changes its kind. */
    private static final double[] THRESHOLDS = {
        0,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        0x1p-53,
        StrictMath.log(2) / 4,
        StrictMath.log(2) / 2,
        StrictMath.log(3) / 2,
        19.061547465398498, // tanh becomes 1 here in nearest rounding: artanh(1 − 2⁻⁵⁴)
        Elementary.TANH_IS_ONE,
        37.42994775023705, // σ becomes 1 here in nearest rounding: ln(2⁵⁴ − 1)
        StrictMath.log(Double.MAX_VALUE),
        Elementary.EXP_IS_INFINITE,
        -StrictMath.log(Double.MIN_NORMAL),
        -StrictMath.log(Double.MIN_VALUE),
        745.1332191019412, // half of the smallest number
        -Elementary.EXP_IS_ZERO
    };

    private final DoubleUnaryOperator ours;
    private final DoubleFunction<Dfp> fiftyDigits;
    private final DoubleFunction<HundredBits> hundredBits;
    private final double from;
    private final double to;

    ElementaryFunction(
            DoubleUnaryOperator ours,
            DoubleFunction<Dfp> fiftyDigits,
            DoubleFunction<HundredBits> hundredBits,
            double from,
            double to) {
        this.ours = ours;
        this.fiftyDigits = fiftyDigits;
        this.hundredBits = hundredBits;
        this.from = from;
        this.to = to;
    }

    double ours(double x) {
        return ours.applyAsDouble(x);
    }

    Dfp fiftyDigits(double x) {
        return fiftyDigits.apply(x);
    }

    HundredBits hundredBits(double x) {
        return hundredBits.apply(x);
    }

    /**
     * Finite points: 40 neighbours on either side of each threshold of both signs, and as many again of n: 3/10 uniform where
     * the function varies, 3/10 uniform in the bits of all numbers below 1024, 2/10 uniform within ±1, 1/10 subnormal, 1/10
     * near odd multiples of ln 2/4, where an argument is reduced by one more or one less multiple of ln 2.
     */
    DoubleStream points(int n) {
        SplittableRandom random = new SplittableRandom(7);
        long below1024 = Double.doubleToRawLongBits(1024);
        long subnormals = Double.doubleToRawLongBits(Double.MIN_NORMAL);
        DoubleStream drawn = DoubleStream.generate(() -> {
                    double share = random.nextDouble();
                    if (share < 0.3) {
                        return random.nextDouble(from, to);
                    }
                    if (share < 0.6) {
                        return signed(random, Double.longBitsToDouble(random.nextLong(below1024)));
                    }
                    if (share < 0.8) {
                        return random.nextDouble(-1, 1);
                    }
                    if (share < 0.9) {
                        return signed(random, Double.longBitsToDouble(random.nextLong(subnormals)));
                    }
                    double boundary = (2 * random.nextInt(2150) + 1) * StrictMath.log(2) / 4;
                    return signed(random, boundary * (1 + random.nextInt(-8, 9) * 0x1p-53));
                })
                .limit(n);
        return DoubleStream.concat(DoubleStream.of(THRESHOLDS).flatMap(ElementaryFunction::around), drawn);
    }

    private static double signed(SplittableRandom random, double x) {
        return random.nextBoolean() ? x : -x;
    }

    private static DoubleStream around(double threshold) {
        long bits = Double.doubleToRawLongBits(threshold);
        return LongStream.rangeClosed(Math.max(0, bits - 40), bits + 40)
                .mapToDouble(Double::longBitsToDouble)
                .filter(Double::isFinite)
                .flatMap(x -> DoubleStream.of(x, -x));
    }
}
