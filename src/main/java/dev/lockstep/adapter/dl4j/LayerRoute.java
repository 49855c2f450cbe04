package dev.lockstep.adapter.dl4j;

import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Calls DL4J's layers one after another, forward and back, for what its networks have no path for: states before the
 * first step and after the last, and gradients that arrive from outside.
 *
 * <p>Of layers that hand out their state, forward goes through {@code rnnTimeStep}, which is the public way to start from a state. Back goes through
 * {@code backpropGradient}, which starts from zero states, or through {@code tbpttBackpropGradient} over all steps,
 * which starts from the stored one. The latter holds for LSTMs only: SimpleRnn forgets its stored state there.
 */
final class LayerRoute {
    private static final LayerWorkspaceMgr WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

    private final MultiLayerNetwork network;
    private final ArrayTranslation arrays;
    private final List<Stage> stages;
    private final Map<String, State> initialStates;
    private final List<INDArray> inputs = new ArrayList<>();
    private final Map<String, INDArray> outputs = new HashMap<>();
    private final Map<String, State> finalStates = new HashMap<>();

    /**
     * Runs the layers forward.
     *
     * @param network with the layers of {@code stages} and perhaps a loss layer above; its masks, if it shall have any, are set
     * @param arrays the precision and format of its arrays
     * @param stages what its layers stand for
     * @param input {@code [batch × features × time]} or {@code [batch × time × features]}
     * @param initialStates states before the first step by layer name; layers not named start from zero
     */
    LayerRoute(
            MultiLayerNetwork network,
            ArrayTranslation arrays,
            List<Stage> stages,
            INDArray input,
            Map<String, State> initialStates) {
        this.network = network;
        this.arrays = arrays;
        this.stages = stages;
        this.initialStates = initialStates;
        INDArray x = input;
        for (int i = 0; i < stages.size(); i++) {
            inputs.add(x);
            if (!(network.getLayer(i) instanceof IOutputLayer)) {
                x = forward(i, x);
            }
        }
        inputs.add(x);
    }

    /** Outputs of every layer of ours, by its name: a sequence of the format, or a matrix after the last step. */
    Map<String, INDArray> outputs() {
        int top = stages.size() - 1;
        if (network.getLayer(top) instanceof IOutputLayer) {
            forward(top, inputs.get(top));
        }
        return outputs;
    }

    /** State of every recurrent layer after the last step, by its name. */
    Map<String, State> finalStates() {
        return finalStates;
    }

    private INDArray forward(int i, INDArray x) {
        Stage stage = stages.get(i);
        String name = stage.layer().name();
        INDArray y = stage.recurrent().isPresent()
                ? stepped(i, x, stage.recurrent().get())
                // An ActivationLayer writes where it reads.
                : withoutLastStep(i).activate(stage.isActivation() ? x.dup() : x, false, WORKSPACES);
        outputs.put(name, y);
        if (stage.lastStep().isEmpty()) {
            return y;
        }
        INDArray last = lastSteps(i, y);
        outputs.put(stage.lastStep().get().name(), last);
        return last;
    }

    private INDArray stepped(int i, INDArray x, RecurrentSpec spec) {
        RecurrentLayer layer = recurrent(i);
        if (stages.get(i).layer() instanceof MaskZeroSpec) {
            // Only here does it find the steps that count.
            withoutLastStep(i).activate(x, false, WORKSPACES);
        }
        layer.rnnSetPreviousState(stored(spec));
        INDArray h = layer.rnnTimeStep(x, WORKSPACES);
        finalStates.put(spec.name(), ArrayTranslation.state(layer.rnnGetPreviousState()));
        layer.rnnClearPreviousState();
        return h;
    }

    /** DL4J's score of the output against targets, a sequence of the format or a matrix. */
    double score(INDArray targets) {
        return ((IOutputLayer) readyOutputLayer(targets)).computeScore(0, true, WORKSPACES);
    }

    /**
     * Fills the network's gradient with that of the loss against these targets, summed over the batch.
     *
     * @return the gradient of the input, likewise
     */
    INDArray backward(INDArray targets) {
        network.initGradientsView();
        INDArray epsilon =
                readyOutputLayer(targets).backpropGradient(null, WORKSPACES).getSecond();
        boolean lossAbove = network.getnLayers() > stages.size();
        return backward(epsilon, lossAbove ? stages.size() - 1 : stages.size() - 2, Map.of());
    }

