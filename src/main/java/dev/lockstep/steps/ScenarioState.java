package dev.lockstep.steps;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.BinaryAddition;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
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

/** What the steps of one scenario have been given so far. One scenario runs on one thread. */
final class ScenarioState {
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
    private List<Minibatch> minibatches = List.of();
    private List<BinaryAddition.Pair> seen = List.of();

    private ScenarioState(Scenario scenario) {
        this.scenario = scenario;
    }

    static void begin(Scenario scenario) {
        CURRENT.set(new ScenarioState(scenario));
    }

    static ScenarioState current() {
        return CURRENT.get();
    }

    static void end() {
        CURRENT.remove();
    }

    Scenario scenario() {
        return scenario;
    }

    /** Every comparison made so far, in order. */
    List<Comparison> comparisons() {
        return comparisons;
    }

    void compared(Comparison comparison) {
        comparisons.add(comparison);
        Run.current().listener().compared(scenario.getUri(), scenario.getLine(), comparison);
    }

    /** The name of the next layer. */
    String nextLayerName() {
        return "layer " + (layers.size() + 1);
    }

    void add(LayerSpec layer, Map<ParameterKey, RowMajorMatrix> weights) {
        layers.add(layer);
        tabulated.putAll(weights);
    }

    void network(NetworkSpec network) {
        layers.clear();
        layers.addAll(network.layers());
    }

    void weights(Weights weights) {
        drawn = Optional.of(weights);
    }

    void input(Sequence sequence) {
        input = Optional.of(sequence);
    }

    void objective(Objective given) {
        objective = given;
    }

    void initialState(String layer, State state) {
        initialStates.put(layer, state);
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

    void optimizer(OptimizerSpec given) {
        optimizer = Optional.of(given);
    }

    Optional<OptimizerSpec> optimizer() {
        return optimizer;
    }

    Objective objective() {
        return objective;
    }

    NetworkSpec network() {
        if (layers.isEmpty()) {
            throw new InvalidInput("scenario: a layer or a network expected before this step, none found");
        }
        return new NetworkSpec(layers);
    }

    Sequence input() {
        return input.orElseThrow(
                () -> new InvalidInput("scenario: an input sequence expected before this step, none found"));
    }

    /** The recurrent layer nearest to the output. */
    RecurrentSpec lastRecurrent() {
        List<RecurrentSpec> recurrent = network().recurrent();
        if (recurrent.isEmpty()) {
            throw new InvalidInput("scenario: a recurrent layer expected, none found");
        }
        return recurrent.get(recurrent.size() - 1);
    }

    /** Whether optimizer steps were asked for. */
    boolean isTraining() {
        return optimizer.isPresent();
    }

    /** Whether there is a loss or an upstream gradient. */
    boolean hasGradient() {
        return !(objective instanceof Objective.None);
    }

    /** Everything given so far as a case that observes whatever this framework can be held against. */
    Case subject(Framework framework) {
        return InitialStateGradients.addedWhere(framework, common());
    }

    /** Everything given so far as a case that observes what every framework can be asked for. */
    private Case common() {
        EnumSet<Kind> observed = EnumSet.of(Kind.OUTPUTS);
        if (isTraining()) {
            observed = EnumSet.of(Kind.SCORE, Kind.PARAMETER, Kind.OPTIMIZER_STATE);
        } else {
            if (!network().recurrent().isEmpty()) {
                observed.add(Kind.FINAL_HIDDEN);
            }
            if (network().recurrent().stream().anyMatch(RecurrentSpec::hasCell)) {
                observed.add(Kind.FINAL_CELL);
            }
            if (objective instanceof Objective.Targets) {
                observed.add(Kind.SCORE);
            }
            if (hasGradient()) {
                observed.addAll(EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT));
            }
        }
        return observing(observed);
    }

    /** Everything given so far as a case. */
    Case observing(Set<Kind> observed) {
        NetworkSpec network = network();
        Weights weights = drawn.orElseGet(() -> new Weights(network, tabulated));
        Optional<Training> training =
                optimizer.map(spec -> new Training(spec, OptimizerState.initial(spec, network), minibatches));
        return new Case(scenario.getName(), network, weights, input(), initialStates, objective, training, observed);
    }
}
