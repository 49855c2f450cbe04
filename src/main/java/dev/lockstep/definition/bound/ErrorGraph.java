package dev.lockstep.definition.bound;

import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Operation;
import dev.lockstep.definition.Tape;
import dev.lockstep.definition.Variable;
import dev.lockstep.model.Precision;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.commons.math3.util.Decimal64;

/** A tape as arrays: for each number its local error, and the derivatives with respect to its operands. */
final class ErrorGraph {
    private final List<Variable<Decimal64>> nodes;
    private final boolean hasSecondOrder;
    /** For each precision the local errors but for elementary functions. */
    private final Map<Precision, double[]> roundings = new EnumMap<>(Precision.class);

    /** Where the edges of a node begin; those of node i end where those of i + 1 begin. */
    final int[] first;

    final int[] to;
    /** The first of the numbers that the edges of a node lead to; itself if there are none. */
    final int[] lowest;

    final double[] partial;
    /** What {@link #allowForProductsOfErrors} adds to local errors. */
    final double[] products;

    ErrorGraph(Tape<Decimal64> tape) {
        this.nodes = tape.nodes();
        this.first = new int[nodes.size() + 1];
        this.products = new double[nodes.size()];
        this.lowest = new int[nodes.size()];
        int operands = 0;
        for (Variable<Decimal64> node : nodes) {
            operands = Math.addExact(operands, node.a().size() + node.b().size());
        }
        int[] targets = new int[operands];
        double[] partials = new double[operands];
        for (int i = 0; i < nodes.size(); i++) {
            Variable<Decimal64> node = nodes.get(i);
            first[i + 1] = edges(node, targets, partials, first[i]);
            lowest[i] = i;
            for (int edge = first[i]; edge < first[i + 1]; edge++) {
                lowest[i] = Math.min(lowest[i], targets[edge]);
            }
        }
        this.to = Arrays.copyOf(targets, first[nodes.size()]);
        this.partial = Arrays.copyOf(partials, to.length);
        this.hasSecondOrder = nodes.stream().anyMatch(node -> multipliesZeros(node) || isRootOfZero(node));
    }

    int size() {
        return nodes.size();
    }

    int edges() {
        return to.length;
    }

    double value(int number) {
        return nodes.get(number).getReal();
    }

    /** The places of all quotients whose divisors may have errors, and of what is no quotient as its divisor is 0. */
    int[] quotients() {
        return IntStream.range(0, nodes.size())
                .filter(place -> isQuotient(nodes.get(place).operation()) && divisor(place) >= 0)
                .toArray();
    }

    private static boolean isQuotient(Operation operation) {
        return operation == Operation.QUOTIENT || operation == Operation.UNDIVIDED;
    }

    /** Whether it is a quotient, and its divisor 0. */
    boolean dividesByZero(int quotient) {
        return nodes.get(quotient).operation() == Operation.QUOTIENT && value(divisor(quotient)) == 0;
    }

    /** The place of a quotient's divisor; below 0 for a constant. */
    int divisor(int quotient) {
        return nodes.get(quotient).b().get(0).index();
    }

    /**
     * Adds what a first-order bound leaves out where it matters: a product of two numbers that are both computed to be 0, and need
     * not be, is off by the product of their errors, though both of its derivatives are 0. So it is behind a gate that is 1 to
     * the last bit, on the way back through a state that never left 0. And a root of what is computed to be 0 is off by the root
     * of its error, though its derivative is infinite.
     *
     * @param errors finds a bound for every number; asked only if there is such a product or root
     * @return whether there is one
     */
    boolean allowForProductsOfErrors(Supplier<double[]> errors) {
        if (!hasSecondOrder) {
            return false;
        }
        Arrays.fill(products, 0);
        boolean more = true;
        // An error that is such a product itself may be a factor of the next one.
        while (more) {
            more = false;
            double[] bounds = errors.get();
            for (int i = 0; i < nodes.size(); i++) {
                double product = secondOrder(nodes.get(i), bounds);
                more |= products[i] == 0 && product > 0;
                products[i] = product;
            }
        }
        return true;
    }

    private static double secondOrder(Variable<Decimal64> node, double[] bounds) {
        if (isRootOfZero(node)) {
            return Math.sqrt(bounds[node.a().get(0).index()]);
        }
        return multipliesZeros(node) ? productOfErrors(node, bounds) : 0;
    }

    private static boolean isRootOfZero(Variable<Decimal64> node) {
        return node.operation() == Operation.SQRT
                && node.getReal() == 0
                && node.a().get(0).index() >= 0;
    }

