package dev.lockstep.steps;

import dev.lockstep.comparison.ArrayComparison;
import dev.lockstep.comparison.CentralDifferences;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerance;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.Figures;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Tensor;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoublePredicate;

/** What must then hold: numbers in tables, and other frameworks. */
public final class ThenSteps {
    private final ScenarioState state = ScenarioState.current();

    /** h of the last recurrent layer at every step, for a single sequence. */
    @Then("its hidden states are, within {tolerance}")
    public void hiddenStates(Tolerance tolerance, DataTable table) {
        LayerSpec layer = state.lastWithState();
        expect(
                Quantity.outputs(layer.name()),
                SequenceTable.read("expected numbers", "h", layer.outputs(), table),
                tolerance);
    }

    /** The network's outputs at every step, for a single sequence. */
    @Then("its outputs are, within {tolerance}")
    public void outputs(Tolerance tolerance, DataTable table) {
        List<LayerSpec> layers = state.network().layers();
        LayerSpec layer = layers.get(layers.size() - 1);
        expect(
                Quantity.outputs(layer.name()),
                SequenceTable.read("expected numbers", "y", layer.outputs(), table),
                tolerance);
    }

    /** c of the last recurrent layer after the last step, for a single sequence. */
    @Then("its final cell state is, within {tolerance}")
    public void finalCell(Tolerance tolerance, DataTable table) {
        RecurrentSpec layer = state.lastWithCell();
        expect(
                Quantity.finalCell(layer.name()),
                Tensor.ofState(SequenceTable.row("expected numbers", "c", layer.units(), table)),
                tolerance);
    }

    /** ∂L/∂parameter of the first layer that has it, laid out like its weights. */
    @Then("the gradient of {weight} is, within {tolerance}")
    public void gradient(Parameter parameter, Tolerance tolerance, DataTable table) {
        LayerSpec layer = state.network().parts().stream()
                .filter(candidate -> candidate.parameters().stream().anyMatch(spec -> spec.parameter() == parameter))
                .findFirst()
                .orElseThrow(() ->
                        new InvalidInput("gradient: a layer with " + parameter.symbol() + " expected, none found"));
        ParameterKey key = new ParameterKey(layer.name(), parameter);
        WeightTable gradient = new WeightTable("d" + parameter.symbol() + " of " + layer.title(), table.cells());
        expect(
                Quantity.gradient(key),
                Tensor.of(layer.parameter(parameter), gradient.only(layer, parameter)),
                tolerance);
    }

    /** What the loss comes to, of the whole batch. */
    @Then("its score is {number}, within {tolerance}")
    public void score(double expected, Tolerance tolerance) {
        expect(Quantity.score(), Tensor.scalar(expected), tolerance);
    }

    /** θ and the optimizer's state after every step: columns t, θ and the names of the state's arrays. */
    @Then("its state after each step is, within {tolerance}")
    public void optimizerStates(Tolerance tolerance, DataTable table) {
        LayerSpec layer = state.network().layers().get(0);
        ParameterKey theta = new ParameterKey(layer.name(), Parameter.B);
        List<String> header = table.height() == 0 ? List.of() : table.row(0);
        List<String> known =
                new ArrayList<>(state.optimizer().map(OptimizerSpec::slots).orElse(List.of()));
        known.add("θ");
        if (header.size() < 2 || !known.containsAll(header.subList(1, header.size()))) {
            throw new InvalidInput("state of the optimizer: columns t and some of " + String.join(", ", known)
                    + " expected, " + String.join(", ", header) + " found");
        }
        Observations.Builder expected = Observations.builder();
        for (List<String> row : SequenceTable.steps("state of the optimizer", header, table)) {
            int step = Integer.parseInt(row.get(0));
            for (int column = 1; column < header.size(); column++) {
                String name = header.get(column);
                double value = Numbers.parse(name + " at t = " + step, row.get(column));
                expected.put(
                        name.equals("θ") ? Quantity.parameter(theta, step) : Quantity.optimizerState(theta, name, step),
                        new Tensor(layer.parameter(Parameter.B).axes(), new double[] {value}));
            }
        }
        expect(EnumSet.of(Kind.PARAMETER, Kind.OPTIMIZER_STATE), expected.build(), tolerance);
    }

    /** How many numbers are trained. */
    @Then("it has {int} trainable number(s)")
    public void trainableNumbers(int expected) {
        int found = state.network().parameterCount();
        if (found != expected) {
            throw new AssertionError(
                    "trainable numbers of the network: " + expected + " expected, " + found + " found");
        }
        state.checked();
    }

    /** Weights as a rule draws them: none beyond its bound, the greatest not far from it. */
    @Then("every weight in {weight} of {string} lies within {amplitude}, the greatest beyond {number} of that")
    public void withinBound(Parameter parameter, String layer, double amplitude, double share) {
        double greatest = 0;
        for (double weight : state.weights().get(layer, parameter).toArray()) {
            greatest = Math.max(greatest, Math.abs(weight));
        }
        if (greatest > amplitude || greatest <= share * amplitude) {
            throw new AssertionError("greatest weight in " + parameter.symbol() + " of \"" + layer + "\": more than "
                    + share * amplitude + " and at most " + amplitude + " expected, " + greatest + " found");
        }
        state.checked();
    }

