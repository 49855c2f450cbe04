package dev.lockstep.experiment;

import dev.lockstep.chart.LineChart;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.port.Framework;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The growth of ‖∂L/∂z‖ in one layer, for any spectral radius of its recurrent matrix, beside what theory expects of
 * it. The error that arrives is the same for all: ∂L/∂h = (1, …, 1)/√n at the last step, of norm 1, and nothing before.
 *
 * <p>What theory expects, a step back:
 *
 * <ul>
 *   <li>SimpleRnn: at most ρ·max φ′, by {@link GradientGrowth}. It is just ρ for the identity; and for ReLU, too, while
 *       all units are on, which a {@linkplain Recurrence#PERMUTATION permutation} and positive input see to. With any
 *       other matrix some of ReLU's units are off; if half of them are, each as likely as the other, the mean of the
 *       square is halved and the rate about ρ/√2 (K. He et al., arXiv:1502.01852, section 2.2). tanh is near to ρ while
 *       states are small, and below it once they saturate, since φ′ = 1 − h²: the greater ρ, the greater the states.
 *   <li>LSTM at rest, that is with x, h and c all zero: i = o = σ(0) = ½, f = σ(1), g = 0, tanh′(0) = 1. Of (L12) to
 *       (L21) in {@code dev.lockstep.layer} remain dzg = ½·dc, dzi = dzf = dzo = 0, dh′ = dzg·RWᵀ and
 *
 *       <pre>
 *       dc at k = (dc at k + 1)·(f + ¼·ρ·Qᵀ),   dc at T = ½·dh,
 *       </pre>
 *
 *       with the Q of the candidate's block. f + ¼·ρ·Qᵀ is a normal matrix with the eigenvalues f + ¼·ρ·e^iθ, so that
 *       its norm is at most f + ¼·ρ = 0.731… + ¼·ρ, and just that on (1, …, 1) if Q is a permutation. At rest an
 *       error vanishes where ρ is below 4·(1 − f) = 1.076, and explodes above. Away from rest this is no bound.
 * </ul>
 *
 * @param title of the layer, for the table and the picture
 * @param network a SimpleRnn(n→n) or an LSTM(4n→n), and nothing else
 * @param recurrence what its recurrent matrix is like
 * @param input {@code [time × batch × inputs]}
 * @param seed of the recurrent matrix
 */
public record GrowthStudy(String title, NetworkSpec network, Recurrence recurrence, Sequence input, long seed) {
    /** The spectral radii of the demonstration. */
    public static final List<Double> RADII = List.of(0.5, 0.9, 1.0, 1.1, 1.5);

    private static final int UNITS = 16;
    private static final double AMPLITUDE = 0.1;
    private static final double FORGET_BIAS = 1;

    /** How what theory expects relates to what is measured. */
    public enum Relation {
        /** They are the same. */
        EQUAL("="),
        /** No more than that. */
        AT_MOST("≤"),
        /** So at rest, which the study is not. */
        AT_REST("≈");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        /** =, ≤ or ≈. */
        public String sign() {
            return sign;
        }
    }

    /**
     * The layers of the demonstration, of 16 units each: SimpleRnn with identity, tanh, ReLU, ReLU with every unit on,
     * and LSTM. They read the same kind of small input, uniform in ±0.1, so that tanh is met before it saturates; only
     * the ReLU whose units are all to be on reads positive input, in [0.05, 0.15).
     *
     * @param time T, at least 2
     * @param seed of the matrices; seed + 1 draws the input
     * @throws InvalidInput if there are fewer than 2 steps
     */
    public static List<GrowthStudy> all(int time, long seed) {
        return List.of(
                simpleRnn("SimpleRnn, identity", Activation.IDENTITY, time, seed),
                simpleRnn("SimpleRnn, tanh", Activation.TANH, time, seed),
                simpleRnn("SimpleRnn, ReLU", Activation.RELU, time, seed),
                activeRelu(time, seed),
                new GrowthStudy(
                        "LSTM",
                        NetworkSpec.of(LstmSpec.plain("lstm", 4 * UNITS, UNITS)),
                        Recurrence.ORTHOGONAL,
                        between(-AMPLITUDE, AMPLITUDE, Sequence.random(time, 1, 4 * UNITS, seed + 1)),
                        seed));
    }

    /** The SimpleRnn of {@link #all} whose ReLUs are all on. */
    public static GrowthStudy activeRelu(int time, long seed) {
        return new GrowthStudy(
                "SimpleRnn, ReLU, all units on",
                NetworkSpec.of(new SimpleRnnSpec("rnn", UNITS, UNITS, Activation.RELU)),
                Recurrence.PERMUTATION,
                between(AMPLITUDE / 2, 3 * AMPLITUDE / 2, Sequence.random(time, 1, UNITS, seed + 1)),
                seed);
    }

    private static GrowthStudy simpleRnn(String title, Activation activation, int time, long seed) {
        return new GrowthStudy(
                title,
                NetworkSpec.of(new SimpleRnnSpec("rnn", UNITS, UNITS, activation)),
                Recurrence.ORTHOGONAL,
                between(-AMPLITUDE, AMPLITUDE, Sequence.random(time, 1, UNITS, seed + 1)),
                seed);
    }

    /** Numbers of [−1, 1) moved into [low, high). */
    public static Sequence between(double low, double high, Sequence unit) {
        double[] values = Arrays.stream(unit.values())
                .map(u -> low + (high - low) * (u + 1) / 2)
                .toArray();
        return new Sequence(unit.time(), unit.batch(), unit.features(), values);
    }

    /**
     * The same study of the last {@code time} steps of its input.
     *
     * @throws InvalidInput if there are fewer
     */
    public GrowthStudy ofLast(int time) {
        return new GrowthStudy(title, network, recurrence, input.steps(input.time() - time + 1, input.time()), seed);
    }

    /** What any framework is asked: gradients of the parameters and of the input. */
    public Case scenario(double radius) {
        Sequence upstream = Sequence.zeros(input.time(), input.batch(), layer().units());
        for (int row = 0; row < input.batch(); row++) {
            double[] ones = new double[layer().units()];
            Arrays.fill(ones, 1 / Math.sqrt(ones.length));
            upstream.at(input.time()).setRow(row, ones);
        }
        return new Case(
                title,
                network,
                recurrence.weights(network, radius, seed),
                input,
                Map.of(),
                new Objective.Upstream(upstream, Map.of()),
                Optional.empty(),
                EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT));
    }

    /**
     * The rate of theory, of one step back.
     *
     * @throws InvalidInput if φ′ has no greatest value, or for an LSTM with other activations than usual
     */
    public double rate(double radius) {
        if (layer() instanceof SimpleRnnSpec rnn) {
            return radius * greatestSlope(rnn.activation());
        }
        return forget() + radius / 4;
    }

    /** How {@link #rate} relates to what is measured. */
    public Relation relation() {
        if (!(layer() instanceof SimpleRnnSpec rnn)) {
            return Relation.AT_REST;
        }
        boolean active = recurrence == Recurrence.PERMUTATION
                && Arrays.stream(input.values()).allMatch(x -> x > 0);
        boolean steepest = rnn.activation() == Activation.IDENTITY || rnn.activation() == Activation.RELU && active;
        return steepest ? Relation.EQUAL : Relation.AT_MOST;
    }

    /**
     * ‖∂L/∂z‖ over the distance t − k, a solid line for every spectral radius and a dashed one for what theory expects
     * of it.
     *
     * @throws InvalidInput if there is no radius, and as {@link #rate}
     */
    public LineChart chart(Framework framework, List<Double> radii) {
        double[] distances = IntStream.range(0, input.time()).asDoubleStream().toArray();
        List<LineChart.Series> series = new ArrayList<>();
        for (double radius : radii) {
            double[] norms =
                    GradientGrowth.measured(framework, scenario(radius)).byDistance();
            series.add(new LineChart.Series("ρ = " + number(radius), distances, norms));
        }
        for (double radius : radii) {
            double[] theory = Arrays.stream(distances)
                    .map(distance -> start() * StrictMath.pow(rate(radius), distance))
                    .toArray();
            series.add(LineChart.Series.dashed(
                    "theory " + relation().sign() + " " + number(Math.round(1e4 * rate(radius)) / 1e4) + "^(t − k)",
                    distances,
                    theory));
        }
        return new LineChart(
                title + ": the error of step t, felt at step k", "t − k", "norm of ∂L/∂z at step k", true, series);
    }

    /** ‖∂L/∂z‖ at the last step, by the same theory as the rate. */
    private double start() {
        return layer() instanceof SimpleRnnSpec rnn ? greatestSlope(rnn.activation()) : 0.25;
    }

    private double forget() {
        LstmSpec lstm = (LstmSpec) layer();
        if (lstm.activation() != Activation.TANH || lstm.gateActivation() != Activation.SIGMOID) {
            throw new InvalidInput("theory of " + lstm.title() + ": tanh and sigmoid expected, "
                    + lstm.activation().title() + " and "
                    + lstm.gateActivation().title() + " found");
        }
        return Activation.SIGMOID.value(FORGET_BIAS);
    }

    private RecurrentSpec layer() {
        return network.recurrent().get(0);
    }

    private static double greatestSlope(Activation activation) {
        return switch (activation) {
            case IDENTITY, TANH, RELU, RELU6, LEAKY_RELU, FLOAT_LEAKY_RELU, RRELU -> 1;
            case ELU, SOFTPLUS, SOFTSIGN, HARD_TANH, RECTIFIED_TANH, THRESHOLDED_RELU -> 1;
            case SIGMOID -> 0.25;
            case HARD_SIGMOID -> 0.2;
            case FLOAT_HARD_SIGMOID -> 0.2f;
            case SELU -> Activation.SELU.slope(0, 0);
            case RATIONAL_TANH, FLOAT_RATIONAL_TANH -> activation.slope(0, 0);
            // At 2.399357280520467/β of z·σ(β·z), 1.4906 of mish, 1.4185 of the other GELU.
            case SWISH, GELU, FLOAT_GELU -> 1.0998393200453494;
            case MISH -> 1.0885;
            case GELU_TANH -> 1.129;
            case CUBE, SOFTMAX ->
                throw new InvalidInput("activation whose slope is at most so much: any but cube and softmax expected, "
                        + activation.title() + " found");
        };
    }

    /** A spectral radius in text: 1 and not 1.0. */
    public static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
