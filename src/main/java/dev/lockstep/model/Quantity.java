package dev.lockstep.model;

import java.util.Comparator;

/**
 * The name of one observed array.
 *
 * @param kind what it is
 * @param layer name of the layer, or "" for the score and the input gradient
 * @param part symbol of the parameter ({@code W}, {@code RW}, {@code b}, {@code p}), for optimizer state followed by the
 *     slot ({@code W.m}); "" otherwise
 * @param step the optimizer step after which it was taken, from 1; 0 where no step is meant
 */
public record Quantity(Kind kind, String layer, String part, int step) {
    /** The kinds, in the order in which an error spreads. */
    public enum Kind {
        /** Outputs of a layer at every step {@code [time × batch × units]}. */
        OUTPUTS("outputs"),
        /**
         * Outputs of the network when the sequence arrives in pieces of 1, 2, 3 … steps, the last perhaps shorter, and states
         * stay from piece to piece; of networks that {@link NetworkSpec#streams} {@code [time × batch × outputs]}.
         */
        STREAMED("streamed outputs"),
        /** h after the last step {@code [batch × units]}. */
        FINAL_HIDDEN("final h"),
        /** c after the last step {@code [batch × units]}. */
        FINAL_CELL("final c"),
        /** The reduced loss, one number; with an optimizer step, on that step's minibatch before the update. */
        SCORE("score"),
        /** ∂L/∂parameter, the parameter's shape. */
        GRADIENT("gradient"),
        /** ∂L/∂x {@code [time × batch × inputs]}. */
        INPUT_GRADIENT("dx"),
        /** ∂L/∂h₀ {@code [batch × units]}, of layers where h₀ is not a parameter. */
        INITIAL_HIDDEN_GRADIENT("dh0"),
        /** ∂L/∂c₀ {@code [batch × units]}. */
        INITIAL_CELL_GRADIENT("dc0"),
        /** A parameter after an optimizer step, the parameter's shape. */
        PARAMETER("parameter"),
        /** One array of the optimizer's state after an optimizer step, the parameter's shape. */
        OPTIMIZER_STATE("optimizer state");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** What it is called in text. */
        public String title() {
            return title;
        }

        /** Whether an upstream gradient or a loss is needed to compute it. */
        public boolean isGradient() {
            return compareTo(SCORE) >= 0 && compareTo(INITIAL_CELL_GRADIENT) <= 0;
        }

        /** Whether it is observed after optimizer steps. */
        public boolean isTraining() {
            return this == PARAMETER || this == OPTIMIZER_STATE;
        }
    }

    /** By optimizer step, then in the order in which an error spreads; layers keep the order in which they are given. */
    public static final Comparator<Quantity> CAUSAL =
            Comparator.comparingInt(Quantity::step).thenComparing(Quantity::kind);

    /** Outputs of a layer at every step. */
    public static Quantity outputs(String layer) {
        return new Quantity(Kind.OUTPUTS, layer, "", 0);
    }

    /** Outputs of the network when the sequence arrives in pieces. */
    public static Quantity streamed() {
        return new Quantity(Kind.STREAMED, "", "", 0);
    }

    /** h of a layer after the last step. */
    public static Quantity finalHidden(String layer) {
        return new Quantity(Kind.FINAL_HIDDEN, layer, "", 0);
    }

    /** c of a layer after the last step. */
    public static Quantity finalCell(String layer) {
        return new Quantity(Kind.FINAL_CELL, layer, "", 0);
    }

    /** The reduced loss of the case's own input and targets. */
    public static Quantity score() {
        return new Quantity(Kind.SCORE, "", "", 0);
    }

    /** The reduced loss of the minibatch of an optimizer step, before its update. */
    public static Quantity score(int step) {
        return new Quantity(Kind.SCORE, "", "", step);
    }

    /** ∂L/∂parameter. */
    public static Quantity gradient(ParameterKey key) {
        return new Quantity(Kind.GRADIENT, key.layer(), key.parameter().symbol(), 0);
    }

    /** ∂L/∂x of the network. */
    public static Quantity inputGradient() {
        return new Quantity(Kind.INPUT_GRADIENT, "", "", 0);
    }

    /** ∂L/∂h₀ of a layer. */
    public static Quantity initialHiddenGradient(String layer) {
        return new Quantity(Kind.INITIAL_HIDDEN_GRADIENT, layer, "", 0);
    }

    /** ∂L/∂c₀ of a layer. */
    public static Quantity initialCellGradient(String layer) {
        return new Quantity(Kind.INITIAL_CELL_GRADIENT, layer, "", 0);
    }

    /** A parameter after an optimizer step. */
    public static Quantity parameter(ParameterKey key, int step) {
        return new Quantity(Kind.PARAMETER, key.layer(), key.parameter().symbol(), step);
    }

    /** A slot of the optimizer's state of a parameter after an optimizer step. */
    public static Quantity optimizerState(ParameterKey key, String slot, int step) {
        return new Quantity(Kind.OPTIMIZER_STATE, key.layer(), key.parameter().symbol() + "." + slot, step);
    }

    /** The symbol of the equations: {@code h}, {@code c}, {@code L}, {@code dRW}, {@code dx}, {@code RW}, {@code RW.m}. */
    public String symbol() {
        return switch (kind) {
            case OUTPUTS, STREAMED, FINAL_HIDDEN -> "h";
            case FINAL_CELL -> "c";
            case SCORE -> "L";
            case GRADIENT -> "d" + part;
            case PARAMETER, OPTIMIZER_STATE -> part;
            default -> kind.title();
        };
    }

    @Override
    public String toString() {
        String what = switch (kind) {
            case GRADIENT -> "d" + part;
            case PARAMETER -> part;
            case OPTIMIZER_STATE -> "state " + part;
            default -> kind.title();
        };
        String of = layer.isEmpty() ? "" : " of \"" + layer + "\"";
        return what + of + (step == 0 ? "" : " after step " + step);
    }
}
