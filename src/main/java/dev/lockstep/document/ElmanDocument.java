package dev.lockstep.document;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Support;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The document of the Elman layer: z_t = U x_t + W h_{t−1}, h_t = f(z_t) for one sequence, its error at the last step only,
 * the update θ ← θ − η dθ. Beyond the document, a bias and a state before the first step may be given.
 */
public final class ElmanDocument implements Document {
    private static final Set<Kind> KNOWN = EnumSet.of(
            Kind.OUTPUTS,
            Kind.FINAL_HIDDEN,
            Kind.GRADIENT,
            Kind.INPUT_GRADIENT,
            Kind.INITIAL_HIDDEN_GRADIENT,
            Kind.PARAMETER);

    private final Set<ElmanSlip> slips;

    /** @param slips that it makes; none when it is mended */
    public ElmanDocument(Set<ElmanSlip> slips) {
        this.slips = slips.isEmpty() ? EnumSet.noneOf(ElmanSlip.class) : EnumSet.copyOf(slips);
    }

    @Override
    public String title() {
        return "the document's Elman layer";
    }

    @Override
    public String version() {
        return slips.isEmpty()
                ? "mended"
                : slips.stream().map(ElmanSlip::title).collect(Collectors.joining(", ", "(", ")"));
    }

    @Override
    public boolean checks(Parameter parameter, List<String> labels) {
        return parameter == Parameter.RW;
    }

    @Override
    public Support supports(Case scenario) {
        if (scenario.network().layers().size() != 1
                || !(scenario.network().layers().get(0) instanceof SimpleRnnSpec layer)
                || layer.bias() == Bias.TWO
                || layer.trainableStart()) {
            return Support.no("it is one SimpleRnn layer with no bias or one, from a given state");
        }
        if (layer.norm().isPresent() || layer.clipsPreActivations()) {
            return Support.no("its activators read W x + U s + b as it is");
        }
        if (Activator.of(layer.activation()).isEmpty()) {
            return Support.no("its activators are relu, identity, sigmoid and tanh");
        }
        if (scenario.input().batch() > 1) {
            return Support.no("it reads one sequence at a time");
        }
        if (!(scenario.truncation() instanceof Truncation.Full)) {
            return Support.no("its errors flow back through the whole sequence");
        }
        if (!KNOWN.containsAll(scenario.observed())) {
            return Support.no("it has states, gradients and updates, and nothing else");
        }
        if (scenario.training().isPresent()
                && !isPlainDescent(scenario.training().get())) {
            return Support.no("its update is W ← W − η dW, on one sequence at a time");
        }
        if (!(scenario.objective() instanceof Objective.None)
                && scenario.training().isEmpty()
                && sensitivity(scenario.objective()).isEmpty()) {
            return Support.no("its error arrives at the last step only");
        }
        return Support.YES;
    }

    private static boolean isPlainDescent(Training training) {
        return training.optimizer() instanceof OptimizerSpec.Sgd
                && training.clip() == GradientClip.NONE
                && training.minibatches().stream()
                        .allMatch(minibatch -> minibatch.input().batch() == 1);
    }

    @Override
    public Observations observe(Case scenario) {
        SimpleRnnSpec layer = (SimpleRnnSpec) scenario.network().layers().get(0);
        ElmanPass.Parameters parameters = parameters(layer, scenario.weights());
        Observations.Builder observations = Observations.builder();
        ElmanPass pass = read(scenario, parameters, scenario.input());
        states(scenario, layer, pass.states(), observations);
        if (scenario.observed().stream().anyMatch(Kind::isGradient)) {
            RealMatrix last = sensitivity(scenario.objective()).orElseThrow();
            gradients(scenario, layer, pass.backward(last), observations);
        }
        if (scenario.observed().contains(Kind.PARAMETER)) {
            train(scenario, layer, parameters, observations);
        }
        return observations.build();
    }

    private static ElmanPass.Parameters parameters(SimpleRnnSpec layer, Weights weights) {
        return new ElmanPass.Parameters(
                Activator.of(layer.activation()).orElseThrow(),
                Matrices.transposed(weights.get(layer.name(), Parameter.W)),
                Matrices.transposed(weights.get(layer.name(), Parameter.RW)),
                layer.bias() == Bias.NONE
                        ? Matrices.zero(layer.units(), 1)
                        : Matrices.transposed(weights.get(layer.name(), Parameter.B)));
    }

    private ElmanPass read(Case scenario, ElmanPass.Parameters parameters, Sequence input) {
        List<RealMatrix> x = new ArrayList<>();
        for (int t = 1; t <= input.time(); t++) {
            x.add(Matrices.transposed(input.at(t)));
        }
        SimpleRnnSpec layer = (SimpleRnnSpec) scenario.network().layers().get(0);
        return new ElmanPass(
                parameters,
                slips,
                x,
                Matrices.transposed(scenario.initialState(layer).h()));
    }