    /** Everything the scenario is about, under the derived bounds. */
    @Then("{framework} agrees")
    public void agrees(Framework framework) {
        against(framework, Tolerances.derived());
    }

    /** Everything the scenario is about, under a tolerance of one's own. */
    @Then("{framework} agrees within {tolerance}")
    public void agreesWithin(Framework framework, Tolerance tolerance) {
        against(framework, tolerance);
    }

    /** The equations in place of our layers: everything the scenario is about, under the derived bounds. */
    @Then("{framework} agrees with the definition")
    public void agreesWithTheDefinition(Framework framework) {
        Case scenario = state.subject(framework);
        Framework equations = Frameworks.equations();
        Support may = Run.current().frameworks().mayUse(framework);
        state.compared(
                may.yes()
                        ? Comparison.between(equations, framework, scenario, Tolerances.derived())
                        : Comparison.unsupported(scenario, equations, framework, Tolerances.derived(), may.because()));
    }

    /** Everything the scenario is about in the equations as they are written, with gradients from a tape. */
    @Then("the equations agree")
    public void equationsAgree() {
        against(Run.current().frameworks().named(Frameworks.equations().id()), Tolerances.derived());
    }

    /** As {@link #agreesWithin}, said at greater length. */
    @Then("{framework}, given the same weights, agrees within {tolerance}")
    public void agreesGivenTheSameWeights(Framework framework, Tolerance tolerance) {
        against(framework, tolerance);
    }

    /** Every framework of the run but ours. */
    @Then("every framework agrees")
    public void everyFrameworkAgrees() {
        List<Framework> others = Run.current().frameworks().selected().stream()
                .filter(framework -> framework != Frameworks.ours())
                .toList();
        if (others.isEmpty()) {
            state.compared(Comparison.unsupported(
                    state.subject(),
                    Frameworks.ours(),
                    Frameworks.ours(),
                    Tolerances.derived(),
                    "no framework but ours takes part in this run"));
        }
        others.forEach(framework -> against(framework, Tolerances.derived()));
    }

