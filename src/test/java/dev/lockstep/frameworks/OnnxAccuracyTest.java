package dev.lockstep.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.ElementaryFunction;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is said of ONNX Runtime's functions, measured again against doubles, in every node that has a function of its own: no error
 * is beyond its bound, and the largest is above half of it.
 */
class OnnxAccuracyTest {
    private static final Framework ONNX = Frameworks.onnx();
    private static final int POINTS = 3_000;
    private static final double GREATEST = 20;
    private static final double SMALLEST = 1e-9;

    /** A layer of one unit that hands its input to the function as it is, by weights of 0 and 1, and biases. */
    private record Node(LayerSpec layer, Map<Parameter, double[]> entries, boolean inCell) {
        double[] computed(double[] x) {
            NetworkSpec network = NetworkSpec.of(layer);
            Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
            for (ParameterSpec spec : layer.parameters()) {
                RowMajorMatrix matrix = new RowMajorMatrix(spec.rows(), spec.columns());
                double[] given = entries.getOrDefault(spec.parameter(), new double[0]);
                System.arraycopy(given, 0, matrix.array(), 0, given.length);
                matrices.put(new ParameterKey(layer.name(), spec.parameter()), matrix);
            }
            Quantity quantity = inCell ? Quantity.finalCell(layer.name()) : Quantity.outputs(layer.name());
            Case scenario = new Case(
                    "function",
                    network,
                    new Weights(network, matrices),
                    new Sequence(1, x.length, 1, x),
                    Map.of(),
                    new Objective.None(),
                    Optional.empty(),
                    Set.of(quantity.kind()));
            return ONNX.observe(scenario.with(new Execution(Precision.SINGLE, SequenceFormat.NCW)))
                    .get(quantity)
                    .values();
        }
    }

    private enum Function {
        TANH(Activation.TANH, StrictMath::tanh, false),
        SIGMOID(Activation.SIGMOID, x -> 1 / (1 + StrictMath.exp(-x)), false),
        SOFTPLUS(Activation.SOFTPLUS, x -> Math.max(0, x) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))), false),
        EXPM1(Activation.ELU, StrictMath::expm1, true),
        SELU(Activation.SELU, x -> 1.0507009873554805 * 1.6732632423543772 * StrictMath.expm1(x), true),
        /** Of softmax, the quotient of the probabilities of x and of 0. */
        EXP(Activation.SOFTMAX, StrictMath::exp, true);

        private final Activation activation;
        private final DoubleUnaryOperator exact;
        private final boolean below;

        Function(Activation activation, DoubleUnaryOperator exact, boolean below) {
            this.activation = activation;
            this.exact = exact;
            this.below = below;
        }

        /** Floats, a third each uniform within ±20, uniform within ±1, and uniform in the logarithm; or below 0 alone. */
        double[] points(int seed) {
            SplittableRandom random = new SplittableRandom(seed);
            return random.doubles(POINTS, 0, 1)
                    .map(share -> share < 1 / 3.0
                            ? random.nextDouble(-GREATEST, GREATEST)
                            : share < 2 / 3.0
                                    ? random.nextDouble(-1, 1)
                                    : (random.nextBoolean() ? 1 : -1)
                                            * StrictMath.exp(random.nextDouble(
                                                    StrictMath.log(SMALLEST), StrictMath.log(GREATEST))))
                    .map(x -> Precision.SINGLE.nearest(below ? -Math.abs(x) : x))
                    .toArray();
        }

        List<Node> nodes() {
            return switch (this) {
                case TANH -> List.of(node(), rnn(), candidateOfLstm(), candidateOfGru(), inputGate());
                case SIGMOID -> List.of(node(), rnn(), candidateOfLstm(), candidateOfGru(), inputGate(), resetGate());
                case SOFTPLUS, EXPM1 -> List.of(node(), rnn(), candidateOfLstm(), candidateOfGru());
                case SELU, EXP -> List.of(node());
            };
        }

        private Node node() {
            int outputs = this == EXP ? 2 : 1;
            return new Node(
                    new DenseSpec("f", 1, outputs, activation, Bias.NONE),
                    Map.of(Parameter.W, new double[] {1}),
                    false);
        }

        private Node rnn() {
            return new Node(
                    new SimpleRnnSpec("f", 1, 1, activation, Bias.NONE, false),
                    Map.of(Parameter.W, new double[] {1}),
                    false);
        }

        private Node candidateOfLstm() {
            return new Node(
                    new LstmSpec("f", 1, 1, activation, Activation.IDENTITY, false, Bias.ONE),
                    Map.of(Parameter.W, new double[] {0, 0, 1, 0}, Parameter.B, new double[] {1, 0, 0, 1}),
                    true);
        }

        private Node inputGate() {
            return new Node(
                    new LstmSpec("f", 1, 1, Activation.IDENTITY, activation, false, Bias.ONE),
                    Map.of(Parameter.W, new double[] {1, 0, 0, 0}, Parameter.B, new double[] {0, 0, 1, 0}),
                    true);
        }

        private Node candidateOfGru() {
            return new Node(
                    new GruSpec("f", 1, 1, activation, Activation.IDENTITY, GruSpec.Reset.BEFORE_PRODUCT, Bias.NONE),
                    Map.of(Parameter.W, new double[] {0, 0, 1}),
                    false);
        }

        /** The update gate is closed by its bias. */
        private Node resetGate() {
            return new Node(
                    new GruSpec("f", 1, 1, Activation.IDENTITY, activation, GruSpec.Reset.AFTER_PRODUCT, Bias.TWO),
                    Map.of(
                            Parameter.W, new double[] {1, 0, 0},
                            Parameter.B, new double[] {0, -100, 0},
                            Parameter.RB, new double[] {0, 0, 1}),
                    false);
        }

        double[] computed(Node node, double[] x) {
            double[] y = node.computed(x);
            return this == EXP
                    ? IntStream.range(0, x.length)
                            .mapToDouble(i -> y[2 * i] / y[2 * i + 1])
                            .toArray()
                    : y;
        }
    }

    @BeforeAll
    static void whereANodeHasIt() {
        Support available = ONNX.available();
        if (!available.yes()) {
            System.out.println(
                    "The accuracy of ONNX Runtime's functions is not measured, because " + available.because() + ".");
        }
        assumeTrue(available.yes(), "no Node.js with ONNX Runtime");
    }

    @ParameterizedTest
    @EnumSource
    void measured(Function function) {
        expectMeasured(function, 1);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void measured_at_many_points(Function function) {
        expectMeasured(function, 100);
    }

    private static void expectMeasured(Function function, int rounds) {
        Accuracy declared = ONNX.accuracy(Precision.SINGLE);
        ElementaryFunction elementary = ElementaryFunction.valueOf(function.name());
        double greatest = 0;
        String worst = "";
        for (int round = 1; round <= rounds; round++) {
            double[] x = function.points(round);
            for (Node node : function.nodes()) {
                double[] y = function.computed(node, x);
                for (int i = 0; i < x.length; i++) {
                    double exact = function.exact.applyAsDouble(x[i]);
                    double share = Math.abs(y[i] - exact) / declared.error(elementary, exact);
                    if (!(share <= greatest)) {
                        greatest = share;
                        worst = node.layer().kind() + " at " + x[i];
                    }
                }
            }
        }
        assertThat(greatest)
                .as(String.format(Locale.ROOT, "error of %s in %s, in its bound", function, worst))
                .isLessThanOrEqualTo(1)
                .isGreaterThan(0.5);
    }
}
