package org.example;

import dev.lockstep.math.RowMajorMatrix;

/** Deliberately wrong: its recurrent weights are transposed. */
public final class TransposedRnn extends TextbookRnn {
    @Override
    public String id() {
        return "transposed";
    }

    @Override
    public String title() {
        return "Transposed";
    }

    @Override
    protected RowMajorMatrix recurrent(RowMajorMatrix rw) {
        return RowMajorMatrix.copyOf(rw.transpose());
    }
}