    /** Gradients of every parameter, of the input and of the initial states, without derivation by hand. */
    @Then("the gradients agree with central differences")
    public void centralDifferences() {
        EnumSet<Kind> kinds = EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT);
        kinds.addAll(InitialStateGradients.of(state.network()));
        againstCentralDifferences(kinds);
    }

    /** Gradients of every parameter and of the input, but not of initial states, where a truncation may have cut them off. */
    @Then("the gradients of parameters and input agree with central differences")
    public void centralDifferencesOfParametersAndInput() {
        againstCentralDifferences(EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT));
    }

    private void againstCentralDifferences(Set<Kind> kinds) {
        state.compared(Comparison.between(
                Frameworks.ours(),
                Run.current().timed(new CentralDifferences()),
                state.observing(kinds),
                Tolerances.centralDifferences()));
    }

    /** The framework says that it cannot compute this, and why. */
    @Then("{framework} refuses, because {string}")
    public void refuses(Framework framework, String because) {
        Support may = Run.current().frameworks().mayUse(framework);
        if (!may.yes()) {
            against(framework, Tolerances.derived());
            return;
        }
        state.checked();
        Support support = framework.supports(state.subject(framework));
        if (support.yes()) {
            throw new AssertionError(framework.title() + " was expected to refuse, because " + because
                    + "; but it says that it can compute this.");
        }
        if (!support.because().equals(because)) {
            throw new AssertionError(framework.title() + " refuses for another reason.\n  expected  because " + because
                    + "\n  found     because " + support.because());
        }
    }

    /**
     * A divergence that is known, with its reason; something earlier in the scenario must be the witness that our number is
     * right. When the framework mends it, the scenario says so and fails.
     */
    @Then("{framework} is known to differ by {number} to {number}")
    public void knownDivergence(Framework framework, double least, double greatest, String reason) {
        pinned(framework, range(least, greatest), reason, distance -> distance >= least && distance <= greatest);
    }

    /** A known divergence of a framework that was not told how to clip a loss, and clips it in its own way. */
    @Then("{framework}, left at its default of {loss}, is known to differ by {number} to {number}")
    public void knownDivergenceOfDefault(Framework framework, Loss loss, double least, double greatest, String reason) {
        pinned(
                new LossLeftAtDefault(framework, loss),
                range(least, greatest),
                reason,
                distance -> distance >= least && distance <= greatest);
    }

    /** A known divergence in which numbers are NaN or infinite. */
    @Then("{framework} is known not to be finite")
    public void knownNotToBeFinite(Framework framework, String reason) {
        pinned(framework, "not to be finite", reason, distance -> !Double.isFinite(distance));
    }

    /** A known divergence in which the framework throws, or its own runtime does; the text is part of what it says then. */
    @Then("{framework} is known to fail with {string}")
    public void knownToFail(Framework framework, String said, String reason) {
        if (isWitnessed()) {
            failing(framework, framework, said, reason);
        }
    }

    /** The same of a framework that may bring down the JVM that it computes in, or hang. */
    @Then("{framework}, in a JVM of its own, is known to fail with {string}")
    public void knownToFailInItsOwnJvm(Framework framework, String said, String reason) {
        if (isWitnessed()) {
            Frameworks.inAnotherJvm(framework, isolated -> failing(framework, isolated, said, reason));
        }
    }

    private void failing(Framework framework, Framework computing, String said, String reason) {
        Case scenario = state.subject(framework);
        Support may = Run.current().frameworks().mayUse(framework);
        Comparison found = may.yes()
                ? Comparison.between(Frameworks.ours(), computing, scenario, Tolerances.derived())
                : Comparison.unsupported(scenario, Frameworks.ours(), framework, Tolerances.derived(), may.because());
        state.compared(
                found.outcome() == Outcome.ERROR && found.reason().contains(said)
                        ? found.as(Outcome.KNOWN_DIVERGENCE, because(reason))
                        : otherwise(framework, found, "to fail with \"" + said + "\"", reason));
    }

    private static String range(double least, double greatest) {
        return "to differ by " + Figures.exact(least) + " to " + Figures.exact(greatest);
    }

    private void pinned(Framework framework, String known, String reason, DoublePredicate expected) {
        if (!isWitnessed()) {
            return;
        }
        Case scenario = state.subject(framework);
        Support may = Run.current().frameworks().mayUse(framework);
        Comparison found = may.yes()
                ? Comparison.undiagnosed(Frameworks.ours(), framework, scenario, Tolerances.derived())
                : Comparison.unsupported(scenario, Frameworks.ours(), framework, Tolerances.derived(), may.because());
        state.compared(
                found.outcome() == Outcome.DIVERGE && expected.test(distance(found))
                        ? found.as(Outcome.KNOWN_DIVERGENCE, because(reason))
                        : otherwise(framework, found.diagnosed(), known, reason));
    }

    /** Whether everything before it in the scenario agreed, and there was something. */
    private boolean isWitnessed() {
        List<Outcome> witnesses =
                state.comparisons().stream().map(Comparison::outcome).toList();
        if (witnesses.stream().anyMatch(Outcome::isUnexpected)) {
            return false; // a scenario that its witness fails is no bad input, and says all there is to say
        }
        if (witnesses.isEmpty() || witnesses.stream().anyMatch(outcome -> outcome != Outcome.AGREE)) {
            throw new InvalidInput("known divergence: a witness that agrees expected before it, none found");
        }
        return true;
    }

    private static String because(String reason) {
        return reason.strip().replaceAll("\\s+", " ");
    }

    private static double distance(Comparison found) {
        return found.arrays().stream()
                .mapToDouble(ArrayComparison::maxAbsolute)
                .max()
                .orElse(0);
    }

    /** What agrees now is mended; what differs or fails in another way says what was known. */
    private static Comparison otherwise(Framework framework, Comparison found, String known, String reason) {
        String who = framework.title() + " " + framework.version();
        String pin = "It was pinned because: " + because(reason);
        return switch (found.outcome()) {
            case AGREE ->
                found.as(
                        Outcome.MENDED,
                        "good news: " + who + " agrees now; this scenario can become an ordinary one. " + pin);
            case DIVERGE ->
                found.as(
                        Outcome.DIVERGE,
                        who + " is known " + known + ", and differs by up to " + Figures.exact(distance(found))
                                + " here. " + pin);
            case ERROR -> found.as(Outcome.ERROR, found.reason() + "; " + who + " is known " + known + ". " + pin);
            default -> found;
        };
    }

    private void against(Framework framework, Tolerance tolerance) {
        state.compared(compare(framework, state.subject(framework), tolerance));
    }

    static Comparison compare(Framework framework, Case scenario, Tolerance tolerance) {
        Support may = Run.current().frameworks().mayUse(framework);
        return may.yes()
                ? Comparison.between(Frameworks.ours(), framework, scenario, tolerance)
                : Comparison.unsupported(scenario, Frameworks.ours(), framework, tolerance, may.because());
    }

    private void expect(Quantity quantity, Tensor expected, Tolerance tolerance) {
        expect(
                Set.of(quantity.kind()),
                Observations.builder().put(quantity, expected).build(),
                tolerance);
    }

    private void expect(Set<Kind> kinds, Observations expected, Tolerance tolerance) {
        Case scenario = state.observing(kinds);
        state.compared(Comparison.of(
                scenario,
                Comparison.Party.of(Frameworks.ours()),
                Frameworks.ours().observe(scenario),
                Comparison.Party.expected(),
                expected,
                tolerance));
    }
}
