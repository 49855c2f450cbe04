package dev.lockstep.steps;

import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.Initialisation;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.When;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is given: layers, weights, input, states, loss, optimizer. */
public final class GivenSteps {
    private static final String THETA = "θ";

    private final ScenarioState state = ScenarioState.current();

    /** A layer whose sizes and weights are in the table; several of these are stacked. */
    @Given("a(n) {layerKind} layer with the weights")
    public void layerWithWeights(LayerKind kind, DataTable table) {
        LayerKind.Weighted weighted = kind.weighted(state.nextLayerName(), table.cells());
        state.add(weighted.layer(), weighted.weights());
    }

    /** A whole network, whose weights come from a seed. */
    @Given("a network of {network}")
    public void network(NetworkSpec network) {
        state.network(network);
    }

    /** Weights drawn uniformly from ±1/√(outputs of the layer). */
    @Given("weights from seed {long}")
    public void weightsFromSeed(long seed) {
        state.weights(Weights.random(state.network(), seed));
    }

    /** Weights drawn uniformly from ±scale/√(outputs of the layer). */
    @Given("weights from seed {long}, scaled by {number}")
    public void scaledWeightsFromSeed(long seed, double scale) {
        state.weights(Weights.random(state.network(), seed, scale));
    }

    /** Every weight given so far times a factor, biases too. */
    @Given("its weights are scaled by {number}")
    public void scaled(double factor) {
        state.scaleWeights(factor);
    }

    /** Weights drawn by a rule that a script or a paper states; biases and trained initial states are zero. */
    @Given("weights from seed {long} by the rule {initialisation}")
    public void weightsByRule(long seed, Initialisation rule) {
        state.weights(Weights.initial(state.network(), rule, seed));
    }

    /** How far errors flow back through time. */
    @Given("errors flow back {truncation}")
    public void truncation(Truncation truncation) {
        state.truncation(truncation);
    }

    /** What is done to gradients before the optimizer reads them. */
    @Given("gradients are clipped {clip}")
    public void clip(GradientClip clip) {
        state.clip(clip);
    }

    /** Input drawn uniformly from [−1, 1). */
    @Given("{int} step(s) of {int} random sequence(s) from seed {long}")
    public void randomInput(int time, int batch, long seed) {
        state.input(Sequence.random(time, batch, state.network().inputs(), seed));
    }

    /** h₀, and c₀ where there is one, of every recurrent layer, drawn uniformly from [−1, 1). */
    @Given("random initial states from seed {long}")
    public void randomInitialStates(long seed) {
        List<RecurrentSpec> recurrent = state.network().recurrent();
        for (int i = 0; i < recurrent.size(); i++) {
            state.initialState(
                    recurrent.get(i).name(),
                    randomState(recurrent.get(i), state.input().batch(), seed + i));
        }
    }

    /** h₀ and c₀ of the last recurrent layer, for a single sequence: rows h and c, one column a unit. */
    @Given("its initial state is")
    public void initialState(DataTable table) {
        initialState(state.lastRecurrent(), table);
    }

    /** The same of a layer by its name: {@code layer 1}, {@code layer 1.forward}. */
    @Given("the initial state of {string} is")
    public void initialState(String name, DataTable table) {
        if (!(state.network().layer(name) instanceof RecurrentSpec layer)) {
            throw new InvalidInput("initial state of \"" + name + "\": a recurrent layer expected, "
                    + state.network().layer(name).title() + " found");
        }
        initialState(layer, table);
    }

    private void initialState(RecurrentSpec layer, DataTable table) {
        List<String> header = new ArrayList<>(List.of("state"));
        header.addAll(Labels.numbered("unit", layer.units()));
        SequenceTable.expectHeader("initial state of " + layer.title(), header, table);
        Map<String, RowMajorMatrix> rows = new HashMap<>();
        for (List<String> row : table.cells().subList(1, table.height())) {
            double[] values = row.subList(1, row.size()).stream()
                    .mapToDouble(cell -> Numbers.parse("initial " + row.get(0) + " of " + layer.title(), cell))
                    .toArray();
            rows.put(row.get(0), RowMajorMatrix.row(values));
        }
        if (!rows.containsKey("h")
                || rows.size() != (layer.hasCell() ? 2 : 1)
                || layer.hasCell() != rows.containsKey("c")) {
            throw new InvalidInput("initial state of " + layer.title() + ": rows "
                    + (layer.hasCell() ? "h and c" : "h only") + " expected, " + rows.keySet() + " found");
        }
        state.initialState(
                layer.name(), layer.hasCell() ? State.of(rows.get("h"), rows.get("c")) : State.of(rows.get("h")));
    }

