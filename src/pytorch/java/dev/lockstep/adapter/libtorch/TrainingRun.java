package dev.lockstep.adapter.libtorch;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Observations;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Training;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The optimizer steps of a case. */
final class TrainingRun {
    private final Case scenario;
    private final Training training;
    private final Tensors tensors;
    private final TorchNetwork network;
    private final TorchLoss loss;
    private final TorchOptimizer optimizer;

    /**
     * @param scenario a case with training
     * @param network whose parameters move
     */
    TrainingRun(Case scenario, TorchNetwork network, TorchLoss loss, Tensors tensors) {
        this.scenario = scenario;
        this.training = scenario.training().orElseThrow();
        this.tensors = tensors;
        this.network = network;
        this.loss = loss;
        this.optimizer = new TorchOptimizer(training, scenario.network(), network.parameters(), tensors);
    }

    /** Takes all steps and puts down what is observed after each. */
    void run(Observations.Builder observations) {
        int step = 0;
        for (Minibatch minibatch : training.minibatches()) {
            step++;
            step(step, minibatch, observations);
        }
    }

    /** One step; the memory of whatever it computes on the way is freed with the scope, that of the optimizer's state is torch's. */
    @SuppressWarnings("try")
    private void step(int step, Minibatch minibatch, Observations.Builder observations) {
        try (PointerScope scope = new PointerScope()) {
            optimizer.clear();
            Tensor score = score(minibatch);
            score.backward();
            if (wants(Kind.SCORE)) {
                Tensor penalised = score.detach().add(penalty());
                observations.put(Quantity.score(step), dev.lockstep.model.Tensor.scalar(Tensors.values(penalised)[0]));
            }
            clip();
            optimizer.step(step);
            put(observations, step);
        }
    }

    private boolean wants(Kind kind) {
        return scenario.observed().contains(kind);
    }

    private Tensor score(Minibatch minibatch) {
        TorchNetwork.Pass pass = network.forward(
                tensors.of(minibatch.input()),
                network.leaves(scenario.initialStates(), minibatch.input().batch()),
                new Packing(minibatch.masks()));
        return loss.score(pass.z(), pass.p(), minibatch.targets(), minibatch.masks());
    }

    /** What the score of a step has besides the loss, though nothing of weight decay is minimised. */
    private Tensor penalty() {
        Tensor sum = tensors.zeros();
        for (Map.Entry<ParameterKey, Tensor> entry : network.parameters().entrySet()) {
            Regularisation.Rule rule =
                    training.regularisation().of(entry.getKey().parameter());
            Tensor squares = entry.getValue().detach().square().sum();
            sum = sum.add(squares.mul(new Scalar((rule.l2() + rule.decay()) / 2)));
        }
        return sum;
    }

    private void clip() {
        TensorVector leaves = new TensorVector();
        network.parameters().values().forEach(leaves::push_back);
        if (training.clip() instanceof GradientClip.Elementwise clip) {
            torch.clip_grad_value_(leaves, clip.threshold());
        }
        if (training.clip() instanceof GradientClip.GlobalNorm clip) {
            torch.clip_grad_norm_(leaves, clip.threshold());
        }
    }

    private void put(Observations.Builder observations, int step) {
        boolean state = wants(Kind.OPTIMIZER_STATE);
        Map<ParameterKey, Map<String, RowMajorMatrix>> remembered = state ? optimizer.remembered() : Map.of();
        for (LayerSpec layer : scenario.network().parts()) {
            for (ParameterSpec spec : layer.parameters()) {
                ParameterKey key = new ParameterKey(layer.name(), spec.parameter());
                if (wants(Kind.PARAMETER)) {
                    RowMajorMatrix parameter =
                            Tensors.matrix(network.parameters().get(key));
                    observations.put(Quantity.parameter(key, step), dev.lockstep.model.Tensor.of(spec, parameter));
                }
                remembered
                        .getOrDefault(key, Map.of())
                        .forEach((slot, array) -> observations.put(
                                Quantity.optimizerState(key, slot, step), dev.lockstep.model.Tensor.of(spec, array)));
            }
        }
    }
}
