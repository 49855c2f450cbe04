package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run of a recurrent layer in which some steps do not count, (K1) to (K4) of this package. It goes in pieces: as many steps as
 * count in every row are one of them, a step that does not count in every row is one by itself, after which states are set right.
 */
final class MaskedRun implements RecurrentPass {
    private final RecurrentSpec spec;
    private final StepMask mask;
    private final List<Piece> pieces = new ArrayList<>();
    private final Sequence outputs;
    private final int inputs;
    private final State finalState;

    /**
     * @param from its first step
     * @param to its last step
     * @param start the state before it
     * @param run the layer over it, as if all steps counted
     */
    private record Piece(int from, int to, State start, RecurrentPass run) {}

    /** Runs the layer over x from a state. */
    MaskedRun(RecurrentLayer layer, Sequence x, StepMask mask, State start) {
        this.spec = layer.spec();
        this.mask = mask;
        this.inputs = x.features();
        this.outputs = Sequence.zeros(x.time(), x.batch(), spec.units());
        State state = start;
        int from = 1;
        while (from <= x.time()) {
            int to = lastOfPiece(from);
            Piece piece = new Piece(from, to, state, layer.run(x.steps(from, to), state));
            pieces.add(piece);
            state = after(piece);
            for (int t = from; t < to; t++) {
                outputs.at(t).assign(piece.run().outputs().at(t - from + 1));
            }
            outputs.at(to).assign(state.h());
            from = to + 1;
        }
        this.finalState = state;
    }

    private int lastOfPiece(int from) {
        int to = from;
        while (mask.countsInAll(from) && to < mask.values().orElseThrow().time() && mask.countsInAll(to + 1)) {
            to++;
        }
        return to;
    }

    /** (K1), (K2) the state after a piece. */
    private State after(Piece piece) {
        State stepped = piece.run().finalState();
        return new State(
                after(piece, piece.start().h(), stepped.h()),
                stepped.c().map(c -> after(piece, piece.start().c().orElseThrow(), c)));
    }

    private RowMajorMatrix after(Piece piece, RowMajorMatrix before, RowMajorMatrix stepped) {
        RowMajorMatrix after = stepped.copy();
        for (int row = 0; row < after.getRowDimension(); row++) {
            if (!mask.counts(piece.to(), row)) {
                RowMajorMatrix entries = after.rows(row, row + 1);
                if (mask.rule() == MaskRule.CARRY) {
                    entries.assign(before.rows(row, row + 1));
                } else {
                    entries.fill(0);
                }
            }
        }
        return after;
    }

    @Override
    public Sequence outputs() {
        return outputs;
    }

    @Override
    public State finalState() {
        return finalState;
    }

    @Override
    public State stateBefore(int t) {
        for (Piece piece : pieces) {
            if (t == piece.from()) {
                return piece.start();
            }
            if (t <= piece.to()) {
                return piece.run().stateBefore(t - piece.from() + 1);
            }
        }
        throw new IllegalArgumentException("a step of the run expected, " + t + " found");
    }

    @Override
    public LayerGradients backward(Sequence dOutputs, Optional<State> dFinal) {
        Map<ParameterKey, RowMajorMatrix> parameters = new LinkedHashMap<>();
        Sequence dx = Sequence.zeros(outputs.time(), outputs.batch(), inputs);
        State d = dFinal.orElseGet(() -> State.zero(spec, outputs.batch()));
        for (int k = pieces.size() - 1; k >= 0; k--) {
            Piece piece = pieces.get(k);
            RowMajorMatrix dh = d.h().copy();
            dh.increment(dOutputs.at(piece.to()));
            State reaching = new State(dh, d.c());
            Sequence within = dOutputs.steps(piece.from(), piece.to());
            within.at(within.time()).fill(0); // since it is in what reaches the state
            LayerGradients gradients = piece.run().backward(within, Optional.of(where(piece, reaching, true)));
            gradients.addTo(parameters);
            for (int t = piece.from(); t <= piece.to(); t++) {
                dx.at(t).assign(gradients.dx().at(t - piece.from() + 1));
            }
            d = gradients.dInitial().get(spec.name());
            if (mask.rule() == MaskRule.CARRY) {
                d = sum(d, where(piece, reaching, false)); // (K4) ds′ ← ds′ + (1 − m)·ds
            }
        }
        return new LayerGradients(parameters, dx, Map.of(spec.name(), d));
    }

    /** (K3) m·ds of the rows whose last step counts, or (1 − m)·ds of those whose last step does not. */
    private State where(Piece piece, State d, boolean counts) {
        return new State(where(piece, d.h(), counts), d.c().map(c -> where(piece, c, counts)));
    }

    private RowMajorMatrix where(Piece piece, RowMajorMatrix d, boolean counts) {
        RowMajorMatrix kept = d.copy();
        for (int row = 0; row < kept.getRowDimension(); row++) {
            if (mask.counts(piece.to(), row) != counts) {
                kept.rows(row, row + 1).fill(0);
            }
        }
        return kept;
    }

    private static State sum(State a, State b) {
        RowMajorMatrix h = a.h().copy();
        h.increment(b.h());
        return new State(h, a.c().map(c -> {
            RowMajorMatrix cell = c.copy();
            cell.increment(b.c().orElseThrow());
            return cell;
        }));
    }
}
