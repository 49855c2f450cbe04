package dev.lockstep.model;

import java.util.Optional;

/**
 * Which steps count.
 *
 * @param features at every step of every row 1 where it counts, 0 where it does not {@code [time × batch × 1]}; obeyed by every
 *     recurrent layer and by the choice of the last step; empty where all count
 * @param rule what happens in recurrent layers where {@code features} is 0
 * @param labels what costs are multiplied by, {@code [output time × batch × 1]} for whole steps or
 *     {@code [output time × batch × outputs]} for single outputs, each at least 0; empty where all count alike
 */
public record Masks(Optional<Sequence> features, MaskRule rule, Optional<Sequence> labels) {
    /** Every step counts. */
    public static final Masks NONE = new Masks(Optional.empty(), MaskRule.RESET, Optional.empty());

    /** A mask of features alone. */
    public static Masks ofFeatures(Sequence features, MaskRule rule) {
        return new Masks(Optional.of(features), rule, Optional.empty());
    }

    /** A mask of labels alone. */
    public static Masks ofLabels(Sequence labels) {
        return new Masks(Optional.empty(), MaskRule.RESET, Optional.of(labels));
    }

    /** These with another mask of labels. */
    public Masks withLabels(Sequence other) {
        return new Masks(features, rule, Optional.of(other));
    }

    /** Whether every step counts. */
    public boolean isEmpty() {
        return features.isEmpty() && labels.isEmpty();
    }

    /** Of the steps from {@code from} to {@code to} alone, both included, counted from 1. */
    public Masks steps(int from, int to) {
        return new Masks(features.map(mask -> mask.steps(from, to)), rule, labels.map(mask -> mask.steps(from, to)));
    }

    /** @throws InvalidInput if a mask does not fit the sequences or has other numbers than it may */
    void require(NetworkSpec network, Sequence input) {
        features.ifPresent(mask -> requireFeatures(mask, network, input));
        labels.ifPresent(mask -> requireLabels(mask, network, input));
    }

    private static void requireFeatures(Sequence mask, NetworkSpec network, Sequence input) {
        if (mask.time() != input.time() || mask.batch() != input.batch() || mask.features() != 1) {
            throw new InvalidInput("feature mask: " + input.time() + " steps × " + input.batch()
                    + " rows × 1 expected, as many as the input has, " + shape(mask) + " found");
        }
        boolean lastStep = network.layers().stream().anyMatch(LastStepSpec.class::isInstance);
        for (int row = 0; row < mask.batch(); row++) {
            boolean counts = false;
            for (int t = 1; t <= mask.time(); t++) {
                double value = mask.get(t, row, 0);
                if (value != 0 && value != 1) {
                    throw new InvalidInput("feature mask: 0 or 1 expected, " + value + " found at step " + t + ", row "
                            + (row + 1) + "; weights of steps belong into the label mask");
                }
                counts |= value == 1;
            }
            if (lastStep && !counts) {
                throw new InvalidInput(
                        "feature mask: a step that counts expected in every row, as the network keeps the"
                                + " last of them, none found in row " + (row + 1));
            }
        }
        network.layers().stream()
                .filter(MaskZeroSpec.class::isInstance)
                .findFirst()
                .ifPresent(layer -> {
                    throw new InvalidInput("feature mask: none expected beside " + layer.title()
                            + ", which finds the steps that count by itself, one found");
                });
    }

    private static void requireLabels(Sequence mask, NetworkSpec network, Sequence input) {
        int time = network.outputTime(input.time());
        boolean fits = mask.time() == time
                && mask.batch() == input.batch()
                && (mask.features() == 1 || mask.features() == network.outputs());
        if (!fits) {
            throw new InvalidInput("label mask: " + time + " steps × " + input.batch() + " rows × 1 or "
                    + network.outputs() + " expected, as the outputs have, " + shape(mask) + " found");
        }
        for (double value : mask.values()) {
            if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
                throw new InvalidInput("label mask: weights from 0 on expected, " + value + " found");
            }
        }
    }

    private static String shape(Sequence mask) {
        return mask.time() + " steps × " + mask.batch() + " rows × " + mask.features();
    }
}
