package dev.lockstep.frameworks;

import dev.lockstep.adapter.dl4j.Deeplearning4jTrainingStep;
import dev.lockstep.adapter.ours.OursTrainingStep;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.port.TrainingStep;

/** Training steps of the frameworks within this JVM, prepared to be taken many times. */
public final class TrainingSteps {
    private TrainingSteps() {}

    /**
     * The step of a framework.
     *
     * @param id {@code ours} or {@code dl4j}
     * @param scenario a case with training by Sgd, from states of zero, of one LSTM or SimpleRnn under the sum of squares;
     *     every step reads the first minibatch
     * @param threads that share the work of ours; Deeplearning4j's are chosen for the whole process
     * @throws InvalidInput if no such framework has one
     */
    public static TrainingStep of(String id, Case scenario, int threads) {
        return switch (id) {
            case "ours" -> new OursTrainingStep(scenario, threads);
            case "dl4j" -> new Deeplearning4jTrainingStep(scenario);
            default -> throw new InvalidInput("training step: ours or dl4j expected, \"" + id + "\" found");
        };
    }
}
