package dev.lockstep.steps;

import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.BidirectionalSpec.Mode;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.RecurrentSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What features say about what stands around a recurrent layer: a second direction whose outputs are {@code concatenated},
 * {@code added}, {@code multiplied} or {@code averaged}, or steps that it leaves out, {@code skipping 0}, perhaps
 * {@code keeping the state}.
 *
 * @param mode how the outputs of two directions are combined; empty where there is one direction
 * @param form which of the layers with two directions it is
 * @param skipped the features of steps that are left out
 * @param rule what happens at such a step
 */
record Wrapping(Optional<Mode> mode, Form form, Optional<Double> skipped, MaskRule rule) {
    private static final String BOTH = "bidirectional ";
    private static final String GRAVES = "GravesBidirectionalLSTM";
    private static final String SKIPPING = "skipping ";

    /**
     * What is said about a layer, taken apart.
     *
     * @param wrapping around it
     * @param kind the kind of the layer itself
     * @param words about the layer itself
     */
    record Parted(Wrapping wrapping, String kind, List<String> words) {}

    /**
     * @param title what the layer is called in messages
     * @param kind perhaps {@code bidirectional} or a GravesBidirectionalLSTM
     * @throws InvalidInput if words contradict one another
     */
    static Parted parse(String title, String kind, List<String> words) {
        boolean graves = kind.equals(GRAVES);
        boolean both = graves || kind.startsWith(BOTH);
        List<Mode> modes = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        Optional<Double> skipped = Optional.empty();
        MaskRule rule = MaskRule.RESET;
        for (String word : words) {
            if (word.startsWith(SKIPPING)) {
                skipped = Optional.of(
                        Numbers.parse("features of steps to skip in " + title, word.substring(SKIPPING.length())));
            } else if (word.equals("keeping the state")) {
                rule = MaskRule.CARRY;
            } else if (mode(word).isPresent()) {
                modes.add(mode(word).get());
            } else {
                rest.add(word);
            }
        }
        if (!both && !modes.isEmpty()) {
            throw new InvalidInput("outputs of " + title + ": a bidirectional layer expected to combine those of its"
                    + " directions, " + kind + " found");
        }
        if (modes.size() > 1) {
            throw new InvalidInput("outputs of " + title + ": one word for how they are combined expected, "
                    + modes.size() + " found");
        }
        if (both && skipped.isPresent()) {
            throw new InvalidInput(
                    "steps to skip in " + title + ": a layer with one direction expected, " + kind + " found");
        }
        if (rule == MaskRule.CARRY && skipped.isEmpty()) {
            throw new InvalidInput("state of " + title + ": steps to skip expected, as in \"skipping 0\", none found");
        }
        Mode usual = graves ? Mode.ADD : Mode.CONCAT;
        Optional<Mode> mode = both ? Optional.of(modes.isEmpty() ? usual : modes.get(0)) : Optional.empty();
        Wrapping wrapping = new Wrapping(mode, graves ? Form.GRAVES : Form.WRAPPER, skipped, rule);
        return new Parted(wrapping, graves ? "peephole LSTM" : kind.replace(BOTH, ""), rest);
    }

    /** {@code concatenated}, {@code added}, {@code multiplied} or {@code averaged}. */
    static Optional<Mode> mode(String word) {
        return switch (word) {
            case "concatenated" -> Optional.of(Mode.CONCAT);
            case "added" -> Optional.of(Mode.ADD);
            case "multiplied" -> Optional.of(Mode.MUL);
            case "averaged" -> Optional.of(Mode.AVERAGE);
            default -> Optional.empty();
        };
    }

    /**
     * The layer with all that.
     *
     * @throws InvalidInput if it is not recurrent, and there is something around it
     */
    LayerSpec around(LayerSpec layer) {
        if (mode.isEmpty() && skipped.isEmpty()) {
            return layer;
        }
        if (!(layer instanceof RecurrentSpec recurrent)) {
            throw new InvalidInput(
                    "steps to skip in " + layer.title() + ": a recurrent layer expected, " + layer.kind() + " found");
        }
        return mode.isPresent()
                ? BidirectionalSpec.of(mode.get(), form, recurrent)
                : new MaskZeroSpec(recurrent, skipped.orElseThrow(), rule);
    }
}
