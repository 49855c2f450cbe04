package dev.lockstep.comparison;

import dev.lockstep.model.Axis;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.stream.IntStream;

/** Goes through the entries of two arrays of the same shape in the order in which an error spreads. */
final class EntryWalk {
    private static final List<String> SPREAD = List.of(Axis.TIME, Axis.GATE, Axis.UNIT, Axis.FROM, Axis.BATCH);

    private final Tensor a;
    private final Tensor b;
    private final Bound bound;
    private final Precision precision;

    EntryWalk(Tensor a, Tensor b, Bound bound, Precision precision) {
        this.a = a;
        this.b = b;
        this.bound = bound;
        this.precision = precision;
    }

    /** The comparison of the whole arrays. */
    ArrayComparison compare(Quantity quantity) {
        int differing = 0;
        double maxAbsolute = 0;
        double maxUlp = 0;
        int worst = -1;
        double worstShare = 0;
        int[] order = order(a);
        int[] beyond = new int[order.length];
        int count = 0;
        for (int index : order) {
            double x = a.values()[index];
            double y = b.values()[index];
            if (x == y && Double.isFinite(x)) {
                continue;
            }
            Difference entry = at(index, List.of());
            double share = entry.usedShare();
            differing++;
            maxAbsolute =
                    Math.max(maxAbsolute, Double.isNaN(entry.absolute()) ? Double.POSITIVE_INFINITY : entry.absolute());
            maxUlp = Math.max(maxUlp, entry.ulps());
            if (worst < 0 || share > worstShare) {
                worst = index;
                worstShare = share;
            }
            if (!entry.agrees()) {
                beyond[count++] = index;
            }
        }
        return new ArrayComparison(
                quantity,
                a,
                b,
                false,
                differing,
                new Entries(this, Arrays.copyOf(beyond, count)),
                maxAbsolute,
                maxUlp,
                worst < 0 ? Optional.empty() : Optional.of(at(worst)),
                bound,
                precision);
    }

    /** The entry at a flat index. */
    Difference at(int index) {
        return at(index, a.labels(index));
    }

    private Difference at(int index, List<String> where) {
        double x = a.values()[index];
        double y = b.values()[index];
        double ulps = Ulps.between(x, y, precision);
        return new Difference(index, where, x, y, Math.abs(x - y), ulps, bound.allowed()[index]);
    }

    /** Flat indices of an array by time step, gate, unit, source, batch row. */
    static int[] order(Tensor tensor) {
        int[] axes = axes(tensor);
        boolean flat = true;
        for (int i = 0; i < axes.length; i++) {
            flat &= axes[i] == i;
        }
        int[] indices = IntStream.range(0, tensor.values().length).toArray();
        if (flat) {
            return indices;
        }
        int[] strides = new int[axes.length];
        int stride = 1;
        for (int axis = axes.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= tensor.axes().get(axis).size();
        }
        // Counting through the axes in the other order, the last one fastest.
        for (int i = 0; i < indices.length; i++) {
            int rest = i;
            int index = 0;
            for (int k = axes.length - 1; k >= 0; k--) {
                int size = tensor.axes().get(axes[k]).size();
                index += rest % size * strides[axes[k]];
                rest /= size;
            }
            indices[i] = index;
        }
        return indices;
    }

    /** Positions of the axes in the order in which an error spreads along them. */
    static int[] axes(Tensor tensor) {
        int[] ordered = new int[tensor.axes().size()];
        for (int axis = 0; axis < ordered.length; axis++) {
            int rank = rank(tensor.axes().get(axis).name());
            int position = axis;
            while (position > 0 && rank(tensor.axes().get(ordered[position - 1]).name()) > rank) {
                ordered[position] = ordered[position - 1];
                position--;
            }
            ordered[position] = axis;
        }
        return ordered;
    }

    private static int rank(String axis) {
        int rank = SPREAD.indexOf(axis);
        return rank < 0 ? SPREAD.size() : rank;
    }

    /** Entries made when asked for: a training run may have millions of them. */
    private static final class Entries extends AbstractList<Difference> implements RandomAccess {
        private final EntryWalk walk;
        private final int[] indices;

        Entries(EntryWalk walk, int[] indices) {
            this.walk = walk;
            this.indices = indices;
        }

        @Override
        public Difference get(int position) {
            return walk.at(indices[position]);
        }

        @Override
        public int size() {
            return indices.length;
        }
    }
}
