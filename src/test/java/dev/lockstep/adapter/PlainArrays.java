package dev.lockstep.adapter;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.HashMap;
import java.util.Map;

/** The equations of the layers and losses, one entry after another on plain arrays, knowing nothing of any framework. */
public final class PlainArrays {
    /** Outputs {@code [time][batch][units]} by layer. */
    public final Map<String, double[][][]> outputs = new HashMap<>();
    /** h after the last step {@code [batch][units]} by layer. */
    public final Map<String, double[][]> finalHidden = new HashMap<>();
    /** c after the last step {@code [batch][units]} by layer. */
    public final Map<String, double[][]> finalCell = new HashMap<>();

    private final Case scenario;
    private double[][][] top;

    /** Runs the case forward. */
    public PlainArrays(Case scenario) {
        this.scenario = scenario;
        top = nested(scenario.input());
        for (LayerSpec layer : scenario.network().layers()) {
            if (layer instanceof RecurrentSpec recurrent) {
                top = recurrent(recurrent, top);
            } else if (layer instanceof DenseSpec dense) {
                top = dense(dense, top);
            } else if (layer instanceof LastStepSpec) {
                top = new double[][][] {top[top.length - 1]};
            }
            outputs.put(layer.name(), top);
        }
    }

    /** The reduced loss of the outputs. */
    public double score(Loss loss, Sequence targets) {
        double[][][] y = nested(targets);
        double sum = 0;
        for (int t = 0; t < top.length; t++) {
            for (int row = 0; row < top[t].length; row++) {
                for (int k = 0; k < top[t][row].length; k++) {
                    double weight =
                            loss.weights().isEmpty() ? 1 : loss.weights().get(k);
                    double cost = loss.function() == LossFunction.COSINE_PROXIMITY
                            ? -top[t][row][k] * y[t][row][k] / norm(loss, top[t][row]) / norm(loss, y[t][row])
                            : cost(loss, top[t][row][k], y[t][row][k]);
                    sum += weight * cost / (isAveragedOverOutputs(loss.function()) ? y[t][row].length : 1);
                }
            }
        }
        return sum * loss.reduction().factor(top.length, top[0].length);
    }

    private static boolean isAveragedOverOutputs(LossFunction function) {
        return switch (function) {
            case MSE, MAE, MAPE, MSLE, WASSERSTEIN -> true;
            default -> false;
        };
    }

    private static double norm(Loss loss, double[] row) {
        double sum = 0;
        for (double entry : row) {
            sum += entry * entry;
        }
        return Math.max(loss.clipping().epsilon(), Math.sqrt(sum));
    }

    private static double cost(Loss loss, double p, double y) {
        double epsilon = loss.clipping().epsilon();
        boolean added = loss.clipping().rule() == Clipping.Rule.ADDED;
        double ifOne = added ? p + epsilon : Math.min(Math.max(p, epsilon), 1 - epsilon);
        double ifZero = added ? 1 - p + epsilon : 1 - ifOne;
        return switch (loss.function()) {
            case MSE, L2 -> (y - p) * (y - p);
            case WASSERSTEIN -> y * p;
            case MCXENT -> -y * Math.log(ifOne);
            case L1, MAE -> Math.abs(p - y);
            case HINGE -> y * p < 1 ? 1 - y * p : 0;
            case SQUARED_HINGE -> y * p < 1 ? Math.pow(1 - y * p, 2) : 0;
            case POISSON -> p - y * Math.log(p);
            case KL_DIVERGENCE -> {
                double target = Math.min(1, Math.max(epsilon, y));
                yield target == 0
                        ? 0
                        : target * Math.log(target / (epsilon == 0 ? p : Math.min(1, Math.max(epsilon, p))));
            }
            case COSINE_PROXIMITY -> throw new IllegalArgumentException("cosine proximity needs a row");
            case MAPE -> 100 * Math.abs(1 - p / y);
            case MSLE -> Math.pow(Math.log(1 + p) - Math.log(1 + y), 2);
            case XENT -> -y * Math.log(ifOne) - (1 - y) * Math.log(ifZero);
        };
    }

