package dev.lockstep.definition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.math3.Field;
import org.apache.commons.math3.RealFieldElement;

/**
 * Remembers how numbers were computed, and differentiates backwards (reverse mode; A. Griewank, A. Walther, <em>Evaluating
 * Derivatives</em>, 2nd ed., section 3.2). Gradients are put on the same tape: each adjoint is one inner product over all the
 * places its number went to. So they have derivatives and rounding errors themselves, and no equation of backpropagation is
 * ever written down.
 *
 * <p>Not for use by several threads.
 *
 * @param <T> the numbers below
 */
public final class Tape<T extends RealFieldElement<T>> implements Arithmetic<Variable<T>>, Field<Variable<T>> {
    private final Arithmetic<T> numbers;
    private final List<Variable<T>> nodes = new ArrayList<>();
    private final Variable<T> zero;
    private final Variable<T> one;
    private final Variable<T> minusOne;

    /** @param numbers what values are computed with */
    public Tape(Arithmetic<T> numbers) {
        this.numbers = numbers;
        this.zero = constant(numbers.number(0));
        this.one = constant(numbers.number(1));
        this.minusOne = constant(numbers.number(-1));
    }

    /** What values are computed with. */
    public Arithmetic<T> numbers() {
        return numbers;
    }

    /** Everything on the tape; operands come before what is computed from them. */
    public List<Variable<T>> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    @Override
    public String title() {
        return numbers.title();
    }

    /** A constant. */
    @Override
    public Variable<T> number(double value) {
        if (value == 0 && zero != null) {
            return zero;
        }
        return value == 1 ? one : value == -1 ? minusOne : constant(numbers.number(value));
    }

    /** A constant. */
    public Variable<T> constant(T value) {
        return new Variable<>(this, -1, value, Operation.CONSTANT, List.of(), List.of());
    }

    /** A number without error that may be differentiated with respect to. */
    public Variable<T> leaf(T value) {
        return node(value, Operation.LEAF, List.of(), List.of());
    }

    @Override
    public double rounded(Variable<T> value) {
        return numbers.rounded(value.value());
    }

    @Override
    public Variable<T> getZero() {
        return zero;
    }

