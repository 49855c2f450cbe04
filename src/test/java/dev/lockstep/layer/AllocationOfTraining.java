package dev.lockstep.layer;

import com.sun.management.ThreadMXBean;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Weights;
import dev.lockstep.optimizer.Optimizer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a step of training allocates once it is compiled, on all of its threads together. A JVM of its own is asked for it: where
 * vectors of several widths have been used, as tests do, the JIT compiler no longer keeps them in registers.
 */
public final class AllocationOfTraining {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int STEPS = 20;
    private static final int MOST_ROUNDS = 2000;

    private AllocationOfTraining() {}

    /** Prints a line {@code bytes layer} for each. */
    public static void main(String[] arguments) {
        List<RecurrentSpec> layers = List.of(
                LstmSpec.plain("plain", 5, 9),
                new SimpleRnnSpec("plain", 5, 9, Activation.TANH),
                new LstmSpec("peepholes", 5, 9, Activation.TANH, Activation.SIGMOID, true),
                new LstmSpec("general", 5, 9, Activation.SOFTSIGN, Activation.HARD_SIGMOID, false),
                new LstmSpec("general", 5, 9, Activation.SOFTMAX, Activation.ELU, false),
                new SimpleRnnSpec("general", 5, 9, Activation.SOFTPLUS));
        for (RecurrentSpec layer : layers) {
            for (int threads = 1; threads <= 2; threads++) {
                System.out.println(allocated(layer, threads) + " " + layer.title() + " on " + threads);
            }
        }
    }

    /** Bytes in some steps, as soon as there are none, or after long enough. */
    private static long allocated(RecurrentSpec layer, int threads) {
        NetworkSpec network = NetworkSpec.of(layer);
        Weights weights = Weights.random(network, 1);
        Optimizer optimizer = Optimizer.of(new Adam(0.001, 0.9, 0.999, 1e-8, Adam.Form.REORDERED), network);
        Sequence x = Sequence.random(4, 6, layer.inputs(), 2);
        State start = State.zero(layer, 6);
        Sequence dOutputs = Sequence.random(4, 6, layer.units(), 3);
        Optional<State> dFinal = Optional.of(State.zero(layer, 6));
        try (Team team = new Team(threads)) {
            RecurrentRun run = layer instanceof LstmSpec lstm
                    ? new Lstm(lstm, weights).runs(4, 6, team)
                    : new SimpleRnn((SimpleRnnSpec) layer, weights).runs(4, 6, team);
            RecurrentGradients into = run.newGradients();
            Map<ParameterKey, RowMajorMatrix> gradients = into.byParameter();
            List<RowMajorMatrix> thetas = new ArrayList<>();
            List<RowMajorMatrix> dThetas = new ArrayList<>();
            List<List<RowMajorMatrix>> slots = new ArrayList<>();
            for (ParameterKey key : weights.keys()) {
                RowMajorMatrix theta = weights.get(key);
                thetas.add(theta);
                dThetas.add(gradients.get(key));
                slots.add(List.of(zeros(theta), zeros(theta)));
            }
            long[] ids = new long[threads];
            team.run((member, members) -> ids[member] = Thread.currentThread().getId());
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < MOST_ROUNDS && allocated > 0; round++) {
                long before = allocated(ids);
                for (int step = 1; step <= STEPS; step++) {
                    run.forward(x, start);
                    run.backward(dOutputs, dFinal, into);
                    for (int k = 0; k < thetas.size(); k++) {
                        optimizer.stepInPlace(step, thetas.get(k), dThetas.get(k), slots.get(k));
                    }
                }
                allocated = allocated(ids) - before;
            }
            return allocated;
        }
    }

    private static RowMajorMatrix zeros(RowMajorMatrix like) {
        return new RowMajorMatrix(like.getRowDimension(), like.getColumnDimension());
    }

    private static long allocated(long[] ids) {
        long sum = 0;
        for (long id : ids) {
            sum += THREADS.getThreadAllocatedBytes(id);
        }
        return sum;
    }
}
