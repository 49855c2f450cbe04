package dev.lockstep.caseformat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import dev.lockstep.model.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that NumPy wrote, and hostile ones made here. Those of NumPy 1.24.2 are
 *
 * <pre>{@code
 * import io, zipfile
 * import numpy as np
 * six = np.arange(1.0, 7.0).reshape(2, 3)
 * arrays = {"f8": six, "f4": (six / 10).astype("<f4"), "big f8": six.astype(">f8"), "big f4": (six / 10).astype(">f4"),
 *           "fortran": np.asfortranarray(six), "cube": np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)),
 *           "number": np.float64(0.1), "row": six[0]}
 * np.savez("plain.npz", **arrays)
 * np.savez_compressed("compressed.npz", **arrays)
 * np.savez("objects.npz", a=np.array([None, 1.0]))
 * np.savez("integers.npz", a=np.arange(3))
 * np.savez("fields.npz", a=np.zeros(2, dtype=[("x", "<f8"), ("y", "<f8")]))
 * np.savez("nan.npz", a=np.array([1.0, np.nan]))
 * with zipfile.ZipFile("versions.npz", "w") as file:
 *     for version in (1, 2, 3):
 *         npy = io.BytesIO()
 *         np.lib.format.write_array(npy, six, version=(version, 0))
 *         file.writestr(f"v{version}.npy", npy.getvalue())
 * }</pre>
 */
class NpzFileTest {
    private static final int MOST = 1_000;
    private static final double[] SIX = {1, 2, 3, 4, 5, 6};

