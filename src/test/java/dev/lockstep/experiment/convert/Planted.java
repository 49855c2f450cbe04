package dev.lockstep.experiment.convert;

import dev.lockstep.caseformat.ForeignArrays;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.layout.Layout;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import dev.lockstep.port.FrameworkLike;
import dev.lockstep.port.OwnArrays;
import dev.lockstep.port.Support;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A framework of a layout: our layers, from what its own idea of the layout makes of arrays. */
final class Planted extends FrameworkLike implements OwnArrays {
    private final Layout layout;
    private final boolean swapping;
    private final Optional<String> because;

    private Planted(Layout layout, boolean swapping, Optional<String> because) {
        super(Frameworks.ours());
        this.layout = layout;
        this.swapping = swapping;
        this.because = because;
    }

    /** One that has the layout as {@link Layout} has it. */
    static Planted honest(Layout layout) {
        return new Planted(layout, false, Optional.empty());
    }

    /** One whose first two gates are in the other order, as if {@link Layout} had them wrong. */
    static Planted withGatesExchanged(Layout layout) {
        return new Planted(layout, true, Optional.empty());
    }

    /** One that is not here. */
    static Planted absent(Layout layout, String because) {
        return new Planted(layout, false, Optional.of(because));
    }

    @Override
    public String id() {
        return layout == Layout.DEEPLEARNING4J ? "dl4j" : layout.word();
    }

    @Override
    public String title() {
        return layout.title();
    }

    @Override
    public Support available() {
        return because.map(Support::no).orElse(Support.YES);
    }

    @Override
    public Framework given(Map<String, Tensor> arrays) {
        return new FrameworkLike(this) {
            @Override
            public Observations observe(Case scenario) {
                Weights read = new ForeignArrays(layout, arrays, Map.of()).weights(scenario.network());
                return super.observe(scenario.withWeights(swapping ? exchanged(scenario.network(), read) : read));
            }
        };
    }

    /** The first two gates of every matrix in each other's place. */
    static Weights exchanged(NetworkSpec network, Weights weights) {
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        weights.asMap().forEach((key, matrix) -> {
            int gates = matrix.getColumnDimension() / network.layer(key.layer()).outputs();
            int units = matrix.getColumnDimension() / Math.max(gates, 1);
            RowMajorMatrix other = new RowMajorMatrix(matrix.getRowDimension(), matrix.getColumnDimension());
            for (int r = 0; r < matrix.getRowDimension(); r++) {
                for (int c = 0; c < matrix.getColumnDimension(); c++) {
                    int block = c / units;
                    int theirs = gates > 1 && block < 2 ? 1 - block : block;
                    other.setEntry(r, c, matrix.getEntry(r, theirs * units + c % units));
                }
            }
            matrices.put(key, other);
        });
        return new Weights(network, matrices);
    }
}
