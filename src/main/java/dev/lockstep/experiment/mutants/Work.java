package dev.lockstep.experiment.mutants;

import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;

/** How much a case takes to compute by the definition, counted and not timed, so that the same cases are taken everywhere. */
final class Work {
    /** What an operation on the tape takes besides its products. */
    private static final int NODE = 8;
    /** A backward pass with its forward pass takes as much as so many forward passes. */
    private static final int DIFFERENTIATED = 4;

    private Work() {}

    /** Products of numbers, and as many again as the rest takes. */
    static long of(Case scenario) {
        boolean gradients =
                scenario.observed().stream().anyMatch(kind -> kind.isGradient() && kind != Quantity.Kind.SCORE);
        long forward =
                forward(scenario, scenario.input().time(), scenario.input().batch());
        long work = gradients ? forward * DIFFERENTIATED : forward;
        if (scenario.training().isPresent()) {
            Training training = scenario.training().get();
            for (Minibatch minibatch : training.minibatches()) {
                work += (1 + DIFFERENTIATED)
                        * forward(
                                scenario,
                                minibatch.input().time(),
                                minibatch.input().batch());
                work += (long) scenario.network().parameterCount() * 4 * NODE;
            }
        }
        return work;
    }

    private static long forward(Case scenario, long time, long batch) {
        long each = 0;
        for (LayerSpec layer : scenario.network().parts()) {
            if (layer instanceof RecurrentSpec recurrent) {
                long gates = recurrent instanceof LstmSpec ? 4 : recurrent instanceof GruSpec ? 3 : 1;
                long steps = scenario.truncation() instanceof Truncation.Sliding sliding
                        ? Math.min(time, sliding.steps() + 1L)
                        : 1;
                each += steps * gates * layer.outputs() * (layer.inputs() + layer.outputs() + 2L * NODE);
            } else if (layer instanceof DenseSpec) {
                each += layer.outputs() * (layer.inputs() + (long) NODE);
            }
        }
        return each * time * batch;
    }
}
