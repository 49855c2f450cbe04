package dev.lockstep.experiment.tolerance;

import dev.lockstep.definition.Operation;
import dev.lockstep.definition.bound.FunctionErrors;

/** How accurate elementary functions are taken to be, u = 2⁻⁵³. */
final class FunctionAccuracy {
    private static final double U = 0x1p-53;

    /**
     * Ours and the JDK's: 5u of the value. ln Σ e^zₖ of up to 4 numbers is the greatest z plus ln(1 + S): S is off by
     * (2 + 0.4 + 2)u of itself, the logarithm adds 2u of at most ln 4, and the sum u of itself.
     */
    static final FunctionErrors OURS = (function, value) ->
            function == Operation.LOG_SUM_EXP ? U * (Math.abs(value) + 8) : 5 * U * Math.abs(value);

    /**
     * ND4J's: 4u of the value and 4u, since its tanh is made from exponentials. It computes the cross entropies as ln p and
     * ln(1 − p): where softplus is asked for, with z = ln p/(1 − p), an error of 3u in p is one of 3u·(1 + e^z) in ln(1 − p),
     * which is 3u·e^value.
     */
    static final FunctionErrors DEEPLEARNING4J = (function, value) -> switch (function) {
        case SOFTPLUS -> 4 * U * (Math.abs(value) + StrictMath.exp(value));
        case LOG_SUM_EXP -> U * (4 * Math.abs(value) + 16);
        default -> 4 * U * (Math.abs(value) + 1);
    };

    private FunctionAccuracy() {}
}
