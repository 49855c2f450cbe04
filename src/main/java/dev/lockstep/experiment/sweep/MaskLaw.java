package dev.lockstep.experiment.sweep;

import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Sequence;
import java.util.Arrays;
import java.util.Optional;

/**
 * Draws which steps count.
 *
 * @param chance what is drawn with
 * @param network who must obey
 */
record MaskLaw(Chance chance, NetworkSpec network) {
    /** Padding after the sequence, before it or within it; labels that go with it, or do not. */
    Masks draw(int time, int batch, boolean labelled) {
        boolean maskZero = network.layers().stream().anyMatch(MaskZeroSpec.class::isInstance);
        Optional<Sequence> features = maskZero || chance.of(25) ? Optional.empty() : Optional.of(features(time, batch));
        Optional<Sequence> labels =
                labelled && chance.of(60) ? Optional.of(labels(features, time, batch)) : Optional.empty();
        MaskRule rule = features.isPresent() && chance.of(30) ? MaskRule.CARRY : MaskRule.RESET;
        return new Masks(features, rule, labels);
    }

    /**
     * Lets some steps of some rows have the one value by which a MaskZero layer knows that they do not count; it must be the first
     * layer.
     */
    void strike(Sequence input) {
        if (network.layers().get(0) instanceof MaskZeroSpec maskZero) {
            int features = input.features();
            double[] counts = features(input.time(), input.batch()).values();
            for (int i = 0; i < input.values().length; i++) {
                if (counts[i / features] == 0) {
                    input.values()[i] = maskZero.value();
                }
            }
        }
    }

    /** {@code [time × batch × 1]}, a step that counts in every row. */
    private Sequence features(int time, int batch) {
        Sequence mask = new Sequence(time, batch, 1, new double[time * batch]);
        int manner = chance.between(1, 10);
        for (int row = 0; row < batch; row++) {
            int counting = chance.between(1, time);
            int sure = chance.between(0, time - 1);
            for (int t = 0; t < time; t++) {
                boolean counts =
                        manner <= 4 ? t < counting : manner <= 6 ? t >= time - counting : t == sure || chance.of(65);
                mask.values()[t * batch + row] = counts ? 1 : 0;
            }
        }
        return mask;
    }

    private Sequence labels(Optional<Sequence> features, int time, int batch) {
        int outputTime = network.outputTime(time);
        boolean lastStep = network.layers().stream().anyMatch(LastStepSpec.class::isInstance);
        if (features.isPresent() && !lastStep && chance.of(40)) {
            return features.get();
        }
        Sequence mask = chance.of(70)
                ? chance.sequence(outputTime, batch, 1)
                : chance.sequence(outputTime, batch, network.outputs());
        double[] values = mask.values();
        boolean fractional = chance.of(25);
        Arrays.setAll(values, i -> fractional ? 1 + 0.9 * values[i] : values[i] < -0.3 ? 0 : 1);
        values[0] = 1;
        return mask;
    }
}
