package dev.lockstep.model;

import dev.lockstep.math.RowMajorMatrix;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights of an LSTM as many texts have them: for every gate a matrix of its own, to be multiplied with column vectors.
 *
 * @param gates the matrices of i, f, g and o
 */
public record SeparateGates(Map<Gate, Matrices> gates) {
    /**
     * The matrices of one gate, whose pre-activation is Wx·x + Wh·h′ + b.
     *
     * @param ofX {@code [units × inputs]}
     * @param ofH {@code [units × units]}
     * @param bias {@code [units × 1]}
     */
    public record Matrices(RowMajorMatrix ofX, RowMajorMatrix ofH, RowMajorMatrix bias) {
        /**
         * The matrices of a gate whose pre-activation is W·[h′; x] + b, h′ and x standing below one another.
         *
         * @param what the matrix's name in messages
         * @param overBoth {@code [units × (units + inputs)]}
         * @param bias {@code [units × 1]}
         * @throws InvalidInput if there is no column left for x
         */
        public static Matrices concatenated(String what, RowMajorMatrix overBoth, RowMajorMatrix bias) {
            int units = overBoth.getRowDimension();
            int width = overBoth.getColumnDimension();
            if (width <= units) {
                throw new InvalidInput(what + ": more than " + units + " columns expected, as it has " + units
                        + " rows and reads h and x, " + units + "×" + width + " found");
            }
            return new Matrices(overBoth.columns(units, width), overBoth.columns(0, units), bias);
        }
    }

    /** @throws InvalidInput if a gate is missing */
    public SeparateGates {
        gates = new EnumMap<>(gates);
        for (Gate gate : Gate.values()) {
            if (!gates.containsKey(gate)) {
                throw new InvalidInput("gate matrices: i, f, g and o expected, no " + gate.symbol() + " found");
            }
        }
    }

    /** Width of the hidden state. */
    public int units() {
        return gates.get(Gate.INPUT).ofX().getRowDimension();
    }

    /** Features that the gates read. */
    public int inputs() {
        return gates.get(Gate.INPUT).ofX().getColumnDimension();
    }

    /**
     * The same weights side by side and for row vectors, as the model has them: W {@code [inputs × 4·units]}, RW
     * {@code [units × 4·units]}, b {@code [1 × 4·units]}.
     *
     * @param layer an LSTM with one bias and without peepholes
     * @throws InvalidInput if a matrix has another shape than the layer's sizes ask for
     */
    public Map<ParameterKey, RowMajorMatrix> fused(LstmSpec layer) {
        int units = layer.units();
        RowMajorMatrix w = new RowMajorMatrix(layer.inputs(), 4 * units);
        RowMajorMatrix rw = new RowMajorMatrix(units, 4 * units);
        RowMajorMatrix b = new RowMajorMatrix(1, 4 * units);
        for (Gate gate : Gate.values()) {
            Matrices matrices = gates.get(gate);
            String of = " of gate " + gate.symbol() + " of " + layer.title();
            int from = gate.ordinal() * units;
            w.setColumns(from, transposed("matrix of x" + of, units, layer.inputs(), matrices.ofX()));
            rw.setColumns(from, transposed("matrix of h" + of, units, units, matrices.ofH()));
            b.setColumns(from, transposed("bias" + of, units, 1, matrices.bias()));
        }
        Map<ParameterKey, RowMajorMatrix> fused = new LinkedHashMap<>();
        fused.put(new ParameterKey(layer.name(), Parameter.W), w);
        fused.put(new ParameterKey(layer.name(), Parameter.RW), rw);
        fused.put(new ParameterKey(layer.name(), Parameter.B), b);
        return fused;
    }

    private static RowMajorMatrix transposed(String what, int rows, int columns, RowMajorMatrix matrix) {
        Sizes.shape(what, rows, columns, matrix.getRowDimension(), matrix.getColumnDimension());
        return RowMajorMatrix.copyOf(matrix.transpose());
    }
}
