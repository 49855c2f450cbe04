package dev.lockstep.definition.bound;

import dev.lockstep.definition.Operation;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.ElementaryFunction;
import dev.lockstep.model.Precision;

/**
 * The errors of elementary functions as a framework declares them. Two functions of the equations are several in practice:
 *
 * <ul>
 *   <li>ln(1 + e^z), where it is a cost, is −ln(1 − σ(z)) in frameworks that compute losses from outputs. 1 − σ is rounded by u,
 *       which its logarithm divides by 1 − σ = e^−value; σ's own error likewise. Hence (k + 1)·u·e^value beside what is declared, k
 *       the relative error of σ
 *   <li>ln Σ e^z likewise is the logarithm of a quotient e^z/Σ: the relative errors of the powers above and below become absolute
 *       ones, twice that of e^z
 * </ul>
 *
 * @param accuracy what the framework declares
 */
public record AccuracyErrors(Accuracy accuracy) implements FunctionErrors {
    @Override
    public Precision precision() {
        return accuracy.precision();
    }

    @Override
    public double error(Operation function, double value) {
        return switch (function) {
            case EXP -> accuracy.error(ElementaryFunction.EXP, value);
            case EXPM1 -> accuracy.error(ElementaryFunction.EXPM1, value);
            case SELU -> accuracy.error(ElementaryFunction.SELU, value);
            case LOG -> accuracy.error(ElementaryFunction.LOG, value);
            case LOG1P -> accuracy.error(ElementaryFunction.LOG1P, value);
            case TANH -> accuracy.error(ElementaryFunction.TANH, value);
            case SIGMOID -> accuracy.error(ElementaryFunction.SIGMOID, value);
            case SOFTPLUS -> accuracy.error(ElementaryFunction.SOFTPLUS, value);
            case LOGISTIC_LOSS ->
                accuracy.error(ElementaryFunction.SOFTPLUS, value)
                        + (accuracy.error(ElementaryFunction.SIGMOID, 1)
                                        + accuracy.precision().unit())
                                * Math.exp(value);
            case LOG_SUM_EXP ->
                accuracy.error(ElementaryFunction.LOG, value) + 2 * accuracy.error(ElementaryFunction.EXP, 1);
            default -> 0;
        };
    }
}
