package dev.lockstep.definition;

import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Sequence;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/**
 * Which steps of which rows count.
 *
 * @param rule what happens in recurrent layers at a step that does not
 * @param batch number of rows
 * @param values 1 for a step that counts, 0 for one that does not {@code [time × batch]}; empty where all do
 */
public record Counts(MaskRule rule, int batch, double[] values) {
    /** Every step of every row. */
    public static final Counts ALL = new Counts(MaskRule.RESET, 0, new double[0]);

    static Counts of(Sequence mask, MaskRule rule) {
        return new Counts(rule, mask.batch(), mask.values());
    }

    /** Where not every feature has the masking value. */
    static <T extends RealFieldElement<T>> Counts where(MaskZeroSpec layer, Grid<T> x) {
        double[] values = new double[x.time() * x.batch()];
        for (int step = 0; step < x.time(); step++) {
            for (int row = 0; row < x.batch(); row++) {
                List<T> features = x.row(step, row);
                boolean masked = features.stream().allMatch(feature -> feature.getReal() == layer.value());
                values[step * x.batch() + row] = masked ? 0 : 1;
            }
        }
        return new Counts(layer.rule(), x.batch(), values);
    }

    /** Of one row at one step, both from 0. */
    public double at(int step, int row) {
        return values.length == 0 ? 1 : values[step * batch + row];
    }

    /** The same where time runs the other way. */
    public Counts reversed(int time) {
        double[] other = new double[values.length];
        for (int step = 0; step < time && values.length > 0; step++) {
            System.arraycopy(values, step * batch, other, (time - 1 - step) * batch, batch);
        }
        return new Counts(rule, batch, other);
    }
}
