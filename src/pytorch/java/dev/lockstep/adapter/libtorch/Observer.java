package dev.lockstep.adapter.libtorch;

import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Adagrad;
import org.bytedeco.pytorch.AdagradOptions;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.RMSprop;
import org.bytedeco.pytorch.RMSpropOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** Runs one case. */
final class Observer {
    private final Case scenario;
    private final Tensors tensors;
    private final TorchNetwork network;
    private final Observations.Builder observations = Observations.builder();

    Observer(Case scenario) {
        this.scenario = scenario;
        this.tensors = new Tensors(scenario.execution().precision());
        this.network = new TorchNetwork(scenario.network(), scenario.weights(), tensors);
    }

    Observations observe() {
        Tensor x = tensors.of(scenario.input()).set_requires_grad(true);
        Map<String, TorchNetwork.Ends> states = states(true);
        TorchNetwork.Pass pass = network.forward(x, states);
        forward(pass);
        Tensor arriving = arriving(pass);
        if (wants(Kind.SCORE)) {
            observations.put(Quantity.score(), dev.lockstep.model.Tensor.scalar(Tensors.values(arriving)[0]));
        }
        if (scenario.observed().stream().anyMatch(kind -> kind.isGradient() && kind != Kind.SCORE)) {
            arriving.backward();
            gradients(x, states);
        }
        scenario.training()
                .filter(training -> wants(Kind.PARAMETER) || wants(Kind.SCORE))
                .ifPresent(this::train);
        return observations.build();
    }

    private boolean wants(Kind kind) {
        return scenario.observed().contains(kind);
    }

    /** Of all recurrent layers, zero unless the case gives one. */
    private Map<String, TorchNetwork.Ends> states(boolean leaves) {
        Map<String, TorchNetwork.Ends> states = new LinkedHashMap<>();
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            State given = scenario.initialStates()
                    .getOrDefault(
                            layer.name(), State.zero(layer, scenario.input().batch()));
            states.put(
                    layer.name(),
                    new TorchNetwork.Ends(
                            tensors.of(given.h()).set_requires_grad(leaves),
                            given.c().map(c -> tensors.of(c).set_requires_grad(leaves))));
        }
        return states;
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
        LayerSpec last =
                scenario.network().layers().get(scenario.network().layers().size() - 1);
        Tensor p = pass.outputs().get(last.name());
        if (scenario.objective() instanceof Objective.Targets targets) {
            return TorchLoss.score(targets.loss(), last, pass.z(), p, tensors.of(targets.targets()));
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

    private void train(Training training) {
        LayerSpec last =
                scenario.network().layers().get(scenario.network().layers().size() - 1);
        Objective.Targets objective = (Objective.Targets) scenario.objective();
        Optimizer optimizer = optimizer(training.optimizer());
        int step = 0;
        for (Minibatch minibatch : training.minibatches()) {
            step++;
            optimizer.zero_grad();
            TorchNetwork.Pass pass = network.forward(tensors.of(minibatch.input()), states(false));
            Tensor p = pass.outputs().get(last.name());
            Tensor score = TorchLoss.score(objective.loss(), last, pass.z(), p, tensors.of(minibatch.targets()));
            score.backward();
            optimizer.step();
            if (wants(Kind.SCORE)) {
                observations.put(Quantity.score(step), dev.lockstep.model.Tensor.scalar(Tensors.values(score)[0]));
            }
            if (wants(Kind.PARAMETER)) {
                parameters(step);
            }
        }
    }

    private void parameters(int step) {
        for (LayerSpec layer : scenario.network().parts()) {
            layer.parameters().forEach(spec -> {
                ParameterKey key = new ParameterKey(layer.name(), spec.parameter());
                observations.put(
                        Quantity.parameter(key, step),
                        dev.lockstep.model.Tensor.of(
                                spec, Tensors.matrix(network.parameters().get(key))));
            });
        }
    }

    private Optimizer optimizer(OptimizerSpec spec) {
        TensorVector leaves = new TensorVector();
        network.parameters().values().forEach(leaves::push_back);
        if (spec instanceof OptimizerSpec.Adam adam) {
            AdamOptions options = new AdamOptions(adam.rate());
            setBetas(options, adam.beta1(), adam.beta2());
            options.eps().put(adam.epsilon());
            return new Adam(leaves, options);
        }
        if (spec instanceof OptimizerSpec.RmsProp rms) {
            RMSpropOptions options = new RMSpropOptions(rms.rate());
            options.alpha().put(rms.decay());
            options.eps().put(rms.epsilon());
            return new RMSprop(leaves, options);
        }
        if (spec instanceof OptimizerSpec.AdaGrad grad) {
            AdagradOptions options = new AdagradOptions(grad.rate());
            options.eps().put(grad.epsilon());
            options.initial_accumulator_value().put(grad.initial("s"));
            return new Adagrad(leaves, options);
        }
        SGDOptions options = new SGDOptions(spec.rate());
        if (spec instanceof OptimizerSpec.Nesterov nesterov) {
            options.momentum().put(nesterov.momentum());
            options.nesterov().put(true);
        }
        return new SGD(leaves, options);
    }

    /** A tuple, which some compilers store backwards; the defaults, 0.9 and 0.999, show which way round. */
    private static void setBetas(AdamOptions options, double beta1, double beta2) {
        boolean backwards = options.betas().get(0) > options.betas().get(1);
        options.betas().put(backwards ? 1 : 0, beta1);
        options.betas().put(backwards ? 0 : 1, beta2);
    }
}
