package dev.lockstep.convention;

import dev.lockstep.model.Axis;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Sequences {@code [time × batch × features]} and arrays of such with their axes confused. */
final class SequenceAxes {
    private SequenceAxes() {}

    /** Arrays that were flattened in one order of axes and are read in another; all sizes are those that were meant. */
    enum Exchange {
        /** Flat as [row, feature, step], read as [row, step, feature]. */
        FEATURES_FIRST(
                "features-first",
                "an array [row, feature, t] read as [row, t, feature]",
                "deeplearning4j/deeplearning4j#7306") {
            @Override
            int source(int t, int row, int feature, int time, int batch, int features) {
                int flat = t * features + feature;
                return at(flat % time, row, flat / time, batch, features);
            }
        },
        /** Flat as [row, step, feature], read as [row, feature, step]. */
        FEATURES_LAST(
                "features-last",
                "an array [row, t, feature] read as [row, feature, t]",
                "deeplearning4j/deeplearning4j#8441") {
            @Override
            int source(int t, int row, int feature, int time, int batch, int features) {
                int flat = feature * time + t;
                return at(flat / features, row, flat % features, batch, features);
            }
        },
        /** Flat as [step, row, feature], read as [row, step, feature]. */
        TIME_FIRST(
                "time-first",
                "an array [t, row, feature] read as [row, t, feature]",
                "deeplearning4j/deeplearning4j#9025") {
            @Override
            int source(int t, int row, int feature, int time, int batch, int features) {
                return (row * time + t) * features + feature;
            }
        },
        /** Flat as [row, step, feature], read as [step, row, feature]. */
        BATCH_FIRST(
                "batch-first-array",
                "an array [row, t, feature] read as [t, row, feature]",
                "deeplearning4j/deeplearning4j#9025") {
            @Override
            int source(int t, int row, int feature, int time, int batch, int features) {
                int flat = t * batch + row;
                return at(flat % time, flat / time, feature, batch, features);
            }
        };

        private final String id;
        private final String title;
        private final String prevents;

        Exchange(String id, String title, String prevents) {
            this.id = id;
            this.title = title;
            this.prevents = prevents;
        }

        String id() {
            return id;
        }

        String title() {
            return title;
        }

        String prevents() {
            return prevents;
        }

        /** Which number stands at a place, as a flat index of what was meant. */
        abstract int source(int t, int row, int feature, int time, int batch, int features);

        private static int at(int t, int row, int feature, int batch, int features) {
            return (t * batch + row) * features + feature;
        }

        Sequence apply(Sequence meant) {
            int[] sources = sources(meant.time(), meant.batch(), meant.features());
            return new Sequence(meant.time(), meant.batch(), meant.features(), picked(meant.values(), sources));
        }

        Tensor applied(Tensor meant) {
            return new Tensor(meant.axes(), picked(meant.values(), sources(meant)));
        }

        Tensor undone(Tensor read) {
            return new Tensor(read.axes(), picked(read.values(), WeightLayout.inverse(sources(read))));
        }

        private int[] sources(Tensor tensor) {
            List<Axis> axes = tensor.axes();
            return sources(axes.get(0).size(), axes.get(1).size(), axes.get(2).size());
        }

        private int[] sources(int time, int batch, int features) {
            int[] sources = new int[time * batch * features];
            for (int t = 0; t < time; t++) {
                for (int row = 0; row < batch; row++) {
                    for (int feature = 0; feature < features; feature++) {
                        sources[at(t, row, feature, batch, features)] = source(t, row, feature, time, batch, features);
                    }
                }
            }
            return sources;
        }

        private static double[] picked(double[] values, int[] sources) {
            double[] picked = new double[values.length];
            for (int i = 0; i < picked.length; i++) {
                picked[i] = values[sources[i]];
            }
            return picked;
        }
    }

    /** The last step first. */
    static Sequence reversed(Sequence sequence) {
        return new Sequence(
                sequence.time(), sequence.batch(), sequence.features(), reversed(sequence.values(), sequence.time()));
    }

    /** The last step first. */
    static Tensor reversed(Tensor tensor) {
        return new Tensor(
                tensor.axes(), reversed(tensor.values(), tensor.axes().get(0).size()));
    }

    private static double[] reversed(double[] values, int time) {
        int step = values.length / time;
        double[] reversed = new double[values.length];
        for (int t = 0; t < time; t++) {
            System.arraycopy(values, t * step, reversed, (time - 1 - t) * step, step);
        }
        return reversed;
    }

    /** Rows for steps and steps for rows. */
    static Sequence exchanged(Sequence sequence) {
        return new Sequence(
                sequence.batch(),
                sequence.time(),
                sequence.features(),
                exchanged(sequence.values(), sequence.time(), sequence.batch(), sequence.features()));
    }

    /** Rows for steps and steps for rows, called as before. */
    static Tensor exchanged(Tensor tensor) {
        List<Axis> axes = new ArrayList<>(tensor.axes());
        int time = axes.get(0).size();
        int batch = axes.get(1).size();
        axes.set(0, Axis.counted(Axis.TIME, batch));
        axes.set(1, Axis.counted(Axis.BATCH, time));
        return new Tensor(
                axes, exchanged(tensor.values(), time, batch, axes.get(2).size()));
    }

    private static double[] exchanged(double[] values, int time, int batch, int features) {
        double[] exchanged = new double[values.length];
        for (int t = 0; t < time; t++) {
            for (int row = 0; row < batch; row++) {
                System.arraycopy(
                        values, (t * batch + row) * features, exchanged, (row * time + t) * features, features);
            }
        }
        return exchanged;
    }
}