    /** ∂L/∂h_T as a column, if nothing arrives anywhere else. */
    private static Optional<RealMatrix> sensitivity(Objective objective) {
        if (objective instanceof Objective.Upstream upstream
                && upstream.finalStates().isEmpty()) {
            return last(upstream.outputs(), 1);
        }
        if (objective instanceof Objective.Targets targets
                && targets.loss().function() == LossFunction.WASSERSTEIN
                && targets.loss().reduction() == Reduction.SUM) {
            return last(targets.targets(), targets.targets().features());
        }
        return Optional.empty();
    }

    private static Optional<RealMatrix> last(Sequence arriving, double divisor) {
        for (int t = 1; t < arriving.time(); t++) {
            for (double value : arriving.at(t).toArray()) {
                if (value != 0) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(Matrices.transposed(arriving.at(arriving.time())).scalarMultiply(1 / divisor));
    }

    private static void states(
            Case scenario, SimpleRnnSpec layer, List<RealMatrix> states, Observations.Builder observations) {
        if (scenario.observed().contains(Kind.OUTPUTS)) {
            observations.put(Quantity.outputs(layer.name()), sequence(states, layer.units()));
        }
        if (scenario.observed().contains(Kind.FINAL_HIDDEN)) {
            observations.put(Quantity.finalHidden(layer.name()), state(states.get(states.size() - 1)));
        }
    }

    private static void gradients(
            Case scenario, SimpleRnnSpec layer, ElmanPass.Gradients gradients, Observations.Builder observations) {
        if (scenario.observed().contains(Kind.GRADIENT)) {
            put(layer, gradients.u(), gradients.w(), gradients.b(), observations, 0);
        }
        if (scenario.observed().contains(Kind.INPUT_GRADIENT)) {
            observations.put(Quantity.inputGradient(), sequence(gradients.x(), layer.inputs()));
        }
        if (scenario.observed().contains(Kind.INITIAL_HIDDEN_GRADIENT)) {
            observations.put(Quantity.initialHiddenGradient(layer.name()), state(gradients.h0()));
        }
    }

    private void train(
            Case scenario, SimpleRnnSpec layer, ElmanPass.Parameters start, Observations.Builder observations) {
        Training training = scenario.training().orElseThrow();
        Objective.Targets objective = (Objective.Targets) scenario.objective();
        boolean onlyW = slips.contains(ElmanSlip.ONLY_W_UPDATED);
        ElmanPass.Parameters now = start;
        for (int step = 1; step <= training.minibatches().size(); step++) {
            Minibatch minibatch = training.minibatches().get(step - 1);
            RealMatrix last = sensitivity(new Objective.Targets(objective.loss(), minibatch.targets()))
                    .orElseThrow();
            ElmanPass.Gradients d = read(scenario, now, minibatch.input()).backward(last);
            boolean fixed = onlyW || layer.bias() == Bias.NONE;
            double rate = training.optimizer().rate();
            now = new ElmanPass.Parameters(
                    now.f(),
                    onlyW ? now.u() : now.u().subtract(d.u().scalarMultiply(rate)),
                    now.w().subtract(d.w().scalarMultiply(rate)),
                    fixed ? now.b() : now.b().subtract(d.b().scalarMultiply(rate)));
            put(layer, now.u(), now.w(), now.b(), observations, step);
        }
    }

    /** The layer's arrays, as gradients for step 0, otherwise as parameters after that step. */
    private static void put(
            SimpleRnnSpec layer,
            RealMatrix u,
            RealMatrix w,
            RealMatrix b,
            Observations.Builder observations,
            int step) {
        put(layer, Parameter.W, u, observations, step);
        put(layer, Parameter.RW, w, observations, step);
        if (layer.bias() != Bias.NONE) {
            put(layer, Parameter.B, b, observations, step);
        }
    }

    private static void put(
            SimpleRnnSpec layer, Parameter parameter, RealMatrix array, Observations.Builder observations, int step) {
        ParameterKey key = new ParameterKey(layer.name(), parameter);
        observations.put(
                step == 0 ? Quantity.gradient(key) : Quantity.parameter(key, step),
                Tensor.of(layer.parameter(parameter), RowMajorMatrix.copyOf(array.transpose())));
    }

    private static Tensor sequence(List<RealMatrix> columns, int features) {
        Sequence sequence = Sequence.zeros(columns.size(), 1, features);
        for (int t = 1; t <= columns.size(); t++) {
            sequence.at(t).setRow(0, columns.get(t - 1).getColumn(0));
        }
        return Tensor.of(sequence);
    }

    private static Tensor state(RealMatrix column) {
        return Tensor.ofState(RowMajorMatrix.row(column.getColumn(0)));
    }
}
