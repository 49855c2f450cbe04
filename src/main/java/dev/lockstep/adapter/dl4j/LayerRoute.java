package dev.lockstep.adapter.dl4j;

import dev.lockstep.model.Objective;
import dev.lockstep.model.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Calls DL4J's layers one after another, forward and back, for what its networks have no path for: states before the
 * first step and after the last, and gradients that arrive from outside.
 *
 * <p>Forward goes through {@code rnnTimeStep}, which is the public way to start from a state. Back goes through
 * {@code backpropGradient}, which starts from zero states, or through {@code tbpttBackpropGradient} over all steps,
 * which starts from the stored one. The latter holds for LSTMs only: SimpleRnn forgets its stored state there.
 */
final class LayerRoute {
    private static final LayerWorkspaceMgr WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

    private final MultiLayerNetwork network;
    private final List<Stage> stages;
    private final Map<String, State> initialStates;
    private final List<INDArray> inputs = new ArrayList<>();
    private final Map<String, INDArray> outputs = new HashMap<>();
    private final Map<String, State> finalStates = new HashMap<>();

    /**
     * Runs the layers forward.
     *
     * @param network with the layers of {@code stages} and perhaps a loss layer above
     * @param stages what its layers stand for
     * @param input {@code [batch × features × time]}
     * @param initialStates states before the first step by layer name; layers not named start from zero
     */
    LayerRoute(MultiLayerNetwork network, List<Stage> stages, INDArray input, Map<String, State> initialStates) {
        this.network = network;
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

    /** Outputs of every layer of ours, by its name: {@code [batch × units × time]}, or a matrix after the last step. */
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
        if (!stage.isRecurrent()) {
            INDArray y = network.getLayer(i).activate(x, false, WORKSPACES);
            outputs.put(name, y);
            return y;
        }
        RecurrentLayer layer = recurrent(i);
        layer.rnnSetPreviousState(stored(name));
        INDArray h = layer.rnnTimeStep(x, WORKSPACES);
        finalStates.put(name, ArrayTranslation.state(layer.rnnGetPreviousState()));
        layer.rnnClearPreviousState();
        outputs.put(name, h);
        if (stage.lastStep().isEmpty()) {
            return h;
        }
        INDArray last = lastStep(h).dup();
        outputs.put(stage.lastStep().get().name(), last);
        return last;
    }

    /** DL4J's score of the output against targets, {@code [batch × features × time]} or a matrix. */
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
        INDArray epsilon =
                sequences ? ArrayTranslation.series(upstream.outputs()) : ArrayTranslation.step(upstream.outputs());
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
            if (stage.isRecurrent()) {
                State atTheEnd = finalStateGradients.get(stage.layer().name());
                epsilon = backwardRecurrent(i, stepGradients(stage, i, epsilon, atTheEnd));
            } else {
                Layer layer = network.getLayer(i);
                layer.activate(inputs.get(i), true, WORKSPACES);
                epsilon = layer.backpropGradient(epsilon, WORKSPACES).getSecond();
            }
        }
        return epsilon;
    }

    /** The gradient of every step's h: where only the last step goes on, zero before it; dh of the end added there. */
    private INDArray stepGradients(Stage stage, int i, INDArray epsilon, State atTheEnd) {
        INDArray steps = epsilon.dup();
        if (stage.lastStep().isPresent()) {
            INDArray x = inputs.get(i);
            steps = Nd4j.zeros(x.size(0), stage.layer().outputs(), x.size(2));
            lastStep(steps).assign(epsilon);
        }
        if (atTheEnd != null) {
            lastStep(steps).addi(ArrayTranslation.matrix(atTheEnd.h()));
        }
        return steps;
    }

    private INDArray backwardRecurrent(int i, INDArray epsilon) {
        RecurrentLayer layer = recurrent(i);
        Map<String, INDArray> stored = stored(stages.get(i).layer().name());
        layer.setInput(inputs.get(i), WORKSPACES);
        Pair<Gradient, INDArray> gradients;
        if (stored.isEmpty()) {
            gradients = layer.backpropGradient(epsilon, WORKSPACES);
        } else {
            layer.rnnSetPreviousState(stored);
            gradients = layer.tbpttBackpropGradient(epsilon, (int) epsilon.size(2), WORKSPACES);
            layer.rnnClearPreviousState();
        }
        return gradients.getSecond();
    }

    private RecurrentLayer recurrent(int i) {
        Layer layer = network.getLayer(i);
        return (RecurrentLayer) (layer instanceof BaseWrapperLayer wrapper ? wrapper.getUnderlying() : layer);
    }

    private Map<String, INDArray> stored(String name) {
        State state = initialStates.get(name);
        return state == null || state.isZero() ? Map.of() : ArrayTranslation.stateMap(state);
    }

    private static INDArray lastStep(INDArray series) {
        return series.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(series.size(2) - 1));
    }
}
