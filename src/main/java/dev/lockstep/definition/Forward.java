package dev.lockstep.definition;

import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private Grid<T> z = new Grid<>(0, 0, 0, List.of());

    /**
     * @param scenario its network and truncation
     * @param theta its parameters
     * @param input what the network reads
     * @param start by layer, for each row, the memory before the first step
     * @param masking which steps count, in all recurrent layers
     */
    Forward(
            Equations equations,
            Arithmetic<T> math,
            Case scenario,
            Parameters<T> theta,
            Grid<T> input,
            Map<String, List<Memory<T>>> start,
            Optional<Masking> masking) {
        this.equations = equations;
        this.math = math;
        this.scenario = scenario;
        this.theta = theta;
        Grid<T> x = input;
        for (LayerSpec layer : scenario.network().layers()) {
            if (layer instanceof RecurrentSpec recurrent) {
                x = recurrent(recurrent, x, start.get(layer.name()), masking);
            } else if (layer instanceof DenseSpec dense) {
                x = dense(dense, x);
            } else if (layer instanceof LastStepSpec) {
                int from = (x.time() - 1) * x.batch() * x.features();
                x = new Grid<>(
                        1,
                        x.batch(),
                        x.features(),
                        x.values().subList(from, x.values().size()));
            }
            outputs.put(layer.name(), x);
        }
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

    /** The pre-activations of the last Dense layer; without values if there is none. */
    Grid<T> z() {
        return z;
    }

    /** Of a recurrent layer, for each row, the memory after the last step. */
    List<Memory<T>> finalState(String layer) {
        return finalStates.get(layer);
    }

    private Grid<T> recurrent(RecurrentSpec layer, Grid<T> x, List<Memory<T>> start, Optional<Masking> masking) {
        RecurrentLayer<T> steps =
                new RecurrentLayer<>(math, cell(layer), scenario.truncation(), masking, equations.mask());
        List<RecurrentLayer.Passed<T>> rows = new ArrayList<>();
        for (int row = 0; row < x.batch(); row++) {
            List<List<T>> read = new ArrayList<>();
            for (int step = 0; step < x.time(); step++) {
                read.add(x.row(step, row));
            }
            rows.add(steps.pass(read, row, started(layer, start.get(row))));
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
    private Memory<T> started(RecurrentSpec layer, Memory<T> given) {
        return layer.trainableStart()
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
