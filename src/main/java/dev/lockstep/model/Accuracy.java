package dev.lockstep.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How accurately a framework computes: how it rounds, and how accurate its elementary functions are: the computed f̂(x) lies within
 * relative·|f(x)| + absolute of f(x), x being the number that the function is given.
 *
 * <p>Both are counted in units of u, half the distance from 1 to the next number: 2⁻⁵³ = 1.1e-16 in doubles, 2⁻²⁴ = 6e-8 in single
 * precision. An error of 1 ulp is 1u to 2u relative to the value; the nearest number is within 1u. Results below the
 * smallest normal number are not covered (derived bounds allow for them on their own), nor constants that a framework has in single
 * precision within a computation in doubles, such as the 0.2f of Deeplearning4j's hard sigmoid: that is another function.
 *
 * <p>Tolerances use the errors of the functions themselves. Slopes, roots and powers are derived from the equations; what is
 * declared of these says how accurate they were found, and tests hold the slopes to what is derived.
 *
 * @param name whose functions: {@code Lockstep}
 * @param precision of every number that it computes on the way
 * @param bounds one of every function, in their order
 * @param gruForm how it computes the new state of a GRU
 */
public record Accuracy(String name, Precision precision, Map<ElementaryFunction, Bound> bounds, GruForm gruForm) {

    /**
     * What is taken for granted of a framework that says nothing of itself: 8u relative and 4u absolute.
     *
     * <p>8u is 4 ulp, what vector libraries such as Intel's and GNU's promise at their usual setting. The absolute part is for
     * functions made from e^x with a 1 in a sum, as Deeplearning4j's tanh is and ln(1 + e^x) often: near 0 they have no correct
     * digit but an error of about 1u. The slopes 1 − a² and a·(1 − a) multiply the error of a, up to 12u, by up to 2 and 1 and
     * are rounded once or twice; so they have 26u and 14u.
     */
    public static final Accuracy ANY = uniform("any", new Bound(8, 4))
            .with(ElementaryFunction.TANH_SLOPE, 8, 26)
            .with(ElementaryFunction.SIGMOID_SLOPE, 8, 14);

    /**
     * The bound of one function's error.
     *
     * @param relative to the function's exact value, in units of u; finite, not negative
     * @param absolute in units of u; finite, not negative
     */
    public record Bound(double relative, double absolute) {
        /** @throws InvalidInput if a part is negative, infinite or NaN */
        public Bound {
            check("relative", relative);
            check("absolute", absolute);
        }

        private static void check(String part, double value) {
            if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
                throw new InvalidInput(
                        part + " error of an elementary function: a number from 0 on expected, " + value + " found");
            }
        }
    }

    /**
     * The accuracy of someone who computes in doubles.
     *
     * @throws InvalidInput if a function has no bound
     */
    public Accuracy(String name, Map<ElementaryFunction, Bound> bounds) {
        this(name, Precision.DOUBLE, bounds, GruForm.SUM);
    }

    /** @throws InvalidInput if a function has no bound */
    public Accuracy {
        Objects.requireNonNull(name);
        Objects.requireNonNull(gruForm);
        EnumMap<ElementaryFunction, Bound> copy = new EnumMap<>(ElementaryFunction.class);
        copy.putAll(bounds);
        for (ElementaryFunction function : ElementaryFunction.values()) {
            if (!copy.containsKey(function)) {
                throw new InvalidInput("accuracy of " + name + ": a bound of " + function + " expected, none found");
            }
        }
        bounds = Collections.unmodifiableMap(copy);
    }

    private static Accuracy uniform(String name, Bound bound) {
        EnumMap<ElementaryFunction, Bound> bounds = new EnumMap<>(ElementaryFunction.class);
        for (ElementaryFunction function : ElementaryFunction.values()) {
            bounds.put(function, bound);
        }
        return new Accuracy(name, bounds);
    }

    /** The same bounds in units of another precision. */
    public Accuracy in(Precision other) {
        return new Accuracy(name, other, bounds, gruForm);
    }

    /** The same bounds under another name. */
    public Accuracy named(String other) {
        return new Accuracy(other, precision, bounds, gruForm);
    }

    /** The same of someone who computes GRUs in another form. */
    public Accuracy with(GruForm other) {
        return new Accuracy(name, precision, bounds, other);
    }

    /**
     * The same, but for one function.
     *
     * @param relative in units of u
     * @param absolute in units of u
     * @throws InvalidInput if one of them is negative, infinite or NaN
     */
    public Accuracy with(ElementaryFunction function, double relative, double absolute) {
        EnumMap<ElementaryFunction, Bound> changed = new EnumMap<>(bounds);
        changed.put(function, new Bound(relative, absolute));
        return new Accuracy(name, precision, changed, gruForm);
    }

    /**
     * How far the computed value of a function is from its exact value at most: relative·|value| + absolute, as a number, no
     * longer in units of u.
     *
     * @param value f(x); a computed value will do, since that changes the bound by a share of about u
     */
    public double error(ElementaryFunction function, double value) {
        Bound bound = bounds.get(function);
        return precision.unit() * (bound.relative() * Math.abs(value) + bound.absolute());
    }
}
