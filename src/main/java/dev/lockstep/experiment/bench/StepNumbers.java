package dev.lockstep.experiment.bench;

import dev.lockstep.model.Parameter;
import dev.lockstep.model.Weights;
import dev.lockstep.port.TrainingStep;
import java.nio.file.Path;
import java.util.List;

/**
 * What the first step computed: the loss, dW, dRW, db, dx and the W, RW and b that it led to, laid out as {@link PointData}.
 *
 * @param arrays in that order
 */
record StepNumbers(List<double[]> arrays) {
    private static final List<String> NAMES =
            List.of("loss", "dW", "dRW", "db", "dx", "W after the step", "RW after the step", "b after the step");

    /**
     * How far two contestants are apart.
     *
     * @param relative the greatest difference in an array, relative to the greatest magnitude in it; infinite where there is a
     *     NaN or an infinity
     * @param array the array where it is greatest
     */
    record Distance(double relative, String array) {}

    static StepNumbers of(TrainingStep step) {
        Weights gradients = step.gradients();
        Weights parameters = step.parameters();
        return new StepNumbers(List.of(
                new double[] {step.loss()},
                array(gradients, Parameter.W),
                array(gradients, Parameter.RW),
                array(gradients, Parameter.B),
                step.inputGradient().values(),
                array(parameters, Parameter.W),
                array(parameters, Parameter.RW),
                array(parameters, Parameter.B)));
    }

    private static double[] array(Weights weights, Parameter parameter) {
        return weights.get(LayerType.NAME, parameter).toArray();
    }

    void write(Path file) {
        DoubleFile.write(file, arrays);
    }

    static StepNumbers read(GridPoint point, Path file) {
        int columns = point.layer().gates() * point.units();
        int w = point.inputs() * columns;
        int rw = point.units() * columns;
        int x = point.time() * point.batch() * point.inputs();
        return new StepNumbers(DoubleFile.read(file, 1, w, rw, columns, x, w, rw, columns));
    }

    /** The worst of all arrays. */
    Distance distanceTo(StepNumbers other) {
        Distance worst = new Distance(0, NAMES.get(0));
        for (int k = 0; k < NAMES.size(); k++) {
            double relative = relative(arrays.get(k), other.arrays.get(k));
            if (relative > worst.relative()) {
                worst = new Distance(relative, NAMES.get(k));
            }
        }
        return worst;
    }

    private static double relative(double[] ours, double[] theirs) {
        double magnitude = 0;
        double difference = 0;
        for (int i = 0; i < ours.length; i++) {
            if (!Double.isFinite(ours[i]) || !Double.isFinite(theirs[i])) {
                return Double.POSITIVE_INFINITY;
            }
            magnitude = Math.max(magnitude, Math.max(Math.abs(ours[i]), Math.abs(theirs[i])));
            difference = Math.max(difference, Math.abs(ours[i] - theirs[i]));
        }
        return difference == 0 ? 0 : difference / magnitude;
    }
}
