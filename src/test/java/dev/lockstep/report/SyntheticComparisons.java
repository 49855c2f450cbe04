package dev.lockstep.report;

import dev.lockstep.comparison.ArrayComparison;
import dev.lockstep.comparison.Bound;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Difference;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerance;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Case;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Comparisons with known differences: every second number is off by a given number of ulps. */
public final class SyntheticComparisons {
    /** The bound of every array made here. */
    public static final double ALLOWED = 1e-12;

    /** What was tried on a divergence. */
    public static final String TRIED = "With RW transposed per gate, all values agree.";

    private static final NetworkSpec NETWORK = NetworkSpec.of(LstmSpec.plain("encoder", 2, 3));
    private static final ParameterKey RW = new ParameterKey("encoder", Parameter.RW);

    private static final Case CASE = new Case(
            "synthetic",
            NETWORK,
            Weights.random(NETWORK, 7),
            Sequence.random(4, 2, 2, 7),
            Map.of(),
            new Objective.None(),
            Optional.empty(),
            EnumSet.of(Quantity.Kind.OUTPUTS));

    private static final Tolerance RULE = new Tolerance() {
        @Override
        public Bound bound(Case scenario, Quantity quantity, Tensor a, Tensor b) {
            double[] allowed = new double[a.values().length];
            Arrays.fill(allowed, ALLOWED);
            return new Bound(allowed, "γₙ·max|h|, n = 412", false);
        }

        @Override
        public String description(String a, String b) {
            return "|" + a + " − " + b + "| ≤ γₙ·max|h|";
        }
    };

    private SyntheticComparisons() {}

    /** Outputs of 4 steps × 2 rows × 3 units, every second number off by that many ulps. */
    public static Comparison outputs(String a, String b, int ulps) {
        return of(a, b, List.of(outputs(4, 3, ulps, 0)), Outcome.AGREE, "");
    }

    /** Outputs over many steps and units. */
    public static Comparison large(String a, String b, int time, int units, int ulps) {
        return of(a, b, List.of(outputs(time, units, ulps, 0)), Outcome.AGREE, "");
    }

    /** As {@link #outputs(String, String, int)}, with 0.25 added to the second row's unit 2 at t = 3. */
    public static Comparison diverging(String a, String b) {
        Comparison found = of(a, b, List.of(outputs(4, 3, 1, 0.25)), Outcome.DIVERGE, "");
        return new Comparison(
                found.scenario(), found.a(), found.b(), found.arrays(), RULE, Outcome.DIVERGE, "", List.of(TRIED));
    }

    /** The same divergence under another outcome. */
    public static Comparison diverging(String a, String b, Outcome outcome, String reason) {
        return of(a, b, List.of(outputs(4, 3, 1, 0.25)), outcome, reason);
    }

    /** Agreement under another outcome. */
    public static Comparison agreeing(String a, String b, Outcome outcome, String reason) {
        return of(a, b, List.of(outputs(4, 3, 0, 0)), outcome, reason);
    }

    /** No array at all. */
    public static Comparison without(String a, String b, Outcome outcome, String reason) {
        return of(a, b, List.of(), outcome, reason);
    }

    /** NaN on one side and infinity on the other. */
    public static Comparison notFinite(String a, String b) {
        List<Axis> axes = List.of(Axis.counted(Axis.BATCH, 1), Axis.counted(Axis.UNIT, 2));
        Tensor left = new Tensor(axes, new double[] {Double.NaN, 1});
        Tensor right = new Tensor(axes, new double[] {1, Double.POSITIVE_INFINITY});
        return of(a, b, List.of(compare(Quantity.finalHidden("encoder"), left, right)), Outcome.DIVERGE, "");
    }

    /** RW and Adam's m after every step; at step s all entries are off by s ulps. */
    public static Comparison training(String a, String b, int steps) {
        List<ArrayComparison> arrays = new ArrayList<>();
        List<Axis> axes = NETWORK.layers().get(0).parameters().get(1).axes();
        double[] values = Weights.random(NETWORK, 7).get(RW).toArray();
        for (int step = 1; step <= steps; step++) {
            double[] shifted = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                shifted[i] = values[i] + step * Math.ulp(values[i]);
            }
            arrays.add(compare(Quantity.parameter(RW, step), new Tensor(axes, values), new Tensor(axes, shifted)));
            arrays.add(compare(
                    Quantity.optimizerState(RW, "m", step), new Tensor(axes, values), new Tensor(axes, values)));
        }
        return of(a, b, arrays, Outcome.AGREE, "");
    }

    /** Arrays of different shapes. */
    public static Comparison shapes(String a, String b) {
        Quantity quantity = Quantity.finalHidden("encoder");
        Tensor two = new Tensor(List.of(Axis.counted(Axis.UNIT, 2)), new double[2]);
        Tensor three = new Tensor(List.of(Axis.counted(Axis.UNIT, 3)), new double[3]);
        ArrayComparison array = new ArrayComparison(
                quantity,
                two,
                three,
                true,
                0,
                List.of(),
                0,
                0,
                Optional.empty(),
                new Bound(new double[0], "", false),
                Precision.DOUBLE);
        return of(a, b, List.of(array), Outcome.DIVERGE, "");
    }

    private static Comparison of(String a, String b, List<ArrayComparison> arrays, Outcome outcome, String reason) {
        return new Comparison(
                CASE,
                new Comparison.Party(a, a.toUpperCase(java.util.Locale.ROOT), "1.0"),
                new Comparison.Party(b, b.toUpperCase(java.util.Locale.ROOT), "2.0"),
                arrays,
                RULE,
                outcome,
                reason);
    }

    private static ArrayComparison outputs(int time, int units, int ulps, double error) {
        double[] a = Sequence.random(time, 2, units, 11).values();
        double[] b = a.clone();
        for (int i = 0; i < b.length; i += 2) {
            b[i] += ulps * Math.ulp(b[i]);
        }
        if (error != 0) {
            // t = 3, row 2, unit 2
            int index = (2 * 2 + 1) * units + 1;
            b[index] = a[index] + error;
        }
        return compare(
                Quantity.outputs("encoder"),
                Tensor.of(new Sequence(time, 2, units, a)),
                Tensor.of(new Sequence(time, 2, units, b)));
    }

    private static ArrayComparison compare(Quantity quantity, Tensor a, Tensor b) {
        List<Difference> beyond = new ArrayList<>();
        Optional<Difference> worst = Optional.empty();
        int differing = 0;
        double maxUlp = 0;
        double maxAbsolute = 0;
        for (int i = 0; i < a.values().length; i++) {
            double left = a.values()[i];
            double right = b.values()[i];
            if (left == right) {
                continue;
            }
            double absolute = Math.abs(left - right);
            double ulps = Double.isFinite(absolute) ? Math.rint(absolute / Math.ulp(left)) : Double.POSITIVE_INFINITY;
            Difference difference = new Difference(i, a.labels(i), left, right, absolute, ulps, ALLOWED);
            differing++;
            maxUlp = Math.max(maxUlp, ulps);
            maxAbsolute = Math.max(maxAbsolute, absolute);
            if (!(absolute <= ALLOWED)) {
                beyond.add(difference);
            }
            if (worst.isEmpty() || absolute > worst.get().absolute()) {
                worst = Optional.of(difference);
            }
        }
        return new ArrayComparison(
                quantity,
                a,
                b,
                false,
                differing,
                beyond,
                maxAbsolute,
                maxUlp,
                worst,
                RULE.bound(CASE, quantity, a, b),
                Precision.DOUBLE);
    }
}
