package dev.lockstep.model;

import dev.lockstep.math.RowMajorMatrix;
import java.util.Arrays;
import org.apache.commons.math3.random.Well19937c;

/** A minibatch of sequences {@code [time × batch × features]}, time-major in one flat array. */
public final class Sequence {
    private final int time;
    private final int batch;
    private final int features;
    private final double[] values;

    /**
     * @param values time·batch·features numbers, time-major, then batch row, then feature; shared, not copied
     * @throws InvalidInput if a size is below 1 or the number of values is another
     */
    public Sequence(int time, int batch, int features, double[] values) {
        Sizes.positive("time steps of a sequence", time);
        Sizes.positive("batch rows of a sequence", batch);
        Sizes.positive("features of a sequence", features);
        if (values.length != (long) time * batch * features) {
            throw new InvalidInput("sequence of " + time + " steps × " + batch + " rows × " + features
                    + " features: " + (long) time * batch * features + " numbers expected, " + values.length
                    + " found");
        }
        this.time = time;
        this.batch = batch;
        this.features = features;
        this.values = values;
    }

    /** A sequence of zeros. */
    public static Sequence zeros(int time, int batch, int features) {
        Sizes.positive("time steps of a sequence", time);
        Sizes.positive("batch rows of a sequence", batch);
        Sizes.positive("features of a sequence", features);
        long numbers = (long) time * batch * features;
        Sizes.affordable("sequence", numbers);
        return new Sequence(time, batch, features, new double[(int) numbers]);
    }

    /** Numbers drawn uniformly from [−1, 1), the same for the same seed everywhere. */
    public static Sequence random(int time, int batch, int features, long seed) {
        Sequence sequence = zeros(time, batch, features);
        Well19937c generator = new Well19937c(seed);
        for (int i = 0; i < sequence.values.length; i++) {
            sequence.values[i] = 2 * generator.nextDouble() - 1;
        }
        return sequence;
    }

    /** Number of time steps. */
    public int time() {
        return time;
    }

    /** Rows of the minibatch. */
    public int batch() {
        return batch;
    }

    /** Features of every step. */
    public int features() {
        return features;
    }

    /** The flat array itself. */
    public double[] values() {
        return values;
    }

    /**
     * Time step {@code t} as a view.
     *
     * @param t from 1 to {@link #time()}
     * @return {@code [batch × features]}, sharing this sequence's numbers
     */
    public RowMajorMatrix at(int t) {
        if (t < 1 || t > time) {
            throw new InvalidInput("time step: 1 to " + time + " expected, " + t + " found");
        }
        return RowMajorMatrix.wrap(values, (t - 1) * batch * features, batch, features);
    }

    /**
     * The steps from {@code from} to {@code to}, both included, counted from 1.
     *
     * @return a copy {@code [to − from + 1 × batch × features]}
     * @throws InvalidInput if these steps are not there
     */
    public Sequence steps(int from, int to) {
        if (from < 1 || to < from || to > time) {
            throw new InvalidInput("time steps: some of 1 to " + time + " expected, " + from + " to " + to + " found");
        }
        int step = batch * features;
        return new Sequence(to - from + 1, batch, features, Arrays.copyOfRange(values, (from - 1) * step, to * step));
    }

    /** All steps below one another as a view {@code [time·batch × features]}. */
    public RowMajorMatrix allSteps() {
        return RowMajorMatrix.wrap(values, time * batch, features);
    }

    /** The number at time step t (from 1), batch row and feature (both from 0). */
    public double get(int t, int row, int feature) {
        return at(t).getEntry(row, feature);
    }

    /** The same numbers in the same shape. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Sequence sequence
                        && time == sequence.time
                        && batch == sequence.batch
                        && Arrays.equals(values, sequence.values);
    }

    @Override
    public int hashCode() {
        return 31 * time + Arrays.hashCode(values);
    }

    void requireFinite(String what) {
        Sizes.finite(() -> what, values);
    }
}
