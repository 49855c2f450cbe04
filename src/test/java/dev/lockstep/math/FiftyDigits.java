package dev.lockstep.math;

import org.apache.commons.math3.dfp.Dfp;
import org.apache.commons.math3.dfp.DfpField;

/** Numbers of 50 decimal digits, and the activation functions written for them from their definitions. */
public final class FiftyDigits {
    private static final DfpField FIELD = new DfpField(50);

    private FiftyDigits() {}

    /** The number that a double is. */
    public static Dfp of(double value) {
        return FIELD.newDfp(value);
    }

    /** The numbers that doubles are. */
    public static Dfp[] of(double[] values) {
        Dfp[] numbers = new Dfp[values.length];
        for (int k = 0; k < values.length; k++) {
            numbers[k] = of(values[k]);
        }
        return numbers;
    }

    /** A decimal number, such as 0.1, which no double is. */
    public static Dfp of(String decimal) {
        return FIELD.newDfp(decimal);
    }

    /** How many units in the last place of the exact number a double is away from it. */
    public static double ulps(double actual, Dfp exact) {
        double ulp = Math.ulp(exact.toDouble());
        return of(actual).subtract(exact).abs().divide(of(ulp)).toDouble();
    }

    /** |actual − exact|. */
    public static double error(double actual, Dfp exact) {
        return of(actual).subtract(exact).abs().toDouble();
    }

    /** 1/(1 + e^−z). */
    public static Dfp logistic(Dfp z) {
        return z.negate().exp().add(1).reciprocal();
    }

    /** (e^2z − 1)/(e^2z + 1), by its power series to the seventh power near 0, where that would cancel. */
    public static Dfp tanh(Dfp z) {
        if (z.abs().lessThan(of("1e-7"))) {
            Dfp square = z.multiply(z);
            Dfp seventh = square.multiply(-17).divide(315);
            Dfp fifth = square.multiply(seventh.add(of(2).divide(15)));
            Dfp third = square.multiply(fifth.subtract(of(1).divide(3)));
            return z.multiply(third.add(1));
        }
        Dfp e = z.multiply(2).exp();
        return e.subtract(1).divide(e.add(1));
    }

    /** φ(z) of any activation but softmax. */
    public static Dfp value(Activation activation, Dfp z) {
        Dfp zero = of(0);
        return switch (activation) {
            case IDENTITY -> z;
            case TANH -> tanh(z);
            case SIGMOID -> logistic(z);
            case RELU -> z.greaterThan(zero) ? z : zero;
            case LEAKY_RELU -> z.lessThan(zero) ? z.divide(100) : z;
            case ELU -> z.lessThan(zero) ? z.exp().subtract(1) : z;
            case SOFTPLUS -> z.exp().add(1).log();
            case SOFTSIGN -> z.divide(z.abs().add(1));
            case HARD_SIGMOID -> clip(z.divide(5).add(of("0.5")), zero, of(1));
            case HARD_TANH -> clip(z, of(-1), of(1));
            case CUBE -> z.multiply(z).multiply(z);
            case RELU6 -> clip(z, zero, of(6));
            case THRESHOLDED_RELU -> z.greaterThan(of(1)) ? z : zero;
            case FLOAT_LEAKY_RELU -> z.lessThan(zero) ? z.divide(100) : z;
            case RRELU -> z.lessThan(zero) ? z.multiply(11).divide(48) : z;
            case SELU ->
                of("1.0507009873554804934193349852946")
                        .multiply(z.lessThan(zero) ? expm1(z).multiply(of("1.6732632423543772848170429916717")) : z);
            case SWISH -> z.multiply(logistic(z));
            case MISH -> {
                Dfp square = z.exp().add(1).multiply(z.exp().add(1));
                yield z.multiply(z.exp().multiply(z.exp().add(2))).divide(square.add(1));
            }
            case GELU -> z.multiply(logistic(z.multiply(of("1.702"))));
            case FLOAT_GELU -> z.multiply(logistic(z.multiply(of(1.702f))));
            case GELU_TANH -> {
                Dfp cubic = z.multiply(z).multiply(z).multiply(of("0.044715"));
                Dfp root = of(2).divide(FIELD.getPi()).sqrt();
                yield z.multiply(logistic(root.multiply(z.add(cubic)).multiply(2)));
            }
            case FLOAT_HARD_SIGMOID -> clip(z.multiply(of(0.2f)).add(of("0.5")), zero, of(1));
            case RECTIFIED_TANH -> z.greaterThan(zero) ? tanh(z) : zero;
            case RATIONAL_TANH -> rationalTanh(z, of("1.7159"), of("1.41645"));
            case FLOAT_RATIONAL_TANH -> rationalTanh(z, of(1.7159f), of(1.41645f));
            case SOFTMAX -> throw new IllegalArgumentException("softmax needs a row");
        };
    }

    /** φ of a whole row, softmax included. */
    public static Dfp[] row(Activation activation, Dfp[] z) {
        Dfp[] a = new Dfp[z.length];
        if (activation != Activation.SOFTMAX) {
            for (int k = 0; k < z.length; k++) {
                a[k] = value(activation, z[k]);
            }
            return a;
        }
        Dfp sum = of(0);
        for (Dfp zk : z) {
            sum = sum.add(zk.exp());
        }
        for (int k = 0; k < z.length; k++) {
            a[k] = z[k].exp().divide(sum);
        }
        return a;
    }

    /** e^z − 1, by z + z²/2 + z³/6 near 0, where that would cancel. */
    private static Dfp expm1(Dfp z) {
        return z.abs().lessThan(of("1e-8"))
                ? z.multiply(z.multiply(z.divide(6).add(of("0.5"))).add(1))
                : z.exp().subtract(1);
    }

    /** 1 − 1/(1 + n) is n/(1 + n). */
    private static Dfp rationalTanh(Dfp z, Dfp scale, Dfp quartic) {
        Dfp y = z.multiply(2).divide(3).abs();
        Dfp n = y.add(y.multiply(y)).add(y.multiply(y).multiply(y).multiply(y).multiply(quartic));
        Dfp positive = n.divide(n.add(1)).multiply(scale);
        return z.lessThan(of(0)) ? positive.negate() : positive;
    }

    private static Dfp clip(Dfp z, Dfp low, Dfp high) {
        return z.lessThan(low) ? low : z.greaterThan(high) ? high : z;
    }
}
