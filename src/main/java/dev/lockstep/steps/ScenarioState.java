package dev.lockstep.steps;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.BinaryAddition;
import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Pace;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import io.cucumber.java.Scenario;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What the steps of one scenario have been given so far; steps of one's own read it and add to it. One scenario runs on one
 * thread.
 */
public final class ScenarioState {
    private static final ThreadLocal<ScenarioState> CURRENT = new ThreadLocal<>();

    private final Scenario scenario;
    private final List<Comparison> comparisons = new ArrayList<>();
    private final List<LayerSpec> layers = new ArrayList<>();
    private final Map<ParameterKey, RowMajorMatrix> tabulated = new LinkedHashMap<>();
    private final Map<String, State> initialStates = new LinkedHashMap<>();
    private Optional<Weights> drawn = Optional.empty();
    private Optional<Sequence> input = Optional.empty();
    private Objective objective = new Objective.None();
    private Optional<OptimizerSpec> optimizer = Optional.empty();
    private Optional<OptimizerState> start = Optional.empty();
    private List<Minibatch> minibatches = List.of();
    private List<BinaryAddition.Pair> seen = List.of();
    private Masks masks = Masks.NONE;
    private Execution execution = Execution.STANDARD;
    private boolean inPieces;
    private Truncation truncation = Truncation.NONE;
    private GradientClip clip = GradientClip.NONE;
    private Optional<Pace> pace = Optional.empty();
    private Regularisation regularisation = Regularisation.NONE;
    private final NamedArrays arrays = new NamedArrays();
    private boolean checked;

    private ScenarioState(Scenario scenario) {
        this.scenario = scenario;
    }

    static void begin(Scenario scenario) {
        CURRENT.set(new ScenarioState(scenario));
    }

    /** The state of the scenario that this thread runs; there is none outside of steps and hooks. */
    public static ScenarioState current() {
        return CURRENT.get();
    }

    static void end() {
        CURRENT.remove();
    }

    /** The scenario, for its log. */
    public Scenario scenario() {
        return scenario;
    }

    /** Every comparison made so far, in order. */
    List<Comparison> comparisons() {
        return comparisons;
    }

    /** Hands in a comparison: it is reported, and the scenario fails in the end if it is unexpected. */
    public void compared(Comparison comparison) {
        comparisons.add(comparison);
        Run.current().listener().compared(scenario.getUri(), scenario.getLine(), comparison);
    }

    /** Something was held against what it should be, though not as a comparison; a step that fails it throws. */
    public void checked() {
        checked = true;
        Run.current().listener().checked(scenario.getUri(), scenario.getLine());
    }

    boolean isChecked() {
        return checked;
    }

    /** The name of the next layer. */
    String nextLayerName() {
        return "layer " + (layers.size() + 1);
    }

    void add(LayerSpec layer, Map<ParameterKey, RowMajorMatrix> weights) {
        layers.add(layer);
        tabulated.putAll(weights);
    }

    /**
     * The layer that was added last, without its weights, which come back under the names that they are given.
     *
     * @throws InvalidInput if it is not recurrent, or has no table of weights
     */
    RecurrentSpec takeLast(UnaryOperator<RecurrentSpec> renamed) {
        LayerSpec last = layers.isEmpty() ? null : layers.get(layers.size() - 1);
        boolean weighted = last != null
                && tabulated.keySet().stream().anyMatch(key -> key.layer().equals(last.name()));
        if (!weighted || !(last instanceof RecurrentSpec recurrent)) {
            throw new InvalidInput("scenario: a recurrent layer with a table of weights expected before this step, "
                    + (last == null ? "none" : last.title()) + " found");
        }
        layers.remove(last);
        RecurrentSpec other = renamed.apply(recurrent);
        for (ParameterSpec spec : recurrent.parameters()) {
            RowMajorMatrix matrix = tabulated.remove(new ParameterKey(recurrent.name(), spec.parameter()));
            tabulated.put(new ParameterKey(other.name(), spec.parameter()), matrix);
        }
        return recurrent;
    }