    /** All numbers, the last index fastest. */
    public static double[] flat(double[][][] nested) {
        int n = 0;
        double[] flat = new double[nested.length * nested[0].length * nested[0][0].length];
        for (double[][] step : nested) {
            for (double[] row : step) {
                for (double value : row) {
                    flat[n++] = value;
                }
            }
        }
        return flat;
    }

    private static double[][][] nested(Sequence sequence) {
        double[][][] nested = new double[sequence.time()][sequence.batch()][sequence.features()];
        for (int t = 0; t < sequence.time(); t++) {
            for (int row = 0; row < sequence.batch(); row++) {
                for (int k = 0; k < sequence.features(); k++) {
                    nested[t][row][k] = sequence.get(t + 1, row, k);
                }
            }
        }
        return nested;
    }

    /** The sum of all biases, as far as the layer has them. */
    private double bias(LayerSpec layer, int column) {
        double sum = 0;
        for (ParameterSpec spec : layer.parameters()) {
            if (spec.parameter() == Parameter.B || spec.parameter() == Parameter.RB) {
                sum += weight(layer, spec.parameter(), 0, column);
            }
        }
        return sum;
    }

    private double weight(LayerSpec layer, Parameter parameter, int row, int column) {
        return scenario.weights().get(layer.name(), parameter).getEntry(row, column);
    }

    private double[][][] dense(DenseSpec layer, double[][][] x) {
        double[][][] y = new double[x.length][x[0].length][];
        for (int t = 0; t < x.length; t++) {
            for (int row = 0; row < x[t].length; row++) {
                double[] z = new double[layer.outputs()];
                for (int k = 0; k < z.length; k++) {
                    z[k] = bias(layer, k);
                    for (int j = 0; j < layer.inputs(); j++) {
                        z[k] += x[t][row][j] * weight(layer, Parameter.W, j, k);
                    }
                }
                y[t][row] = activate(layer.activation(), z);
            }
        }
        return y;
    }

    private double[][][] recurrent(RecurrentSpec layer, double[][][] x) {
        int batch = x[0].length;
        double[][][] outputs = new double[x.length][batch][];
        double[][] h = scenario.initialState(layer).h().getData();
        double[][] c =
                layer.hasCell() ? scenario.initialState(layer).c().orElseThrow().getData() : new double[batch][0];
        for (int row = 0; row < batch && layer.trainableStart(); row++) {
            h[row] = scenario.weights().get(layer.name(), Parameter.H0).getRow(0);
        }
        for (int t = 0; t < x.length; t++) {
            for (int row = 0; row < batch; row++) {
                h[row] = layer instanceof LstmSpec lstm
                        ? lstmStep(lstm, x[t][row], h[row], c[row])
                        : activate(((SimpleRnnSpec) layer).activation(), affine(layer, x[t][row], h[row], 0));
                outputs[t][row] = h[row];
            }
        }
        finalHidden.put(layer.name(), h);
        finalCell.put(layer.name(), c);
        return outputs;
    }

    /** x·W + h′·RW + b, the columns of one gate. */
    private double[] affine(RecurrentSpec layer, double[] x, double[] h, int gate) {
        double[] z = new double[layer.units()];
        for (int k = 0; k < z.length; k++) {
            int column = gate * layer.units() + k;
            z[k] = bias(layer, column);
            for (int j = 0; j < x.length; j++) {
                z[k] += x[j] * weight(layer, Parameter.W, j, column);
            }
            for (int j = 0; j < h.length; j++) {
                z[k] += h[j] * weight(layer, Parameter.RW, j, column);
            }
        }
        return z;
    }

