package dev.lockstep.steps;

import dev.lockstep.experiment.ClippingStudy;
import dev.lockstep.experiment.GradientGrowth;
import dev.lockstep.experiment.GrowthStudy;
import dev.lockstep.experiment.Recurrence;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How errors grow or vanish on their way back through time, and what is said to help. */
public final class GrowthSteps {
    private static final String RELU_CURES = "ReLU cures an explosion";
    /** What a norm of some tens of numbers may be off by its rounding, generously. */
    private static final double ROUNDING = 1e-13;

    private final ScenarioState state = ScenarioState.current();
    private Optional<Recurrence> recurrence = Optional.empty();
    private double radius;
    private long seed;

    /** RW = ρ·Q, W the identity, biases zero but for the forget gate's, which is 1. */
    @Given("{recurrence} as recurrent matrix, of spectral radius {number}, from seed {long}")
    public void recurrentMatrix(Recurrence kind, double spectralRadius, long from) {
        state.weights(kind.weights(state.network(), spectralRadius, from));
        recurrence = Optional.of(kind);
        radius = spectralRadius;
        seed = from;
    }

    /** Input drawn uniformly from [low, high). */
    @Given("{int} step(s) of input between {number} and {number}, from seed {long}")
    public void inputBetween(int time, double low, double high, long from) {
        if (!(low <= high)) {
            throw new InvalidInput(
                    "input: a lower bound and a greater one expected, " + low + " and " + high + " found");
        }
        state.input(GrowthStudy.between(
                low, high, Sequence.random(time, 1, state.network().inputs(), from)));
    }

    /** The same growth at every step back. */
    @Then("‖∂L\\/∂z‖ grows by {number} a step, within {number} relative")
    public void growsBy(double rate, double relative) {
        GradientGrowth growth = growth();
        for (int distance = 1; distance < growth.time(); distance++) {
            double expected = growth.norm(0) * StrictMath.pow(rate, distance);
            double off = Math.abs(growth.norm(distance) / expected - 1);
            if (!(off <= relative)) {
                throw new AssertionError(String.format(
                        Locale.ROOT,
                        "‖∂L/∂z‖ %d steps before the last: %.15g expected, %.15g found, %.1e relative off",
                        distance,
                        expected,
                        growth.norm(distance),
                        off));
            }
        }
        log(growth);
        state.checked();
    }

    /** A bound of every step back, but for rounding. */
    @Then("‖∂L\\/∂z‖ never grows by more than {number} a step")
    public void growsAtMost(double rate) {
        GradientGrowth growth = growth();
        if (!(growth.fastest() <= rate * (1 + ROUNDING))) {
            throw new AssertionError(
                    "growth of ‖∂L/∂z‖: at most " + rate + " a step expected, " + growth.fastest() + " found");
        }
        log(growth);
        state.checked();
    }

    /** That φ′ ≤ 1 is said to keep errors from growing: it does not, as the weights have their part in the product. */
    @Then(
            "the slip {string} promises no growth, but ‖∂L\\/∂z‖ is {number} times as great {int} steps earlier, within {number} relative")
    public void reluCures(String slip, double times, int steps, double relative) {
        if (!slip.equals(RELU_CURES)) {
            throw new InvalidInput("slip about growth: \"" + RELU_CURES + "\" expected, \"" + slip + "\" found");
        }
        GradientGrowth growth = growth();
        if (steps < 1 || steps >= growth.time()) {
            throw new InvalidInput("steps back: 1 to " + (growth.time() - 1) + " expected, " + steps + " found");
        }
        double found = growth.norm(steps) / growth.norm(0);
        if (!(Math.abs(found / times - 1) <= relative) || found <= 1) {
            throw new AssertionError("growth of ‖∂L/∂z‖ over " + steps
                    + " steps: more than 1, which the slip rules out, and " + times + " expected, " + found + " found");
        }
        log(growth);
        state.checked();
    }

