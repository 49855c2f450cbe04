package dev.lockstep.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.OtherKernels;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training has the same bits on any number of threads, in plain Java, and on vectors of any width. */
@Tag("every-width")
class SameBitsTest {
    private static final Map<String, String> HERE = new DigestOfTraining().call();

    @Test
    void on_every_number_of_threads() {
        assertThat(HERE).hasSize(33);
        HERE.forEach((run, digest) ->
                assertThat(digest).as(run).isEqualTo(HERE.get(run.replaceFirst("threads \\d", "threads 1"))));
        assertThat(new HashSet<>(HERE.values())).as("a digest for each run").hasSize(11);
    }

    /** Without vectors there are only the cells that hold for every activation. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "128", "256", "512"})
    void on_vectors_of_every_width_and_none(String vector) throws Exception {
        assertThat(OtherKernels.call(vector, DigestOfTraining.class)).isEqualTo(HERE);
    }
}
