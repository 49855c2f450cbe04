package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.comparison.Outcome;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixTest {
    @TempDir
    Path folder;

    @Test
    void counts_the_scenarios_of_every_pair_by_family() {
        Matrix matrix = Matrix.of(RecordedRun.run(new SilentObserver(), folder.resolve("junit.xml")));
        assertThat(matrix.families()).containsExactly("forward", "optimizer");
        assertThat(matrix.rows())
                .extracting(Matrix.Row::title)
                .containsExactly("first – second", "without a comparison");
        Matrix.Cell forward = matrix.rows().get(0).cells().get(0);
        // A broken step does not turn the agreement before it into a divergence of the pair.
        assertThat(forward.counts())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Outcome.AGREE, 2,
                        Outcome.DIVERGE, 1,
                        Outcome.KNOWN_DIVERGENCE, 1,
                        Outcome.MENDED, 1,
                        Outcome.INCONCLUSIVE, 1,
                        Outcome.UNSUPPORTED, 1));
        assertThat(forward.usedShare()).isEqualTo(0.25 / SyntheticComparisons.ALLOWED);
        assertThat(forward.worst()).isEqualTo(Outcome.DIVERGE);
        Matrix.Cell optimizer = matrix.rows().get(0).cells().get(1);
        assertThat(optimizer.counts()).containsExactly(Map.entry(Outcome.AGREE, 2));
        assertThat(optimizer.usedShare()).isGreaterThan(0).isLessThan(1);
        assertThat(matrix.rows().get(1).cells().get(1).isEmpty()).isTrue();
        assertThat(matrix.rows().get(1).cells().get(0).counts())
                .containsExactlyInAnyOrderEntriesOf(Map.of(Outcome.DIVERGE, 1, Outcome.ERROR, 2));
    }
}