    /** A loss against targets fit for it: distributions for MCXENT, bits for XENT, [−1, 1) otherwise. */
    @Given("the loss is {loss}, against random targets from seed {long}")
    public void lossAgainstRandomTargets(Loss loss, long seed) {
        NetworkSpec network = state.network();
        Sequence targets = Sequence.random(
                network.outputTime(state.input().time()), state.input().batch(), network.outputs(), seed);
        shape(targets, loss.function());
        state.objective(new Objective.Targets(loss, targets));
    }

    /** A loss against targets in a table, for a single sequence. */
    @Given("the loss is {loss}, against the targets")
    public void lossAgainstTargets(Loss loss, DataTable table) {
        int outputs = state.network().outputs();
        Tensor targets = SequenceTable.read("targets", "y", outputs, table);
        state.objective(new Objective.Targets(loss, new Sequence(table.height() - 1, 1, outputs, targets.values())));
    }

    /** An upstream gradient, drawn uniformly from [−1, 1). */
    @Given("a random gradient arriving at every step, from seed {long}")
    public void upstream(long seed) {
        state.objective(new Objective.Upstream(upstreamOutputs(seed), Map.of()));
    }

    /** An upstream gradient at every step and at the final h and c of every recurrent layer. */
    @Given("a random gradient arriving at every step and at the final state, from seed {long}")
    public void upstreamWithFinalState(long seed) {
        Map<String, State> finalStates = new HashMap<>();
        List<RecurrentSpec> recurrent = state.network().recurrent();
        for (int i = 0; i < recurrent.size(); i++) {
            finalStates.put(
                    recurrent.get(i).name(),
                    randomState(recurrent.get(i), state.input().batch(), seed + 1 + i));
        }
        state.objective(new Objective.Upstream(upstreamOutputs(seed), finalStates));
    }

    /** A single trainable number: the bias of a layer whose input is zero. */
    @Given("a parameter θ = {number}")
    public void parameter(double theta) {
        LayerKind.Weighted bias = LayerKind.parse("dense")
                .weighted(
                        THETA,
                        List.of(List.of("from", "unit1"), List.of("x1", "0"), List.of("bias", Double.toString(theta))));
        state.add(bias.layer(), bias.weights());
    }

    /** The optimizer to use. */
    @Given("{optimizer}")
    public void optimizer(OptimizerSpec optimizer) {
        state.optimizer(optimizer);
    }

    /** The loss of every minibatch's outputs against its targets. */
    @Given("the loss is {loss}")
    public void loss(Loss loss) {
        state.objective(new Objective.Targets(loss, firstMinibatch().targets()));
    }

    /** One sequence of one feature. */
    @When("it reads the sequence {numbers}")
    public void reads(double[] sequence) {
        state.input(new Sequence(sequence.length, 1, 1, sequence.clone()));
    }

    /** One sequence of several features: a row for each step, a column for each feature. */
    @When("it reads the sequence")
    public void reads(DataTable table) {
        int features = Math.max(1, table.width() - 1);
        Tensor x = SequenceTable.read("input", "x", features, table);
        state.input(new Sequence(table.height() - 1, 1, features, x.values()));
    }

    /** Gradients of θ, one a step, by a loss that is linear in θ. */
    @When("these gradients arrive")
    public void gradients(DataTable table) {
        List<Minibatch> minibatches = new ArrayList<>();
        for (List<String> row : SequenceTable.steps("gradients", List.of("t", "∂L/∂θ"), table)) {
            double gradient = Numbers.parse("∂L/∂θ at t = " + row.get(0), row.get(1));
            minibatches.add(new Minibatch(Sequence.zeros(1, 1, 1), new Sequence(1, 1, 1, new double[] {gradient})));
        }
        state.minibatches(minibatches);
        Loss linear = Loss.of(LossFunction.WASSERSTEIN, Reduction.SUM);
        state.objective(new Objective.Targets(linear, firstMinibatch().targets()));
    }