    /** The Euclidean length of the way that all parameters together go in the first step. */
    @Then("the first step of the optimizer is {number} long, within {number} relative")
    public void stepLength(double length, double relative) {
        double found =
                Math.sqrt(Arrays.stream(firstStep()).map(entry -> entry * entry).sum());
        if (!(Math.abs(found / length - 1) <= relative)) {
            throw new AssertionError("length of the first step: " + length + " expected, " + found + " found");
        }
        state.checked();
    }

    /** Far longer than anyone would want it. */
    @Then("the first step of the optimizer is longer than {number}")
    public void stepLonger(double length) {
        double found =
                Math.sqrt(Arrays.stream(firstStep()).map(entry -> entry * entry).sum());
        if (!(found > length)) {
            throw new AssertionError(
                    "length of the first step: more than " + length + " expected, " + found + " found");
        }
        state.scenario().log(String.format(Locale.ROOT, "the first step is %.3e long", found));
        state.checked();
    }

    /** The greatest way that a single parameter goes in the first step. */
    @Then("the first step of the optimizer moves a parameter by {number} at most, within {number} relative")
    public void greatestMove(double most, double relative) {
        double found = Arrays.stream(firstStep()).map(Math::abs).max().orElse(0);
        if (!(Math.abs(found / most - 1) <= relative)) {
            throw new AssertionError(
                    "greatest move of a parameter in the first step: " + most + " expected, " + found + " found");
        }
        state.checked();
    }

    /** A picture: one line for every spectral radius, and a dashed one for what theory expects of it. */
    @Then("its growth for the spectral radii {numbers} is drawn beside the theory")
    public void drawn(double[] radii) {
        GrowthStudy study = study();
        List<Double> drawn = Arrays.stream(radii).boxed().toList();
        attach(
                study.chart(Frameworks.ours(), drawn).svg(),
                "growth of errors, " + state.scenario().getName());
    }

    /**
     * A picture: norms of the error and of the parameters' gradient, clipped and not, over longer and longer sequences.
     */
    @Then("the clipped gradients of ever longer sequences are drawn")
    public void drawnClipped() {
        GrowthStudy study = study();
        attach(
                ClippingStudy.measured(Frameworks.ours(), study, radius)
                        .chart(study.title())
                        .svg(),
                "clipped gradients, " + state.scenario().getName());
    }

    private GradientGrowth growth() {
        study();
        return GradientGrowth.measured(Frameworks.ours(), state.observing(Set.of(Kind.INPUT_GRADIENT)));
    }

    private GrowthStudy study() {
        Recurrence kind = recurrence.orElseThrow(
                () -> new InvalidInput("scenario: a recurrent matrix expected before this step, none found"));
        return new GrowthStudy(state.scenario().getName(), state.network(), kind, state.input(), seed);
    }

    /** θ after the first step minus θ before it, all parameters in one row. */
    private double[] firstStep() {
        if (!state.isTraining()) {
            throw new InvalidInput("scenario: training expected before this step, none found");
        }
        Case training = state.observing(Set.of(Kind.PARAMETER)).trainedFor(1);
        Weights before = training.weights();
        return before.keys().stream()
                .flatMapToDouble(key -> Arrays.stream(difference(training, before, key)))
                .toArray();
    }

    private static double[] difference(Case training, Weights before, ParameterKey key) {
        double[] after = Frameworks.ours()
                .observe(training)
                .get(Quantity.parameter(key, 1))
                .values();
        double[] start = before.get(key).toArray();
        double[] moved = new double[start.length];
        Arrays.setAll(moved, i -> after[i] - start[i]);
        return moved;
    }

    private void attach(String svg, String name) {
        state.scenario().attach(svg.getBytes(StandardCharsets.UTF_8), "image/svg+xml", name);
    }

    private void log(GradientGrowth growth) {
        state.scenario()
                .log(String.format(
                        Locale.ROOT,
                        "‖∂L/∂z‖ over %d steps back: %.6g a step on average, %.6g at most, %.3e times in all",
                        growth.time() - 1,
                        growth.rate(),
                        growth.fastest(),
                        growth.total()));
    }
}
