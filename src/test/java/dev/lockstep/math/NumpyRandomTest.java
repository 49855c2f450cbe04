package dev.lockstep.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.math3.exception.NotFiniteNumberException;
import org.apache.commons.math3.exception.NumberIsTooLargeException;
import org.apache.commons.math3.exception.OutOfRangeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Against what NumPy itself drew, bit for bit. */
class NumpyRandomTest {
    static Stream<JsonNode> sequences() {
        return RecordedDraws.sequences();
    }

    private static NumpyRandom generator(JsonNode sequence) {
        return new NumpyRandom(sequence.get("seed").asLong());
    }

    @Test
    void every_seed_of_the_recording_is_there() {
        assertThat(sequences().map(sequence -> sequence.get("seed").asLong()))
                .containsExactly(0L, 1L, 2L, 42L, 1L << 31, (1L << 32) - 1);
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void words_are_NumPys(JsonNode sequence) {
        JsonNode recorded = sequence.get("words");
        NumpyRandom generator = generator(sequence);
        int[] words = IntStream.generate(generator::nextInt32)
                .limit(recorded.get("count").asInt())
                .toArray();
        long[] first =
                recorded.get("first").valueStream().mapToLong(JsonNode::asLong).toArray();
        assertThat(Arrays.stream(words).limit(first.length).mapToLong(Integer::toUnsignedLong))
                .containsExactly(boxed(first));
        assertThat(RecordedDraws.digest(words)).isEqualTo(recorded.get("sha256").asString());
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void uniform_numbers_are_NumPys(JsonNode sequence) {
        JsonNode recorded = sequence.get("random");
        assertNumbers(generator(sequence).rand(recorded.get("count").asInt()), recorded);
        for (JsonNode range : sequence.get("uniform")) {
            NumpyRandom generator = generator(sequence);
            double low = RecordedDraws.number(range.get("low"));
            double high = RecordedDraws.number(range.get("high"));
            double[] drawn = Stream.generate(() -> generator.uniform(low, high))
                    .limit(range.get("count").asInt())
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            assertNumbers(drawn, range);
        }
    }

    private static void assertNumbers(double[] drawn, JsonNode recorded) {
        double[] first = RecordedDraws.numbers(recorded.get("first"));
        assertThat(Arrays.copyOf(drawn, first.length)).containsExactly(first);
        assertThat(RecordedDraws.digest(drawn)).isEqualTo(recorded.get("sha256").asString());
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void integers_are_NumPys_and_take_as_many_words(JsonNode sequence) {
        for (JsonNode range : sequence.get("randint")) {
            NumpyRandom generator = generator(sequence);
            long low = range.get("low").asLong();
            long high = range.get("high").asLong();
            long[] drawn = LongStream.generate(() -> generator.randint(low, high))
                    .limit(range.get("count").asInt())
                    .toArray();
            long[] first =
                    range.get("first").valueStream().mapToLong(JsonNode::asLong).toArray();
            assertThat(Arrays.copyOf(drawn, first.length)).as(range.toString()).containsExactly(first);
            assertThat(RecordedDraws.digest(drawn))
                    .as(range.toString())
                    .isEqualTo(range.get("sha256").asString());
            assertThat(Integer.toUnsignedLong(generator.nextInt32()))
                    .as("word after %s", range)
                    .isEqualTo(range.get("nextWord").asLong());
        }
    }

    /** The recording computes them by the same method with a logarithm of 50 digits, rounded once. */
    @ParameterizedTest
    @MethodSource("sequences")
    void normals_are_those_of_an_exact_logarithm(JsonNode sequence) {
        assertThat(RecordedDraws.digest(normals(sequence)))
                .isEqualTo(sequence.get("randn").get("withExactLog").asString());
    }

    /** The recording lists the draws for which NumPy's logarithm is not the nearest number. All others are the same bits. */
    @ParameterizedTest
    @MethodSource("sequences")
    void normals_are_NumPys_wherever_its_logarithm_is_exact(JsonNode sequence) {
        JsonNode recorded = sequence.get("randn");
        double[] normals = normals(sequence);
        for (JsonNode different : recorded.get("different")) {
            int index = different.get(0).asInt();
            double numpys = RecordedDraws.number(different.get(1));
            long ulps = Math.abs(Double.doubleToLongBits(numpys) - Double.doubleToLongBits(normals[index]));
            assertThat(ulps).as("ulps of draw %d", index).isBetween(1L, 2L);
            normals[index] = numpys;
        }
        assertNumbers(normals, recorded);
    }

    /** The figures in the documentation of {@link NumpyRandom#randn()}. */
    @Test
    void normals_that_differ_are_as_many_as_documented() {
        assertThat(sequences()
                        .mapToInt(sequence -> sequence.at("/randn/count").asInt())
                        .sum())
                .isEqualTo(600_000);
        assertThat(sequences()
                        .mapToInt(sequence -> sequence.at("/randn/different").size())
                        .sum())
                .isEqualTo(217);
        assertThat(sequences()
                        .map(sequence -> sequence.at("/randn/different/0/0").asInt()))
                .startsWith(662, 1125, 3248, 76);
    }

    private static double[] normals(JsonNode sequence) {
        NumpyRandom generator = generator(sequence);
        return Stream.generate(generator::randn)
                .limit(sequence.at("/randn/count").asInt())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void the_second_normal_waits_until_it_is_asked_for_and_a_new_seed_forgets_it(JsonNode sequence) {
        NumpyRandom generator = generator(sequence);
        int call = 0;
        for (JsonNode recorded : sequence.get("mixed")) {
            String what = "call " + ++call + " " + recorded;
            JsonNode value = recorded.get(1);
            switch (recorded.get(0).asString()) {
                case "seed" -> generator.seed(value.asLong());
                case "randint" ->
                    assertThat(generator.randint(-10, 90)).as(what).isEqualTo(value.asLong());
                case "uniform" -> assertThat(generator.uniform(-1, 3)).as(what).isEqualTo(RecordedDraws.number(value));
                case "random" -> assertThat(generator.random()).as(what).isEqualTo(RecordedDraws.number(value));
                default -> assertThat(generator.randn()).as(what).isEqualTo(RecordedDraws.number(value));
            }
        }
        assertThat(call).isEqualTo(15);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE})
    void other_seeds_are_refused(long seed) {
        assertThatThrownBy(() -> new NumpyRandom(seed)).isInstanceOf(OutOfRangeException.class);
        NumpyRandom generator = new NumpyRandom(0);
        assertThatThrownBy(() -> generator.seed(seed)).isInstanceOf(OutOfRangeException.class);
        assertThat(generator.nextInt32()).isEqualTo(new NumpyRandom(0).nextInt32());
    }

    @Test
    void ranges_without_numbers_are_refused() {
        NumpyRandom generator = new NumpyRandom(0);
        assertThatThrownBy(() -> generator.randint(3, 3)).isInstanceOf(NumberIsTooLargeException.class);
        assertThatThrownBy(() -> generator.randint(4, 3)).isInstanceOf(NumberIsTooLargeException.class);
        assertThatThrownBy(() -> generator.uniform(-Double.MAX_VALUE, Double.MAX_VALUE))
                .isInstanceOf(NotFiniteNumberException.class);
        assertThatThrownBy(() -> generator.uniform(0, Double.NaN)).isInstanceOf(NotFiniteNumberException.class);
    }

    private static Long[] boxed(long[] values) {
        return Arrays.stream(values).boxed().toArray(Long[]::new);
    }
}
