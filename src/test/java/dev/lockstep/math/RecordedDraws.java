package dev.lockstep.math;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What NumPy drew: {@code reference/numpy/draws.json}, which {@code record_draws.py} beside it writes. */
public final class RecordedDraws {
    private static final JsonNode ALL = JsonMapper.shared()
            .readTree(Path.of("reference", "numpy", "draws.json").toFile());

    private RecordedDraws() {}

    /** One object for every seed, with words, uniform numbers, integers and normals. */
    public static Stream<JsonNode> sequences() {
        return ALL.get("sequences").valueStream();
    }

    /** One object for every list of arrays that are drawn after one another from one generator. */
    public static Stream<JsonNode> arrays() {
        return ALL.get("arrays").valueStream();
    }

    /** Hexadecimal numbers. */
    public static double[] numbers(JsonNode list) {
        return list.valueStream().mapToDouble(RecordedDraws::number).toArray();
    }

    /** A hexadecimal number. */
    public static double number(JsonNode node) {
        return Double.parseDouble(node.asString());
    }

    /** SHA-256 of the big-endian bits. */
    public static String digest(double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length);
        bytes.asDoubleBuffer().put(values);
        return digest(bytes);
    }

    /** SHA-256 of the big-endian bits. */
    public static String digest(long[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length);
        bytes.asLongBuffer().put(values);
        return digest(bytes);
    }

    /** SHA-256 of the big-endian bits. */
    public static String digest(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length);
        bytes.asIntBuffer().put(values);
        return digest(bytes);
    }

    private static String digest(ByteBuffer bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has SHA-256", absent);
        }
    }
}
