package dev.lockstep.definition;

/**
 * All equations together. A convention or a mutant is the {@link #STANDARD} with one of its parts replaced.
 *
 * @param activations φ
 * @param simpleRnn (R1) and (R2)
 * @param lstm (L1) to (L11)
 * @param gru (G1) to (G4)
 * @param bidirectional (B1) to (B3)
 * @param dense (D1) and (D2)
 * @param mask (K1), (K2), (K5) and (K6)
 * @param piece what goes on from piece to piece
 * @param loss (C1) to (C17)
 * @param optimizer (O1) to (O56)
 */
public record Equations(
        ActivationEquations activations,
        SimpleRnnEquations simpleRnn,
        LstmEquations lstm,
        GruEquations gru,
        BidirectionalEquations bidirectional,
        DenseEquations dense,
        MaskEquations mask,
        PieceEquations piece,
        LossEquations loss,
        OptimizerEquations optimizer) {
    /** The equations as they are published; {@code layer} and {@code optimizer} have the same. */
    public static final Equations STANDARD = new Equations(
            new ActivationEquations(),
            new SimpleRnnEquations(),
            new LstmEquations(),
            new GruEquations(),
            new BidirectionalEquations(),
            new DenseEquations(),
            new MaskEquations(),
            new PieceEquations(),
            new LossEquations(),
            new OptimizerEquations());

    /** These with other activation functions. */
    public Equations with(ActivationEquations other) {
        return new Equations(other, simpleRnn, lstm, gru, bidirectional, dense, mask, piece, loss, optimizer);
    }

    /** These with another SimpleRnn. */
    public Equations with(SimpleRnnEquations other) {
        return new Equations(activations, other, lstm, gru, bidirectional, dense, mask, piece, loss, optimizer);
    }

    /** These with another LSTM. */
    public Equations with(LstmEquations other) {
        return new Equations(activations, simpleRnn, other, gru, bidirectional, dense, mask, piece, loss, optimizer);
    }

    /** These with another GRU. */
    public Equations with(GruEquations other) {
        return new Equations(activations, simpleRnn, lstm, other, bidirectional, dense, mask, piece, loss, optimizer);
    }

    /** These with another combination of two directions. */
    public Equations with(BidirectionalEquations other) {
        return new Equations(activations, simpleRnn, lstm, gru, other, dense, mask, piece, loss, optimizer);
    }

    /** These with other masks. */
    public Equations with(MaskEquations other) {
        return new Equations(activations, simpleRnn, lstm, gru, bidirectional, dense, other, piece, loss, optimizer);
    }

    /** These with another Dense layer. */
    public Equations with(DenseEquations other) {
        return new Equations(activations, simpleRnn, lstm, gru, bidirectional, other, mask, piece, loss, optimizer);
    }

    /** These with something else that goes on from piece to piece. */
    public Equations with(PieceEquations other) {
        return new Equations(activations, simpleRnn, lstm, gru, bidirectional, dense, mask, other, loss, optimizer);
    }

    /** These with another loss. */
    public Equations with(LossEquations other) {
        return new Equations(activations, simpleRnn, lstm, gru, bidirectional, dense, mask, piece, other, optimizer);
    }

    /** These with another optimizer. */
    public Equations with(OptimizerEquations other) {
        return new Equations(activations, simpleRnn, lstm, gru, bidirectional, dense, mask, piece, loss, other);
    }
}
