package dev.lockstep.experiment.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Arrays one after another as little-endian doubles, without anything around them. */
final class DoubleFile {
    private DoubleFile() {}

    static void write(Path file, List<double[]> arrays) {
        int count = arrays.stream().mapToInt(array -> array.length).sum();
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(count, Double.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        arrays.forEach(array -> {
            bytes.asDoubleBuffer().put(array);
            bytes.position(bytes.position() + array.length * Double.BYTES);
        });
        try {
            Files.write(file, bytes.array());
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** @throws IllegalArgumentException if the file has not exactly that many numbers */
    static List<double[]> read(Path file, int... lengths) {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        long expected = 0;
        for (int length : lengths) {
            expected += (long) Double.BYTES * length;
        }
        if (bytes.capacity() != expected) {
            throw new IllegalArgumentException(
                    file + ": " + expected + " bytes expected, " + bytes.capacity() + " found");
        }
        List<double[]> arrays = new ArrayList<>();
        for (int length : lengths) {
            double[] array = new double[length];
            bytes.asDoubleBuffer().get(array);
            bytes.position(bytes.position() + length * Double.BYTES);
            arrays.add(array);
        }
        return arrays;
    }
}