    /** The whole network; it has no weights yet. */
    public void network(NetworkSpec network) {
        layers.clear();
        layers.addAll(network.layers());
    }

    /** The weights of the whole network. */
    public void weights(Weights weights) {
        if (!tabulated.isEmpty()) {
            throw new InvalidInput("weights: either a table or a seed expected, both found");
        }
        drawn = Optional.of(weights);
    }

    /**
     * Multiplies every weight given so far, biases too.
     *
     * @throws InvalidInput if none have been given
     */
    void scaleWeights(double factor) {
        if (drawn.isEmpty() && tabulated.isEmpty()) {
            throw new InvalidInput("scenario: weights expected before this step, none found");
        }
        Map<ParameterKey, RowMajorMatrix> scaled =
                new LinkedHashMap<>(drawn.map(Weights::asMap).orElse(tabulated));
        scaled.replaceAll((key, matrix) -> RowMajorMatrix.copyOf(matrix.scalarMultiply(factor)));
        if (drawn.isPresent()) {
            drawn = Optional.of(new Weights(network(), scaled));
        } else {
            tabulated.putAll(scaled);
        }
    }

    /** What the network reads. */
    public void input(Sequence sequence) {
        input = Optional.of(sequence);
    }

    /** Where gradients come from. */
    public void objective(Objective given) {
        objective = given;
    }

    /** The state from which a layer starts instead of zero. */
    public void initialState(String layer, State state) {
        initialStates.put(layer, state);
    }

    /** The state from which a layer was said to start. */
    Optional<State> initialState(String layer) {
        return Optional.ofNullable(initialStates.get(layer));
    }

    /** Arrays with names. */
    NamedArrays arrays() {
        return arrays;
    }

    /**
     * Which steps count.
     *
     * @throws InvalidInput if a training has read the input already, or data come in minibatches
     */
    public void masks(Masks given) {
        if (!minibatches.isEmpty()) {
            throw new InvalidInput("masks: an input of the scenario's own and no training before them expected, "
                    + minibatches.size() + (minibatches.size() == 1 ? " minibatch" : " minibatches") + " found");
        }
        masks = given;
    }

    /** Which steps count. */
    public Masks masks() {
        return masks;
    }

    /** How frameworks are asked to compute. */
    public void execution(Execution given) {
        execution = given;
    }

    /** How frameworks are asked to compute. */
    public Execution execution() {
        return execution;
    }

    /** From now on the scenario is also about the input arriving in pieces. */
    void inPieces() {
        inPieces = true;
    }

    /** How far errors flow back through time. */
    public void truncation(Truncation given) {
        truncation = given;
    }

    /** How the learning rate changes. */
    public void pace(Pace given) {
        pace = Optional.of(given);
    }

    /** What is done so that parameters stay small. */
    public void regularisation(UnaryOperator<Regularisation> change) {
        regularisation = change.apply(regularisation);
    }

    /** What is done to gradients before an optimizer reads them. */
    public void clip(GradientClip given) {
        clip = given;
    }

    void minibatches(List<Minibatch> given) {
        minibatches = given;
        input = Optional.of(given.get(0).input());
    }

    void seen(List<BinaryAddition.Pair> pairs) {
        seen = pairs;
    }

    /** The pairs that the binary adder is trained on. */
    List<BinaryAddition.Pair> seen() {
        return seen;
    }

    List<Minibatch> minibatches() {
        return minibatches;
    }

    /** The optimizer; from now on the scenario is about optimizer steps. */
    public void optimizer(OptimizerSpec given) {
        optimizer = Optional.of(given);
        start = Optional.empty();
    }

    /** Where the training is by now, and what is still to come. */
    void goOn(Weights weights, OptimizerState state, List<Minibatch> rest) {
        drawn = Optional.of(weights);
        tabulated.clear();
        start = Optional.of(state);
        minibatches = rest;
    }

    /** The optimizer, if there is one. */
    public Optional<OptimizerSpec> optimizer() {
        return optimizer;
    }