    @Override
    public Variable<T> getOne() {
        return one;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Class<Variable<T>> getRuntimeClass() {
        return (Class<Variable<T>>) (Class<?>) Variable.class;
    }

    Variable<T> minusOne() {
        return minusOne;
    }

    @Override
    public Variable<T> dot(List<Variable<T>> a, List<Variable<T>> b) {
        return node(numbers.dot(new Values<>(a), new Values<>(b)), Operation.DOT, a, b);
    }

    Variable<T> quotient(Variable<T> a, Variable<T> b) {
        return node(a.value().divide(b.value()), Operation.QUOTIENT, List.of(a), List.of(b));
    }

    @Override
    public Variable<T> exp(Variable<T> z) {
        return function(Operation.EXP, numbers.exp(z.value()), z);
    }

    @Override
    public Variable<T> expm1(Variable<T> z) {
        return function(Operation.EXPM1, numbers.expm1(z.value()), z);
    }

    @Override
    public Variable<T> seluBelowZero(Variable<T> z) {
        return function(Operation.SELU, numbers.seluBelowZero(z.value()), z);
    }

    @Override
    public Variable<T> log(Variable<T> x) {
        return function(Operation.LOG, numbers.log(x.value()), x);
    }

    @Override
    public Variable<T> log1p(Variable<T> x) {
        return function(Operation.LOG1P, numbers.log1p(x.value()), x);
    }

    @Override
    public Variable<T> tanh(Variable<T> z) {
        return function(Operation.TANH, numbers.tanh(z.value()), z);
    }

    @Override
    public Variable<T> sigmoid(Variable<T> z) {
        return function(Operation.SIGMOID, numbers.sigmoid(z.value()), z);
    }

    @Override
    public Variable<T> softplus(Variable<T> z) {
        return function(Operation.SOFTPLUS, numbers.softplus(z.value()), z);
    }

    @Override
    public Variable<T> logisticLoss(Variable<T> z) {
        return function(Operation.LOGISTIC_LOSS, numbers.logisticLoss(z.value()), z);
    }

    @Override
    public Variable<T> sqrt(Variable<T> x) {
        return function(Operation.SQRT, numbers.sqrt(x.value()), x);
    }

    @Override
    public Variable<T> logSumExp(List<Variable<T>> z) {
        return node(numbers.logSumExp(new Values<>(z)), Operation.LOG_SUM_EXP, z, List.of());
    }

    @Override
    public Variable<T> power(double base, int exponent) {
        return node(numbers.power(base, exponent), Operation.POWER, List.of(), List.of());
    }

    @Override
    public Variable<T> detached(Variable<T> value) {
        return function(Operation.DETACHED, value.value(), value);
    }

    @Override
    public Variable<T> undivided(Variable<T> value, Variable<T> divisor) {
        return node(value.value(), Operation.UNDIVIDED, List.of(value), List.of(divisor));
    }

    private Variable<T> function(Operation operation, T value, Variable<T> argument) {
        return node(value, operation, List.of(argument), List.of());
    }

    private Variable<T> node(T value, Operation operation, List<Variable<T>> a, List<Variable<T>> b) {
        Variable<T> node = new Variable<>(this, nodes.size(), value, operation, a, b);
        nodes.add(node);
        return node;
    }

    /**
     * ∂y/∂x for every x, as numbers on this tape.
     *
     * @param y what is differentiated
     * @param wanted numbers of this tape
     * @return in the order of {@code wanted}; zero where y does not depend on one, and for constants
     */
    public List<Variable<T>> gradient(Variable<T> y, List<Variable<T>> wanted) {
        int size = y.index() + 1;
        boolean[] relevant = relevant(size, wanted);
        List<Adjoint<T>> adjoints = new ArrayList<>(Collections.nCopies(size, null));
        List<Variable<T>> totals = new ArrayList<>(Collections.nCopies(size, null));
        if (size > 0) {
            adjoints.set(y.index(), new Adjoint<>(one, one));
        }
        for (int i = size - 1; i >= 0; i--) {
            Adjoint<T> adjoint = adjoints.get(i);
            if (adjoint != null && relevant[i]) {
                Variable<T> total = adjoint.total(this);
                totals.set(i, total);
                adjoints.set(i, null);
                spread(nodes.get(i), total, relevant, adjoints);
            }
        }
        List<Variable<T>> gradient = new ArrayList<>();
        for (Variable<T> x : wanted) {
            Variable<T> total = x.index() >= 0 && x.index() < size ? totals.get(x.index()) : null;
            gradient.add(total == null ? zero : total);
        }
        return gradient;
    }

    /** The nodes through which y depends on what is wanted. */
    private boolean[] relevant(int size, List<Variable<T>> wanted) {
        boolean[] relevant = new boolean[size];
        int first = size;
        for (Variable<T> x : wanted) {
            if (x.index() >= 0 && x.index() < size) {
                relevant[x.index()] = true;
                first = Math.min(first, x.index());
            }
        }
        for (int i = first; i < size; i++) {
            Variable<T> node = nodes.get(i);
            if (!relevant[i] && node.operation() != Operation.DETACHED) {
                relevant[i] = any(node.a(), relevant) || any(node.b(), relevant);
            }
        }
        return relevant;
    }

    private boolean any(List<Variable<T>> operands, boolean[] relevant) {
        for (int k = 0; k < operands.size(); k++) {
            int index = operands.get(k).index();
            if (index >= 0 && relevant[index]) {
                return true;
            }
        }
        return false;
    }

    private void spread(Variable<T> node, Variable<T> total, boolean[] relevant, List<Adjoint<T>> adjoints) {
        switch (node.operation()) {
            case DOT -> {
                for (int k = 0; k < node.a().size(); k++) {
                    send(node.a().get(k), total, node.b().get(k), relevant, adjoints);
                    send(node.b().get(k), total, node.a().get(k), relevant, adjoints);
                }
            }
            case QUOTIENT -> {
                Variable<T> divisor = node.b().get(0);
                if (wants(node.a().get(0), relevant)) {
                    send(node.a().get(0), total, divisor.reciprocal(), relevant, adjoints);
                }
                if (wants(divisor, relevant)) {
                    send(divisor, total, node.divide(divisor).negate(), relevant, adjoints);
                }
            }
            case LOG_SUM_EXP -> {
                for (Variable<T> z : node.a()) {
                    if (wants(z, relevant)) {
                        send(z, total, exp(z.subtract(node)), relevant, adjoints);
                    }
                }
            }
            case UNDIVIDED -> send(node.a().get(0), total, one, relevant, adjoints);
            case CONSTANT, LEAF, POWER, DETACHED -> {}
            default -> send(node.a().get(0), total, slope(node), relevant, adjoints);
        }
    }

    /** ∂node/∂argument of a function of one argument. */
    private Variable<T> slope(Variable<T> node) {
        Variable<T> argument = node.a().get(0);
        return switch (node.operation()) {
            case EXP -> node;
            case EXPM1 -> exp(argument);
            case SELU -> exp(argument).multiply(number(SELU_SCALE).multiply(SELU_ALPHA));
            case LOG -> argument.reciprocal();
            case LOG1P -> argument.add(1).reciprocal();
            case TANH -> dot(List.of(one, node), List.of(one, node.negate()));
            case SIGMOID -> node.multiply(one.subtract(node));
            case SOFTPLUS, LOGISTIC_LOSS -> sigmoid(argument);
            case SQRT -> number(0.5).divide(node);
            default -> throw new IllegalStateException(node.operation() + " has more than one argument");
        };
    }

    private boolean wants(Variable<T> operand, boolean[] relevant) {
        return operand.index() >= 0 && relevant[operand.index()];
    }

    private void send(
            Variable<T> operand,
            Variable<T> total,
            Variable<T> partial,
            boolean[] relevant,
            List<Adjoint<T>> adjoints) {
        if (!wants(operand, relevant)) {
            return;
        }
        Adjoint<T> adjoint = adjoints.get(operand.index());
        if (adjoint == null) {
            adjoints.set(operand.index(), new Adjoint<>(total, partial));
        } else {
            adjoint.add(total, partial);
        }
    }

    /** What arrives at a node from the places it went to. */
    private static final class Adjoint<T extends RealFieldElement<T>> {
        private final List<Variable<T>> totals = new ArrayList<>(2);
        private final List<Variable<T>> partials = new ArrayList<>(2);

        Adjoint(Variable<T> total, Variable<T> partial) {
            add(total, partial);
        }

        void add(Variable<T> total, Variable<T> partial) {
            totals.add(total);
            partials.add(partial);
        }

        Variable<T> total(Tape<T> tape) {
            if (totals.size() == 1 && partials.get(0) == tape.one) {
                return totals.get(0);
            }
            if (totals.size() == 1 && totals.get(0) == tape.one) {
                return partials.get(0);
            }
            return tape.dot(totals, partials);
        }
    }

    /** The values of some numbers. */
    private static final class Values<T extends RealFieldElement<T>> extends java.util.AbstractList<T>
            implements java.util.RandomAccess {
        private final List<Variable<T>> variables;

        Values(List<Variable<T>> variables) {
            this.variables = variables;
        }

        @Override
        public T get(int position) {
            return variables.get(position).value();
        }

        @Override
        public int size() {
            return variables.size();
        }
    }
}
