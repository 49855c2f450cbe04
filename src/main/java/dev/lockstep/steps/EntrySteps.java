package dev.lockstep.steps;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Tolerance;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Tensor;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import java.util.List;
import java.util.Set;

/** Entries of arrays that are too great for a table: one row of the batch, or one step, and some of the units. */
public final class EntrySteps {
    private final ScenarioState state = ScenarioState.current();

    /** h of the last recurrent layer in one row of the batch: columns t and some of h1, h2 … */
    @Then("its hidden states in row {int} are, within {tolerance}")
    public void hiddenStatesInRow(int row, Tolerance tolerance, DataTable table) {
        LayerSpec layer = state.lastWithState();
        inRow(Quantity.outputs(layer.name()), "h", layer.outputs(), row, tolerance, table);
    }

    /** h of the last recurrent layer at one step: columns row and some of h1, h2 … */
    @Then("its hidden states at t = {int} are, within {tolerance}")
    public void hiddenStatesAt(int t, Tolerance tolerance, DataTable table) {
        LayerSpec layer = state.lastWithState();
        at(Quantity.outputs(layer.name()), "h", layer.outputs(), t, tolerance, table);
    }

    /** The network's outputs in one row of the batch: columns t and some of y1, y2 … */
    @Then("its outputs in row {int} are, within {tolerance}")
    public void outputsInRow(int row, Tolerance tolerance, DataTable table) {
        LayerSpec layer = output();
        inRow(Quantity.outputs(layer.name()), "y", layer.outputs(), row, tolerance, table);
    }

    /** The network's outputs at one step: columns row and some of y1, y2 … */
    @Then("its outputs at t = {int} are, within {tolerance}")
    public void outputsAt(int t, Tolerance tolerance, DataTable table) {
        LayerSpec layer = output();
        at(Quantity.outputs(layer.name()), "y", layer.outputs(), t, tolerance, table);
    }

    /** c of the last recurrent layer after the last step: columns row and some of c1, c2 … */
    @Then("its final cell states are, within {tolerance}")
    public void finalCells(Tolerance tolerance, DataTable table) {
        RecurrentSpec layer = state.lastWithCell();
        Quantity quantity = Quantity.finalCell(layer.name());
        Case scenario = state.observing(Set.of(quantity.kind()));
        Tensor found = Frameworks.ours().observe(scenario).get(quantity);
        EntryTable entries = EntryTable.read(found.axes().get(0), "c", layer.units(), table);
        expect(scenario, quantity, found, entries, List.of(entries.counted(), entries.units()), tolerance);
    }

    private LayerSpec output() {
        List<LayerSpec> layers = state.network().layers();
        return layers.get(layers.size() - 1);
    }

    private void inRow(Quantity quantity, String prefix, int units, int row, Tolerance tolerance, DataTable table) {
        Case scenario = state.observing(Set.of(quantity.kind()));
        Tensor found = Frameworks.ours().observe(scenario).get(quantity);
        EntryTable entries = EntryTable.read(found.axes().get(0), prefix, units, table);
        Axis only = EntryTable.only(found.axes().get(1), row);
        expect(scenario, quantity, found, entries, List.of(entries.counted(), only, entries.units()), tolerance);
    }

    private void at(Quantity quantity, String prefix, int units, int t, Tolerance tolerance, DataTable table) {
        Case scenario = state.observing(Set.of(quantity.kind()));
        Tensor found = Frameworks.ours().observe(scenario).get(quantity);
        EntryTable entries = EntryTable.read(found.axes().get(1), prefix, units, table);
        Axis only = EntryTable.only(found.axes().get(0), t);
        expect(scenario, quantity, found, entries, List.of(only, entries.counted(), entries.units()), tolerance);
    }

    private void expect(
            Case scenario, Quantity quantity, Tensor found, EntryTable entries, List<Axis> axes, Tolerance tolerance) {
        state.compared(Comparison.of(
                scenario,
                Comparison.Party.of(Frameworks.ours()),
                one(quantity, EntryTable.picked(found, axes)),
                Comparison.Party.expected(),
                one(quantity, entries.expected(axes)),
                tolerance));
    }

    private static Observations one(Quantity quantity, Tensor tensor) {
        return Observations.builder().put(quantity, tensor).build();
    }
}
