package dev.lockstep.definition.bound;

import dev.lockstep.definition.Operation;

/** How far an implementation's elementary functions may be from the exact value at the same argument. */
@FunctionalInterface
public interface FunctionErrors {
    /**
     * The greatest absolute error.
     *
     * @param function EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, SOFTPLUS, LOGISTIC_LOSS or LOG_SUM_EXP
     * @param value the function's value
     */
    double error(Operation function, double value);
}
