package dev.lockstep.adapter.ours;

import dev.lockstep.layer.Gradients;
import dev.lockstep.layer.Trace;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/** Collects what a case asks for, and nothing else. */
final class Observer {
    private static final Set<Kind> GRADIENTS =
            EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT, Kind.INITIAL_HIDDEN_GRADIENT, Kind.INITIAL_CELL_GRADIENT);

    private final Case scenario;
    private final Observations.Builder observations = Observations.builder();

    Observer(Case scenario) {
        this.scenario = scenario;
    }

    boolean wantsGradients() {
        return GRADIENTS.stream().anyMatch(this::wants);
    }

    /** Whether anything is observed that only training brings about. */
    boolean wantsTraining() {
        return scenario.training().isPresent()
                && (wants(Kind.SCORE) || wants(Kind.PARAMETER) || wants(Kind.OPTIMIZER_STATE));
    }

    void forward(Trace trace) {
        for (LayerSpec layer : scenario.network().layers()) {
            put(Kind.OUTPUTS, Quantity.outputs(layer.name()), Tensor.of(trace.outputs(layer.name())));
        }
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            State state = trace.finalState(layer.name()).orElseThrow();
            put(Kind.FINAL_HIDDEN, Quantity.finalHidden(layer.name()), Tensor.ofState(state.h()));
            state.c().ifPresent(c -> put(Kind.FINAL_CELL, Quantity.finalCell(layer.name()), Tensor.ofState(c)));
        }
    }

    boolean wantsStream() {
        return wants(Kind.STREAMED) && scenario.network().streams();
    }

    void stream(Sequence outputs) {
        put(Kind.STREAMED, Quantity.streamed(), Tensor.of(outputs));
    }

    void score(Quantity quantity, double score) {
        put(Kind.SCORE, quantity, Tensor.scalar(score));
    }

    void gradients(Gradients gradients) {
        putAll(Kind.GRADIENT, gradients.weights(), Quantity::gradient);
        put(Kind.INPUT_GRADIENT, Quantity.inputGradient(), Tensor.of(gradients.dx()));
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            if (layer.trainableStart()) {
                continue;
            }
            State d = gradients.dInitialStates().get(layer.name());
            put(Kind.INITIAL_HIDDEN_GRADIENT, Quantity.initialHiddenGradient(layer.name()), Tensor.ofState(d.h()));
            d.c().ifPresent(dc ->
                    put(Kind.INITIAL_CELL_GRADIENT, Quantity.initialCellGradient(layer.name()), Tensor.ofState(dc)));
        }
    }

    void afterStep(int step, Weights theta, OptimizerState state) {
        putAll(Kind.PARAMETER, theta, key -> Quantity.parameter(key, step));
        state.slots()
                .forEach((slot, values) ->
                        putAll(Kind.OPTIMIZER_STATE, values, key -> Quantity.optimizerState(key, slot, step)));
    }

    Observations observations() {
        return observations.build();
    }

    private boolean wants(Kind kind) {
        return scenario.observed().contains(kind);
    }

    private void put(Kind kind, Quantity quantity, Tensor tensor) {
        if (wants(kind)) {
            observations.put(quantity, tensor);
        }
    }

    private void putAll(Kind kind, Weights values, Function<ParameterKey, Quantity> name) {
        for (LayerSpec layer : scenario.network().parts()) {
            for (ParameterSpec spec : layer.parameters()) {
                ParameterKey key = new ParameterKey(layer.name(), spec.parameter());
                put(kind, name.apply(key), Tensor.of(spec, values.get(key)));
            }
        }
    }
}
