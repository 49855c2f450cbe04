package dev.lockstep.experiment;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Gate;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * Recurrent matrices whose powers are known: RW = ρ·Q with Q orthogonal. All eigenvalues of RW lie on the circle of
 * radius ρ, so that ρ is its spectral radius, and all its singular values are ρ too, so that ‖v·RWᵀ‖ = ρ·‖v‖ for every
 * v: nothing grows for a while merely because the matrix is not normal, and the rate is ρ from the first step on.
 */
public enum Recurrence {
    /**
     * Q is random: the orthogonal factor of a matrix of independent standard normal numbers, with the signs that make
     * R's diagonal positive, which makes all rotations and reflections equally likely (F. Mezzadri, <em>How to generate
     * random matrices from the classical compact groups</em>, Notices of the AMS 54 (2007), section 5).
     */
    ORTHOGONAL {
        @Override
        RealMatrix matrix(int units, RandomGenerator generator) {
            RealMatrix normal = new Array2DRowRealMatrix(units, units);
            for (int row = 0; row < units; row++) {
                for (int column = 0; column < units; column++) {
                    normal.setEntry(row, column, generator.nextGaussian());
                }
            }
            QRDecomposition factors = new QRDecomposition(normal);
            RealMatrix q = factors.getQ();
            for (int column = 0; column < units; column++) {
                double sign = Math.signum(factors.getR().getEntry(column, column));
                q.setColumnVector(column, q.getColumnVector(column).mapMultiply(sign));
            }
            return q;
        }
    },
    /**
     * Q is a random permutation of the units: the orthogonal matrices without negative entries are just these. Where
     * input is positive, so are then all states of a ReLU, and no unit is ever off.
     */
    PERMUTATION {
        @Override
        RealMatrix matrix(int units, RandomGenerator generator) {
            int[] to = new int[units];
            for (int unit = 0; unit < units; unit++) {
                int other = generator.nextInt(unit + 1);
                to[unit] = to[other];
                to[other] = unit;
            }
            RealMatrix q = new Array2DRowRealMatrix(units, units);
            for (int unit = 0; unit < units; unit++) {
                q.setEntry(unit, to[unit], 1);
            }
            return q;
        }
    };

    /** Q {@code [units × units]}. */
    abstract RealMatrix matrix(int units, RandomGenerator generator);

    /**
     * Weights for the study of ∂L/∂z: RW = ρ·Q, in an LSTM with a Q of its own for each gate; W the identity, so that z
     * = x + … and ∂L/∂z is just what every framework hands out as ∂L/∂x; biases zero, but for the forget gate's, which
     * is 1 (R. Jozefowicz, W. Zaremba, I. Sutskever, <em>An empirical exploration of recurrent network
     * architectures</em>, ICML 2015).
     *
     * @param network a SimpleRnn(n→n) or an LSTM(4n→n), alone or before its last step
     * @param radius ρ, the spectral radius of every Q's multiple
     * @param seed of all Q
     * @throws InvalidInput if the network is another or ρ is not positive and finite
     */
    public Weights weights(NetworkSpec network, double radius, long seed) {
        if (!(radius > 0) || Double.isInfinite(radius)) {
            throw new InvalidInput("spectral radius: a positive number expected, " + radius + " found");
        }
        RecurrentSpec layer = recurrent(network);
        RandomGenerator generator = new Well19937c(seed);
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        for (ParameterSpec spec : layer.parameters()) {
            RowMajorMatrix matrix = new RowMajorMatrix(spec.rows(), spec.columns());
            if (spec.parameter() == Parameter.W) {
                for (int i = 0; i < spec.rows(); i++) {
                    matrix.setEntry(i, i, 1);
                }
            } else if (spec.parameter() == Parameter.RW) {
                for (int block = 0; block < spec.columns(); block += layer.units()) {
                    RealMatrix q = matrix(layer.units(), generator);
                    matrix.setColumns(block, RowMajorMatrix.copyOf(q.scalarMultiply(radius)));
                }
            } else if (spec.parameter() == Parameter.B && layer.hasCell()) {
                for (int unit = 0; unit < layer.units(); unit++) {
                    matrix.setEntry(0, Gate.FORGET.ordinal() * layer.units() + unit, 1);
                }
            }
            matrices.put(new ParameterKey(layer.name(), spec.parameter()), matrix);
        }
        return new Weights(network, matrices);
    }

    private static RecurrentSpec recurrent(NetworkSpec network) {
        LayerSpec first = network.layers().get(0);
        if (first instanceof GruSpec) {
            throw new InvalidInput(
                    "network for a recurrent matrix: a SimpleRnn or LSTM expected, " + first.title() + " found");
        }
        boolean alone = network.layers().size() == 1
                || network.layers().size() == 2 && network.layers().get(1) instanceof LastStepSpec;
        if (alone && first instanceof RecurrentSpec layer) {
            int preactivations = layer instanceof LstmSpec ? 4 * layer.units() : layer.units();
            if (layer.inputs() == preactivations) {
                return layer;
            }
            throw new InvalidInput("inputs of " + layer.title() + ": " + preactivations
                    + " expected, one for every pre-activation, " + layer.inputs() + " found");
        }
        throw new InvalidInput("network for a recurrent matrix: a single recurrent layer expected, "
                + network.layers().size() + " layers found, the first of them " + first.title());
    }
}
