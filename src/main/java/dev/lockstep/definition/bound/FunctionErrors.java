package dev.lockstep.definition.bound;

import dev.lockstep.definition.Operation;
import dev.lockstep.model.Precision;

/** How far an implementation's elementary functions may be from the exact value at the same argument, and how it rounds. */
@FunctionalInterface
public interface FunctionErrors {
    /**
     * The greatest absolute error.
     *
     * @param function EXP, EXPM1, SELU, LOG, LOG1P, TANH, SIGMOID, SOFTPLUS, LOGISTIC_LOSS or LOG_SUM_EXP
     * @param value the function's value
     */
    double error(Operation function, double value);

    /** Of every number that it computes: in doubles, unless it says otherwise. */
    default Precision precision() {
        return Precision.DOUBLE;
    }
}
