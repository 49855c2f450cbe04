package dev.lockstep.adapter.libtorch;

import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** Runs one case. */
final class Observer {
    private final Case scenario;
    private final Tensors tensors;
    private final TorchNetwork network;
    private final Optional<TorchLoss> loss;
    private final Observations.Builder observations = Observations.builder();

    Observer(Case scenario) {
        this.scenario = scenario;
        this.tensors = new Tensors(scenario.execution().precision());
        this.network = new TorchNetwork(scenario.network(), scenario.weights(), tensors);
        List<LayerSpec> layers = scenario.network().layers();
        this.loss = scenario.objective() instanceof Objective.Targets targets
                ? Optional.of(new TorchLoss(targets.loss(), layers.get(layers.size() - 1), tensors))
                : Optional.empty();
    }

    Observations observe() {
        Tensor x = tensors.of(scenario.input()).set_requires_grad(true);
        Map<String, TorchNetwork.Ends> states =
                network.leaves(scenario.initialStates(), scenario.input().batch());
        TorchNetwork.Pass pass = network.forward(x, states, new Packing(scenario.masks()));
        forward(pass);
        if (wants(Kind.STREAMED) && scenario.network().streams()) {
            observations.put(
                    Quantity.streamed(), dev.lockstep.model.Tensor.of(Tensors.sequence(network.streamed(x, states))));
        }
        Tensor arriving = arriving(pass);
        if (wants(Kind.SCORE)) {
            observations.put(Quantity.score(), dev.lockstep.model.Tensor.scalar(Tensors.values(arriving)[0]));
        }
        if (scenario.observed().stream().anyMatch(kind -> kind.isGradient() && kind != Kind.SCORE)) {
            arriving.backward();
            gradients(x, states);
        }
        if (scenario.training().isPresent()
                && (wants(Kind.PARAMETER) || wants(Kind.OPTIMIZER_STATE) || wants(Kind.SCORE))) {
            new TrainingRun(scenario, network, loss.orElseThrow(), tensors).run(observations);
        }
        return observations.build();
    }

    private boolean wants(Kind kind) {
        return scenario.observed().contains(kind);
    }

    private void forward(TorchNetwork.Pass pass) {
        if (wants(Kind.OUTPUTS)) {
            pass.outputs()
                    .forEach((name, y) -> observations.put(
                            Quantity.outputs(name), dev.lockstep.model.Tensor.of(Tensors.sequence(y))));
        }
        pass.finals().forEach((name, ends) -> {
            if (wants(Kind.FINAL_HIDDEN)) {
                observations.put(Quantity.finalHidden(name), state(ends.h()));
            }
            if (wants(Kind.FINAL_CELL)) {
                ends.c().ifPresent(c -> observations.put(Quantity.finalCell(name), state(c)));
            }
        });
    }

    private static dev.lockstep.model.Tensor state(Tensor tensor) {
        return dev.lockstep.model.Tensor.ofState(Tensors.matrix(tensor));
    }

    /** The score; or of a gradient from outside the sum of products, whose slope it is. */
    private Tensor arriving(TorchNetwork.Pass pass) {
        Tensor p = pass.p();
        if (scenario.objective() instanceof Objective.Targets targets) {
            return loss.orElseThrow().score(pass.z(), p, targets.targets(), scenario.masks());
        }
        if (!(scenario.objective() instanceof Objective.Upstream upstream)) {
            return p.sum();
        }
        Tensor sum = p.mul(tensors.of(upstream.outputs())).sum();
        for (Map.Entry<String, State> entry : upstream.finalStates().entrySet()) {
            TorchNetwork.Ends ends = pass.finals().get(entry.getKey());
            sum = sum.add(ends.h().mul(tensors.of(entry.getValue().h())).sum());
            if (entry.getValue().c().isPresent()) {
                Tensor dc = tensors.of(entry.getValue().c().orElseThrow());
                sum = sum.add(ends.c().orElseThrow().mul(dc).sum());
            }
        }
        return sum;
    }

    private void gradients(Tensor x, Map<String, TorchNetwork.Ends> states) {
        for (LayerSpec layer : scenario.network().parts()) {
            layer.parameters().forEach(spec -> {
                ParameterKey key = new ParameterKey(layer.name(), spec.parameter());
                if (wants(Kind.GRADIENT)) {
                    Tensor slope = slope(network.parameters().get(key));
                    observations.put(Quantity.gradient(key), dev.lockstep.model.Tensor.of(spec, Tensors.matrix(slope)));
                }
            });
        }
        if (wants(Kind.INPUT_GRADIENT)) {
            observations.put(Quantity.inputGradient(), dev.lockstep.model.Tensor.of(Tensors.sequence(slope(x))));
        }
        states.forEach((name, ends) -> {
            if (wants(Kind.INITIAL_HIDDEN_GRADIENT)) {
                observations.put(Quantity.initialHiddenGradient(name), state(slope(ends.h())));
            }
            if (wants(Kind.INITIAL_CELL_GRADIENT)) {
                ends.c().ifPresent(c -> observations.put(Quantity.initialCellGradient(name), state(slope(c))));
            }
        });
    }

    /** The gradient of a leaf, which torch leaves out where nothing depends on it. */
    private Tensor slope(Tensor leaf) {
        return leaf.grad().defined() ? leaf.grad() : leaf.detach().clone().zero_();
    }
}
