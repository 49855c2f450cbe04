package dev.lockstep.frameworks;

import dev.lockstep.model.Accuracy;
import dev.lockstep.model.ElementaryFunction;
import dev.lockstep.model.Precision;

/**
 * How accurate the elementary functions of ONNX Runtime are on a CPU, in floats. It has up to four of one name: that of the node
 * Tanh and of the gates of its LSTM, a quotient of polynomials; another such quotient in its GRU, for the candidate and the reset
 * gate; and in its RNN node 2·σ(2x) − 1, with a σ by e^x, which has no correct digit next to 0.
 *
 * <p>Measured on 1.30 with AVX-512 against doubles: every third float from 2⁻⁴ to 20, and every 997th from 2⁻³⁰ to 80, of both
 * signs, 46,747,352 numbers. The largest errors in units of 2⁻²⁴, absolute unless said otherwise:
 *
 * <pre>
 *              node            RNN             LSTM            GRU
 * tanh         5.46·|f|        3.00            5.46·|f|        10.24·|f| next to x = 10, elsewhere 7.2·|f|
 * σ            2.98            1.50            2.98            2.98, of the reset gate 5.06 below x = −15
 * softplus     0.95·|f| + 2    0.84·|f| + 2    the same
 * e^x − 1      1.15            0.75            the same
 * SELU         1.51·|f| + 2
 * e^x          1.27·|f|
 * </pre>
 *
 * Beyond ±18 σ stays what it is there (20 in the reset gate), which is within these errors. Within recurrent nodes softplus is
 * ln(1 + e^x), and infinite above 88.7.
 */
final class OnnxAccuracy {
    private static final Accuracy SINGLE = Accuracy.ANY
            .named("ONNX Runtime")
            .in(Precision.SINGLE)
            .with(ElementaryFunction.EXP, 1.5, 0)
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
