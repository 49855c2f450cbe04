package dev.lockstep.math.vector;

import static dev.lockstep.math.Elementary.C0;
import static dev.lockstep.math.Elementary.C1;
import static dev.lockstep.math.Elementary.C10;
import static dev.lockstep.math.Elementary.C2;
import static dev.lockstep.math.Elementary.C3;
import static dev.lockstep.math.Elementary.C4;
import static dev.lockstep.math.Elementary.C5;
import static dev.lockstep.math.Elementary.C6;
import static dev.lockstep.math.Elementary.C7;
import static dev.lockstep.math.Elementary.C8;
import static dev.lockstep.math.Elementary.C9;
import static dev.lockstep.math.Elementary.EXPONENT_SHIFT;
import static dev.lockstep.math.Elementary.EXP_IS_INFINITE;
import static dev.lockstep.math.Elementary.EXP_IS_ZERO;
import static dev.lockstep.math.Elementary.INVERSE_OF_LN2;
import static dev.lockstep.math.Elementary.LN2_HIGH;
import static dev.lockstep.math.Elementary.LN2_LOW;
import static dev.lockstep.math.Elementary.ROUNDER;
import static dev.lockstep.math.Elementary.ROUNDER_FOR_SMALL;
import static dev.lockstep.math.Elementary.ROUNDER_FOR_TWO;
import static dev.lockstep.math.Elementary.SHIFT;
import static dev.lockstep.math.Elementary.SMALL;
import static dev.lockstep.math.Elementary.TANH_IS_ONE;
import static dev.lockstep.math.vector.VectorKernels.LANES;
import static dev.lockstep.math.vector.VectorKernels.SPECIES;

import dev.lockstep.math.Elementary;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The equations (E1) to (E5) of {@link Elementary} on vectors, operation by operation as there; what is left over at the end goes
 * through its methods.
 *
 * <p>Each loop is one method, since a vector that a method returns may be put on the heap. With some more operations in a loop
 * all its vectors are, as the compiler stops inlining (NodeCountInliningCutoff): then an entry costs several times as much.
 */
final class VectorElementary {
    private VectorElementary() {}

