package dev.lockstep.definition.bound;

import dev.lockstep.definition.Operation;
import dev.lockstep.definition.Variable;
import java.util.List;
import org.apache.commons.math3.util.Decimal64;

/**
 * What computing one number adds to the errors of its operands, at most, with u = 2⁻⁵³:
 *
 * <ul>
 *   <li>an inner product of n terms: γᵣ·Σ|aᵢ|·|bᵢ| with γᵣ = r·u/(1 − r·u), whatever the order of the additions (N. J. Higham,
 *       <em>Accuracy and Stability of Numerical Algorithms</em>, 2nd ed., sections 3.1 and 4.2). r counts the roundings on the
 *       way of one term: n − 1 additions, and a product unless it is one with 1 or −1. A single product or sum is rounded by
 *       u of itself
 *   <li>a quotient or a root: 2u of itself, which also allows for a reciprocal
 *   <li>a power βᵗ: 4u of itself
 *   <li>an elementary function: as its implementation has it, {@link FunctionErrors}
 *   <li>ln Σ e^zᵢ of n terms beside its functions: (n − 1)·(1 + 1/e)·u for the sum, 2u for a quotient and the last addition, and
 *       Σ pᵢ·|zᵢ − max z|·u, pᵢ = e^zᵢ/Σ e^zₖ, for the arguments from which the greatest was subtracted
 * </ul>
 *
 * Underflow is allowed for by the smallest normal number for each product, quotient and root whose operands are not zero; sums
 * are exact where they are that small.
 */
final class LocalErrors {
    static final double U = 0x1p-53;

    private LocalErrors() {}

    /** Of everything but what elementary functions themselves add. */
    static double of(Variable<Decimal64> node) {
        double value = Math.abs(node.getReal());
        return switch (node.operation()) {
            case DOT -> product(node, value);
            case QUOTIENT, SQRT -> value == 0 ? 0 : rounded(2 * U * value);
            case POWER -> 4 * U * value;
            case LOG_SUM_EXP -> logarithmOfSum(node);
            default -> 0;
        };
    }

    static boolean isFunction(Operation operation) {
        return switch (operation) {
            case EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, SOFTPLUS, LOGISTIC_LOSS, LOG_SUM_EXP -> true;
            default -> false;
        };
    }

    /** γₙ. */
    static double gamma(double n) {
        return n * U / (1 - n * U);
    }

    private static double product(Variable<Decimal64> node, double value) {
        List<Variable<Decimal64>> a = node.a();
        List<Variable<Decimal64>> b = node.b();
        int terms = 0;
        boolean multiplied = false;
        double sum = 0;
        for (int k = 0; k < a.size(); k++) {
            double left = Math.abs(a.get(k).getReal());
            double right = Math.abs(b.get(k).getReal());
            if (left != 0 && right != 0) {
                terms++;
                multiplied |= left != 1 && right != 1;
                sum += left * right;
            }
        }
        if (terms == 0) {
            return 0;
        }
        if (terms == 1) {
            return multiplied ? rounded(U * value) : 0;
        }
        // A sum of two numbers is rounded once, to its own size.
        return terms == 2 && !multiplied ? U * value : rounded(gamma(terms - 1 + (multiplied ? 1 : 0)) * sum);
    }

    private static double logarithmOfSum(Variable<Decimal64> node) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (Variable<Decimal64> z : node.a()) {
            greatest = Math.max(greatest, z.getReal());
        }
        double units = (node.a().size() - 1) * (1 + 1 / Math.E) + 2;
        for (Variable<Decimal64> z : node.a()) {
            units += Math.exp(z.getReal() - node.getReal()) * (greatest - z.getReal());
        }
        return units * U;
    }

    /** What is rounded may have underflown, too. */
    private static double rounded(double error) {
        return error + Double.MIN_NORMAL;
    }
}
