package dev.lockstep.adapter.dl4j;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The same numbers as ours and as ND4J's arrays; everything is copied. */
final class ArrayTranslation {
    /** DL4J's name of h, for every recurrent layer. */
    static final String HIDDEN = LSTM.STATE_KEY_PREV_ACTIVATION;
    /** DL4J's name of c. */
    static final String CELL = LSTM.STATE_KEY_PREV_MEMCELL;

    private ArrayTranslation() {}

    /** {@code [n]}. */
    static INDArray vector(double[] values) {
        return Nd4j.createFromArray(values);
    }

    /** The numbers in the order of the indices, the last index fastest. */
    static double[] values(INDArray array) {
        return array.dup('c').data().asDouble();
    }

    /** {@code [time × batch × features]} as {@code [batch × features × time]}. */
    static INDArray series(Sequence sequence) {
        return Nd4j.createFromArray(sequence.values())
                .reshape('c', sequence.time(), sequence.batch(), sequence.features())
                .permute(1, 2, 0)
                .dup('c');
    }

    /** The only step of a sequence as {@code [batch × features]}. */
    static INDArray step(Sequence sequence) {
        return matrix(sequence.at(1));
    }

    /** {@code [rows × columns]}. */
    static INDArray matrix(RowMajorMatrix matrix) {
        return Nd4j.createFromArray(matrix.toArray())
                .reshape('c', matrix.getRowDimension(), matrix.getColumnDimension());
    }

    /** A matrix, or the sequence of one step that a matrix {@code [batch × features]} stands for. */
    static Sequence sequence(INDArray array) {
        if (array.rank() == 2) {
            return new Sequence(1, (int) array.size(0), (int) array.size(1), values(array));
        }
        return new Sequence(
                (int) array.size(2), (int) array.size(0), (int) array.size(1), values(array.permute(2, 0, 1)));
    }

    /** A matrix of ND4J's as ours. */
    static RowMajorMatrix matrix(INDArray array) {
        return RowMajorMatrix.wrap(values(array), (int) array.size(0), (int) array.size(1));
    }

    /** A state as DL4J's layers store it. */
    static Map<String, INDArray> stateMap(State state) {
        Map<String, INDArray> map = new HashMap<>();
        map.put(HIDDEN, matrix(state.h()));
        state.c().ifPresent(c -> map.put(CELL, matrix(c)));
        return map;
    }

    /** A state from the arrays that DL4J's layers store. */
    static State state(Map<String, INDArray> map) {
        RowMajorMatrix h = matrix(map.get(HIDDEN));
        return map.containsKey(CELL) ? State.of(h, matrix(map.get(CELL))) : State.of(h);
    }
}
