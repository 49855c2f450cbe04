package dev.lockstep.experiment.tolerance;

import dev.lockstep.definition.Definition;
import dev.lockstep.definition.DoubleDouble;
import dev.lockstep.definition.Results;
import dev.lockstep.definition.TwofoldPrecision;
import dev.lockstep.model.Case;
import dev.lockstep.model.Quantity;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a case exactly comes to, in 32 digits, each number as two doubles. It rounds like the implementations that it is compared
 * with, but by 2⁻¹⁰² where they do by 2⁻⁵³; so its own error is about 2⁻⁴⁹ of their bound.
 */
final class Precise {
    /** A number's nearest double and what is missing from it. */
    private record Pair(double[] high, double[] low) {}

    private final Map<Quantity, Pair> numbers = new LinkedHashMap<>();

    private Precise() {}

    static Precise of(Case scenario) {
        Results<DoubleDouble> results = Definition.STANDARD.results(scenario, new TwofoldPrecision());
        Precise precise = new Precise();
        for (Quantity quantity : results.quantities()) {
            List<DoubleDouble> values = results.get(quantity);
            precise.numbers.put(
                    quantity,
                    new Pair(
                            values.stream().mapToDouble(DoubleDouble::getReal).toArray(),
                            values.stream().mapToDouble(DoubleDouble::rest).toArray()));
        }
        return precise;
    }

    Set<Quantity> quantities() {
        return numbers.keySet();
    }

    /** |x − exact value|, NaN if one of them is. */
    double error(Quantity quantity, int entry, double x) {
        Pair pair = numbers.get(quantity);
        return Math.abs(x - pair.high[entry] - pair.low[entry]);
    }

    /** |exact value − exact value of another case|. */
    double distance(Precise other, Quantity quantity, int entry) {
        Pair mine = numbers.get(quantity);
        Pair its = other.numbers.get(quantity);
        return Math.abs(mine.high[entry] - its.high[entry] + (mine.low[entry] - its.low[entry]));
    }

    /** The greatest magnitude of an array. */
    double greatest(Quantity quantity) {
        return Arrays.stream(numbers.get(quantity).high).map(Math::abs).max().orElse(0);
    }
}
