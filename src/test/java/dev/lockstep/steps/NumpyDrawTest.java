package dev.lockstep.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.math.NumpyRandom;
import dev.lockstep.math.RecordedDraws;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.ShapedArray;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class NumpyDrawTest {
    static Stream<JsonNode> arrays() {
        return RecordedDraws.arrays();
    }

    /** Several arrays from one generator, against those that NumPy drew for the same texts. */
    @ParameterizedTest
    @MethodSource("arrays")
    void arrays_are_NumPys(JsonNode recorded) {
        NumpyRandom generator = new NumpyRandom(recorded.get("seed").asLong());
        for (JsonNode array : recorded.get("arrays")) {
            String text = array.get("expression").asString();
            ShapedArray drawn = NumpyDraw.parse(text).from(generator);
            double[] values = drawn.values();
            double[] first = RecordedDraws.numbers(array.get("first"));
            assertThat(drawn.shape())
                    .as(text)
                    .isEqualTo(array.get("shape")
                            .valueStream()
                            .map(JsonNode::asInt)
                            .toList());
            assertThat(Arrays.copyOf(values, first.length)).as(text).containsExactly(first);
            assertThat(drawn.get(
                            drawn.shape().stream().mapToInt(size -> size - 1).toArray()))
                    .as(text)
                    .isEqualTo(RecordedDraws.number(array.get("last")));
            assertThat(RecordedDraws.digest(values))
                    .as(text)
                    .isEqualTo(array.get("sha256").asString());
        }
    }

    @Test
    void spaces_and_a_comma_after_one_size_mean_nothing() {
        ShapedArray expected = NumpyDraw.parse("uniform(-1, 1, 2) * 3").from(new NumpyRandom(1));
        for (String text :
                new String[] {" uniform ( -1,1 , ( 2, ) )*3 ", "uniform(-1,1,(2))*3", "uniform(-1, 1, 2,) * 3."}) {
            assertThat(NumpyDraw.parse(text).from(new NumpyRandom(1))).as(text).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "normal(3)     | NumPy draw: one of randn, rand, random, uniform, randint expected, \"normal\" found",
                "randn         | NumPy draw: a form like randn(3, 4) or uniform(-1, 1, (3, 4)) * 0.1 expected, \"randn\" found",
                "2 * randn(3)  | NumPy draw: a form like randn(3, 4) or uniform(-1, 1, (3, 4)) * 0.1 expected, \"2 * randn(3)\" found",
                "randn()       | arguments of randn(): at least one size expected, none found",
                "rand( )       | arguments of rand( ): at least one size expected, none found",
                "random(2, 3)  | arguments of random(2, 3): one size expected, 2 found",
                "uniform(0, 1) | arguments of uniform(0, 1): low, high, size expected, 2 found",
                "randint(5, (2, 2)) | arguments of randint(5, (2, 2)): low, high, size expected, 2 found",
                "randn(2,, 3)  | arguments of randn(2,, 3): numbers with commas between them expected, \", 3\" found",
                "randn((2, 3)) | size of randn((2, 3)): an integer expected, \"(2, 3)\" found",
                "randn(2.5)    | size of randn(2.5): an integer expected, \"2.5\" found",
                "random(())    | size of random(()): an integer expected, \"\" found",
                "random((2,,)) | size of random((2,,)): an integer expected, \"\" found",
                "randn(3, 0)   | size 2 of randn(3, 0): at least 1 expected, 0 found",
                "rand(-3)      | size 1 of rand(-3): at least 1 expected, -3 found",
                "rand(1000001) | size 1 of rand(1000001): at most 1000000 expected, 1000001 found",
                "rand(3000000000) | size of rand(3000000000): at most 2147483647 expected, 3000000000 found",
                "rand(1000, 1001) | rand(1000, 1001): at most 1000000 numbers expected, a shape of 1000×1001 found",
                "uniform(1, 1, 3) | high of uniform(1, 1, 3): more than 1 expected, 1 found",
                "uniform(1, 0.5, 3) | high of uniform(1, 0.5, 3): more than 1 expected, 0.5 found",
                "uniform((1), 2, 3) | low of uniform((1), 2, 3): a number such as -0.5, 1e-12 or 0x1.8p1 expected, \"(1)\" found",
                "uniform(NaN, 2, 3) | low of uniform(NaN, 2, 3): a finite number expected, NaN found",
                "uniform(-1e308, 1e308, 3) | range of uniform(-1e308, 1e308, 3): at most 1.7976931348623157E308 expected, more found",
                "randint(3, 3, 2) | high of randint(3, 3, 2): more than 3 expected, 3 found",
                "randint(0, 1.5, 2) | high of randint(0, 1.5, 2): an integer expected, \"1.5\" found",
                "randint(0, 9007199254740993, 2) | high of randint(0, 9007199254740993, 2): an integer from -2^53 to 2^53 expected, 9007199254740993 found",
                "randn(3) *    | factor of randn(3) *: a number such as -0.5, 1e-12 or 0x1.8p1 expected, \"\" found",
                "randn(3) * 1,5 | factor of randn(3) * 1,5: a number such as -0.5, 1e-12 or 0x1.8p1 expected, \"1,5\" found",
                "randn(3) * Infinity | factor of randn(3) * Infinity: a finite number expected, Infinity found"
            })
    void a_text_that_is_no_draw_is_refused(String text, String sentence) {
        assertThatThrownBy(() -> NumpyDraw.parse(text))
                .isInstanceOf(InvalidInput.class)
                .hasMessage(sentence);
    }
}
