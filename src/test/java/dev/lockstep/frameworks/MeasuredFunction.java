package dev.lockstep.frameworks;

import dev.lockstep.definition.bound.AccuracyErrors;
import dev.lockstep.definition.bound.RoundingBounds;
import dev.lockstep.math.Activation;
import dev.lockstep.math.HundredBits;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.ElementaryFunction;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;

/**
 * The functions that a framework can be asked for through a case: a dense layer of one input, one output, W = 1 and no bias
 * hands its input to the activation as it is, and gives back the slope as ∂L/∂X.
 */
enum MeasuredFunction {
    TANH(Activation.TANH, HundredBits::tanh),
    SIGMOID(Activation.SIGMOID, HundredBits::logistic),
    SOFTPLUS(Activation.SOFTPLUS, HundredBits::softplus),
    EXPM1(Activation.ELU, HundredBits::expm1),
    SELU(Activation.SELU, HundredBits::seluBelowZero),
    EXP(Activation.ELU, HundredBits::exp),
    TANH_SLOPE(Activation.TANH, HundredBits::tanhSlope),
    SIGMOID_SLOPE(Activation.SIGMOID, HundredBits::logisticSlope),
    SOFTPLUS_SLOPE(Activation.SOFTPLUS, HundredBits::logistic),
    /** One case a point: the cross entropy of one output. */
    LOG(Activation.IDENTITY, HundredBits::log);

    private static final double GREATEST = 20;
    private static final double SMALLEST = 1e-10;

    private final Activation activation;
    private final DoubleFunction<HundredBits> exact;

    MeasuredFunction(Activation activation, DoubleFunction<HundredBits> exact) {
        this.activation = activation;
        this.exact = exact;
    }

    ElementaryFunction function() {
        return ElementaryFunction.valueOf(name());
    }

    private boolean isSlope() {
        return this == EXP || name().endsWith("_SLOPE");
    }

    /** Its exact value. */
    HundredBits exact(double x) {
        return exact.apply(x);
    }

    /**
     * Points within ±20, a third each uniform there, uniform within ±1, and uniform in the logarithm from 1e-10 on; negative
     * where only that side of ELU or SELU is asked for. For the logarithm from 1e-10 to 1000, half of them around 1.
     */
    double[] points(int n) {
        SplittableRandom random = new SplittableRandom(17);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            double share = random.nextDouble();
            double drawn = share < 1 / 3.0
                    ? random.nextDouble(-GREATEST, GREATEST)
                    : share < 2 / 3.0
                            ? random.nextDouble(-1, 1)
                            : (random.nextBoolean() ? 1 : -1) * spread(random, SMALLEST, GREATEST);
            x[i] = this == LOG
                    ? share < 0.5 ? random.nextDouble(0.5, 2) : spread(random, SMALLEST, 1000)
                    : activation == Activation.ELU || activation == Activation.SELU ? -Math.abs(drawn) : drawn;
        }
        return x;
    }

    private static double spread(SplittableRandom random, double from, double to) {
        return StrictMath.exp(random.nextDouble(StrictMath.log(from), StrictMath.log(to)));
    }

    /** What the case that asks for all these points asks for; of the logarithm it is the first point's. */
    Case scenario(double[] x) {
        NetworkSpec network = NetworkSpec.of(new DenseSpec("function", 1, 1, activation, Bias.NONE));
        RowMajorMatrix one = new RowMajorMatrix(1, 1);
        one.setEntry(0, 0, 1);
        int batch = this == LOG ? 1 : x.length;
        double[] ones = new double[batch];
        Arrays.fill(ones, 1);
        Sequence arriving = new Sequence(1, batch, 1, ones);
        return new Case(
                "function",
                network,
                new Weights(network, Map.of(new ParameterKey("function", Parameter.W), one)),
                new Sequence(1, batch, 1, Arrays.copyOf(x, batch)),
                Map.of(),
                this == LOG
                        ? new Objective.Targets(Loss.of(LossFunction.MCXENT, Reduction.SUM), arriving)
                        : new Objective.Upstream(arriving, Map.of()),
                Optional.empty(),
                Set.of(quantity().kind()));
    }

    private Quantity quantity() {
        return this == LOG ? Quantity.score() : isSlope() ? Quantity.inputGradient() : Quantity.outputs("function");
    }

    /** How far it may be off there, as derived from the functions that the framework declares. */
    double[] bounds(Framework framework, double[] x) {
        return RoundingBounds.of(scenario(x), List.of(new AccuracyErrors(framework.accuracy())))
                .of(quantity(), 0);
    }

    /** What the framework computes at these points. */
    double[] computed(Framework framework, double[] x) {
        if (this != LOG) {
            return framework.observe(scenario(x)).get(quantity()).values();
        }
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = -framework
                    .observe(scenario(new double[] {x[i]}))
                    .get(quantity())
                    .values()[0];
        }
        return y;
    }
}
