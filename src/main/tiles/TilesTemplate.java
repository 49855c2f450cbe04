import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes {@code Tiles.java} while Lockstep is built: a method for each shape of the register tile, which spells out what a loop
 * over an array of registers would say, if Java had such arrays. The argument is the folder of generated sources.
 *
 * <p>24 sums, two vectors of the right factor, one entry of the left one and the sum of what is looked at ahead fill 32 registers
 * best; the lower tiles are for
 * what is left over, and for machines with 16 registers.
 */
final class TilesTemplate {
    private static final int[] HEIGHTS = {12, 8, 4, 2, 1};
    private static final int[] WIDTHS = {2, 1};

    public static void main(String[] arguments) throws IOException {
        StringBuilder methods = new StringBuilder();
        for (int rows : HEIGHTS) {
            if (rows > 1) {
                methods.append(pack(rows));
            }
            for (int vectors : WIDTHS) {
                methods.append(tile(rows, vectors));
            }
        }
        Path file = Path.of(arguments[0], "dev", "lockstep", "math", "vector", "Tiles.java");
        String source = """
                package dev.lockstep.math.vector;

                import static dev.lockstep.math.vector.VectorKernels.LANES;
                import static dev.lockstep.math.vector.VectorKernels.SPECIES;

                import jdk.incubator.vector.DoubleVector;

                /** Products and packing of {@link VectorKernels}, one method for each shape of the register tile. */
                final class Tiles {
                    private Tiles() {}
                %s}
                """.formatted(methods);
        Files.createDirectories(file.getParent());
        if (!Files.exists(file) || !Files.readString(file).equals(source)) { // else it would be compiled anew
            Files.writeString(file, source);
        }
    }

    /** Lays rows that lie apart side by side. */
    private static String pack(int rows) {
        return """

                    static void pack%d(int depth, double[] a, int aAt, int aStride, double[] packed, int packedAt) {
                """.formatted(rows)
                + each(rows, r -> "        int a%d = aAt + %d * aStride;\n".formatted(r, r))
                + "        for (int k = 0; k < depth; k++) {\n"
                + each(rows, r -> "            packed[packedAt + k * %d + %d] = a[a%d + k];\n".formatted(rows, r, r))
                + "        }\n    }\n";
    }

    /** Multiplies rows that lie side by side. */
    private static String tile(int rows, int vectors) {
        String c = "cAt + %d * cStride + %d * LANES";
        return """

                    static double tile%dx%d(
                            int depth, double[] a, int aAt, double[] b, int bAt, int ahead, double[] c, int cAt, int cStride) {
                        double seen = 0;
                """.formatted(rows, vectors)
                + each(rows, r -> each(vectors, v -> "        DoubleVector c%dv%d = DoubleVector.fromArray(SPECIES, c, %s);\n"
                        .formatted(r, v, c.formatted(r, v))))
                + "        for (int k = 0; k < depth; k++) {\n"
                + each(vectors, v -> "            DoubleVector b%d = DoubleVector.fromArray(SPECIES, b, bAt + (k * %d + %d) * LANES);\n"
                        .formatted(v, vectors, v))
                + "            seen += b[ahead + 4 * k];\n"
                + each(rows, r -> "            DoubleVector a%1$d = DoubleVector.broadcast(SPECIES, a[aAt + k * %2$d + %1$d]);\n"
                                .formatted(r, rows)
                        + each(vectors, v -> "            c%1$dv%2$d = a%1$d.fma(b%2$d, c%1$dv%2$d);\n".formatted(r, v)))
                + "        }\n"
                + each(rows, r -> each(vectors, v -> "        c%dv%d.intoArray(c, %s);\n".formatted(r, v, c.formatted(r, v))))
                + "        return seen;\n    }\n";
    }

    private static String each(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
    }
}
