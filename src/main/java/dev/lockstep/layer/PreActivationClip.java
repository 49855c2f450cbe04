package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;

/**
 * (P1) and (P2) of this package, for layers that are run matrix by matrix; nothing is done, nor copied, where K is infinite.
 *
 * @param K positive
 */
record PreActivationClip(double K) {
    /** (P1) min(K, max(−K, z)), which the activation reads. */
    RowMajorMatrix read(RowMajorMatrix z) {
        if (K == Double.POSITIVE_INFINITY) {
            return z;
        }
        RowMajorMatrix read = z.copy();
        for (int row = 0; row < z.getRowDimension(); row++) {
            for (int unit = 0; unit < z.getColumnDimension(); unit++) {
                if (isOutside(z, row, unit)) {
                    read.setEntry(row, unit, Math.copySign(K, z.getEntry(row, unit)));
                }
            }
        }
        return read;
    }

    /** (P2) dz ← dz where |z| ≤ K, else 0. */
    void back(RowMajorMatrix z, RowMajorMatrix dz) {
        for (int row = 0; row < z.getRowDimension() && K < Double.POSITIVE_INFINITY; row++) {
            for (int unit = 0; unit < z.getColumnDimension(); unit++) {
                if (isOutside(z, row, unit)) {
                    dz.setEntry(row, unit, 0);
                }
            }
        }
    }

    private boolean isOutside(RowMajorMatrix z, int row, int unit) {
        return Math.abs(z.getEntry(row, unit)) > K;
    }
}
