package dev.lockstep.adapter.dl4j;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lockstep.model.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What {@code coefficients.bin} claims of itself is held against its bytes. */
class StoredCoefficientsTest {
    private static final long[] ROW = {2, 1, 3, 1, 1, 0, 1, 99};

    /** As {@link Nd4j#write} has it, by hand. */
    private static byte[] bytes(long claimed, String type, long[] shape, long numbers, int doubles) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeUTF("MIXED_DATA_TYPES");
            out.writeLong(claimed);
            out.writeUTF("LONG");
            for (long word : shape) {
                out.writeLong(word);
            }
            out.writeUTF("MIXED_DATA_TYPES");
            out.writeLong(numbers);
            out.writeUTF(type);
            for (int i = 0; i < doubles; i++) {
                out.writeDouble(i);
            }
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        return bytes.toByteArray();
    }

    static byte[] ofThreeNumbers() {
        return bytes(8, "DOUBLE", ROW, 3, 3);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(
                        "at most 15 numbers of type LONG in its shape expected, as there are no more bytes,"
                                + " 1000000000000 claimed",
                        bytes(1_000_000_000_000L, "DOUBLE", ROW, 3, 3)),
                arguments(
                        "at most 3 numbers of type DOUBLE in its numbers expected, as there are no more bytes,"
                                + " 4611686018427387904 claimed",
                        bytes(8, "DOUBLE", ROW, 1L << 62, 3)),
                arguments(
                        "at most 3 numbers of type DOUBLE in its numbers expected, as there are no more bytes, -1 claimed",
                        bytes(8, "DOUBLE", ROW, -1, 3)),
                arguments("its numbers in floating-point numbers expected, in UTF8 found", bytes(8, "UTF8", ROW, 3, 3)),
                arguments(
                        "a shape of its 3 numbers expected, [2, 1, 4, 1, 1, 0, 1, 99] found",
                        bytes(8, "DOUBLE", new long[] {2, 1, 4, 1, 1, 0, 1, 99}, 3, 3)),
                arguments(
                        "a shape of its 3 numbers expected, [2, 1, 3, 1, 1000000, 0, 1, 99] found",
                        bytes(8, "DOUBLE", new long[] {2, 1, 3, 1, 1000000, 0, 1, 99}, 3, 3)),
                arguments(
                        "a shape of its 3 numbers expected, [30, 1, 3, 1, 1, 0, 1, 99] found",
                        bytes(8, "DOUBLE", new long[] {30, 1, 3, 1, 1, 0, 1, 99}, 3, 3)),
                arguments("nothing behind its numbers expected, 8 bytes found", bytes(8, "DOUBLE", ROW, 3, 4)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void what_its_bytes_do_not_hold_is_refused(String sentence, byte[] bytes) {
        assertThatThrownBy(() -> StoredCoefficients.require(bytes, "my.zip"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("my.zip: coefficients.bin: " + sentence);
    }

    @Test
    void another_head_is_refused() {
        for (byte[] bytes : new byte[][] {{}, new byte[8], Arrays.copyOf(ofThreeNumbers(), 20)}) {
            assertThatThrownBy(() -> StoredCoefficients.require(bytes, "my.zip"))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageStartingWith(
                            "my.zip: coefficients.bin: an array as ND4J writes it expected, another head found (");
        }
    }

    private static byte[] written() {
        return Deeplearning4jFramework.alone(() -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                Nd4j.write(Nd4j.rand(DataType.FLOAT, 1, 7), new DataOutputStream(bytes));
            } catch (IOException exception) {
                throw new UncheckedIOException(exception);
            }
            return bytes.toByteArray();
        });
    }

    @Test
    void what_ND4J_writes_is_read() {
        assertThatCode(() -> StoredCoefficients.require(written(), "my.zip")).doesNotThrowAnyException();
    }

    /** One to three bytes changed, or cut off: nothing but our own refusal. */
    @Test
    void mutated_bytes_are_read_or_refused() {
        byte[] whole = written();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = Arrays.copyOf(whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int k = random.nextInt(3); k >= 0 && bytes.length > 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                StoredCoefficients.require(bytes, "my.zip");
            } catch (InvalidInput refusal) {
                // What is expected of most.
                continue;
            }
        }
    }
}