    static byte[] resource(String name) throws IOException {
        try (InputStream stream = NpzFileTest.class.getResourceAsStream(name)) {
            return stream.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.npz", "compressed.npz"})
    void whatNumpyWroteIsRead(String name) throws IOException {
        NpzFile file = NpzFile.read(name, resource(name), MOST);

        assertThat(file.arrays().keySet())
                .containsExactly("f8", "f4", "big f8", "big f4", "fortran", "cube", "number", "row");
        assertThat(file.numbers()).isEqualTo(5 * 6 + 24 + 1 + 3);
        for (String six : List.of("f8", "big f8", "fortran")) {
            assertThat(file.arrays().get(six).shape()).isEqualTo(List.of(2, 3));
            assertThat(file.arrays().get(six).values()).as(six).containsExactly(SIX);
        }
        for (String tenths : List.of("f4", "big f4")) {
            assertThat(file.arrays().get(tenths).values())
                    .as(tenths)
                    .containsExactly(0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f);
        }
        assertThat(file.arrays().get("cube").shape()).isEqualTo(List.of(2, 3, 4));
        assertThat(file.arrays().get("cube").values())
                .containsExactly(IntStream.range(0, 24).asDoubleStream().toArray());
        assertThat(file.arrays().get("number").shape()).isEmpty();
        assertThat(file.arrays().get("number").values()).containsExactly(0.1);
        assertThat(file.arrays().get("row").shape()).isEqualTo(List.of(3));
    }

    @Test
    void everyVersionIsRead() throws IOException {
        NpzFile file = NpzFile.read("versions.npz", resource("versions.npz"), MOST);
        assertThat(file.arrays().keySet()).containsExactly("v1", "v2", "v3");
        file.arrays().values().forEach(array -> assertThat(array.values()).containsExactly(SIX));
    }

    static Stream<Arguments> foreign() {
        return Stream.of(
                arguments("objects.npz", "numbers expected, pickled objects found"),
                arguments("integers.npz", "numbers of the type <f8, <f4, >f8 or >f4 expected, \"<i8\" found"),
                arguments(
                        "fields.npz",
                        "numbers of the type <f8, <f4, >f8 or >f4 expected, \"[('x', '<f8'), ('y', '<f8')]\" found"),
                arguments("nan.npz", "finite numbers expected, NaN found at position 2"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("foreign")
    void otherArraysOfNumpyAreRefused(String name, String sentence) throws IOException {
        refuse(resource(name), name + ", \"a.npy\": " + sentence);
    }

    private static void refuse(byte[] bytes, String sentence) {
        String name = sentence.substring(0, sentence.indexOf(".npz") + 4);
        assertThatThrownBy(() -> NpzFile.read(name, bytes, MOST))
                .isInstanceOf(InvalidInput.class)
                .hasMessage(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.npz", "compressed.npz"})
    void aPartOfAFileIsRefusedWhereverItEnds(String name) throws IOException {
        byte[] whole = resource(name);
        for (int length = 0; length < whole.length; length++) {
            refuse(
                    Arrays.copyOf(whole, length),
                    name + ": a zip file to its end expected, something else, or a part of one found");
        }
    }

    /** Every bit of the file turned over: refused, or without effect, never another array. */
    @ParameterizedTest
    @ValueSource(strings = {"versions.npz", "compressed.npz"})
    void noBitGoesUnnoticed(String name) throws IOException {
        byte[] whole = resource(name);
        NpzFile right = NpzFile.read(name, whole, MOST);
        int harmless = 0;
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                NpzFile file = NpzFile.read(name, changed, MOST);
                harmless++;
                assertThat(file.arrays().keySet()).isEqualTo(right.arrays().keySet());
                right.arrays()
                        .forEach((key, array) ->
                                assertThat(file.arrays().get(key).values()).containsExactly(array.values()));
            } catch (InvalidInput refusal) {
                assertThat(refusal.getMessage()).startsWith(name).doesNotContain("\n");
            }
        }
        assertThat(harmless).as("what local headers repeat, dates, versions").isLessThan(8 * whole.length / 2);
    }

    /** Version 1 of the format, written by hand. */
    private static byte[] npy(String header, int numbers) {
        byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer npy =
                ByteBuffer.allocate(10 + text.length + Double.BYTES * numbers).order(ByteOrder.LITTLE_ENDIAN);
        npy.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        npy.putShort((short) text.length).put(text);
        return npy.array();
    }

    private static String header(String shape) {
        return "{'descr': '<f8', 'fortran_order': False, 'shape': (" + shape + "), }";
    }

    private static byte[] zip(String name, byte[]... contents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < contents.length; i++) {
                zip.putNextEntry(new ZipEntry(i == 0 ? name : i + name));
                zip.write(contents[i]);
            }
        }
        return bytes.toByteArray();
    }

    static Stream<Arguments> arrays() {
        String size = "a shape of at most 32 sizes from 1 to 1000000 expected, ";
        return Stream.of(
                arguments(npy(header("3,"), 2), "24 bytes of numbers expected, 16 found"),
                arguments(npy(header("3,"), 4), "24 bytes of numbers expected, 32 found"),
                arguments(npy(header("0,"), 0), size + "\"0,\" found"),
                arguments(npy(header("1000001,"), 0), size + "\"1000001,\" found"),
                arguments(npy(header("99999999999,"), 0), size + "\"99999999999,\" found"),
                arguments(npy(header("1,".repeat(33)), 1), size + "\"" + "1,".repeat(20) + "…\" found"),
                arguments(
                        npy(header("1000000, 1000000, 1000000, 1000000"), 0),
                        "at most 8000000 numbers in the case and beside it expected, more found"),
                arguments(
                        npy("{'descr': '<f8'}", 0),
                        "a header with descr, fortran_order and shape expected, another found"),
                arguments(
                        npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 1),
                        "numbers expected, pickled objects found"),
                arguments(new byte[0], "an array of NumPy's expected, the beginning of one found"),
                arguments(new byte[100], "an array of NumPy's expected, something else found"),
                arguments(
                        changed(npy(header("1,"), 1), 6, 4),
                        "version 1, 2 or 3 of NumPy's format expected, another found"),
                arguments(
                        changed(npy(header("1,"), 1), 9, 255),
                        "a header of at most 10000 bytes expected, a longer one found"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("arrays")
    void arraysThatAreNotWhatTheySayAreRefused(byte[] npy, String sentence) throws IOException {
        refuse(zip("a.npy", npy), "x.npz, \"a.npy\": " + sentence);
    }

    private static byte[] changed(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        return changed;
    }

    /** A byte of the only entry of the directory. */
    private static UnaryOperator<byte[]> inDirectory(int at, int... values) {
        return bytes -> {
            byte[] changed = bytes.clone();
            int start = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 6);
            for (int i = 0; i < values.length; i++) {
                changed[start + at + i] = (byte) values[i];
            }
            return changed;
        };
    }

    static Stream<Arguments> directories() {
        return Stream.of(
                arguments(inDirectory(8, 1), ", \"a.npy\": bytes that can be read expected, encrypted ones found"),
                arguments(inDirectory(10, 12), ", \"a.npy\": bytes stored or deflated expected, method 12 found"),
                arguments(
                        inDirectory(24, 0x40, 0, 0, 0),
                        ", \"a.npy\": 64 bytes expected, as the zip file says, more found"),
                arguments(
                        inDirectory(24, 0xff, 0x1f, 0, 0),
                        ", \"a.npy\": 8191 bytes with the checksum that the zip file has expected, 96 found"),
                arguments(
                        inDirectory(24, 0xff, 0xff, 0xff, 0xff),
                        ", \"a.npy\": at most 8000000 numbers in the case and beside it expected, more found"),
                arguments(
                        inDirectory(20, 0xff, 0xff, 0xff, 0xff),
                        ", \"a.npy\": an entry where the directory says expected, none found"),
                arguments(
                        inDirectory(42, 0xff, 0xff, 0xff, 0xff),
                        ", \"a.npy\": an entry where the directory says expected, none found"),
                arguments(inDirectory(46, 'b'), ", \"b.npy\": an entry where the directory says expected, none found"),
                arguments(inDirectory(46, 0xe4), ": names in ASCII or UTF-8 expected, others found"),
                arguments(inDirectory(0, 0), ": a directory of 1 files expected, less found"),
                arguments(inDirectory(30, 1), ": a directory of 1 files expected, more found"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("directories")
    void directoriesThatLieAreRefused(UnaryOperator<byte[]> lie, String sentence) throws IOException {
        byte[] npy = npy(header("2,"), 2);
        assertThat(npy).hasSizeBetween(65, 96);
        byte[] padded = npy(header("2,") + " ".repeat(96 - npy.length), 2);
        refuse(lie.apply(zip("a.npy", padded)), "x.npz" + sentence);
    }

    @Test
    void namesTwiceAndOtherFilesAreRefused() throws IOException {
        byte[] npy = npy(header("1,"), 1);
        byte[] twice = new String(zip(".npy", npy, npy, npy), StandardCharsets.ISO_8859_1)
                .replace("2.npy", "1.npy")
                .getBytes(StandardCharsets.ISO_8859_1);
        refuse(twice, "x.npz: every array once expected, \"1.npy\" found again");
        refuse(zip("readme.txt", npy), "x.npz, \"readme.txt\": an array NAME.npy expected, another file found");
        refuse(
                changed(zip("a.npy", npy), zip("a.npy", npy).length - 2, 1),
                "x.npz: a zip file in one piece expected, another found");
    }

    /** A name within the zip file leads nowhere: nothing is unpacked. */
    @Test
    void namesOfArraysAreNoPaths() throws IOException {
        assertThat(NpzFile.read("x.npz", zip("../x.npy", npy(header("1,"), 1)), MOST)
                        .arrays()
                        .keySet())
                .containsExactly("../x");
    }

    /** 240 MB of zeros in 240 kB: refused by what the directory says, and where that lies, by what comes. */
    @Test
    void zipBombsAreRefusedBeforeTheyTakeMemory() throws IOException {
        byte[] honest = zip("a.npy", npy(header("1000000, 30"), 30_000_000));
        byte[] lying = inDirectory(24, 0, 0x20, 0, 0).apply(honest);
        assertThat(honest).hasSizeLessThan(300_000);
        assertThat(allocatedBy(() -> refuse(
                        honest,
                        "x.npz, \"a.npy\": at most 8000000 numbers in the case and beside it expected, more found")))
                .isLessThan(2_000_000);
        assertThat(allocatedBy(
                        () -> refuse(lying, "x.npz, \"a.npy\": 8192 bytes expected, as the zip file says, more found")))
                .isLessThan(2_000_000);
        byte[] manyNumbers = zip("a.npy", npy(header("600,"), 600), npy(header("600,"), 600));
        refuse(
                manyNumbers,
                "x.npz, \"1a.npy\": at most 8000000 numbers in the case and beside it expected, more found");
    }

    /** Some hundred bytes that say they become 48 MiB: as much is taken as there is. */
    @Test
    void whatIsOnlyClaimedTakesNoMemory() throws IOException {
        byte[] claims = inDirectory(24, 0, 0, 0, 3).apply(zip("a.npy", npy(header("2,"), 2)));
        assertThat(allocatedBy(() -> assertThatThrownBy(() -> NpzFile.read("x.npz", claims, JsonDocument.MOST_NUMBERS))
                        .isInstanceOf(InvalidInput.class)
                        .hasMessageContaining("50331648 bytes with the checksum that the zip file has expected")))
                .isLessThan(2_000_000);
    }

    private static long allocatedBy(Runnable action) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        action.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        action.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
