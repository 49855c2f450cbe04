package dev.lockstep.adapter.dl4j;

import java.util.function.IntConsumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/** Looks at a network after every update of its parameters, of which one {@code fit} may make several. */
final class EveryStep extends BaseTrainingListener {
    private final IntConsumer look;
    private int taken;

    /** @param look is given the number of updates so far, from 1 */
    EveryStep(IntConsumer look) {
        this.look = look;
    }

    /** Looks at what stays as it is, once for every update that was expected by now and not made. */
    void leftOutUntil(int expected) {
        while (taken < expected) {
            taken++;
            look.accept(taken);
        }
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        taken++;
        look.accept(taken);
    }
}
