package dev.lockstep.model;

import dev.lockstep.math.RowMajorMatrix;
import java.util.Optional;

/**
 * The state of one recurrent layer, or the gradient with respect to it.
 *
 * @param h hidden state {@code [batch × units]}
 * @param c cell state {@code [batch × units]}, where the layer has one
 */
public record State(RowMajorMatrix h, Optional<RowMajorMatrix> c) {
    /** A state of a layer without cell. */
    public static State of(RowMajorMatrix h) {
        return new State(h, Optional.empty());
    }

    /** A state of a layer with cell. */
    public static State of(RowMajorMatrix h, RowMajorMatrix c) {
        return new State(h, Optional.of(c));
    }

    /** The zero state of a layer. */
    public static State zero(RecurrentSpec layer, int batch) {
        RowMajorMatrix h = new RowMajorMatrix(batch, layer.units());
        return layer.hasCell() ? of(h, new RowMajorMatrix(batch, layer.units())) : of(h);
    }

    /** Whether every entry is zero. */
    public boolean isZero() {
        return allZero(h) && c.map(State::allZero).orElse(true);
    }

    private static boolean allZero(RowMajorMatrix matrix) {
        for (double value : matrix.toArray()) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Checks that this state fits a layer.
     *
     * @param what what it is called in the message: {@code initial state}
     * @throws InvalidInput if a matrix is missing, superfluous, of another shape or not finite
     */
    public void requireShape(String what, RecurrentSpec layer, int batch) {
        String of = " of " + layer.title();
        Sizes.shape(what + " h" + of, batch, layer.units(), h.getRowDimension(), h.getColumnDimension());
        Sizes.finite(() -> what + " h" + of, h.toArray());
        if (layer.hasCell() != c.isPresent()) {
            throw new InvalidInput(what + of + ": "
                    + (layer.hasCell() ? "h and c expected, only h" : "only h expected, h and c") + " found");
        }
        c.ifPresent(cell -> {
            Sizes.shape(what + " c" + of, batch, layer.units(), cell.getRowDimension(), cell.getColumnDimension());
            Sizes.finite(() -> what + " c" + of, cell.toArray());
        });
    }
}