    /** Where gradients come from. */
    public Objective objective() {
        return objective;
    }

    /**
     * The network.
     *
     * @throws InvalidInput if no step has given one
     */
    public NetworkSpec network() {
        if (layers.isEmpty()) {
            throw new InvalidInput("scenario: a layer or a network expected before this step, none found");
        }
        return new NetworkSpec(layers);
    }

    /**
     * What the network reads.
     *
     * @throws InvalidInput if no step has given it
     */
    public Sequence input() {
        return input.orElseThrow(
                () -> new InvalidInput("scenario: an input sequence expected before this step, none found"));
    }

    /** The layer of the stack nearest to the output that is recurrent, or is around such a layer. */
    LayerSpec lastWithState() {
        return network().layers().stream()
                .filter(layer -> layer.parts().stream().anyMatch(RecurrentSpec.class::isInstance))
                .reduce((before, after) -> after)
                .orElseThrow(ScenarioState::noRecurrentLayer);
    }

    private static InvalidInput noRecurrentLayer() {
        return new InvalidInput("scenario: a recurrent layer expected, none found");
    }

    /** The recurrent layer nearest to the output, also inside of another. */
    RecurrentSpec lastRecurrent() {
        List<RecurrentSpec> recurrent = network().recurrent();
        if (recurrent.isEmpty()) {
            throw noRecurrentLayer();
        }
        return recurrent.get(recurrent.size() - 1);
    }

    /** The recurrent layer nearest to the output, of which a final cell state is expected. */
    RecurrentSpec lastWithCell() {
        RecurrentSpec layer = lastRecurrent();
        if (!layer.hasCell()) {
            throw new InvalidInput("final cell state: a layer with a cell expected, " + layer.title() + " found");
        }
        return layer;
    }

    /** Whether optimizer steps were asked for. */
    boolean isTraining() {
        return optimizer.isPresent();
    }

    /** Whether there is a loss or an upstream gradient. */
    boolean hasGradient() {
        return !(objective instanceof Objective.None);
    }

    /**
     * Everything given so far as a case that observes what this framework can be held against: what {@link #subject()} says,
     * without final states where it does not hand them out, and of gradients also those of initial states where it has them.
     */
    public Case subject(Framework framework) {
        return HandedOut.by(framework, subject());
    }

    /** Everything given so far as a case that observes what every framework can be asked for. */
    public Case subject() {
        EnumSet<Kind> observed = EnumSet.of(Kind.OUTPUTS);
        if (isTraining()) {
            observed = EnumSet.of(Kind.SCORE, Kind.PARAMETER, Kind.OPTIMIZER_STATE);
        } else {
            observed.addAll(finalStates());
            if (objective instanceof Objective.Targets) {
                observed.add(Kind.SCORE);
            }
            if (hasGradient()) {
                observed.addAll(EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT));
            }
        }
        if (inPieces) {
            observed.add(Kind.STREAMED);
        }
        return observing(observed);
    }

    /** h and c after the last step, as far as the network has them. */
    private Set<Kind> finalStates() {
        EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (RecurrentSpec layer : network().recurrent()) {
            kinds.add(Kind.FINAL_HIDDEN);
            if (layer.hasCell()) {
                kinds.add(Kind.FINAL_CELL);
            }
        }
        return kinds;
    }

    /**
     * The network's weights.
     *
     * @throws InvalidInput if some have not been given
     */
    Weights weights() {
        return drawn.orElseGet(() -> new Weights(network(), tabulated));
    }

    /** Everything given so far as a case that observes these kinds of quantity. */
    public Case observing(Set<Kind> observed) {
        NetworkSpec network = network();
        Weights weights = weights();
        Optional<Training> training = optimizer.map(spec -> new Training(
                spec,
                pace,
                regularisation,
                clip,
                start.orElseGet(() -> OptimizerState.initial(spec, network)),
                minibatches));
        return new Case(
                scenario.getName(),
                network,
                weights,
                input(),
                masks,
                initialStates,
                objective,
                truncation,
                training,
                execution,
                observed);
    }
}
