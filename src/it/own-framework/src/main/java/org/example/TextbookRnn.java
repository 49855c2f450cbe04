package org.example;

import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.List;
import java.util.Set;

/** One SimpleRnn, forward: h = tanh(x·W + h′·RW + b). */
public class TextbookRnn implements Framework {
    @Override
    public String id() {
        return "textbook";
    }

    @Override
    public String title() {
        return "Textbook";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Support supports(Case scenario) {
        NetworkSpec network = scenario.network();
        LayerSpec layer = new SimpleRnnSpec("layer 1", network.inputs(), network.outputs(), Activation.TANH);
        boolean rnn = network.layers().equals(List.of(layer));
        boolean forward = scenario.observed().equals(Set.of(Kind.OUTPUTS, Kind.FINAL_HIDDEN));
        return rnn && forward ? Support.YES : Support.no("it is one SimpleRnn with tanh, forward only");
    }

    @Override
    public Observations observe(Case scenario) {
        SimpleRnnSpec layer = (SimpleRnnSpec) scenario.network().layers().get(0);
        Weights weights = scenario.weights();
        Sequence x = scenario.input();
        Sequence outputs = Sequence.zeros(x.time(), x.batch(), layer.units());
        RowMajorMatrix h = scenario.initialState(layer).h();
        for (int t = 1; t <= x.time(); t++) {
            RowMajorMatrix z = outputs.at(t);
            z.addProduct(x.at(t), weights.get(layer.name(), Parameter.W));
            z.addProduct(h, recurrent(weights.get(layer.name(), Parameter.RW)));
            z.addToEveryRow(weights.get(layer.name(), Parameter.B));
            for (int row = 0; row < x.batch(); row++) {
                for (int unit = 0; unit < layer.units(); unit++) {
                    z.setEntry(row, unit, Math.tanh(z.getEntry(row, unit)));
                }
            }
            h = z;
        }
        return Observations.builder()
                .put(Quantity.outputs(layer.name()), Tensor.of(outputs))
                .put(Quantity.finalHidden(layer.name()), Tensor.ofState(h))
                .build();
    }

    /** The recurrent weights as they are used. */
    protected RowMajorMatrix recurrent(RowMajorMatrix rw) {
        return rw;
    }
}
