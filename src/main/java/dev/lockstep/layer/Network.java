package dev.lockstep.layer;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A stack of layers with their weights. Immutable. */
public final class Network {
    private final NetworkSpec spec;
    private final List<Layer> layers;

    /**
     * @param spec the layers
     * @param weights their parameters
     * @throws InvalidInput if {@code weights} lacks a parameter
     */
    public Network(NetworkSpec spec, Weights weights) {
        this.spec = spec;
        this.layers =
                spec.layers().stream().map(layer -> Layer.of(layer, weights)).toList();
    }

    /**
     * Runs the network over a minibatch all of whose steps count.
     *
     * @param x {@code [time × batch × inputs]}
     * @param initialStates states before the first step by recurrent layer, also inside of wrappers, {@code [batch × units]}
     *     each; layers not named start from zero
     * @throws InvalidInput if the features of x or a state do not fit the layers
     */
    public Trace forward(Sequence x, Map<String, State> initialStates) {
        return forward(x, Masks.NONE, initialStates);
    }

    /**
     * Runs the network over a minibatch.
     *
     * @param x {@code [time × batch × inputs]}
     * @param masks which steps of x count; labels are of no concern here
     * @param initialStates states before the first step by layer name, {@code [batch × units]} each; layers not named start
     *     from zero
     * @throws InvalidInput if the features of x or a state do not fit the layers
     */
    public Trace forward(Sequence x, Masks masks, Map<String, State> initialStates) {
        if (x.features() != spec.inputs()) {
            throw new InvalidInput("features of the input: " + spec.inputs() + " expected, as "
                    + spec.layers().get(0).title() + " reads, " + x.features() + " found");
        }
        requireStates("initial state", initialStates, x.batch());
        LinkedHashMap<String, Pass> passes = new LinkedHashMap<>();
        StepMask mask = StepMask.of(masks);
        Sequence between = x;
        Pass pass = null;
        for (Layer layer : layers) {
            String name = layer.spec().name();
            pass = layer.forward(between, mask, initialStates);
            passes.put(name, pass);
            between = pass.outputs();
            mask = layer.spec() instanceof LastStepSpec ? StepMask.of(Masks.NONE) : mask;
        }
        return new Trace(x, passes, pass);
    }

    /**
     * The reduced loss of a run, whose costs all count alike.
     *
     * @throws InvalidInput if the targets have another shape than the outputs
     */
    public double score(Trace trace, Objective.Targets objective) {
        return score(trace, objective, Optional.empty());
    }

    /**
     * The reduced loss of a run.
     *
     * @param labelWeights what the costs are multiplied by, {@code [output time × batch × 1]} or of the shape of the targets;
     *     empty where all count alike
     * @throws InvalidInput if the targets have another shape than the outputs
     */
    public double score(Trace trace, Objective.Targets objective, Optional<Sequence> labelWeights) {
        requireShape("targets", objective.targets(), trace.outputs());
        return new LossLayer(objective.loss(), objective.targets(), labelWeights).score(trace.last());
    }

    /**
     * Backpropagation through all layers and time steps of a run.
     *
     * @param trace a run of this network
     * @param objective targets with a loss, or an upstream gradient
     * @throws InvalidInput if there is neither, or shapes do not fit the run
     */
    public Gradients backward(Trace trace, Objective objective) {
        return backward(trace, objective, Truncation.NONE);
    }

    /**
     * Backpropagation through all layers of a run, and through time as far as the truncation lets errors flow.
     *
     * @param trace a run of this network
     * @param objective targets with a loss, or an upstream gradient
     * @param truncation of every recurrent layer
     * @throws InvalidInput if there is no objective, or shapes do not fit the run
     */
    public Gradients backward(Trace trace, Objective objective, Truncation truncation) {
        return backward(trace, objective, Optional.empty(), truncation);
    }

    /**
     * As {@link #backward(Trace, Objective, Truncation)}, with costs that do not all count alike.
     *
     * @param labelWeights what the costs are multiplied by, as in {@link #score(Trace, Objective.Targets, Optional)}; an upstream
     *     gradient is not
     */
    public Gradients backward(
            Trace trace, Objective objective, Optional<Sequence> labelWeights, Truncation truncation) {
        Map<String, State> dFinal =
                objective instanceof Objective.Upstream upstream ? upstream.finalStates() : Map.<String, State>of();
        requireStates("gradient of the final state", dFinal, trace.input().batch());
        Map<ParameterKey, RowMajorMatrix> parameters = new HashMap<>();
        Map<String, State> dInitial = new LinkedHashMap<>();
        Sequence dOutputs = null;
        for (int k = layers.size() - 1; k >= 0; k--) {
            Pass pass = trace.pass(layers.get(k).spec().name());
            LayerGradients gradients = dOutputs == null
                    ? lastLayer(pass, objective, labelWeights, dFinal, truncation)
                    : pass.backward(dOutputs, dFinal, truncation);
            parameters.putAll(gradients.parameters());
            dInitial.putAll(gradients.dInitial());
            dOutputs = gradients.dx();
        }
        return new Gradients(new Weights(spec, parameters), dOutputs, dInitial);
    }

    private static LayerGradients lastLayer(
            Pass last,
            Objective objective,
            Optional<Sequence> labelWeights,
            Map<String, State> dFinal,
            Truncation truncation) {
        if (objective instanceof Objective.Targets targets) {
            requireShape("targets", targets.targets(), last.outputs());
            return new LossLayer(targets.loss(), targets.targets(), labelWeights).backward(last, truncation);
        }
        if (objective instanceof Objective.Upstream upstream) {
            requireShape("upstream gradient", upstream.outputs(), last.outputs());
            return last.backward(upstream.outputs(), dFinal, truncation);
        }
        throw new InvalidInput("gradients: targets or an upstream gradient expected, none found");
    }

    private void requireStates(String what, Map<String, State> states, int batch) {
        states.forEach((name, state) -> {
            LayerSpec layer = spec.layer(name);
            if (!(layer instanceof RecurrentSpec recurrent)) {
                throw new InvalidInput(what + ": a recurrent layer expected, " + layer.title() + " found");
            }
            state.requireShape(what, recurrent, batch);
        });
    }

    private static void requireShape(String what, Sequence found, Sequence outputs) {
        String expectedShape = shape(outputs);
        String foundShape = shape(found);
        if (!expectedShape.equals(foundShape)) {
            throw new InvalidInput(what + ": " + expectedShape + " expected, " + foundShape + " found");
        }
    }

    private static String shape(Sequence sequence) {
        return sequence.time() + " steps × " + sequence.batch() + " rows × " + sequence.features() + " features";
    }
}
