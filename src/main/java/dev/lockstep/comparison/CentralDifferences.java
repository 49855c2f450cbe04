package dev.lockstep.comparison;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A witness for gradients that knows nothing of backpropagation: it asks a framework for forward passes only and
 * differentiates L numerically.
 *
 * <p>With D(h) = (L(θ + h) − L(θ − h))/(2h), every entry is Richardson's (4·D(h/2) − D(h))/3, h = 2⁻¹⁰, a power of two so
 * that halving it is exact. Its truncation error is h⁴/480·|L⁽⁵⁾| = 1.9e-15·|L⁽⁵⁾|, its rounding error at most
 * 3·δ/h = 3072·δ, where δ is the error of L, about u = 1.1e-16 times the costs that were added up. So it is worth nine to
 * twelve digits of the largest entry where L is smooth; {@link Tolerances#centralDifferences()} says so in numbers.
 * Within h of a kink (ReLU, hard sigmoid …) it is wrong. It knows no truncation: it is the gradient itself, which a truncated
 * one need not be.
 *
 * <p>L is the score for targets, and Σ outputs ⊙ dOutputs + Σ final states ⊙ dFinalStates for an upstream gradient. It
 * costs four forward passes an entry: for small cases.
 */
public final class CentralDifferences implements Framework {
    /** Its id. */
    public static final String ID = "central-differences";

    static final double STEP = 0x1p-10;

    private static final Set<Quantity.Kind> GRADIENTS = EnumSet.of(
            Quantity.Kind.GRADIENT,
            Quantity.Kind.INPUT_GRADIENT,
            Quantity.Kind.INITIAL_HIDDEN_GRADIENT,
            Quantity.Kind.INITIAL_CELL_GRADIENT);

    private final Framework forward;

    /** @param forward whose forward passes are differentiated */
    public CentralDifferences(Framework forward) {
        this.forward = forward;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "central differences";
    }

    @Override
    public String version() {
        return "of " + forward.title() + " " + forward.version();
    }

    @Override
    public Support available() {
        return forward.available();
    }

    @Override
    public Support supports(Case scenario) {
        for (Quantity.Kind kind : scenario.observed()) {
            if (!GRADIENTS.contains(kind)) {
                return Support.no("they are gradients only, and " + kind.title() + " is not one");
            }
        }
        return forward.supports(forwardCase(scenario));
    }

    /** @param scenario observes gradients only; its network has no kink within 2⁻¹⁰ of where it is */
    @Override
    public Observations observe(Case scenario) {
        Case base = forwardCase(scenario);
        Observations.Builder observations = Observations.builder();
        for (LayerSpec layer : scenario.network().layers()) {
            for (ParameterSpec spec : layer.parameters()) {
                if (scenario.observed().contains(Quantity.Kind.GRADIENT)) {
                    ParameterKey key = new ParameterKey(layer.name(), spec.parameter());
                    double[] gradient = differentiate(
                            base.weights().get(key).toArray(), values -> withParameter(base, key, spec, values));
                    observations.put(Quantity.gradient(key), new Tensor(spec.axes(), gradient));
                }
            }
        }
        if (scenario.observed().contains(Quantity.Kind.INPUT_GRADIENT)) {
            Sequence x = base.input();
            double[] gradient = differentiate(
                    x.values(),
                    values ->
                            with(base, new Sequence(x.time(), x.batch(), x.features(), values), base.initialStates()));
            observations.put(
                    Quantity.inputGradient(), Tensor.of(new Sequence(x.time(), x.batch(), x.features(), gradient)));
        }
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            if (layer.trainableStart()) {
                continue;
            }
            State state = base.initialState(layer);
            if (scenario.observed().contains(Quantity.Kind.INITIAL_HIDDEN_GRADIENT)) {
                double[] gradient = differentiate(
                        state.h().toArray(),
                        values -> withState(base, layer, new State(matrix(values, state), state.c())));
                observations.put(Quantity.initialHiddenGradient(layer.name()), stateTensor(gradient, state));
            }
            if (scenario.observed().contains(Quantity.Kind.INITIAL_CELL_GRADIENT)
                    && state.c().isPresent()) {
                double[] gradient = differentiate(
                        state.c().get().toArray(),
                        values -> withState(base, layer, State.of(state.h(), matrix(values, state))));
                observations.put(Quantity.initialCellGradient(layer.name()), stateTensor(gradient, state));
            }
        }
        return observations.build();
    }

    private double[] differentiate(double[] at, Function<double[], Case> varied) {
        double[] gradient = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double coarse = difference(at, i, STEP, varied);
            double fine = difference(at, i, STEP / 2, varied);
            gradient[i] = (4 * fine - coarse) / 3;
        }
        return gradient;
    }

    private double difference(double[] at, int index, double step, Function<double[], Case> varied) {
        double[] above = at.clone();
        double[] below = at.clone();
        above[index] += step;
        below[index] -= step;
        // The step that was really taken: at + h is rounded where at is great.
        return (objective(varied.apply(above)) - objective(varied.apply(below))) / (above[index] - below[index]);
    }

    private double objective(Case scenario) {
        Observations observed = forward.observe(scenario);
        if (!(scenario.objective() instanceof Objective.Upstream upstream)) {
            return observed.get(Quantity.score()).values()[0];
        }
        List<LayerSpec> layers = scenario.network().layers();
        String last = layers.get(layers.size() - 1).name();
        double sum =
                dot(observed.get(Quantity.outputs(last)), upstream.outputs().values());
        for (Map.Entry<String, State> entry : upstream.finalStates().entrySet()) {
            State gradient = entry.getValue();
            sum += dot(
                    observed.get(Quantity.finalHidden(entry.getKey())),
                    gradient.h().toArray());
            if (gradient.c().isPresent()) {
                sum += dot(
                        observed.get(Quantity.finalCell(entry.getKey())),
                        gradient.c().get().toArray());
            }
        }
        return sum;
    }

    private static double dot(Tensor tensor, double[] other) {
        double sum = 0;
        for (int i = 0; i < other.length; i++) {
            sum += tensor.values()[i] * other[i];
        }
        return sum;
    }

    private static Case forwardCase(Case scenario) {
        Set<Quantity.Kind> observed = scenario.objective() instanceof Objective.Upstream
                ? EnumSet.of(Quantity.Kind.OUTPUTS, Quantity.Kind.FINAL_HIDDEN, Quantity.Kind.FINAL_CELL)
                : EnumSet.of(Quantity.Kind.SCORE);
        return new Case(
                scenario.name(),
                scenario.network(),
                scenario.weights(),
                scenario.input(),
                scenario.initialStates(),
                scenario.objective(),
                Optional.empty(),
                observed);
    }

    private static Case withParameter(Case base, ParameterKey key, ParameterSpec spec, double[] values) {
        Map<ParameterKey, RowMajorMatrix> matrices =
                new LinkedHashMap<>(base.weights().asMap());
        matrices.put(key, RowMajorMatrix.wrap(values, spec.rows(), spec.columns()));
        return base.withWeights(new Weights(base.network(), matrices));
    }

    private static Case withState(Case base, RecurrentSpec layer, State state) {
        Map<String, State> states = new LinkedHashMap<>(base.initialStates());
        states.put(layer.name(), state);
        return with(base, base.input(), states);
    }

    private static Case with(Case base, Sequence input, Map<String, State> states) {
        return new Case(
                base.name(),
                base.network(),
                base.weights(),
                input,
                states,
                base.objective(),
                base.truncation(),
                base.training(),
                base.observed());
    }

    private static RowMajorMatrix matrix(double[] values, State like) {
        return RowMajorMatrix.wrap(values, like.h().getRowDimension(), like.h().getColumnDimension());
    }

    private static Tensor stateTensor(double[] values, State like) {
        return new Tensor(
                Arrays.asList(
                        Axis.counted(Axis.BATCH, like.h().getRowDimension()),
                        Axis.counted(Axis.UNIT, like.h().getColumnDimension())),
                values);
    }
}
