package dev.lockstep.caseformat;

import dev.lockstep.model.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file {@code NAME.npy}, versions 1 to 3 of NumPy's format: numbers of 4 or 8 bytes in either order of bytes, in C's order or
 * Fortran's.
 *
 * @param shape sizes of the axes, each at least 1
 * @param values in C's order
 */
record NpyArray(List<Integer> shape, double[] values) {
    /** Bytes of magic, version and header: NumPy itself reads no longer ones. */
    static final int LONGEST_HEADER = 10_000 + 12;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': (?:'([^']*)'|(\\[.*\\])), 'fortran_order': (True|False), 'shape': \\(([0-9, ]*)\\),? *\\} *\n?",
            Pattern.DOTALL);
    private static final Map<String, Boolean> BIG_ENDIAN = Map.of("<f8", false, "<f4", false, ">f8", true, ">f4", true);
    private static final int MOST_AXES = 32;

    /**
     * Reads the bytes of a file.
     *
     * @param what names it in messages
     * @param most numbers
     * @throws InvalidInput if they are no such array
     */
    static NpyArray read(String what, byte[] npy, int most) {
        ByteBuffer bytes = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[MAGIC.length];
        require(npy.length > MAGIC.length + 6, what, "an array of NumPy's", "the beginning of one");
        bytes.get(magic);
        require(Arrays.equals(magic, MAGIC), what, "an array of NumPy's", "something else");
        int version = bytes.get();
        require(
                version >= 1 && version <= 3 && bytes.get() == 0,
                what,
                "version 1, 2 or 3 of NumPy's format",
                "another");
        int length = version == 1 ? Short.toUnsignedInt(bytes.getShort()) : bytes.getInt();
        require(
                length >= 0 && length <= LONGEST_HEADER && length <= bytes.remaining(),
                what,
                "a header of at most 10000 bytes",
                "a longer one");
        byte[] text = new byte[length];
        bytes.get(text);
        Matcher header = HEADER.matcher(new String(text, StandardCharsets.ISO_8859_1));
        require(header.matches(), what, "a header with descr, fortran_order and shape", "another");
        String type = header.group(1) == null ? header.group(2) : header.group(1);
        if (type.contains("O")) {
            throw new InvalidInput(what + ": numbers expected, pickled objects found");
        }
        require(BIG_ENDIAN.containsKey(type), what, "numbers of the type <f8, <f4, >f8 or >f4", Node.quoted(type));
        List<Integer> shape = shape(what, header.group(4));
        int count = count(what, shape, most);
        int size = type.charAt(2) - '0';
        require(
                bytes.remaining() == (long) count * size,
                what,
                (long) count * size + " bytes of numbers",
                Integer.toString(bytes.remaining()));
        bytes.order(BIG_ENDIAN.get(type) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        double[] values = numbers(what, bytes, count, size);
        return new NpyArray(shape, header.group(3).equals("True") ? fromFortran(shape, values) : values);
    }

    private static void require(boolean so, String what, String expected, String found) {
        if (!so) {
            throw new InvalidInput(what + ": " + expected + " expected, " + found + " found");
        }
    }

    private static List<Integer> shape(String what, String text) {
        List<Integer> shape = new ArrayList<>();
        for (String size : text.strip().split(",", -1)) {
            String digits = size.strip();
            if (!digits.isEmpty()) {
                boolean legal =
                        digits.matches("[1-9]\\d{0,6}") && Integer.parseInt(digits) <= JsonDocument.GREATEST_SIZE;
                require(
                        legal && shape.size() < MOST_AXES,
                        what,
                        "a shape of at most " + MOST_AXES + " sizes from 1 to " + JsonDocument.GREATEST_SIZE,
                        Node.quoted(text));
                shape.add(Integer.parseInt(digits));
            }
        }
        return shape;
    }

    private static int count(String what, List<Integer> shape, int most) {
        long count = 1;
        for (int size : shape) {
            count *= size;
            if (count > most) {
                throw NpzFile.tooMany(what);
            }
        }
        return (int) count;
    }

    private static double[] numbers(String what, ByteBuffer bytes, int count, int size) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = size == Double.BYTES ? bytes.getDouble() : bytes.getFloat();
            if (!Double.isFinite(values[i])) {
                throw new InvalidInput(
                        what + ": finite numbers expected, " + values[i] + " found at position " + (i + 1));
            }
        }
        return values;
    }

    /** Fortran's first axis is the fastest. */
    private static double[] fromFortran(List<Integer> shape, double[] theirs) {
        double[] values = new double[theirs.length];
        int[] index = new int[shape.size()];
        for (double value : theirs) {
            int at = 0;
            for (int axis = 0; axis < index.length; axis++) {
                at = at * shape.get(axis) + index[axis];
            }
            values[at] = value;
            for (int axis = 0; axis < index.length && ++index[axis] == shape.get(axis); axis++) {
                index[axis] = 0;
            }
        }
        return values;
    }
}
