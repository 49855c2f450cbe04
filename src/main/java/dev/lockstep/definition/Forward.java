package dev.lockstep.definition;

import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.RealFieldElement;

/**
 * A network's forward pass.
 *
 * @param <T> the numbers
 */
final class Forward<T extends RealFieldElement<T>> {
    private final Equations equations;
    private final Arithmetic<T> math;
    private final Case scenario;
    private final Parameters<T> theta;
    private final Map<String, Grid<T>> outputs = new LinkedHashMap<>();
    private final Map<String, List<Memory<T>>> finalStates = new LinkedHashMap<>();
    private final Map<String, List<Memory<T>>> start;
    private final boolean resumed;
    private Grid<T> z = new Grid<>(0, 0, 0, List.of());

    /**
     * @param scenario its network and truncation
     * @param theta its parameters
     * @param input what the network reads
     * @param masks which steps count, in all recurrent layers up to one that keeps the last step, which counts
     * @param start by layer, for each row, the memory before the first step
     * @param resumed whether the input goes on where another ended, so that memory comes from there whatever the parameters say
     */
    Forward(
            Equations equations,
            Arithmetic<T> math,
            Case scenario,
            Parameters<T> theta,
            Grid<T> input,
            Masks masks,
            Map<String, List<Memory<T>>> start,
            boolean resumed) {
        this.equations = equations;
        this.math = math;
        this.scenario = scenario;
        this.theta = theta;
        this.start = start;
        this.resumed = resumed;
        Counts counts =
                masks.features().map(mask -> Counts.of(mask, masks.rule())).orElse(Counts.ALL);
        Grid<T> x = input;
        for (LayerSpec layer : scenario.network().layers()) {
            x = outputs(layer, x, counts);
            outputs.put(layer.name(), x);
            counts = equations.mask().above(layer, counts);
        }
    }

    private Grid<T> outputs(LayerSpec layer, Grid<T> x, Counts counts) {
        if (layer instanceof RecurrentSpec recurrent) {
            return recurrent(recurrent, x, counts);
        }
        if (layer instanceof BidirectionalSpec both) {
            return bidirectional(both, x, counts);
        }
        if (layer instanceof MaskZeroSpec masked) {
            return recurrent(masked.wrapped(), x, equations.mask().counts(masked, x));
        }
        if (layer instanceof DenseSpec dense) {
            return dense(dense, x);
        }
        if (layer instanceof ActivationSpec activation) {
            return activation(activation, x);
        }
        return lastStep(x, counts);
    }

    /** What a layer yields. */
    Grid<T> outputs(String layer) {
        return outputs.get(layer);
    }

    /** What the network yields. */
    Grid<T> last() {
        List<LayerSpec> layers = scenario.network().layers();
        return outputs.get(layers.get(layers.size() - 1).name());
    }

    /** What the last activation of a Dense or Activation layer was given; without values if there is none. */
    Grid<T> z() {
        return z;
    }

    /** Of a recurrent layer, for each row, the memory after the last step. */
    List<Memory<T>> finalState(String layer) {
        return finalStates.get(layer);
    }

    private Grid<T> recurrent(RecurrentSpec layer, Grid<T> x, Counts counts) {
        RecurrentLayer<T> steps =
                new RecurrentLayer<>(math, cell(layer), scenario.truncation(), counts, equations.mask());
        List<RecurrentLayer.Passed<T>> rows = new ArrayList<>();
        for (int row = 0; row < x.batch(); row++) {
            List<List<T>> read = new ArrayList<>();
            for (int step = 0; step < x.time(); step++) {
                read.add(x.row(step, row));
            }
            rows.add(steps.pass(read, row, started(layer, row)));
        }
        finalStates.put(
                layer.name(), rows.stream().map(RecurrentLayer.Passed::last).toList());
        List<T> values = new ArrayList<>();
        for (int step = 0; step < x.time(); step++) {
            for (RecurrentLayer.Passed<T> row : rows) {
                values.addAll(row.h().get(step));
            }
        }
        return new Grid<>(x.time(), x.batch(), layer.units(), values);
    }

    /** (R10) h at t = 0 is the parameter h0 in every row, where there is one. */
    private Memory<T> started(RecurrentSpec layer, int row) {
        Memory<T> given = start.get(layer.name()).get(row);
        return layer.trainableStart() && !resumed
                ? new Memory<>(theta.get(new ParameterKey(layer.name(), Parameter.H0)), given.c())
                : given;
    }

    private Cell<T> cell(RecurrentSpec layer) {
        if (layer instanceof SimpleRnnSpec rnn) {
            return equations.simpleRnn().cell(math, equations.activations(), rnn, theta);
        }
        if (layer instanceof LstmSpec lstm) {
            return equations.lstm().cell(math, equations.activations(), lstm, theta);
        }
        return equations.gru().cell(math, equations.activations(), (GruSpec) layer, theta);
    }

    /** (B1) to (B3). */
    private Grid<T> bidirectional(BidirectionalSpec layer, Grid<T> x, Counts counts) {
        Grid<T> forward = recurrent(layer.forward(), x, counts);
        Counts backwards = equations.bidirectional().reversed(counts, x.time());
        Grid<T> reverse = equations.bidirectional().inOrder(recurrent(layer.reverse(), x.reversed(), backwards));
        List<T> values = new ArrayList<>();
        for (int step = 0; step < x.time(); step++) {
            for (int row = 0; row < x.batch(); row++) {
                values.addAll(equations
                        .bidirectional()
                        .combined(math, layer, forward.row(step, row), reverse.row(step, row)));
            }
        }
        return new Grid<>(x.time(), x.batch(), layer.outputs(), values);
    }

    private Grid<T> activation(ActivationSpec layer, Grid<T> x) {
        List<T> values = new ArrayList<>();
        for (int step = 0; step < x.time(); step++) {
            for (int row = 0; row < x.batch(); row++) {
                values.addAll(equations.activations().row(math, layer.activation(), x.row(step, row)));
            }
        }
        z = x;
        return new Grid<>(x.time(), x.batch(), x.features(), values);
    }

    /** Of every row the last step that counts. */
    private Grid<T> lastStep(Grid<T> x, Counts counts) {
        List<T> values = new ArrayList<>();
        for (int row = 0; row < x.batch(); row++) {
            values.addAll(x.row(equations.mask().lastStep(counts, x.time(), row), row));
        }
        return new Grid<>(1, x.batch(), x.features(), values);
    }

    private Grid<T> dense(DenseSpec layer, Grid<T> x) {
        List<T> pre = new ArrayList<>();
        List<T> values = new ArrayList<>();
        for (int step = 0; step < x.time(); step++) {
            for (int row = 0; row < x.batch(); row++) {
                List<T> of = equations.dense().z(math, layer, theta, x.row(step, row));
                pre.addAll(of);
                values.addAll(equations.dense().y(math, equations.activations(), layer, of));
            }
        }
        z = new Grid<>(x.time(), x.batch(), layer.outputs(), pre);
        return new Grid<>(x.time(), x.batch(), layer.outputs(), values);
    }
}
