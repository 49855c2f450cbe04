package dev.lockstep.report;

import dev.lockstep.model.Case;
import dev.lockstep.model.Quantity;

/** What two frameworks are compared in. Something masked from a given state is about the masks: what comes later here goes before. */
public enum Subject {
    /** Outputs and final states. */
    FORWARD("outputs and final states"),
    /** Scores and gradients. */
    GRADIENTS("gradients"),
    /** Whatever starts from given states, and the gradients of these. */
    INITIAL_STATES("initial states"),
    /** Whatever has steps or outputs that do not count. */
    MASKS("masks"),
    /** Parameters and optimizer states after steps. */
    STEPS("optimizer steps");

    private final String title;

    Subject(String title) {
        this.title = title;
    }

    /** What it is called in text. */
    public String title() {
        return title;
    }

    static Subject of(Case scenario, Quantity quantity) {
        if (quantity.kind().isTraining() || quantity.step() > 0) {
            return STEPS;
        }
        if (!scenario.masks().isEmpty()) {
            return MASKS;
        }
        if (!scenario.initialStates().isEmpty()) {
            return INITIAL_STATES;
        }
        return quantity.kind().isGradient() ? GRADIENTS : FORWARD;
    }
}