    /**
     * Fills the network's gradient with that of Σ outputs ⊙ dOutputs + Σ final states ⊙ dFinalStates.
     *
     * @return the gradient of the input
     */
    INDArray backward(Objective.Upstream upstream) {
        network.initGradientsView();
        boolean sequences = stages.get(stages.size() - 1).yieldsSequences();
        INDArray epsilon = sequences ? arrays.series(upstream.outputs()) : arrays.step(upstream.outputs());
        return backward(epsilon, stages.size() - 1, upstream.finalStates());
    }

    private Layer readyOutputLayer(INDArray targets) {
        Layer output = network.getOutputLayer();
        output.setInput(inputs.get(network.getnLayers() - 1), WORKSPACES);
        ((IOutputLayer) output).setLabels(targets);
        return output;
    }

    private INDArray backward(INDArray outputGradient, int from, Map<String, State> finalStateGradients) {
        INDArray epsilon = outputGradient;
        for (int i = from; i >= 0; i--) {
            Stage stage = stages.get(i);
            INDArray steps = stage.lastStep().isPresent() ? allSteps(i, epsilon) : epsilon;
            if (stage.recurrent().isPresent()) {
                RecurrentSpec spec = stage.recurrent().get();
                State atTheEnd = finalStateGradients.get(spec.name());
                epsilon = backwardRecurrent(i, spec, withFinal(steps.dup(), atTheEnd));
            } else {
                Layer layer = withoutLastStep(i);
                layer.activate(inputs.get(i), true, WORKSPACES);
                epsilon = layer.backpropGradient(steps, WORKSPACES).getSecond();
            }
        }
        return epsilon;
    }

    /** The gradient of every step's h where only the last one goes on: zero before it. */
    private INDArray allSteps(int i, INDArray epsilon) {
        INDArray steps = outputs.get(stages.get(i).layer().name()).ulike().assign(0);
        for (int row = 0; row < epsilon.size(0); row++) {
            arrays.step(steps, lastStep(i, steps, row)).getRow(row).assign(epsilon.getRow(row));
        }
        return steps;
    }

    private INDArray withFinal(INDArray steps, State atTheEnd) {
        if (atTheEnd != null) {
            arrays.step(steps, steps.size(arrays.timeDimension()) - 1).addi(arrays.matrix(atTheEnd.h()));
        }
        return steps;
    }

    private INDArray backwardRecurrent(int i, RecurrentSpec spec, INDArray epsilon) {
        RecurrentLayer layer = recurrent(i);
        Map<String, INDArray> stored = stored(spec);
        layer.setInput(inputs.get(i), WORKSPACES);
        Pair<Gradient, INDArray> gradients;
        if (stored.isEmpty()) {
            gradients = layer.backpropGradient(epsilon, WORKSPACES);
        } else {
            layer.rnnSetPreviousState(stored);
            int time = (int) epsilon.size(arrays.timeDimension());
            gradients = layer.tbpttBackpropGradient(epsilon, time, WORKSPACES);
            layer.rnnClearPreviousState();
        }
        return gradients.getSecond();
    }

    private RecurrentLayer recurrent(int i) {
        Layer layer = network.getLayer(i);
        while (layer instanceof BaseWrapperLayer wrapper) {
            layer = wrapper.getUnderlying();
        }
        return (RecurrentLayer) layer;
    }

    /** The layer below the selection of the last step, if that is there. */
    private Layer withoutLastStep(int i) {
        Layer layer = network.getLayer(i);
        return layer instanceof LastTimeStepLayer last ? last.getUnderlying() : layer;
    }

    private Map<String, INDArray> stored(RecurrentSpec layer) {
        State state = initialStates.get(layer.name());
        return state == null || state.isZero() ? Map.of() : arrays.stateMap(state);
    }

    private INDArray lastSteps(int i, INDArray series) {
        INDArray last = arrays.step(series, 0).dup();
        for (int row = 0; row < last.size(0); row++) {
            last.putRow(row, arrays.step(series, lastStep(i, series, row)).getRow(row));
        }
        return last;
    }

    /** The step that DL4J's LastTimeStep takes in a row: the last one that the layer's mask counts. */
    private long lastStep(int i, INDArray series, int row) {
        INDArray mask = withoutLastStep(i).getMaskArray();
        long step = series.size(arrays.timeDimension()) - 1;
        while (mask != null && step > 0 && mask.getDouble(row, step) == 0) {
            step--;
        }
        return step;
    }
}
