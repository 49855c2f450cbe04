package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.comparison.Comparison;
import org.junit.jupiter.api.Test;

class HeatMapTest {
    @Test
    void shows_the_greatest_distance_over_batch_rows_by_time_and_unit() {
        HeatMap map = of(SyntheticComparisons.diverging("a", "b"));
        assertThat(map.rowAxis()).isEqualTo("unit");
        assertThat(map.rows()).containsExactly("1", "2", "3");
        assertThat(map.columnAxis()).isEqualTo("t");
        assertThat(map.columns()).containsExactly("1", "2", "3", "4");
        // Every second number is off by one ulp; t = 3, unit 2 by 0.25, about 0.25 / 2^-53 ulps.
        assertThat(map.ulps()[0]).containsExactly(1, 1, 1, 1);
        assertThat(map.ulps()[1][2]).isGreaterThan(1e15);
        assertThat(map.beyond()[1]).containsExactly(false, false, true, false);
        assertThat(map.beyond()[0]).containsOnly(false);
    }

    @Test
    void neighbours_share_a_cell_where_there_are_too_many() {
        HeatMap map = of(SyntheticComparisons.large("a", "b", 130, 40, 5));
        // 130 steps at 3 a cell, 40 units at 3 a cell.
        assertThat(map.columns()).hasSize(44).startsWith("1–3", "4–6").endsWith("130");
        assertThat(map.rows()).hasSize(14).startsWith("1–3").endsWith("40");
        assertThat(map.greatest()).isEqualTo(5);
    }

    @Test
    void weights_are_shown_by_origin_and_gate_and_unit() {
        HeatMap map = of(SyntheticComparisons.training("a", "b", 1));
        assertThat(map.rowAxis()).isEqualTo("from");
        assertThat(map.rows()).containsExactly("h1", "h2", "h3");
        assertThat(map.columnAxis()).isEqualTo("gate unit");
        assertThat(map.columns()).startsWith("i1", "i2", "i3", "f1").hasSize(12);
    }

    @Test
    void only_outputs_and_divergences_are_drawn() {
        assertThat(QuantityResult.of(SyntheticComparisons.training("a", "b", 2)))
                .allSatisfy(quantity -> assertThat(quantity.heatMap()).isEmpty());
        assertThat(QuantityResult.of(SyntheticComparisons.outputs("a", "b", 0))
                        .get(0)
                        .heatMap())
                .isPresent();
    }

    @Test
    void numbers_that_are_not_finite_are_infinitely_far_apart() {
        HeatMap map = of(SyntheticComparisons.notFinite("a", "b"));
        assertThat(map.ulps()[0]).containsExactly(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        assertThat(map.beyond()[0]).containsExactly(true, true);
    }

    private static HeatMap of(Comparison comparison) {
        return HeatMap.of(comparison.arrays().get(0)).orElseThrow();
    }
}
