package dev.lockstep.definition;

import java.util.List;
import org.apache.commons.math3.Field;
import org.apache.commons.math3.RealFieldElement;

/**
 * A number on a {@link Tape}: its value, and where it came from.
 *
 * @param <T> the kind of its value
 */
public final class Variable<T extends RealFieldElement<T>> extends Real<Variable<T>> {
    private final Tape<T> tape;
    private final int index;
    private final T value;
    private final Operation operation;
    private final List<Variable<T>> a;
    private final List<Variable<T>> b;

    Variable(Tape<T> tape, int index, T value, Operation operation, List<Variable<T>> a, List<Variable<T>> b) {
        this.tape = tape;
        this.index = index;
        this.value = value;
        this.operation = operation;
        this.a = a;
        this.b = b;
    }

    /** Its place on the tape, after those of its operands; −1 for constants, which are not on it. */
    public int index() {
        return index;
    }

    /** Its value. */
    public T value() {
        return value;
    }

    /** How it was computed. */
    public Operation operation() {
        return operation;
    }

    /** Its operands; of an inner product, the left factors. */
    public List<Variable<T>> a() {
        return a;
    }

    /** The right factors of an inner product, or the divisor of a quotient; empty otherwise. */
    public List<Variable<T>> b() {
        return b;
    }

    @Override
    public double getReal() {
        return value.getReal();
    }

    @Override
    public Field<Variable<T>> getField() {
        return tape;
    }

    @Override
    Variable<T> of(double number) {
        return tape.number(number);
    }

    @Override
    Variable<T> self() {
        return this;
    }

    @Override
    Variable<T> dot(List<Variable<T>> left, List<Variable<T>> right) {
        return tape.dot(left, right);
    }

    @Override
    public Variable<T> add(Variable<T> other) {
        return tape.dot(List.of(this, other), List.of(tape.getOne(), tape.getOne()));
    }

    @Override
    public Variable<T> subtract(Variable<T> other) {
        return tape.dot(List.of(this, other), List.of(tape.getOne(), tape.minusOne()));
    }

    @Override
    public Variable<T> negate() {
        return tape.dot(List.of(this), List.of(tape.minusOne()));
    }

    @Override
    public Variable<T> multiply(Variable<T> other) {
        return tape.dot(List.of(this), List.of(other));
    }

    @Override
    public Variable<T> divide(Variable<T> other) {
        return tape.quotient(this, other);
    }

    @Override
    public Variable<T> sqrt() {
        return tape.sqrt(this);
    }

    @Override
    public Variable<T> exp() {
        return tape.exp(this);
    }

    @Override
    public Variable<T> expm1() {
        return tape.expm1(this);
    }

    @Override
    public Variable<T> log() {
        return tape.log(this);
    }

    @Override
    public Variable<T> log1p() {
        return tape.log1p(this);
    }

    @Override
    public Variable<T> tanh() {
        return tape.tanh(this);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
