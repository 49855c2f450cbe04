package dev.lockstep.steps;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Gate;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SeparateGates;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.When;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Arrays with names, written down or drawn as NumPy draws them, and what is made of them. */
public final class ArraySteps {
    private final ScenarioState state = ScenarioState.current();

    /** A matrix: rows between semicolons. */
    @Given("^([\\p{L}_]\\w*) = \\[(.*)]$")
    public void matrix(String name, String rows) {
        state.arrays().put(name, NamedArrays.literal(name, rows));
    }

    /** The first array after NumPy's legacy generator was seeded. */
    @Given("{word} drawn as numpy.random.seed\\({long}), {draw}")
    public void drawn(String name, long seed, NumpyDraw draw) {
        state.arrays().seed(seed);
        state.arrays().draw(name, draw);
    }

    /** The array that a script would draw next. */
    @Given("{word} drawn next as {draw}")
    public void drawnNext(String name, NumpyDraw draw) {
        state.arrays().draw(name, draw);
    }

    /** A layer whose parameters are arrays, transposed where ᵀ says so. */
    @Given("a(n) {layerKind} layer with {assignments}")
    public void layer(LayerKind kind, Map<Parameter, String> assignments) {
        String name = state.nextLayerName();
        Map<Parameter, RowMajorMatrix> matrices = new EnumMap<>(Parameter.class);
        assignments.forEach(
                (parameter, array) -> matrices.put(parameter, state.arrays().matrix(array)));
        LayerKind.Weighted weighted = kind.weighted(name, matrices);
        state.add(weighted.layer(), weighted.weights());
    }

    /** An LSTM whose gates have matrices of their own, for column vectors: columns gate, of x, of h, bias. */
    @Given("an LSTM layer of gate matrices")
    public void gateMatrices(DataTable table) {
        gates(
                List.of("gate", "of x", "of h", "bias"),
                table,
                row -> new SeparateGates.Matrices(
                        state.arrays().matrix(row.get(1)),
                        state.arrays().matrix(row.get(2)),
                        state.arrays().matrix(row.get(3))));
    }

    /** An LSTM whose gates have a matrix each for h and x below one another: columns gate, matrix, bias. */
    @Given("an LSTM layer of gate matrices over [h; x]")
    public void gateMatricesOverBoth(DataTable table) {
        gates(
                List.of("gate", "matrix", "bias"),
                table,
                row -> SeparateGates.Matrices.concatenated(
                        row.get(1),
                        state.arrays().matrix(row.get(1)),
                        state.arrays().matrix(row.get(2))));
    }

    private void gates(List<String> header, DataTable table, Function<List<String>, SeparateGates.Matrices> matrices) {
        SequenceTable.expectHeader("gate matrices", header, table);
        Map<Gate, SeparateGates.Matrices> gates = new EnumMap<>(Gate.class);
        for (List<String> row : table.cells().subList(1, table.height())) {
            if (gates.put(gate(row.get(0)), matrices.apply(row)) != null) {
                throw new InvalidInput("gate matrices: gate " + row.get(0) + " once expected, twice found");
            }
        }
        SeparateGates separate = new SeparateGates(gates);
        LstmSpec layer = LstmSpec.plain(state.nextLayerName(), separate.inputs(), separate.units());
        state.add(layer, separate.fused(layer));
    }

    private static Gate gate(String symbol) {
        for (Gate gate : Gate.values()) {
            if (gate.symbol().equals(symbol)) {
                return gate;
            }
        }
        throw new InvalidInput("gate: one of i, f, g, o expected, \"" + symbol + "\" found");
    }

    /** An array as the input. */
    @When("it reads {word}, laid out {layout}")
    public void reads(String name, ArrayLayout layout) {
        state.input(layout.sequence("array " + name, state.arrays().get(name)));
    }

    /** The first steps of an array as the input. */
    @When("it reads the first {int} step(s) of {word}, laid out {layout}")
    public void readsFirst(int steps, String name, ArrayLayout layout) {
        Sequence all = layout.sequence("array " + name, state.arrays().get(name));
        if (steps < 1 || steps > all.time()) {
            throw new InvalidInput(
                    "steps of array " + name + ": 1 to " + all.time() + " expected, " + steps + " found");
        }
        state.input(all.steps(1, steps));
    }

    /** h₀ of the last recurrent layer; c₀ stays as it is, at first zero. */
    @Given("its initial hidden state is {word}, laid out {layout}")
    public void initialHidden(String name, ArrayLayout layout) {
        RecurrentSpec layer = state.lastRecurrent();
        RowMajorMatrix h = rows(name, layout);
        Optional<RowMajorMatrix> c = current(layer, h).c();
        state.initialState(layer.name(), new State(h, c));
    }

    /** c₀ of the last recurrent layer; h₀ stays as it is, at first zero. */
    @Given("its initial cell state is {word}, laid out {layout}")
    public void initialCell(String name, ArrayLayout layout) {
        RecurrentSpec layer = state.lastRecurrent();
        RowMajorMatrix c = rows(name, layout);
        state.initialState(layer.name(), State.of(current(layer, c).h(), c));
    }

    private State current(RecurrentSpec layer, RowMajorMatrix like) {
        return state.initialState(layer.name()).orElseGet(() -> State.zero(layer, like.getRowDimension()));
    }

    private RowMajorMatrix rows(String name, ArrayLayout layout) {
        Sequence sequence = layout.sequence("array " + name, state.arrays().get(name));
        if (sequence.time() > 1) {
            throw new InvalidInput(
                    "initial state " + name + ": no time axis expected, " + sequence.time() + " steps found");
        }
        return sequence.at(1);
    }

    /** A loss against targets from an array. */
    @Given("the loss is {loss}, against {word}, laid out {layout}")
    public void loss(Loss loss, String name, ArrayLayout layout) {
        Sequence targets = layout.sequence("array " + name, state.arrays().get(name));
        state.objective(new Objective.Targets(loss, targets));
    }

    /** ∂L/∂(output) at the last step, the same in every row of the batch; zero at every other step. */
    @Given("the gradient {numbers} arrives at the last step")
    public void lastGradient(double[] gradient) {
        List<LayerSpec> layers = state.network().layers();
        LayerSpec last = layers.get(layers.size() - 1);
        if (gradient.length != last.outputs()) {
            throw new InvalidInput("gradient arriving at the last step: " + last.outputs() + " numbers expected, as "
                    + last.title() + " yields, " + gradient.length + " found");
        }
        Sequence outputs = Sequence.zeros(
                state.network().outputTime(state.input().time()), state.input().batch(), gradient.length);
        for (int row = 0; row < outputs.batch(); row++) {
            outputs.at(outputs.time()).setRow(row, gradient);
        }
        state.objective(new Objective.Upstream(outputs, Map.of()));
    }

    /** ∂L/∂(output) at every step. */
    @Given("the gradient {word} arrives at every step, laid out {layout}")
    public void gradient(String name, ArrayLayout layout) {
        Sequence outputs = layout.sequence("gradient " + name, state.arrays().get(name));
        state.objective(new Objective.Upstream(outputs, Map.of()));
    }
}
