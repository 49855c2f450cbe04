package dev.lockstep.experiment.tolerance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That cases are drawn as the law says. */
class SamplingLawTest {
    private static final List<Draw> DRAWS = IntStream.rangeClosed(1, 2000)
            .mapToObj(number -> SamplingLaw.draw(1, number))
            .toList();

    @Test
    void sizes_are_within_their_limits_and_every_fortieth_case_is_large() {
        assertThat(DRAWS).allSatisfy(draw -> {
            assertThat(draw.time()).isBetween(1, 100);
            assertThat(draw.units()).isBetween(1, 32);
            assertThat(draw.pass().network().inputs()).isBetween(1, 32);
            assertThat(draw.pass().input().batch()).isBetween(1, 4);
            assertThat(draw.scale()).isBetween(0.1, 2.0);
        });
        assertThat(DRAWS.stream().filter(Draw::isLarge).count()).isGreaterThanOrEqualTo(50);
        assertThat(DRAWS.get(39).isLarge()).isTrue();
        assertThat(DRAWS.stream().mapToInt(Draw::time).max()).hasValue(100);
        assertThat(DRAWS.stream().mapToInt(Draw::time).min()).hasValue(1);
        assertThat(DRAWS.stream().mapToInt(Draw::units).max()).hasValue(32);
    }

    @Test
    void families_have_their_shares_and_half_of_all_cases_train() {
        for (LayerFamily family : LayerFamily.values()) {
            double share =
                    DRAWS.stream().filter(draw -> draw.family() == family).count() / 20.0;
            // Three standard deviations of a share of 2000 draws.
            double deviation = Math.sqrt(family.percent() * (100 - family.percent()) / 2000.0);
            assertThat(share).isCloseTo(family.percent(), within(3 * deviation));
        }
        long training =
                DRAWS.stream().filter(draw -> draw.optimizer().isPresent()).count();
        assertThat(training).isBetween(900L, 1100L);
        assertThat(DRAWS.stream().filter(draw -> draw.optimizer().isPresent()))
                .allSatisfy(draw -> assertThat(draw.minibatches()).hasSize(10));
        assertThat(DRAWS.stream()
                        .flatMap(draw -> draw.optimizer().stream())
                        .map(Object::getClass)
                        .distinct())
                .hasSize(5);
    }

    @Test
    void weights_fill_their_range_and_no_state_starts_from_zero() {
        assertThat(DRAWS).allSatisfy(draw -> {
            Weights weights = draw.pass().weights();
            double greatest = weights.keys().stream()
                    .map(weights::get)
                    .flatMapToDouble(matrix -> Arrays.stream(matrix.toArray()))
                    .map(Math::abs)
                    .max()
                    .orElseThrow();
            assertThat(greatest).isBetween(0.2 * draw.scale(), draw.scale());
            assertThat(draw.pass().initialStates().get(Draw.LAYER).isZero()).isFalse();
        });
    }

    @Test
    void a_case_depends_on_its_seed_and_number_only() {
        Draw again = SamplingLaw.draw(1, 17);
        ParameterKey key = again.changedWeight();
        assertThat(again.pass().weights().get(key).toArray())
                .isEqualTo(DRAWS.get(16).pass().weights().get(key).toArray());
        assertThat(SamplingLaw.draw(2, 17).scale()).isNotEqualTo(again.scale());
    }
}
