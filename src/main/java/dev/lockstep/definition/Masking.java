package dev.lockstep.definition;

/**
 * Which steps count. Cases do not say so yet; {@link Definition#masked} takes it beside the case.
 *
 * @param rule what happens at a step that does not
 * @param batch number of rows
 * @param values 1 for a step that counts, 0 for one that does not {@code [time × batch]}
 */
public record Masking(MaskEquations.Rule rule, int batch, double[] values) {
    /** The mask of one row at one step, both from 0. */
    double mask(int step, int row) {
        return values[step * batch + row];
    }
}
