package dev.lockstep.comparison;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Case;
import dev.lockstep.model.Figures;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether arrays that agree could have disagreed. They could not
 *
 * <ul>
 *   <li>if every number on both sides is zero: a missing term changes nothing;
 *   <li>if every number that belongs to one of the layers is zero on both sides, such as those of a ReLU that never opens, or no
 *       greater than what it may differ by;
 *   <li>if the gradients of a layer's parameters are not zero, but no greater than what they may differ by: twice the gradient
 *       would do as well;
 *   <li>if training left every parameter where it was;
 *   <li>if every output of one of the recurrent layers is saturated, within 1e-9 of a limit of the layer's activation: wrong
 *       weights saturate as well. Limits are ±1 for tanh, hard tanh and softsign, 0 and 1 for the logistic function and
 *       hard sigmoid in SimpleRnn and GRU; an LSTM's h = o ⊙ φ(c) counts as saturated at φ's limits only. Unbounded
 *       activations never saturate;
 *   <li>if the derived bound of a parameter has grown beyond a thousandth of its greatest number, as it may after many free
 *       steps of training;
 *   <li>if no array holds two different numbers, though some hold several: exchanged units, rows or steps would not show;
 *   <li>if every array of a recurrent layer has the same numbers for all its units, though it has several; equal gradients
 *       alone do not count, since units that do different things may well have them;
 *   <li>if every gate of a layer is saturated, as {@link GateSaturation} says;
 *   <li>if no other order of a layer's gates would show, as {@link GateOrders} finds out.
 * </ul>
 *
 * <p>The last two are not judged after optimizer steps, which gates that look alike do not survive, and only as far as cases are
 * small enough for the definition to compute them.
 */
final class Evidence {
    /** A bound beyond this share of the greatest number tells too little. */
    private static final double MEANINGFUL = 1e-3;

    private static final double NEAR = 1e-9;
    /** Multiplications of a forward pass; the definition does some twenty million a second. */
    private static final double AFFORDABLE = 200_000;
    /** What gradients cost, in forward passes. */
    private static final int WAY_BACK = 4;

    private final Case scenario;
    private final List<ArrayComparison> arrays;

    private Evidence(Case scenario, List<ArrayComparison> arrays) {
        this.scenario = scenario;
        this.arrays = arrays;
    }

    /** Why arrays that agree are no evidence, as a sentence; empty when they are. */
    static String missing(Case scenario, List<ArrayComparison> arrays) {
        Evidence evidence = new Evidence(scenario, arrays);
        return evidence.nothingThere()
                .or(evidence::layers)
                .or(evidence::training)
                .or(evidence::growth)
                .or(evidence::oneNumber)
                .or(evidence::gates)
                .orElse("");
    }

    private Optional<String> nothingThere() {
        return arrays.stream().allMatch(Evidence::zero)
                ? Optional.of("every number is zero on both sides, so nothing could have differed")
                : Optional.empty();
    }

    private Optional<String> layers() {
        for (LayerSpec layer : scenario.network().named()) {
            List<ArrayComparison> own = of(layer);
            if (own.isEmpty()) {
                continue;
            }
            if (own.stream().allMatch(Evidence::zero)) {
                return Optional.of("every number of " + layer.title()
                        + " is zero on both sides, so nothing there could have differed");
            }
            if (own.stream().allMatch(Evidence::withinAllowed)) {
                return Optional.of("every number of " + layer.title()
                        + " is no greater than what it may differ by, so nothing there could have differed");
            }
            List<ArrayComparison> gradients = own.stream()
                    .filter(array -> array.quantity().kind() == Kind.GRADIENT)
                    .toList();
            if (gradients.stream().anyMatch(array -> !zero(array))
                    && gradients.stream().allMatch(Evidence::withinAllowed)) {
                return Optional.of("the gradients of " + layer.title()
                        + " vanish: none is greater than what it may differ by, so twice as much would not show");
            }
            if (layer instanceof RecurrentSpec recurrent
                    && own.stream()
                            .anyMatch(
                                    array -> array.quantity().kind() == Kind.OUTPUTS && saturated(recurrent, array))) {
                return Optional.of("every output of " + layer.title()
                        + " is saturated, so wrong weights would give the same numbers");
            }
        }
        return Optional.empty();
    }

    private Optional<String> training() {
        List<ArrayComparison> parameters = arrays.stream()
                .filter(array -> array.quantity().kind() == Kind.PARAMETER)
                .toList();
        boolean unmoved = !parameters.isEmpty()
                && parameters.stream().allMatch(array -> {
                    double[] before = before(array.quantity());
                    return Arrays.equals(array.a().values(), before)
                            && Arrays.equals(array.b().values(), before);
                });
        return unmoved
                ? Optional.of(
                        "training left every parameter where it was, so a wrong optimizer would give the same numbers")
                : Optional.empty();
    }

    /** A derived bound of a parameter that has grown beyond a {@link #MEANINGFUL} share of it, with how it grew. */
    private Optional<String> growth() {
        for (ArrayComparison array : arrays) {
            double greatest = Math.max(Magnitudes.largest(array.a()), Magnitudes.largest(array.b()));
            if (array.quantity().kind() == Kind.PARAMETER
                    && !array.bound().explicit()
                    && array.greatestBound() > MEANINGFUL * greatest) {
                Quantity quantity = array.quantity();
                String grown = arrays.stream()
                        .filter(other -> other.quantity().kind() == Kind.PARAMETER
                                && other.quantity().layer().equals(quantity.layer())
                                && other.quantity().part().equals(quantity.part())
                                && shown(other.quantity().step(), quantity.step()))
                        .map(other -> Figures.rounded(other.greatestBound()) + " after step "
                                + other.quantity().step())
                        .collect(Collectors.joining(", "));
                return Optional.of("the derived bound of " + quantity.part() + " of \"" + quantity.layer()
                        + "\" means nothing any more, being " + grown + ", where no number is greater than "
                        + Figures.rounded(greatest) + "; so many free steps need a tolerance of their own");
            }
        }
        return Optional.empty();
    }

