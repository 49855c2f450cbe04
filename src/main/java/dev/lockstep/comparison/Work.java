package dev.lockstep.comparison;

import dev.lockstep.model.Case;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Truncation;

/**
 * How dear it is to compute a case by the definition, in multiplications: (parameters + 150·outputs) × steps × rows of every
 * layer, where 150·outputs stands for the elementary functions of gates; three times that with gradients; seven times that more
 * for each optimizer step (its score, and its gradient) and 100 for each of its parameters. A sliding truncation of k steps
 * takes every step k + 1 times.
 */
final class Work {
    private static final long FUNCTIONS = 150;
    private static final long OPTIMIZER = 100;

    private Work() {}

    /** Multiplications that everything takes that the case observes. */
    static long of(Case scenario) {
        long pass = ofForwardPass(scenario);
        boolean gradients = scenario.observed().stream().anyMatch(kind -> kind.isGradient() && kind != Kind.SCORE);
        boolean training = scenario.observed().stream().anyMatch(Kind::isTraining);
        long steps = training
                ? scenario.training().map(given -> given.minibatches().size()).orElse(0)
                : 0;
        return pass * (gradients ? 3 : 1)
                + steps * (7 * pass + OPTIMIZER * scenario.network().parameterCount());
    }

    /** Multiplications of one forward pass. */
    static long ofForwardPass(Case scenario) {
        long time = scenario.input().time();
        long total = 0;
        for (LayerSpec layer : scenario.network().layers()) {
            long numbers = layer.parameters().stream()
                    .mapToLong(spec -> (long) spec.rows() * spec.columns())
                    .sum();
            long repeated =
                    layer instanceof RecurrentSpec && scenario.truncation() instanceof Truncation.Sliding sliding
                            ? Math.min(time, sliding.steps() + 1L)
                            : 1;
            time = layer instanceof LastStepSpec ? 1 : time;
            total += layer instanceof LastStepSpec ? 0 : (numbers + FUNCTIONS * layer.outputs()) * time * repeated;
        }
        return total * scenario.input().batch();
    }
}
