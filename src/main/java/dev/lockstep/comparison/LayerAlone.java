package dev.lockstep.comparison;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One layer of a network as a network of its own, which starts from a given state.
 *
 * @param layer the layer; without a trained start, since it is given one
 * @param weights its parameters
 */
record LayerAlone(LayerSpec layer, Weights weights) {
    /** A layer of a case. */
    static LayerAlone of(Case scenario, LayerSpec layer) {
        LayerSpec startable = layer instanceof SimpleRnnSpec rnn && rnn.trainableStart()
                ? new SimpleRnnSpec(
                                rnn.name(), rnn.inputs(), rnn.units(), rnn.activation(), rnn.bias(), rnn.norm(), false)
                        .clippingPreActivationsAt(rnn.preActivationClip())
                : layer;
        Map<ParameterKey, RowMajorMatrix> own = new LinkedHashMap<>();
        scenario.weights().asMap().forEach((key, matrix) -> {
            if (key.layer().equals(layer.name()) && key.parameter() != Parameter.H0) {
                own.put(key, matrix);
            }
        });
        return new LayerAlone(startable, new Weights(NetworkSpec.of(startable), own));
    }

    /** The state from which a layer of a case starts. */
    static Optional<State> start(Case scenario, LayerSpec layer) {
        if (!(layer instanceof RecurrentSpec recurrent)) {
            return Optional.empty();
        }
        if (!recurrent.trainableStart()) {
            return Optional.of(scenario.initialState(recurrent));
        }
        RowMajorMatrix h0 = scenario.weights().get(layer.name(), Parameter.H0);
        RowMajorMatrix rows = new RowMajorMatrix(scenario.input().batch(), recurrent.units());
        for (int row = 0; row < rows.getRowDimension(); row++) {
            rows.setRow(row, h0.getRow(0));
        }
        return Optional.of(State.of(rows));
    }

    /** The layer with other weights. */
    LayerAlone with(Parameter parameter, RowMajorMatrix values) {
        Map<ParameterKey, RowMajorMatrix> changed = new LinkedHashMap<>(weights.asMap());
        changed.put(new ParameterKey(layer.name(), parameter), values);
        return new LayerAlone(layer, new Weights(NetworkSpec.of(layer), changed));
    }

    /** The case of the layer reading some steps from a state; it observes outputs and final states. */
    Case reading(Sequence x, Optional<State> start) {
        EnumSet<Kind> observed = EnumSet.of(Kind.OUTPUTS);
        if (layer instanceof RecurrentSpec recurrent) {
            observed.add(Kind.FINAL_HIDDEN);
            if (recurrent.hasCell()) {
                observed.add(Kind.FINAL_CELL);
            }
        }
        return new Case(
                layer.title() + " alone",
                NetworkSpec.of(layer),
                weights,
                x,
                start.map(state -> Map.of(layer.name(), state)).orElse(Map.of()),
                new Objective.None(),
                Optional.empty(),
                observed);
    }

    /** The state after the last step. */
    Optional<State> finalState(Observations observed) {
        if (!(layer instanceof RecurrentSpec recurrent)) {
            return Optional.empty();
        }
        RowMajorMatrix h = matrix(observed.get(Quantity.finalHidden(layer.name())));
        return Optional.of(
                recurrent.hasCell()
                        ? State.of(h, matrix(observed.get(Quantity.finalCell(layer.name()))))
                        : State.of(h));
    }

    private static RowMajorMatrix matrix(Tensor state) {
        return RowMajorMatrix.wrap(
                state.values().clone(),
                state.axes().get(0).size(),
                state.axes().get(1).size());
    }
}
