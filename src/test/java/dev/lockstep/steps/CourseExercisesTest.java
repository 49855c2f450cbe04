package dev.lockstep.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.math.NumpyRandom;
import dev.lockstep.math.RecordedDraws;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The arrays of features/seeds/exercises.feature, against those that NumPy drew for the same texts. */
class CourseExercisesTest {
    private static final JsonNode ALL = JsonMapper.shared()
            .readTree(Path.of("reference", "numpy", "course_exercises.json").toFile());

    @ParameterizedTest
    @ValueSource(strings = {"rnn_forward", "lstm_cell_forward", "lstm_forward", "adam"})
    void every_array_is_NumPys_bit_for_bit(String exercise) {
        NumpyRandom generator = new NumpyRandom(ALL.get(exercise).get("seed").asLong());
        for (JsonNode array : ALL.get(exercise).get("drawn")) {
            double[] values = NumpyDraw.parse(array.get("draw").asString())
                    .from(generator)
                    .values();
            assertThat(RecordedDraws.digest(values))
                    .as(array.get("name").asString())
                    .isEqualTo(array.get("sha256").asString());
        }
    }
}