    /** Writes the new cell state into {@code c} and returns h. */
    private double[] lstmStep(LstmSpec layer, double[] x, double[] h, double[] c) {
        double[] i = activate(layer.gateActivation(), peep(layer, 0, affine(layer, x, h, 0), c));
        double[] f = activate(layer.gateActivation(), peep(layer, 1, affine(layer, x, h, 1), c));
        double[] g = activate(layer.activation(), affine(layer, x, h, 2));
        for (int k = 0; k < c.length; k++) {
            c[k] = f[k] * c[k] + i[k] * g[k];
        }
        double[] o = activate(layer.gateActivation(), peep(layer, 2, affine(layer, x, h, 3), c));
        double[] shown = activate(layer.activation(), c.clone());
        double[] next = new double[c.length];
        for (int k = 0; k < c.length; k++) {
            next[k] = o[k] * shown[k];
        }
        return next;
    }

    private double[] peep(LstmSpec layer, int row, double[] z, double[] c) {
        for (int k = 0; k < z.length && layer.peepholes(); k++) {
            z[k] += weight(layer, Parameter.P, row, k) * c[k];
        }
        return z;
    }

    private static double rational(double y, double quartic) {
        return Math.signum(y) * (1 - 1 / (1 + Math.abs(y) + y * y + quartic * Math.pow(y, 4)));
    }

    private static double[] activate(Activation activation, double[] z) {
        double[] a = new double[z.length];
        double sum = 0;
        for (int k = 0; k < z.length; k++) {
            a[k] = switch (activation) {
                case IDENTITY -> z[k];
                case TANH -> Math.tanh(z[k]);
                case SIGMOID -> 1 / (1 + Math.exp(-z[k]));
                case RELU -> z[k] > 0 ? z[k] : 0;
                case LEAKY_RELU -> z[k] > 0 ? z[k] : 0.01 * z[k];
                case ELU -> z[k] > 0 ? z[k] : Math.exp(z[k]) - 1;
                case SOFTPLUS -> Math.log(1 + Math.exp(z[k]));
                case SOFTSIGN -> z[k] / (1 + Math.abs(z[k]));
                case HARD_SIGMOID -> Math.min(1, Math.max(0, 0.2 * z[k] + 0.5));
                case HARD_TANH -> Math.min(1, Math.max(-1, z[k]));
                case CUBE -> z[k] * z[k] * z[k];
                case RELU6 -> z[k] > 6 ? 6 : z[k] > 0 ? z[k] : 0;
                case THRESHOLDED_RELU -> z[k] > 1 ? z[k] : 0;
                case FLOAT_LEAKY_RELU -> z[k] > 0 ? z[k] : 0.01 * z[k];
                case RRELU -> z[k] > 0 ? z[k] : 11 * z[k] / 48;
                case SELU -> 1.0507009873554805 * (z[k] > 0 ? z[k] : 1.6732632423543772 * (Math.exp(z[k]) - 1));
                case SWISH -> z[k] / (1 + Math.exp(-z[k]));
                case MISH -> z[k] * Math.tanh(Math.log(1 + Math.exp(z[k])));
                case GELU -> z[k] / (1 + Math.exp(-1.702 * z[k]));
                case FLOAT_GELU -> z[k] / (1 + Math.exp(-1.702f * z[k]));
                case GELU_TANH ->
                    z[k] / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z[k] + 0.044715 * Math.pow(z[k], 3))));
                case FLOAT_HARD_SIGMOID -> Math.min(1, Math.max(0, 0.2f * z[k] + 0.5));
                case RECTIFIED_TANH -> Math.max(0, Math.tanh(z[k]));
                case RATIONAL_TANH -> 1.7159 * rational(2 * z[k] / 3, 1.41645);
                case FLOAT_RATIONAL_TANH -> 1.7159f * rational(2 * z[k] / 3, 1.41645f);
                case SOFTMAX -> Math.exp(z[k]);
            };
            sum += a[k];
        }
        for (int k = 0; k < z.length && activation == Activation.SOFTMAX; k++) {
            a[k] /= sum;
        }
        return a;
    }
}