    private static boolean multipliesZeros(Variable<Decimal64> node) {
        for (int k = 0; node.operation() == Operation.DOT && k < node.a().size(); k++) {
            if (zeros(node, k)) {
                return true;
            }
        }
        return false;
    }

    private static boolean zeros(Variable<Decimal64> node, int k) {
        Variable<Decimal64> a = node.a().get(k);
        Variable<Decimal64> b = node.b().get(k);
        return a.index() >= 0 && b.index() >= 0 && a.getReal() == 0 && b.getReal() == 0;
    }

    private static double productOfErrors(Variable<Decimal64> node, double[] bounds) {
        double sum = 0;
        for (int k = 0; k < node.a().size(); k++) {
            sum += zeros(node, k)
                    ? bounds[node.a().get(k).index()] * bounds[node.b().get(k).index()]
                    : 0;
        }
        return sum;
    }

    /** The local errors of one implementation, but for {@link #products}. */
    double[] local(FunctionErrors errors) {
        double[] of =
                roundings.computeIfAbsent(errors.precision(), this::roundings).clone();
        for (int i = 0; i < of.length; i++) {
            Variable<Decimal64> node = nodes.get(i);
            if (LocalErrors.isFunction(node.operation())) {
                of[i] += errors.error(node.operation(), node.getReal());
            }
        }
        return of;
    }

    private double[] roundings(Precision precision) {
        LocalErrors rule = new LocalErrors(precision);
        // What is no number has no bound, and must not spoil those that are swept beside it.
        return nodes.stream()
                .mapToDouble(node -> Double.isNaN(node.getReal()) ? 0 : rule.of(node))
                .toArray();
    }

    private static int edges(Variable<Decimal64> node, int[] to, double[] partial, int from) {
        int at = from;
        List<Variable<Decimal64>> a = node.a();
        List<Variable<Decimal64>> b = node.b();
        double value = node.getReal();
        if (node.operation() == Operation.DOT) {
            for (int k = 0; k < a.size(); k++) {
                at = edge(a.get(k), b.get(k).getReal(), to, partial, at);
                at = edge(b.get(k), a.get(k).getReal(), to, partial, at);
            }
            return at;
        }
        if (node.operation() == Operation.QUOTIENT) {
            double divisor = b.get(0).getReal();
            if (divisor == 0) {
                // Infinite derivatives would spoil the bounds of other numbers; these have none, see Divisions.
                return kept(b.get(0), to, partial, kept(a.get(0), to, partial, at));
            }
            at = edge(a.get(0), 1 / divisor, to, partial, at);
            return edge(b.get(0), -value / divisor, to, partial, at);
        }
        if (node.operation() == Operation.LOG_SUM_EXP) {
            for (Variable<Decimal64> z : a) {
                at = edge(z, Math.exp(z.getReal() - value), to, partial, at);
            }
            return at;
        }
        return a.isEmpty()
                ? at
                : edge(a.get(0), slope(node.operation(), a.get(0).getReal(), value), to, partial, at);
    }

    /** ∂value/∂argument; through a detached number errors flow, though gradients do not. */
    private static double slope(Operation function, double argument, double value) {
        return switch (function) {
            case DETACHED, UNDIVIDED -> 1;
            case EXP -> value;
            case EXPM1 -> value + 1;
            case SELU -> value + Arithmetic.SELU_SCALE * Arithmetic.SELU_ALPHA;
            case LOG -> 1 / argument;
            case LOG1P -> 1 / (1 + argument);
            case TANH -> 1 - value * value;
            case SIGMOID -> value * (1 - value);
            case SOFTPLUS, LOGISTIC_LOSS -> 1 / (1 + Math.exp(-argument));
            case SQRT -> value == 0 ? 0 : 0.5 / value;
            default -> throw new IllegalStateException(function + " has no slope");
        };
    }

    private static int kept(Variable<Decimal64> operand, int[] to, double[] partial, int at) {
        int next = edge(operand, 1, to, partial, at);
        partial[at] = 0;
        return next;
    }

    /** Constants and leaves have no error, and nothing behind them has. */
    private static int edge(Variable<Decimal64> operand, double value, int[] to, double[] partial, int at) {
        if (operand.index() < 0 || operand.operation() == Operation.LEAF || value == 0) {
            return at;
        }
        to[at] = operand.index();
        partial[at] = value;
        return at + 1;
    }
}
