package dev.lockstep.definition.bound;

import dev.lockstep.definition.Operation;
import dev.lockstep.definition.Variable;
import dev.lockstep.model.Precision;
import java.util.List;
import org.apache.commons.math3.util.Decimal64;

/**
 * What computing one number adds to the errors of its operands, at most, with u = 2⁻⁵³ in doubles and 2⁻²⁴ in single
 * precision:
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
 *   <li>a constant of the equations that the precision does not have, such as 0.01 in single precision: u of itself in products
 *       and quotients
 * </ul>
 *
 * Underflow is allowed for by the smallest normal number for each product, quotient and root whose operands are not zero; sums
 * are exact where they are that small.
 */
final class LocalErrors {
    private final Precision precision;
    private final double u;

    LocalErrors(Precision precision) {
        this.precision = precision;
        this.u = precision.unit();
    }

    /** Of everything but what elementary functions themselves add. */
    double of(Variable<Decimal64> node) {
        double value = Math.abs(node.getReal());
        return switch (node.operation()) {
            case DOT -> product(node, value);
            case QUOTIENT, SQRT ->
                node.a().get(0).getReal() == 0 ? 0 : rounded(2 * u * value) + constants(node) * u * value;
            case POWER -> 4 * u * value;
            case LOG_SUM_EXP -> logarithmOfSum(node);
            case EXP, SIGMOID, SOFTPLUS, LOGISTIC_LOSS -> underflow(value);
            case EXPM1, SELU, LOG1P, TANH -> value == 0 ? 0 : underflow(value);
            default -> 0;
        };
    }

    /** How many operands of a quotient are constants that the precision does not have. */
    private int constants(Variable<Decimal64> node) {
        int constants = 0;
        for (List<Variable<Decimal64>> side : List.of(node.a(), node.b())) {
            for (Variable<Decimal64> operand : side) {
                constants += isRoundedConstant(operand) ? 1 : 0;
            }
        }
        return constants;
    }

    private boolean isRoundedConstant(Variable<Decimal64> operand) {
        return operand.index() < 0 && precision.nearest(operand.getReal()) != operand.getReal();
    }

    static boolean isFunction(Operation operation) {
        return switch (operation) {
            case EXP, EXPM1, SELU, LOG, LOG1P, TANH, SIGMOID, SOFTPLUS, LOGISTIC_LOSS, LOG_SUM_EXP -> true;
            default -> false;
        };
    }

    /** γₙ. */
    private double gamma(double n) {
        return n * u / (1 - n * u);
    }

    private double product(Variable<Decimal64> node, double value) {
        List<Variable<Decimal64>> a = node.a();
        List<Variable<Decimal64>> b = node.b();
        int terms = 0;
        boolean multiplied = false;
        double sum = 0;
        double constants = 0;
        for (int k = 0; k < a.size(); k++) {
            double left = Math.abs(a.get(k).getReal());
            double right = Math.abs(b.get(k).getReal());
            if (left != 0 && right != 0) {
                terms++;
                multiplied |= left != 1 && right != 1;
                sum += left * right;
                constants += isRoundedConstant(a.get(k)) ? left * right : 0;
                constants += isRoundedConstant(b.get(k)) ? left * right : 0;
            }
        }
        if (terms == 0) {
            return 0;
        }
        if (terms == 1) {
            return multiplied ? rounded(u * value) + u * constants : u * constants;
        }
        // A sum of two numbers is rounded once, to its own size.
        double added = terms == 2 && !multiplied ? u * value : rounded(gamma(terms - 1 + (multiplied ? 1 : 0)) * sum);
        return added + u * constants;
    }

    private double logarithmOfSum(Variable<Decimal64> node) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (Variable<Decimal64> z : node.a()) {
            greatest = Math.max(greatest, z.getReal());
        }
        double units = (node.a().size() - 1) * (1 + 1 / Math.E) + 2;
        for (Variable<Decimal64> z : node.a()) {
            units += Math.exp(z.getReal() - node.getReal()) * (greatest - z.getReal());
        }
        return units * u;
    }

    /** Of a function's value: below the smallest normal number implementations may have 0. */
    private double underflow(double value) {
        return value < precision.smallestNormal() ? precision.smallestNormal() : 0;
    }

    /** What is rounded may have underflown, too. */
    private double rounded(double error) {
        return error + precision.smallestNormal();
    }
}
