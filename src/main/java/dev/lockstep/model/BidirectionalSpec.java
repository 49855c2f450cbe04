package dev.lockstep.model;

import java.util.List;

/**
 * Two recurrent layers over the same sequence, one from its first step to its last, the other from its last to its first
 * (M. Schuster, K. K. Paliwal, <em>Bidirectional recurrent neural networks</em>, IEEE Transactions on Signal Processing 45
 * (1997)); what they yield at the same step is combined.
 *
 * @param name unique within the network
 * @param mode how outputs are combined
 * @param form of the layers that frameworks have, which one it is
 * @param forward from the first step on; called {@code NAME.forward}
 * @param reverse from the last step back; called {@code NAME.reverse}, otherwise like the other
 */
public record BidirectionalSpec(String name, Mode mode, Form form, RecurrentSpec forward, RecurrentSpec reverse)
        implements LayerSpec {
    /** How outputs f of the one direction and r of the other are combined. */
    public enum Mode {
        /** f + r. */
        ADD,
        /** f ⊙ r. */
        MUL,
        /** (f + r)/2. */
        AVERAGE,
        /** [f | r], twice as wide. */
        CONCAT
    }

    /** What frameworks call it; the numbers are the same in exact arithmetic. */
    public enum Form {
        /** A wrapper around any recurrent layer: {@code Bidirectional}. */
        WRAPPER,
        /** One layer of its own, of LSTMs with peepholes that are added: Deeplearning4j's {@code GravesBidirectionalLSTM}. */
        GRAVES
    }

    /** @throws InvalidInput if the directions are unlike, or the form does not have such layers */
    public BidirectionalSpec {
        if (!forward.name().equals(name + ".forward") || !reverse.equals(forward.named(name + ".reverse"))) {
            throw new InvalidInput(
                    "directions of Bidirectional \"" + name + "\": two layers of one kind and size called \""
                            + name + ".forward\" and \"" + name + ".reverse\" expected, " + forward + " and " + reverse
                            + " found");
        }
        boolean graves = mode == Mode.ADD && forward instanceof LstmSpec lstm && lstm.peepholes();
        if (form == Form.GRAVES && !graves) {
            throw new InvalidInput("GravesBidirectionalLSTM \"" + name
                    + "\": LSTMs with peepholes that are added expected, " + forward.kind() + " in mode " + mode
                    + " found");
        }
    }

    /** Two layers like the given one, whose name the whole takes over. */
    public static BidirectionalSpec of(Mode mode, Form form, RecurrentSpec like) {
        String name = like.name();
        return new BidirectionalSpec(name, mode, form, like.named(name + ".forward"), like.named(name + ".reverse"));
    }

    @Override
    public int inputs() {
        return forward.inputs();
    }

    @Override
    public int outputs() {
        return mode == Mode.CONCAT ? 2 * forward.units() : forward.units();
    }

    @Override
    public String kind() {
        return form == Form.GRAVES ? "GravesBidirectionalLSTM" : "Bidirectional";
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of();
    }

    @Override
    public List<LayerSpec> parts() {
        return List.of(forward, reverse);
    }
}
