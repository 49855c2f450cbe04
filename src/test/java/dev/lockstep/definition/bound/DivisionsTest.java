package dev.lockstep.definition.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.definition.DoublePrecision;
import dev.lockstep.definition.Tape;
import dev.lockstep.definition.Variable;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.util.Decimal64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** g = 0.1 + 0.2 − 0.3, which in doubles is 2⁻⁵⁴ when added from the left, and off by up to 2·2⁻⁵³·0.6. */
class DivisionsTest {
    private static final FunctionErrors EXACT = (function, value) -> 0;
    private static final double U = 0x1p-53;
    private static final double ALWAYS = Double.POSITIVE_INFINITY;

    private final Tape<Decimal64> tape = new Tape<>(new DoublePrecision());

    private Variable<Decimal64> leaf(double value) {
        return tape.leaf(new Decimal64(value));
    }

    private Variable<Decimal64> sum(double... terms) {
        Variable<Decimal64> one = tape.number(1);
        List<Variable<Decimal64>> leaves =
                Arrays.stream(terms).mapToObj(this::leaf).toList();
        return tape.dot(leaves, leaves.stream().map(leaf -> one).toList());
    }

    private Variable<Decimal64> roundings() {
        return sum(0.1, 0.2, -0.3);
    }

    private Divisions divisions(double affordable) {
        ErrorGraph graph = new ErrorGraph(tape);
        return Divisions.of(graph, graph.local(EXACT), affordable);
    }

    private void expectUnderivable(Variable<Decimal64> number, boolean expected) {
        assertThat(divisions(ALWAYS).precede(number.index())).isEqualTo(expected);
        assertThat(divisions(0).precede(number.index())).as("by the probe").isEqualTo(expected);
    }

    @Test
    void a_gradient_of_roundings_divided_by_its_size_has_no_bound() {
        Variable<Decimal64> g = roundings();
        Variable<Decimal64> unit = g.divide(tape.sqrt(g.multiply(g)));
        Variable<Decimal64> theta = leaf(0.5).subtract(unit.multiply(0.1));
        expectUnderivable(unit, true);
        expectUnderivable(theta, true);
        expectUnderivable(g, false);
        assertThat(divisions(ALWAYS).describe(theta.index()))
                .isEqualTo("a division by 5.6e-17, a number that roundings alone may move by 1.3e-16");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-8, 1e-12})
    void an_epsilon_beside_the_size_bounds_it(double epsilon) {
        Variable<Decimal64> g = roundings();
        expectUnderivable(g.divide(tape.sqrt(g.multiply(g)).add(epsilon)), false);
    }

    @Test
    void an_epsilon_that_is_less_than_roundings_does_not() {
        Variable<Decimal64> g = roundings();
        expectUnderivable(g.divide(g.add(1e-17)), true);
    }

    @Test
    void a_divisor_that_is_greater_than_its_bound_has_a_first_order() {
        expectUnderivable(leaf(1).divide(sum(0.1, 0.2, -0.3 + 1e-12)), false);
        expectUnderivable(leaf(1).divide(leaf(0x1p-1000)), false);
    }

    @Test
    void what_is_not_divided_as_roundings_leave_0_has_no_bound() {
        expectUnderivable(tape.undivided(leaf(0.5), sum(0.1, 0.1, -0.2)), true);
        expectUnderivable(tape.undivided(leaf(0.5), leaf(0)), false);
    }

    /** Both are swept at once. */
    @Test
    void a_division_by_0_spoils_no_other_bound() {
        Variable<Decimal64> g = sum(0.1, 0.1, -0.2);
        Variable<Decimal64> other = sum(0.1, 0.2);
        Variable<Decimal64> nothing = g.divide(tape.sqrt(g.multiply(g)));
        Variable<Decimal64> after = nothing.multiply(0.1).add(leaf(0.5));
        expectUnderivable(after, true);
        ErrorGraph graph = new ErrorGraph(tape);
        int[] places = {g.index(), other.index(), after.index()};
        double[] bounds = new SignedSweep(graph, new double[][] {graph.local(EXACT)}, null).bounds(places)[0];
        assertThat(bounds[1]).isCloseTo(U * 0.3, within(1e-30));
    }

    /** √(g²) is off by what g is off, however steep a root is at 0. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-8, 1e-18})
    void a_root_of_0_beside_an_epsilon_counts_as_much_as_its_argument(double epsilon) {
        Variable<Decimal64> g = sum(0.1, 0.1, -0.2);
        Variable<Decimal64> unit = g.divide(tape.sqrt(g.multiply(g)).add(epsilon));
        ErrorGraph graph = new ErrorGraph(tape);
        double[] local = graph.local(EXACT);
        graph.allowForProductsOfErrors(() -> SampledProbe.bounds(graph, local));
        assertThat(Divisions.of(graph, local, ALWAYS).precede(unit.index())).isEqualTo(epsilon < U * 0.1);
    }
}
