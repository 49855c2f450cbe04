package dev.lockstep.comparison;

import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Tensor;
import java.util.Arrays;

/**
 * The cheapest bound, for cases too large to be looked at number by number: γₙ·max(1, M), where γₙ = n·u/(1 − n·u) (Higham,
 * Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.1), u that of the coarser side, n the number of roundings on the longest path
 * from the inputs to a number of the quantity, M the largest finite magnitude in the two arrays, of a parameter also before
 * training. One bound holds for a whole array, for both sides together. It is a rule of thumb and no theorem: it takes every
 * derivative on the way to be about 1, which unsaturated networks of the usual scale keep on average.
 *
 * <p>The magnitude counts as at least 1 because data, weights and activations have about that size and their roundings,
 * of size u, reach every quantity, also one whose own numbers are small.
 *
 * <p>Roundings counted, with T time steps, B batch rows:
 *
 * <ul>
 *   <li>an elementary function: 6 (e^z, sum and quotient, each within 2u)
 *   <li>a step of SimpleRnn: inputs + units products and sums, 1 bias, 1 function; with layer normalisation also two sums over
 *       its units and 8, forward and backward
 *   <li>a step of LSTM: the same, 2 for a peephole, 3 for c = f ⊙ c′ + i ⊙ g, 1 function and 1 product for h
 *   <li>a step of GRU: the same as of LSTM without peepholes
 *   <li>Dense: inputs, 1 bias, 1 function, with softmax also the sum over its outputs
 *   <li>Activation: as Dense without product and bias
 *   <li>Bidirectional: one of its directions, as they lie side by side, and 2 where they meet, forward and backward
 *   <li>forward: T steps of each recurrent layer, one of each other layer
 *   <li>the score: forward, 1 function, the sum over features, steps and rows, 2 for the reduction
 *   <li>backward: for each layer the inner product over what it sends the gradient through (units, 4·units for LSTM,
 *       3·units for GRU, outputs), 12 for gates and slopes; times T where recurrent
 *   <li>a gradient of states or inputs: forward, score, backward; of a parameter: also the sum over T·B
 *   <li>a parameter after k steps: k times the gradient's count and 16 for the optimizer; its state: twice the gradient's
 *       count and 8, k times, as squares double relative errors
 * </ul>
 */
final class CountedRoundings {
    private static final int FUNCTION = 6;
    private static final int SLOPES = 12;
    private static final int COMBINATION = 2;
    private static final int NORMALISATION = 8;

    private CountedRoundings() {}

    static Bound bound(Case scenario, Quantity quantity, Tensor a, Tensor b, Precision precision) {
        double u = precision.unit();
        double magnitude = Math.max(Math.max(Magnitudes.largest(a), Magnitudes.largest(b)), before(scenario, quantity));
        double n = roundings(scenario, quantity);
        double derived = n * u / (1 - n * u) * Math.max(1, magnitude);
        double[] allowed = new double[a.values().length];
        Arrays.fill(allowed, derived);
        String source = "counted roundings, γₙ" + (magnitude > 1 ? "·max|" + quantity.symbol() + "|" : "") + ", n = "
                + (long) n + ", u = " + precision.symbol();
        return new Bound(allowed, source, false);
    }

    /** The largest magnitude of a parameter before training: a step is rounded to its digits, also where it leads to zero. */
    private static double before(Case scenario, Quantity quantity) {
        if (quantity.kind() != Quantity.Kind.PARAMETER) {
            return 0;
        }
        double largest = 0;
        for (ParameterKey key : scenario.weights().keys()) {
            if (quantity.equals(Quantity.parameter(key, quantity.step()))) {
                for (double value : scenario.weights().get(key).toArray()) {
                    largest = Math.max(largest, Math.abs(value));
                }
            }
        }
        return largest;
    }

