package dev.lockstep.adapter.dl4j;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Execution;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.State;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The same numbers as ours and as ND4J's arrays; everything is copied.
 *
 * @param execution the precision of ND4J's arrays and the order of a sequence's dimensions
 */
record ArrayTranslation(Execution execution) {
    /** DL4J's name of h, for every recurrent layer. */
    static final String HIDDEN = LSTM.STATE_KEY_PREV_ACTIVATION;
    /** DL4J's name of c. */
    static final String CELL = LSTM.STATE_KEY_PREV_MEMCELL;

    /** {@code [n]} in doubles. */
    static INDArray vector(double[] values) {
        return Nd4j.createFromArray(values);
    }

    /** The numbers in the order of the indices, the last index fastest. */
    static double[] values(INDArray array) {
        return array.dup('c').data().asDouble();
    }

    /** The type of all numbers. */
    DataType dataType() {
        return execution.precision() == Precision.SINGLE ? DataType.FLOAT : DataType.DOUBLE;
    }

    /** The order of a sequence's dimensions. */
    RNNFormat format() {
        return isTimeLast() ? RNNFormat.NCW : RNNFormat.NWC;
    }

    private boolean isTimeLast() {
        return execution.format() == SequenceFormat.NCW;
    }

    /** The dimension of a sequence that is time. */
    int timeDimension() {
        return isTimeLast() ? 2 : 1;
    }

    /** {@code [time × batch × features]} as {@code [batch × features × time]} or {@code [batch × time × features]}. */
    INDArray series(Sequence sequence) {
        return ordered(sequence, isTimeLast());
    }

    /** {@code [time × batch × features]} as {@code [batch × features × time]}, whatever the format. */
    INDArray timeLast(Sequence sequence) {
        return ordered(sequence, true);
    }

    private INDArray ordered(Sequence sequence, boolean timeLast) {
        INDArray array = Nd4j.createFromArray(sequence.values())
                .reshape('c', sequence.time(), sequence.batch(), sequence.features());
        return (timeLast ? array.permute(1, 2, 0) : array.permute(1, 0, 2))
                .dup('c')
                .castTo(dataType());
    }

    /** The only step of a sequence as {@code [batch × features]}. */
    INDArray step(Sequence sequence) {
        return matrix(sequence.at(1));
    }

    /** The steps of a sequence of one feature as {@code [batch × time]}. */
    INDArray steps(Sequence sequence) {
        return Nd4j.createFromArray(sequence.values())
                .reshape('c', sequence.time(), sequence.batch())
                .permute(1, 0)
                .dup('c')
                .castTo(dataType());
    }

    /** {@code [rows × columns]}. */
    INDArray matrix(RowMajorMatrix matrix) {
        return Nd4j.createFromArray(matrix.toArray())
                .reshape('c', matrix.getRowDimension(), matrix.getColumnDimension())
                .castTo(dataType());
    }

    /** The steps from {@code from} to {@code to} of a sequence of DL4J's, counted from 0, the last one not included; a view. */
    INDArray steps(INDArray series, long from, long to) {
        return series.get(indices(NDArrayIndex.interval(from, to)));
    }

    /** A step of a sequence of DL4J's, counted from 0, as {@code [batch × features]}; a view. */
    INDArray step(INDArray series, long at) {
        return series.get(indices(NDArrayIndex.point(at)));
    }

    private INDArrayIndex[] indices(INDArrayIndex time) {
        return isTimeLast()
                ? new INDArrayIndex[] {NDArrayIndex.all(), NDArrayIndex.all(), time}
                : new INDArrayIndex[] {NDArrayIndex.all(), time, NDArrayIndex.all()};
    }

    /** A matrix, or the sequence of one step that a matrix {@code [batch × features]} stands for. */
    Sequence sequence(INDArray array) {
        if (array.rank() == 2) {
            return new Sequence(1, (int) array.size(0), (int) array.size(1), values(array));
        }
        INDArray timeFirst = isTimeLast() ? array.permute(2, 0, 1) : array.permute(1, 0, 2);
        return new Sequence(
                (int) timeFirst.size(0), (int) timeFirst.size(1), (int) timeFirst.size(2), values(timeFirst));
    }

    /** A matrix of ND4J's as ours. */
    static RowMajorMatrix matrix(INDArray array) {
        return RowMajorMatrix.wrap(values(array), (int) array.size(0), (int) array.size(1));
    }

    /** A state as DL4J's layers store it. */
    Map<String, INDArray> stateMap(State state) {
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