    /** The first step, the last, and three between. */
    private static boolean shown(int step, int last) {
        return step <= last && (step == 1 || (last - step) % Math.max(1, last / 4) == 0);
    }

    private double[] before(Quantity quantity) {
        return scenario.weights().keys().stream()
                .filter(key -> key.layer().equals(quantity.layer())
                        && key.parameter().symbol().equals(quantity.part()))
                .findFirst()
                .map(key -> scenario.weights().get(key).toArray())
                .orElseThrow();
    }

    private Optional<String> oneNumber() {
        List<ArrayComparison> several =
                arrays.stream().filter(array -> array.elements() > 1).toList();
        if (!several.isEmpty()
                && several.stream()
                        .allMatch(array -> Magnitudes.constant(array.a()) && Magnitudes.constant(array.b()))) {
            return Optional.of(
                    "every array holds one number throughout, so exchanged units, rows or steps would not show");
        }
        // ∂L/∂x belongs to no layer, and tells units apart by the weights through which it came.
        boolean alike = arrays.stream()
                .filter(array -> array.quantity().layer().isEmpty())
                .allMatch(Evidence::unitsAlike);
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            List<ArrayComparison> own = of(layer).stream()
                    .filter(array -> array.a().axes().stream()
                            .anyMatch(axis -> axis.name().equals(Axis.UNIT) && axis.size() > 1))
                    .toList();
            if (alike
                    && own.stream().anyMatch(Evidence::forward)
                    && own.stream().allMatch(Evidence::unitsAlike)) {
                return Optional.of("all units of " + layer.title() + " do the same, so exchanged units would not show");
            }
        }
        return Optional.empty();
    }

    private static boolean forward(ArrayComparison array) {
        return switch (array.quantity().kind()) {
            case OUTPUTS, STREAMED, FINAL_HIDDEN, FINAL_CELL -> true;
            default -> false;
        };
    }

    private static boolean unitsAlike(ArrayComparison array) {
        return Magnitudes.constantAlong(Axis.UNIT, array.a()) && Magnitudes.constantAlong(Axis.UNIT, array.b());
    }

    private Optional<String> gates() {
        if (arrays.stream().anyMatch(array -> array.quantity().step() > 0)) {
            return Optional.empty();
        }
        List<RecurrentSpec> gated = scenario.network().recurrent().stream()
                .filter(layer -> isGated(layer) && !of(layer).isEmpty())
                .toList();
        if (gated.isEmpty()) {
            return Optional.empty();
        }
        double work = work();
        if (work <= AFFORDABLE) {
            GateSaturation saturation = new GateSaturation(scenario);
            for (RecurrentSpec layer : gated) {
                if (saturation.holds(layer.name())) {
                    return Optional.of("every gate of " + layer.title()
                            + " is saturated, so wrong weights of gates would give the same numbers");
                }
            }
        }
        boolean back = arrays.stream().anyMatch(array -> array.quantity().kind().isGradient());
        boolean affordable = work * (back ? WAY_BACK : 1) <= AFFORDABLE;
        for (RecurrentSpec layer : gated) {
            GateOrders orders = new GateOrders(scenario, layer, arrays);
            if (!orders.anyShows(affordable)) {
                return Optional.of("no gate of " + layer.title() + " can be told from another: 0 of " + orders.all()
                        + " wrong gate orders would show");
            }
        }
        return Optional.empty();
    }

    private double work() {
        double weights = 0;
        for (LayerSpec layer : scenario.network().parts()) {
            for (ParameterSpec parameter : layer.parameters()) {
                weights += (double) parameter.rows() * parameter.columns();
            }
        }
        return weights * scenario.input().time() * scenario.input().batch();
    }

    private List<ArrayComparison> of(LayerSpec layer) {
        return arrays.stream()
                .filter(array -> array.quantity().layer().equals(layer.name()))
                .toList();
    }

    private static boolean zero(ArrayComparison array) {
        return Magnitudes.allZero(array.a()) && Magnitudes.allZero(array.b());
    }

    private static boolean withinAllowed(ArrayComparison array) {
        return Magnitudes.within(array.bound().allowed(), array.a())
                && Magnitudes.within(array.bound().allowed(), array.b());
    }

    private static boolean saturated(RecurrentSpec layer, ArrayComparison array) {
        List<Double> limits = limits(layer);
        return saturated(limits, array.a()) && saturated(limits, array.b());
    }

    private static boolean saturated(List<Double> limits, Tensor tensor) {
        return Arrays.stream(tensor.values())
                .allMatch(value -> limits.stream().anyMatch(limit -> Math.abs(value - limit) <= NEAR));
    }

    private static List<Double> limits(RecurrentSpec layer) {
        if (layer instanceof LstmSpec lstm) {
            Activation phi = lstm.activation();
            return phi == Activation.SIGMOID || phi == Activation.HARD_SIGMOID
                    ? List.of(1.0)
                    : GateSaturation.limits(phi);
        }
        return GateSaturation.limits(
                layer instanceof SimpleRnnSpec rnn ? rnn.activation() : ((GruSpec) layer).activation());
    }

    private static boolean isGated(RecurrentSpec layer) {
        return layer instanceof LstmSpec || layer instanceof GruSpec;
    }
}
