package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import java.util.Optional;

/**
 * The entrywise part of a recurrent layer's steps: from the pre-activations to the state, and back. All arrays
 * {@code [time × batch × units]} lie alike, so that any rows of a step are one run of numbers in each of them.
 *
 * <p>The cells of this package hold for every activation; those on the Vector API do the same operations in the same order for
 * the usual ones, and leave the rest to them.
 */
public abstract class RecurrentCell {
    /** Features of the state. */
    protected final int units;

    /** Rows of the minibatch. */
    protected final int batch;

    /**
     * Pre-activations of each gate {@code [time × batch × units]}. Activations take their place where slopes follow from them,
     * and on the way back their gradients dz do.
     */
    protected final double[][] z;

    /** Outputs, same shape. */
    protected final double[] h;

    /** The gradient of the outputs, same shape; what the last call of {@link #startBack} was given. */
    protected double[] dOutputs = new double[0];

    /** ∂L/∂h at the step at hand, as far as later steps have brought it {@code [batch × units]}. */
    protected double[] dhLater = new double[0];

    private final double preActivationClip;
    private final boolean[][] clipped;
    private final int time;
    private final Sequence outputs;
    private State start;

    /**
     * @param spec of the layer
     * @param gates column blocks of its weights
     */
    protected RecurrentCell(RecurrentSpec spec, int gates, int time, int batch) {
        this.units = spec.units();
        this.batch = batch;
        this.time = time;
        this.z = new double[gates][time * batch * units];
        this.preActivationClip = spec.preActivationClip();
        this.clipped = new boolean[spec.clipsPreActivations() ? gates : 0][time * batch * units];
        this.outputs = Sequence.zeros(time, batch, units);
        this.h = outputs.values();
        this.start = State.zero(spec, batch);
    }

    /** Where the numbers of a row at step t (from 1) are in an array {@code [time × batch × units]}. */
    protected final int at(int t, int row) {
        return ((t - 1) * batch + row) * units;
    }

    final int time() {
        return time;
    }

    final Sequence outputs() {
        return outputs;
    }

    final State start() {
        return start;
    }

    final void start(State state) {
        start = state;
    }

    /**
     * (P1) z ← min(K, max(−K, z)) for a run of numbers of a gate; nothing in a layer that clips none.
     *
     * @param at where they are in arrays {@code [time × batch × units]}
     * @param n how many
     */
    protected final void clip(int gate, int at, int n) {
        if (clipped.length == 0) {
            return;
        }
        double[] z = this.z[gate];
        for (int k = at; k < at + n; k++) {
            clipped[gate][k] = Math.abs(z[k]) > preActivationClip;
            z[k] = clipped[gate][k] ? Math.copySign(preActivationClip, z[k]) : z[k];
        }
    }

    /** (P2) dz ← 0 where z was clipped, for a run of numbers of a gate as in {@link #clip}. */
    protected final void clipBack(int gate, int at, int n) {
        for (int k = at; k < at + n && clipped.length > 0; k++) {
            z[gate][k] = clipped[gate][k] ? 0 : z[gate][k];
        }
    }

    /** From the pre-activations of rows of step t to their state. */
    protected abstract void forward(int t, int firstRow, int lastRow);

    /** From the gradient of the state of rows of step t to that of the pre-activations, which it takes the place of. */
    protected abstract void back(int t, int firstRow, int lastRow);

    /**
     * Before the way back.
     *
     * @param dOutputs ∂L/∂outputs
     * @param dFinal ∂L/∂(state after the last step); empty for zero
     * @param d where ∂L/∂(state) is kept from step to step; at the end that of the initial state
     */
    void startBack(Sequence dOutputs, Optional<State> dFinal, State d) {
        this.dOutputs = dOutputs.values();
        this.dhLater = d.h().array();
        if (dFinal.isPresent()) {
            d.h().assign(dFinal.get().h());
        } else {
            d.h().fill(0);
        }
    }

    /** Takes over the peepholes p {@code [3 × units]}, if there are any. */
    void peepholes(RowMajorMatrix p) {}

    /** Gradients beside those of W, RW and b. */
    void otherGradients(RecurrentGradients into) {}

    /** The state after the last step. */
    abstract State finalState();

    /** The state that step t starts from, from 1. */
    abstract State stateBefore(int t);
}
