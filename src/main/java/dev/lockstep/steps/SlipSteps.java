package dev.lockstep.steps;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Comparison.Party;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerance;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.document.Document;
import dev.lockstep.document.Documents;
import dev.lockstep.document.OwnCheck;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Truncation;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the seed documents compute: mended the same as we do, with one of their slips something else. */
public final class SlipSteps {
    private final ScenarioState state = ScenarioState.current();

    /** The document without its slips, under the derived bounds. */
    @Then("the document's {document}, mended, agrees")
    public void mended(Document document) {
        Case scenario = state.isTraining() ? state.observing(Set.of(Kind.PARAMETER)) : state.subject(document);
        state.compared(Comparison.between(Frameworks.ours(), document, scenario, Tolerances.derived()));
    }

    /** The greatest distance between the gradients with one slip and ours, array by array. */
    @Then("the slip {string} moves the gradients by, within {tolerance}")
    public void movesGradients(String title, Tolerance tolerance, DataTable table) {
        EnumSet<Kind> kinds = EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT);
        kinds.addAll(InitialStateGradients.of(state.network()));
        moves(title, state.observing(kinds), tolerance, table);
    }

    /** The greatest distance between the parameters after one step with a slip and ours, array by array. */
    @Then("the slip {string} moves the parameters by, within {tolerance}")
    public void movesParameters(String title, Tolerance tolerance, DataTable table) {
        moves(title, state.observing(Set.of(Kind.PARAMETER)).trainedFor(1), tolerance, table);
    }

    /** The document's check of itself looks the same on both sides, in spite of the slip. */
    @Then("the document's own check does not notice the slip {string}")
    public void notNoticed(String title) {
        List<OwnCheck.Line> lines = ownCheck(Documents.withSlip(title));
        List<OwnCheck.Line> different =
                lines.stream().filter(line -> !line.same()).toList();
        if (!different.isEmpty()) {
            throw new AssertionError(
                    "The document's own check notices the slip \"" + title + "\":\n" + text(different));
        }
    }

    /** The document's check of itself shows different numbers because of the slip. */
    @Then("the document's own check notices the slip {string}")
    public void noticed(String title) {
        List<OwnCheck.Line> lines = ownCheck(Documents.withSlip(title));
        if (lines.stream().allMatch(OwnCheck.Line::same)) {
            throw new AssertionError(
                    "The document's own check does not notice the slip \"" + title + "\":\n" + text(lines));
        }
    }

    /** The document's check of itself passes when it is mended. */
    @Then("the document's own check of its {document}, mended, passes")
    public void passes(Document document) {
        List<OwnCheck.Line> different =
                ownCheck(document).stream().filter(line -> !line.same()).toList();
        if (!different.isEmpty()) {
            throw new AssertionError("The document's own check fails:\n" + text(different));
        }
    }

    /** The greatest distance between our gradients and those of another truncation, array by array. */
    @Then("with errors flowing back {truncation} the gradients differ by, within {tolerance}")
    public void otherTruncation(Truncation truncation, Tolerance tolerance, DataTable table) {
        EnumSet<Kind> kinds = EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT);
        kinds.addAll(InitialStateGradients.of(state.network()));
        Case scenario = state.observing(kinds);
        Framework ours = Frameworks.ours();
        distances(
                scenario,
                new Party("truncation", "the same", "with errors flowing back " + text(truncation)),
                ours.observe(scenario.with(truncation)),
                "errors that flow back " + text(truncation) + " move",
                tolerance,
                new DistanceTable(table));
    }

    private void moves(String title, Case scenario, Tolerance tolerance, DataTable table) {
        Document document = Documents.withSlip(title);
        Support may = document.supports(scenario);
        if (!may.yes()) {
            throw new InvalidInput(document.title()
                    + ": a case that it computes expected, found one that it refuses, because " + may.because());
        }
        distances(
                scenario,
                Party.of(document),
                document.observe(scenario),
                "the slip \"" + title + "\" moves",
                tolerance,
                new DistanceTable(table));
    }

    private void distances(
            Case scenario, Party other, Observations theirs, String cause, Tolerance tolerance, DistanceTable table) {
        Framework ours = Frameworks.ours();
        Comparison found =
                Comparison.of(scenario, Party.of(ours), ours.observe(scenario), other, theirs, Tolerances.derived());
        List<String> wrong = table.wrong(found, tolerance);
        if (!wrong.isEmpty()) {
            throw new AssertionError("Between " + ours.title() + " and " + other.titleAndVersion()
                    + ", the greatest distances are not the expected ones.\n  " + String.join("\n  ", wrong));
        }
        state.compared(table.nothingMoves() ? found : found.as(Outcome.KNOWN_DIVERGENCE, cause + " " + table.text()));
    }

    private List<OwnCheck.Line> ownCheck(Document document) {
        List<OwnCheck.Line> lines = OwnCheck.of(document, state.observing(Set.of(Kind.OUTPUTS)));
        state.scenario().log("the document's own check\n" + text(lines));
        state.checked();
        return lines;
    }

    private static String text(List<OwnCheck.Line> lines) {
        return lines.stream().map(line -> "  " + line.text()).collect(Collectors.joining("\n"));
    }

    private static String text(Truncation truncation) {
        if (truncation instanceof Truncation.Sliding sliding) {
            return "through at most " + sliding.steps() + " further steps";
        }
        return truncation instanceof Truncation.Chunked chunked
                ? "within chunks of " + chunked.length() + " steps"
                : "through the whole sequence";
    }
}