    /** Steps on the same input and targets. */
    @When("it is trained for {int} step(s) by {optimizer}")
    public void trained(int steps, OptimizerSpec optimizer) {
        if (!(state.objective() instanceof Objective.Targets targets)) {
            throw new InvalidInput("training: a loss expected before it, none found");
        }
        if (steps < 1) {
            throw new InvalidInput("training steps: at least 1 expected, " + steps + " found");
        }
        state.minibatches(Collections.nCopies(steps, new Minibatch(state.input(), targets.targets(), state.masks())));
        state.optimizer(optimizer);
    }

    /** Steps on all minibatches in order, as often as there are epochs. */
    @When("it is trained for {int} epoch(s) by {optimizer}")
    public void trainedForEpochs(int epochs, OptimizerSpec optimizer) {
        if (epochs < 1) {
            throw new InvalidInput("epochs: at least 1 expected, " + epochs + " found");
        }
        List<Minibatch> all = new ArrayList<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            all.addAll(state.minibatches());
        }
        state.minibatches(all);
        state.optimizer(optimizer);
    }

    /** The first steps are behind it: parameters and optimizer state are those that ours reached after them. */
    @When("it goes on after step {int}")
    public void goesOn(int step) {
        if (!state.isTraining()) {
            throw new InvalidInput("scenario: training expected before this step, none found");
        }
        Case whole = state.observing(EnumSet.of(Kind.PARAMETER, Kind.OPTIMIZER_STATE));
        Training training = whole.training().orElseThrow();
        int steps = training.minibatches().size();
        if (step < 1 || step >= steps) {
            throw new InvalidInput(
                    "steps behind it: at least 1 and fewer than all " + steps + " expected, " + step + " found");
        }
        Observations reached = Frameworks.ours().observe(whole.trainedFor(step));
        int taken = training.over(training.minibatches().subList(0, step))
                .segments(whole.truncation())
                .size();
        state.goOn(
                Weights.after(taken, whole.network(), reached),
                training.start().after(taken, whole.network(), reached),
                training.minibatches().subList(step, steps));
    }

    private Minibatch firstMinibatch() {
        if (state.minibatches().isEmpty()) {
            throw new InvalidInput("scenario: data in minibatches expected before this step, none found");
        }
        return state.minibatches().get(0);
    }

    private Sequence upstreamOutputs(long seed) {
        NetworkSpec network = state.network();
        return Sequence.random(
                network.outputTime(state.input().time()), state.input().batch(), network.outputs(), seed);
    }

    private static State randomState(RecurrentSpec layer, int batch, long seed) {
        Sequence hAndC = Sequence.random(2, batch, layer.units(), seed);
        return layer.hasCell() ? State.of(hAndC.at(1), hAndC.at(2)) : State.of(hAndC.at(1));
    }

    /** Targets fit for the loss, from numbers in [−1, 1). */
    private static void shape(Sequence targets, LossFunction function) {
        RowMajorMatrix rows = targets.allSteps();
        for (int row = 0; row < rows.getRowDimension(); row++) {
            double sum = 0;
            for (double entry : rows.getRow(row)) {
                sum += 1.5 + entry;
            }
            for (int i = 0; i < rows.getColumnDimension(); i++) {
                rows.setEntry(row, i, shaped(function, rows.getEntry(row, i), sum));
            }
        }
    }

    private static double shaped(LossFunction function, double drawn, double sum) {
        return switch (function) {
            case MCXENT, KL_DIVERGENCE -> (1.5 + drawn) / sum;
            case XENT -> drawn < 0 ? 0 : 1;
            case HINGE, SQUARED_HINGE -> drawn < 0 ? -1 : 1;
            case POISSON -> Math.floor(2 * (1 + drawn));
            case MAPE, MSLE -> 1.5 + drawn;
            default -> drawn;
        };
    }
}