    /** n of the class's description. */
    static double roundings(Case scenario, Quantity quantity) {
        int time = time(scenario, quantity);
        int rows = rows(scenario, quantity);
        int features = scenario.network().outputs();
        double forward = 0;
        double backward = 0;
        for (LayerSpec layer : scenario.network().layers()) {
            forward += forward(layer, time);
            backward += backward(layer, time);
        }
        double score = forward + FUNCTION + features + (double) time * rows + 2;
        double flow = forward + FUNCTION + features + backward;
        double gradient = flow + (double) time * rows;
        return switch (quantity.kind()) {
            case OUTPUTS, STREAMED, FINAL_HIDDEN, FINAL_CELL -> forwardUpTo(scenario, quantity.layer(), time);
            case SCORE -> score + Math.max(0, quantity.step() - 1) * (gradient + 16);
            case GRADIENT -> gradient;
            case INPUT_GRADIENT, INITIAL_HIDDEN_GRADIENT, INITIAL_CELL_GRADIENT -> flow;
            case PARAMETER -> quantity.step() * (gradient + 16);
            case OPTIMIZER_STATE -> quantity.step() * (2 * gradient + 8);
        };
    }

    private static double forwardUpTo(Case scenario, String name, int time) {
        double n = 0;
        for (LayerSpec layer : scenario.network().layers()) {
            n += forward(layer, time);
            if (layer.name().equals(name)
                    || layer.parts().stream().anyMatch(part -> part.name().equals(name))) {
                break;
            }
        }
        return n;
    }

    private static double forward(LayerSpec layer, double time) {
        if (layer instanceof BidirectionalSpec both) {
            return forward(both.forward(), time) + COMBINATION;
        }
        if (layer instanceof MaskZeroSpec masked) {
            return forward(masked.wrapped(), time);
        }
        if (layer instanceof SimpleRnnSpec rnn) {
            return time * (rnn.inputs() + rnn.units() + 1 + FUNCTION + normalisation(rnn));
        }
        if (layer instanceof LstmSpec lstm) {
            int biases = lstm.bias() == Bias.TWO ? 2 : 1;
            int gates = lstm.inputs() + lstm.units() + biases + (lstm.peepholes() ? 2 : 0) + FUNCTION;
            return time * (gates + 3 + FUNCTION + 1);
        }
        if (layer instanceof GruSpec gru) {
            return time * (gru.inputs() + gru.units() + 2 + FUNCTION + 3 + FUNCTION);
        }
        if (layer instanceof DenseSpec dense) {
            return dense.inputs() + 1 + function(dense.activation(), dense.outputs());
        }
        return layer instanceof ActivationSpec activation ? function(activation.activation(), activation.outputs()) : 0;
    }

    private static double function(Activation activation, int outputs) {
        return FUNCTION + (activation == Activation.SOFTMAX ? outputs : 0);
    }

    private static double normalisation(SimpleRnnSpec rnn) {
        return rnn.norm().isPresent() ? 2.0 * rnn.units() + NORMALISATION : 0;
    }

    private static double backward(LayerSpec layer, double time) {
        if (layer instanceof BidirectionalSpec both) {
            return backward(both.forward(), time) + COMBINATION;
        }
        if (layer instanceof MaskZeroSpec masked) {
            return backward(masked.wrapped(), time);
        }
        if (layer instanceof SimpleRnnSpec rnn) {
            return time * (rnn.units() + SLOPES + normalisation(rnn));
        }
        if (layer instanceof LstmSpec lstm) {
            return time * (4.0 * lstm.units() + SLOPES);
        }
        if (layer instanceof GruSpec gru) {
            return time * (3.0 * gru.units() + SLOPES);
        }
        return layer instanceof LastStepSpec ? 0 : layer.outputs() + SLOPES;
    }

    private static int time(Case scenario, Quantity quantity) {
        if (quantity.step() == 0) {
            return scenario.input().time();
        }
        int longest = 0;
        for (Minibatch minibatch : scenario.training().orElseThrow().minibatches()) {
            longest = Math.max(longest, minibatch.input().time());
        }
        return longest;
    }

    private static int rows(Case scenario, Quantity quantity) {
        if (quantity.step() == 0) {
            return scenario.input().batch();
        }
        int most = 0;
        for (Minibatch minibatch : scenario.training().orElseThrow().minibatches()) {
            most = Math.max(most, minibatch.input().batch());
        }
        return most;
    }
}
