package dev.lockstep.caseformat;

import dev.lockstep.model.Axis;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Arrays in a file {@code NAME.npz} as {@code numpy.savez} writes it: not compressed, dated 1980-01-01, in C's order. The same
 * arrays give the same bytes.
 */
public final class NpzArrays {
    /** NumPy pads its headers so that numbers begin at a multiple of this. */
    private static final int ALIGNMENT = 64;
    /** Bytes of magic, version and the length of the header. */
    private static final int PREAMBLE = 10;

    private static final LocalDateTime THE_BEGINNING = LocalDateTime.of(1980, 1, 1, 0, 0);

    private NpzArrays() {}

    /**
     * The bytes of a file.
     *
     * @param arrays by name
     * @param precision {@code <f8}, or {@code <f4} of numbers that are such
     * @throws InvalidInput if they are more than can be read back
     */
    public static byte[] write(Map<String, Tensor> arrays, Precision precision) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
                byte[] npy = npy(array.getValue(), precision == Precision.SINGLE);
                ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
                CRC32 sum = new CRC32();
                sum.update(npy);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(npy.length);
                entry.setCrc(sum.getValue());
                entry.setTimeLocal(THE_BEGINNING);
                zip.putNextEntry(entry);
                zip.write(npy);
            }
        } catch (IOException exception) {
            // Memory does not fail.
            throw new UncheckedIOException(exception);
        }
        if (bytes.size() > JsonDocument.LARGEST) {
            throw new InvalidInput("arrays: at most " + JsonDocument.LARGEST + " bytes expected, more found");
        }
        return bytes.toByteArray();
    }

    /**
     * The arrays of a file.
     *
     * @param file names it in messages
     * @throws InvalidInput if the bytes are not exactly such a file
     */
    public static Map<String, Tensor> read(String file, byte[] npz) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        NpzFile.read(file, npz, JsonDocument.MOST_NUMBERS).arrays().forEach((name, array) -> {
            List<Axis> axes = new ArrayList<>();
            array.shape().forEach(size -> axes.add(Axis.counted("axis " + (axes.size() + 1), size)));
            arrays.put(name, new Tensor(axes, array.values()));
        });
        return arrays;
    }

    private static byte[] npy(Tensor array, boolean floats) {
        List<Axis> axes = array.axes();
        String sizes = axes.stream().map(axis -> String.valueOf(axis.size())).collect(Collectors.joining(", "));
        String shape = "(" + sizes + (axes.size() == 1 ? ",)" : ")");
        String header =
                "{'descr': '" + (floats ? "<f4" : "<f8") + "', 'fortran_order': False, 'shape': " + shape + ", }";
        int rest = (PREAMBLE + header.length() + 1) % ALIGNMENT;
        String padded = header + " ".repeat(rest == 0 ? 0 : ALIGNMENT - rest) + "\n";
        int width = floats ? Float.BYTES : Double.BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(PREAMBLE + padded.length() + width * array.values().length)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
        for (double value : array.values()) {
            if (floats) {
                bytes.putFloat((float) value);
            } else {
                bytes.putDouble(value);
            }
        }
        return bytes.array();
    }
}
