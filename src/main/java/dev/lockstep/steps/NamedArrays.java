package dev.lockstep.steps;

import dev.lockstep.math.NumpyRandom;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.ShapedArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arrays that a scenario has given names, and NumPy's generator from which the next ones are drawn. */
final class NamedArrays {
    private static final String TRANSPOSED = "ᵀ";

    private final Map<String, ShapedArray> arrays = new LinkedHashMap<>();
    private Optional<NumpyRandom> generator = Optional.empty();

    /** @throws InvalidInput if the name is taken */
    void put(String name, ShapedArray array) {
        if (arrays.putIfAbsent(name, array) != null) {
            throw new InvalidInput("array " + name + ": one of this name expected, two found");
        }
    }

    /** @throws InvalidInput if there is no array of that name */
    ShapedArray get(String name) {
        ShapedArray array = arrays.get(name);
        if (array == null) {
            throw new InvalidInput("array: " + (arrays.isEmpty() ? "one given before" : "one of " + arrays.keySet())
                    + " expected, \"" + name + "\" found");
        }
        return array;
    }

    /** Starts NumPy's generator anew. */
    void seed(long seed) {
        if (seed < 0 || seed > NumpyRandom.GREATEST_SEED) {
            throw new InvalidInput(
                    "seed of NumPy: 0 to " + NumpyRandom.GREATEST_SEED + " expected, " + seed + " found");
        }
        generator = Optional.of(new NumpyRandom(seed));
    }

    /** Draws the next array. */
    void draw(String name, NumpyDraw draw) {
        put(
                name,
                draw.from(generator.orElseThrow(() -> new InvalidInput(
                        "array " + name + ": numpy.random.seed expected before the draw, none found"))));
    }

    /**
     * A matrix written as a name, transposed if ᵀ follows. An array of one axis is a row.
     *
     * @throws InvalidInput if there is no such array, or it has more than two axes
     */
    RowMajorMatrix matrix(String expression) {
        boolean transposed = expression.endsWith(TRANSPOSED);
        String name = transposed ? expression.substring(0, expression.length() - TRANSPOSED.length()) : expression;
        ShapedArray array = get(name);
        List<Integer> shape = array.shape();
        if (shape.size() > 2) {
            throw new InvalidInput("array " + name + ": a matrix expected, " + shape.size() + " axes found");
        }
        int rows = shape.size() == 1 ? 1 : shape.get(0);
        RowMajorMatrix matrix = RowMajorMatrix.wrap(array.values(), rows, shape.get(shape.size() - 1));
        return transposed ? RowMajorMatrix.copyOf(matrix.transpose()) : matrix;
    }

    /**
     * A matrix as features write it: rows between semicolons, numbers between blanks.
     *
     * @throws InvalidInput if rows are not equally long, or something is no number
     */
    static ShapedArray literal(String name, String text) {
        String[] rows = text.strip().split("\\s*;\\s*", -1);
        int columns = rows[0].strip().split("\\s+").length;
        double[] values = new double[rows.length * columns];
        for (int row = 0; row < rows.length; row++) {
            String[] cells = rows[row].strip().split("\\s+");
            if (cells.length != columns) {
                throw new InvalidInput("row " + (row + 1) + " of array " + name + ": " + columns
                        + " numbers expected, as the first row has, " + cells.length + " found");
            }
            for (int column = 0; column < columns; column++) {
                values[row * columns + column] = Numbers.parse("row " + (row + 1) + " of array " + name, cells[column]);
            }
        }
        return new ShapedArray(List.of(rows.length, columns), values);
    }
}