    /** y ← e^x. */
    static void exp(double[] x, int xAt, double[] y, int yAt, int n) {
        DoubleVector rounder = vector(ROUNDER_FOR_TWO);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector z = DoubleVector.fromArray(SPECIES, x, xAt + i);
            DoubleVector bounded = atMost(atLeast(z, vector(EXP_IS_ZERO)), vector(EXP_IS_INFINITE));
            // (E1)
            DoubleVector t = bounded.fma(vector(INVERSE_OF_LN2), rounder);
            DoubleVector whole = t.sub(rounder);
            DoubleVector r = whole.fma(vector(-LN2_LOW), whole.fma(vector(-LN2_HIGH), bounded));
            // (E2)
            DoubleVector r2 = r.mul(r);
            DoubleVector r4 = r2.mul(r2);
            DoubleVector low = vector(C3).fma(r, vector(C2)).fma(r2, vector(C1).fma(r, vector(C0)));
            DoubleVector middle =
                    vector(C7).fma(r, vector(C6)).fma(r2, vector(C5).fma(r, vector(C4)));
            DoubleVector high = vector(C10).fma(r2, vector(C9).fma(r, vector(C8)));
            DoubleVector q = high.fma(r4, middle).fma(r4, low).fma(r2, r);
            // (E3)
            LongVector sum = t.reinterpretAsLongs();
            LongVector half = sum.lanewise(VectorOperators.LSHR, 1);
            DoubleVector first =
                    half.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).reinterpretAsDoubles();
            DoubleVector second =
                    sum.sub(half).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).reinterpretAsDoubles();
            first.fma(q, first).mul(second).intoArray(y, yAt + i);
        }
        for (; i < n; i++) {
            y[yAt + i] = Elementary.exp(x[xAt + i]);
        }
    }

    /** y ← tanh x. */
    static void tanh(double[] x, int xAt, double[] y, int yAt, int n) {
        DoubleVector rounder = vector(ROUNDER);
        DoubleVector one = vector(1);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector z = DoubleVector.fromArray(SPECIES, x, xAt + i);
            DoubleVector bounded = atMost(z.abs(), vector(TANH_IS_ONE));
            DoubleVector twice = bounded.add(bounded);
            // (E1)
            DoubleVector t = twice.fma(vector(INVERSE_OF_LN2), vector(-SHIFT)).add(rounder);
            DoubleVector whole = t.sub(rounder);
            DoubleVector r = whole.fma(vector(-LN2_LOW), whole.fma(vector(-LN2_HIGH), twice));
            // (E2)
            DoubleVector r2 = r.mul(r);
            DoubleVector r4 = r2.mul(r2);
            DoubleVector low = vector(C3).fma(r, vector(C2)).fma(r2, vector(C1).fma(r, vector(C0)));
            DoubleVector middle =
                    vector(C7).fma(r, vector(C6)).fma(r2, vector(C5).fma(r, vector(C4)));
            DoubleVector high = vector(C10).fma(r2, vector(C9).fma(r, vector(C8)));
            DoubleVector q = high.fma(r4, middle).fma(r4, low).fma(r2, r);
            // (E4)
            LongVector exponent = t.reinterpretAsLongs().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
            DoubleVector power = exponent.reinterpretAsDoubles();
            DoubleVector m = power.fma(q, power.sub(one));
            LongVector sign = z.reinterpretAsLongs().and(Long.MIN_VALUE);
            DoubleVector quotient = m.div(m.add(vector(2)));
            quotient.reinterpretAsLongs().or(sign).reinterpretAsDoubles().intoArray(y, yAt + i);
        }
        for (; i < n; i++) {
            y[yAt + i] = Elementary.tanh(x[xAt + i]);
        }
    }

    /** y ← 1/(1 + e^−x). */
    static void sigmoid(double[] x, int xAt, double[] y, int yAt, int n) {
        DoubleVector rounder = vector(ROUNDER_FOR_SMALL);
        DoubleVector one = vector(1);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector z = DoubleVector.fromArray(SPECIES, x, xAt + i);
            DoubleVector bounded = atLeast(z.abs().neg(), vector(EXP_IS_ZERO));
            // (E1)
            DoubleVector t = bounded.fma(vector(INVERSE_OF_LN2), rounder);
            DoubleVector whole = t.sub(rounder);
            DoubleVector r = whole.fma(vector(-LN2_LOW), whole.fma(vector(-LN2_HIGH), bounded));
            // (E2)
            DoubleVector r2 = r.mul(r);
            DoubleVector r4 = r2.mul(r2);
            DoubleVector low = vector(C3).fma(r, vector(C2)).fma(r2, vector(C1).fma(r, vector(C0)));
            DoubleVector middle =
                    vector(C7).fma(r, vector(C6)).fma(r2, vector(C5).fma(r, vector(C4)));
            DoubleVector high = vector(C10).fma(r2, vector(C9).fma(r, vector(C8)));
            DoubleVector q = high.fma(r4, middle).fma(r4, low).fma(r2, r);
            // (E3)
            LongVector exponent = t.reinterpretAsLongs().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
            DoubleVector power = exponent.reinterpretAsDoubles();
            DoubleVector e = power.fma(q, power).mul(vector(SMALL));
            // (E5)
            // e where x has the sign bit, also for −0: there e is 1
            LongVector negatives = z.reinterpretAsLongs().lanewise(VectorOperators.ASHR, 63);
            LongVector numerator = one.reinterpretAsLongs().bitwiseBlend(e.reinterpretAsLongs(), negatives);
            numerator.reinterpretAsDoubles().div(e.add(one)).intoArray(y, yAt + i);
        }
        for (; i < n; i++) {
            y[yAt + i] = Elementary.sigmoid(x[xAt + i]);
        }
    }

    /** The lesser of two, NaN if x is. Masks of two lanes are not compiled on x86, and the minimum is slower on others. */
    private static DoubleVector atMost(DoubleVector x, DoubleVector limit) {
        return LANES == 2 ? x.min(limit) : x.blend(limit, x.compare(VectorOperators.GT, limit));
    }

    /** The greater of two, as {@link #atMost}. */
    private static DoubleVector atLeast(DoubleVector x, DoubleVector limit) {
        return LANES == 2 ? x.max(limit) : x.blend(limit, x.compare(VectorOperators.LT, limit));
    }

    private static DoubleVector vector(double constant) {
        return DoubleVector.broadcast(SPECIES, constant);
    }
}
