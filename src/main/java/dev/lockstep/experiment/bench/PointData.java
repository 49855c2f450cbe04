package dev.lockstep.experiment.bench;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What every contestant starts from.
 *
 * @param point the sizes
 * @param weights W {@code [inputs × gates·units]}, RW {@code [units × gates·units]}, b {@code [1 × gates·units]}, gates in the
 *     order i f g o
 * @param input {@code [time × batch × inputs]}
 * @param targets {@code [time × batch × units]}
 */
record PointData(GridPoint point, Weights weights, Sequence input, Sequence targets) {
    /** Small enough for a million steps to leave the layer unsaturated. */
    static final double RATE = 1e-6;

    private static final long SEED = 4;

    /** The same numbers for the same sizes, always. */
    static PointData random(GridPoint point) {
        NetworkSpec network = point.layer().network(point.inputs(), point.units());
        return new PointData(
                point,
                Weights.random(network, SEED),
                Sequence.random(point.time(), point.batch(), point.inputs(), SEED + 1),
                Sequence.random(point.time(), point.batch(), point.units(), SEED + 2));
    }

    /** Writes W, RW, b, x and targets. */
    void write(Path file) {
        DoubleFile.write(
                file,
                List.of(
                        parameter(Parameter.W),
                        parameter(Parameter.RW),
                        parameter(Parameter.B),
                        input.values(),
                        targets.values()));
    }

    static PointData read(GridPoint point, Path file) {
        int columns = point.layer().gates() * point.units();
        int rows = point.time() * point.batch();
        List<double[]> arrays = DoubleFile.read(
                file,
                point.inputs() * columns,
                point.units() * columns,
                columns,
                rows * point.inputs(),
                rows * point.units());
        NetworkSpec network = point.layer().network(point.inputs(), point.units());
        Weights weights = Weights.of(
                network,
                rows(arrays.get(0), point.inputs(), columns),
                rows(arrays.get(1), point.units(), columns),
                rows(arrays.get(2), 1, columns));
        return new PointData(
                point,
                weights,
                new Sequence(point.time(), point.batch(), point.inputs(), arrays.get(3)),
                new Sequence(point.time(), point.batch(), point.units(), arrays.get(4)));
    }

    private static double[][] rows(double[] values, int rows, int columns) {
        return RowMajorMatrix.wrap(values, rows, columns).getData();
    }

    private double[] parameter(Parameter parameter) {
        return weights.get(LayerType.NAME, parameter).toArray();
    }

    /** The step as a case: the sum of squares, and one minibatch for Sgd. */
    Case scenario() {
        NetworkSpec network = point.layer().network(point.inputs(), point.units());
        OptimizerSpec sgd = new OptimizerSpec.Sgd(RATE);
        return new Case(
                point.layer().id() + " " + point.sizes(),
                network,
                weights,
                input,
                Map.of(),
                new Objective.Targets(Loss.of(LossFunction.L2, Reduction.SUM), targets),
                Optional.of(new Training(
                        sgd, OptimizerState.initial(sgd, network), List.of(new Minibatch(input, targets)))),
                Set.of(Quantity.Kind.GRADIENT));
    }
}
