package dev.lockstep.frameworks;

import dev.lockstep.model.Accuracy;
import dev.lockstep.model.ElementaryFunction;
import dev.lockstep.model.Precision;

/**
 * How accurate the elementary functions of ONNX Runtime are on a CPU, in floats. There are up to three of one name: that of nodes
 * and of the LSTM, a quotient of polynomials; another such quotient in the GRU, for the candidate and the reset gate; and in the
 * RNN σ by e^x, and tanh as 2·σ(2x) − 1, which has no correct digit next to 0.
 *
 * <p>Measured on 1.30 with AVX-512 against doubles: every third float from 2⁻⁴ to 20 and every 997th from 2⁻³⁰ to 80, of both
 * signs, 46,747,352 numbers. The largest errors in units of 2⁻²⁴:
 *
 * <pre>
 *              nodes           RNN             LSTM            GRU
 * tanh         5.46·|f|        3.00            5.46·|f|        10.09·|f|, next to x = 9.86
 * σ            2.98            1.50            2.98            5.05, next to x = −19.7; of the update gate 2.98
 * softplus     0.95·|f| + 2    0.84·|f| + 2    0.84·|f| + 2    0.84·|f| + 2
 * e^x − 1      1.15            0.75            0.75            0.75
 * SELU         1.51·|f| + 2
 * e^x          1.27·|f|
 * </pre>
 *
 * Below −18 the σ of nodes is 0, above 18 it is 1, which is within these errors. Softplus within recurrent nodes is ln(1 + e^x), and
 * infinite above 88.7. Softmax multiplies by the reciprocal of a sum where the equation divides, and is rounded once more for it;
 * so e^x is given 1u more.
 */
final class OnnxAccuracy {
    private static final Accuracy SINGLE = Accuracy.ANY
            .named("ONNX Runtime")
            .in(Precision.SINGLE)
            .with(ElementaryFunction.EXP, 2.5, 0)
            .with(ElementaryFunction.EXPM1, 0.25, 1.5)
            .with(ElementaryFunction.SELU, 1.75, 2.25)
            .with(ElementaryFunction.TANH, 8, 3.5)
            .with(ElementaryFunction.SIGMOID, 0, 5.5)
            .with(ElementaryFunction.SOFTPLUS, 1.25, 2.25);

    private OnnxAccuracy() {}

    /** Of cases in that precision; in doubles it computes none. */
    static Accuracy in(Precision precision) {
        return precision == Precision.SINGLE ? SINGLE : Accuracy.ANY;
    }
}
