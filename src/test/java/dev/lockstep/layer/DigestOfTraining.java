package dev.lockstep.layer;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
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
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Whole training runs, and a digest of all bits of each: every step's outputs, gradients and states, and in the end the parameters
 * and what the optimizer keeps. Needs nothing but Lockstep and Commons Math, so that any JVM can be asked for it.
 */
public final class DigestOfTraining implements Callable<Map<String, String>> {
    private static final int STEPS = 20;

    /** Is called in copies of Lockstep. */
    public DigestOfTraining() {}

    /**
     * Prints a line {@code digest run} for each.
     *
     * @param arguments {@code tiny} for one small run only
     */
    public static void main(String[] arguments) {
        Map<String, String> digests = arguments.length > 0 ? tiny() : new DigestOfTraining().call();
        digests.forEach((run, digest) -> System.out.println(digest + " " + run));
    }

    /** Digests by run, each on one, two and three threads. */
    @Override
    public Map<String, String> call() {
        Map<String, String> digests = new LinkedHashMap<>();
        for (int threads = 1; threads <= 3; threads++) {
            try (Team team = new Team(threads)) {
                for (RecurrentSpec layer : usual()) {
                    digest(digests, layer, 4, 13, STEPS, team);
                }
                digest(digests, LstmSpec.plain("one", 1, 1), 100, 1, STEPS, team);
                // sums of more than 192 products forward and back, and more than 192 rows for gradients of more than
                // 384
                digest(digests, LstmSpec.plain("wide", 70, 130), 2, 28, 3, team);
                digest(digests, new SimpleRnnSpec("wide", 370, 17, Activation.TANH), 4, 49, 3, team);
            }
        }
        return digests;
    }

    static Map<String, String> tiny() {
        Map<String, String> digests = new LinkedHashMap<>();
        digest(digests, LstmSpec.plain("tiny", 3, 5), 3, 5, STEPS, Team.alone());
        return digests;
    }

    private static List<RecurrentSpec> usual() {
        return List.of(
                LstmSpec.plain("plain", 3, 5),
                LstmSpec.plain("plain", 17, 33),
                new LstmSpec("peepholes", 9, 20, Activation.TANH, Activation.SIGMOID, true),
                new LstmSpec("general", 5, 11, Activation.SOFTSIGN, Activation.HARD_SIGMOID, true),
                new LstmSpec("general", 4, 7, Activation.ELU, Activation.SOFTMAX, false),
                new SimpleRnnSpec("plain", 10, 33, Activation.TANH),
                new SimpleRnnSpec("general", 6, 19, Activation.SOFTPLUS, Bias.TWO, false),
                new SimpleRnnSpec("softmax", 6, 19, Activation.SOFTMAX, Bias.NONE, false));
    }

    /** L = ½·Σ (h − target)², with an arbitrary gradient of the final state. */
    private static void digest(
            Map<String, String> digests, RecurrentSpec layer, int time, int batch, int steps, Team team) {
        Sha256 digest = new Sha256();
        NetworkSpec network = NetworkSpec.of(layer);
        Weights weights = Weights.random(network, 1);
        RecurrentRun run = layer instanceof LstmSpec lstm
                ? new Lstm(lstm, weights).runs(time, batch, team)
                : new SimpleRnn((SimpleRnnSpec) layer, weights).runs(time, batch, team);
        Optimizer optimizer = Optimizer.of(new Adam(0.01, 0.9, 0.999, 1e-8, Adam.Form.REORDERED), network);
        Map<ParameterKey, List<RowMajorMatrix>> slots = new LinkedHashMap<>();
        for (ParameterKey key : weights.keys()) {
            RowMajorMatrix theta = weights.get(key);
            int rows = theta.getRowDimension();
            int columns = theta.getColumnDimension();
            slots.put(key, List.of(new RowMajorMatrix(rows, columns), new RowMajorMatrix(rows, columns)));
        }
        Sequence x = Sequence.random(time, batch, layer.inputs(), 2);
        Sequence target = Sequence.random(time, batch, layer.units(), 3);
        State start = state(layer, batch, 4);
        Optional<State> dFinal = Optional.of(state(layer, batch, 6));
        RecurrentGradients into = run.newGradients();
        for (int step = 1; step <= steps; step++) {
            Sequence h = run.forward(x, start);
            digest.add(h.values());
            Sequence dOutputs = Sequence.zeros(time, batch, layer.units());
            for (int k = 0; k < h.values().length; k++) {
                dOutputs.values()[k] = h.values()[k] - target.values()[k];
            }
            digest.add(run.finalState());
            run.backward(dOutputs, dFinal, into);
            digest.add(into.dx().values());
            digest.add(into.dInitial());
            Map<ParameterKey, RowMajorMatrix> gradients = into.byParameter();
            for (ParameterKey key : weights.keys()) {
                RowMajorMatrix gradient = gradients.get(key);
                digest.add(gradient.toArray());
                optimizer.stepInPlace(step, weights.get(key), gradient, slots.get(key));
            }
        }
        for (ParameterKey key : weights.keys()) {
            digest.add(weights.get(key).toArray());
            slots.get(key).forEach(slot -> digest.add(slot.toArray()));
        }
        digests.put(
                layer.title() + " " + layer.inputs() + "→" + layer.units() + ", T " + time + ", B " + batch
                        + ", threads " + team.members(),
                digest.hex());
    }

    private static State state(RecurrentSpec layer, int batch, long seed) {
        RowMajorMatrix h = Sequence.random(1, batch, layer.units(), seed).at(1);
        RowMajorMatrix c = Sequence.random(1, batch, layer.units(), seed + 1).at(1);
        return layer.hasCell() ? State.of(h, c) : State.of(h);
    }

    /** A digest of numbers, every bit of them. */
    private static final class Sha256 {
        private final MessageDigest digest;

        Sha256() {
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException exception) {
                throw new IllegalStateException("every JDK has SHA-256", exception);
            }
        }

        void add(State state) {
            add(state.h().toArray());
            state.c().ifPresent(c -> add(c.toArray()));
        }

        void add(double[] numbers) {
            ByteBuffer bytes = ByteBuffer.allocate(8 * numbers.length);
            for (double number : numbers) {
                if (!Double.isFinite(number)) {
                    throw new IllegalStateException("finite numbers expected, so that all runs are of use");
                }
                bytes.putLong(Double.doubleToRawLongBits(number));
            }
            digest.update(bytes.array());
        }

        String hex() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
