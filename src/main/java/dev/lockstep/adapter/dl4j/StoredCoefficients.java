package dev.lockstep.adapter.dl4j;

import dev.lockstep.model.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Set;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataBuffer.AllocationMode;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The bytes of {@code coefficients.bin}: two buffers, the shape and the numbers, and before each of them how many numbers of which
 * type it holds. ND4J makes room for as many as are claimed before it reads any, and native code looks where the shape says.
 */
final class StoredCoefficients {
    private static final int MOST_AXES = 32;
    private static final Set<String> COUNTED_IN_LONGS = Set.of("LONG_SHAPE", "MIXED_DATA_TYPES");

    private final String name;
    private final DataInputStream stream;

    private StoredCoefficients(byte[] bytes, String what) {
        this.name = what + ": " + ModelSerializer.COEFFICIENTS_BIN;
        this.stream = new DataInputStream(new ByteArrayInputStream(bytes));
    }

    /**
     * Requires that both buffers are as long as they claim, that the shape has a place for each number, and that nothing follows.
     *
     * @param what names the file in messages
     * @throws InvalidInput if not
     */
    static void require(byte[] bytes, String what) {
        StoredCoefficients coefficients = new StoredCoefficients(bytes, what);
        try {
            coefficients.require();
        } catch (IOException exception) {
            throw coefficients.refusal(exception);
        }
    }

    private InvalidInput refusal(Exception exception) {
        String why = exception instanceof EOFException ? "it ends there" : exception.getMessage();
        return new InvalidInput(
                name + ": an array as ND4J writes it expected, another head found (" + why + ")", exception);
    }

    private void require() throws IOException {
        Head shape = head("shape");
        long[] words = new long[(int) shape.count()];
        for (int i = 0; i < words.length; i++) {
            words[i] = shape.type() == DataType.INT64 ? stream.readLong() : stream.readInt();
        }
        Head numbers = head("numbers");
        requirePlaces(words, numbers.count());
        stream.skipNBytes(numbers.count() * numbers.type().width());
        if (stream.available() > 0) {
            throw new InvalidInput(
                    name + ": nothing behind its numbers expected, " + stream.available() + " bytes found");
        }
    }

    /** What a buffer claims to hold. */
    private record Head(long count, DataType type) {}

    private Head head(String which) throws IOException {
        Head head = head();
        boolean shape = which.equals("shape");
        DataType type = head.type();
        if (shape ? type != DataType.INT64 && type != DataType.INT32 : !type.isFPType()) {
            throw new InvalidInput(name + ": its " + which + " in " + (shape ? "whole" : "floating-point")
                    + " numbers expected, in " + type + " found");
        }
        long most = stream.available() / type.width();
        if (head.count() < 0 || head.count() > most) {
            throw new InvalidInput(name + ": at most " + most + " numbers of type " + type + " in its " + which
                    + " expected, as there are no more bytes, " + head.count() + " claimed");
        }
        return head;
    }

    /** The oldest modes count in 32 bits. */
    private Head head() throws IOException {
        try {
            String mode = AllocationMode.valueOf(stream.readUTF()).name();
            long count = COUNTED_IN_LONGS.contains(mode) ? stream.readLong() : stream.readInt();
            return new Head(count, DataType.valueOf(stream.readUTF()));
        } catch (IllegalArgumentException exception) {
            throw refusal(exception);
        }
    }

    /** Rank, axes and strides: each number has a place of its own, none lies outside. */
    private void requirePlaces(long[] shape, long numbers) {
        int rank = shape.length == 0 || shape[0] < 0 || shape[0] > MOST_AXES ? -1 : (int) shape[0];
        BigInteger places = BigInteger.ONE;
        BigInteger last = BigInteger.ZERO;
        boolean whole = rank >= 0 && shape.length >= 1 + 2 * rank;
        for (int axis = 0; whole && axis < rank; axis++) {
            BigInteger size = BigInteger.valueOf(shape[1 + axis]);
            BigInteger stride = BigInteger.valueOf(shape[1 + rank + axis]);
            whole = size.signum() > 0 && stride.signum() >= 0;
            places = places.multiply(size);
            last = last.add(size.subtract(BigInteger.ONE).multiply(stride));
        }
        BigInteger there = BigInteger.valueOf(numbers);
        if (!whole || !places.equals(there) || last.compareTo(there) >= 0) {
            throw new InvalidInput(
                    name + ": a shape of its " + numbers + " numbers expected, " + Arrays.toString(shape) + " found");
        }
    }
}
