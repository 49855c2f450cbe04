package dev.lockstep.dsl;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Tolerance;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.Initialisation;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The steps of {@link Conformance}, from the network to both frameworks. */
final class Chain implements Conformance.Given {
    private static final Set<Kind> FORWARD = EnumSet.of(Kind.OUTPUTS, Kind.FINAL_HIDDEN, Kind.FINAL_CELL);
    private static final Set<Kind> SCORE_AND_GRADIENTS = EnumSet.of(Kind.SCORE, Kind.GRADIENT, Kind.INPUT_GRADIENT);
    private static final Set<Kind> GRADIENTS = EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT);
    private static final Set<Kind> TRAINING = EnumSet.of(Kind.SCORE, Kind.PARAMETER, Kind.OPTIMIZER_STATE);

    private final NetworkSpec network;

    Chain(NetworkSpec network) {
        this.network = network;
    }

    @Override
    public Conformance.Weighted withWeights(Weights weights) {
        return new WithWeights(network, weights, sentence() + " with given weights");
    }

    @Override
    public Conformance.Weighted withWeightsFromSeed(long seed) {
        return new WithWeights(network, Weights.random(network, seed), sentence() + " with weights from seed " + seed);
    }

    @Override
    public Conformance.Weighted withWeightsFromSeed(long seed, Initialisation rule) {
        String drawn = sentence() + " with weights from seed " + seed + " by the rule "
                + rule.getClass().getSimpleName();
        return new WithWeights(network, Weights.initial(network, rule, seed), drawn);
    }

    private String sentence() {
        return network.layers().stream().map(Chain::describe).collect(Collectors.joining(", then "));
    }

    private static String describe(LayerSpec layer) {
        boolean peepholes = layer.parts().get(0) instanceof LstmSpec lstm && lstm.peepholes();
        return layer.title() + (peepholes ? " with peepholes" : "") + " (" + layer.inputs() + " → " + layer.outputs()
                + ")";
    }

    private static String describe(Sequence sequence) {
        return count(sequence.time(), "step") + " × " + count(sequence.batch(), "row") + " × "
                + count(sequence.features(), "feature");
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    @Override
    public String toString() {
        return new Unfinished(sentence(), "withWeights(…) or withWeightsFromSeed(…)").toString();
    }

    @Override
    public boolean equals(Object other) {
        throw comparisonOfChains();
    }

    @Override
    public int hashCode() {
        throw comparisonOfChains();
    }

    private static UnsupportedOperationException comparisonOfChains() {
        return new UnsupportedOperationException("a half-finished comparison has no equals and no hashCode: go on until"
                + " within(…) or withinDerivedBounds() and use the Comparison that it yields");
    }

    /** The sentence so far and what may follow. */
    private static class Unfinished {
        final String sentence;
        private final String next;

        Unfinished(String sentence, String next) {
            this.sentence = sentence;
            this.next = next;
        }

        @Override
        public final String toString() {
            return sentence + " … (not compared yet: call " + next + ")";
        }

        @Override
        public final boolean equals(Object other) {
            throw comparisonOfChains();
        }

        @Override
        public final int hashCode() {
            throw comparisonOfChains();
        }
    }

    private static final class WithWeights extends Unfinished implements Conformance.Weighted {
        private final NetworkSpec network;
        private final Weights weights;

        WithWeights(NetworkSpec network, Weights weights, String sentence) {
            super(sentence, "reading(…) or trainedBy(…)");
            this.network = network;
            this.weights = weights;
        }

        @Override
        public Conformance.Reading reading(Sequence input) {
            return new Input(network, weights, input, Masks.NONE, Map.of(), sentence + ", reading " + describe(input));
        }

        @Override
        public Conformance.Minibatches trainedBy(OptimizerSpec optimizer) {
            return new StreamTraining(network, weights, optimizer, sentence + ", trained by " + optimizer.title());
        }
    }

    private static final class Input extends Unfinished implements Conformance.Reading {
        private final NetworkSpec network;
        private final Weights weights;
        private final Sequence input;
        private final Masks masks;
        private final Map<String, State> states;

        Input(
                NetworkSpec network,
                Weights weights,
                Sequence input,
                Masks masks,
                Map<String, State> states,
                String sentence) {
            super(sentence, "fromState(…), masked(…), forwardPass(), gradientsOf(…), gradientsFor(…) or trainedBy(…)");
            this.network = network;
            this.weights = weights;
            this.input = input;
            this.masks = masks;
            this.states = states;
        }

        @Override
        public Conformance.Reading fromState(String layer, State state) {
            Map<String, State> extended = new LinkedHashMap<>(states);
            extended.put(layer, state);
            return new Input(
                    network, weights, input, masks, extended, sentence + ", from a given state of \"" + layer + "\"");
        }

        @Override
        public Conformance.Reading masked(Masks given) {
            return new Input(network, weights, input, given, states, sentence + ", masked");
        }

        @Override
        public Conformance.Computation forwardPass() {
            return computing(new Objective.None(), Optional.empty(), FORWARD, "forward pass");
        }

        @Override
        public Conformance.Computation gradientsOf(Loss loss, Sequence targets) {
            return computing(
                    new Objective.Targets(loss, targets),
                    Optional.empty(),
                    SCORE_AND_GRADIENTS,
                    "gradients of " + loss.function());
        }

        @Override
        public Conformance.Computation gradientsFor(Sequence upstream) {
            return gradientsFor(upstream, Map.of());
        }

        @Override
        public Conformance.Computation gradientsFor(Sequence upstream, Map<String, State> finalStates) {
            return computing(
                    new Objective.Upstream(upstream, finalStates),
                    Optional.empty(),
                    GRADIENTS,
                    "gradients for a given gradient of the outputs"
                            + (finalStates.isEmpty() ? "" : " and final states"));
        }

        @Override
        public Conformance.Repeated trainedBy(OptimizerSpec optimizer) {
            return new RepeatedTraining(this, optimizer, sentence + ", trained by " + optimizer.title());
        }

        Conformance.Computation computing(
                Objective objective, Optional<Training> training, Set<Kind> observed, String what) {
            String name = sentence + ": " + what;
            Case plain = new Case(name, network, weights, input, states, objective, training, observed);
            return new Complete(plain.with(masks), name);
        }
    }

    private static final class RepeatedTraining extends Unfinished implements Conformance.Repeated {
        private final Input input;
        private final OptimizerSpec optimizer;

        RepeatedTraining(Input input, OptimizerSpec optimizer, String sentence) {
            super(sentence, "on(loss, targets)");
            this.input = input;
            this.optimizer = optimizer;
        }

        @Override
        public Conformance.Steps on(Loss loss, Sequence targets) {
            return new LossChosen(input, optimizer, loss, targets, sentence + " on " + loss.function());
        }
    }

    private static final class LossChosen extends Unfinished implements Conformance.Steps {
        private final Input input;
        private final OptimizerSpec optimizer;
        private final Loss loss;
        private final Sequence targets;

        LossChosen(Input input, OptimizerSpec optimizer, Loss loss, Sequence targets, String sentence) {
            super(sentence, "forSteps(n)");
            this.input = input;
            this.optimizer = optimizer;
            this.loss = loss;
            this.targets = targets;
        }

        @Override
        public Conformance.Computation forSteps(int n) {
            if (n < 1) {
                throw new InvalidInput("optimizer steps: at least 1 expected, " + n + " found");
            }
            Training training = new Training(
                    optimizer,
                    OptimizerState.initial(optimizer, input.network),
                    Collections.nCopies(n, new Minibatch(input.input, targets, input.masks)));
            return input.computing(
                    new Objective.Targets(loss, targets),
                    Optional.of(training),
                    TRAINING,
                    count(n, "step") + " of " + optimizer.title() + " on " + loss.function());
        }
    }

    private static final class StreamTraining extends Unfinished implements Conformance.Minibatches {
        private final NetworkSpec network;
        private final Weights weights;
        private final OptimizerSpec optimizer;

        StreamTraining(NetworkSpec network, Weights weights, OptimizerSpec optimizer, String sentence) {
            super(sentence, "on(loss)");
            this.network = network;
            this.weights = weights;
            this.optimizer = optimizer;
        }

        @Override
        public Conformance.Stream on(Loss loss) {
            return new StreamLossChosen(this, loss, sentence + " on " + loss.function());
        }
    }

    private static final class StreamLossChosen extends Unfinished implements Conformance.Stream {
        private final StreamTraining chosen;
        private final Loss loss;

        StreamLossChosen(StreamTraining chosen, Loss loss, String sentence) {
            super(sentence, "overMinibatches(…)");
            this.chosen = chosen;
            this.loss = loss;
        }

        @Override
        public Conformance.Computation overMinibatches(List<Minibatch> minibatches) {
            OptimizerState start = OptimizerState.initial(chosen.optimizer, chosen.network);
            Training training = new Training(chosen.optimizer, start, minibatches);
            Minibatch first = training.minibatches().get(0);
            String name =
                    sentence + " over " + minibatches.size() + " minibatch" + (minibatches.size() == 1 ? "" : "es");
            return new Complete(
                    new Case(
                            name,
                            chosen.network,
                            chosen.weights,
                            first.input(),
                            Map.of(),
                            new Objective.Targets(loss, first.targets()),
                            Optional.of(training),
                            TRAINING),
                    name);
        }
    }

    private static final class Complete extends Unfinished implements Conformance.Computation {
        private final Case scenario;

        Complete(Case scenario, String sentence) {
            super(sentence, "of(framework)");
            this.scenario = scenario;
        }

        @Override
        public Conformance.Computation observing(Quantity.Kind first, Quantity.Kind... others) {
            return new Complete(scenario.observing(EnumSet.of(first, others)), sentence);
        }

        @Override
        public Conformance.Computation truncatedTo(Truncation truncation) {
            return new Complete(scenario.with(truncation), sentence + ", truncated to " + truncation);
        }

        @Override
        public Conformance.Computation clippedTo(GradientClip clip) {
            return new Complete(scenario.clippedTo(clip), sentence + ", clipped to " + clip);
        }

        @Override
        public Conformance.Computation atRate(Pace pace) {
            return new Complete(scenario.training(training -> training.at(pace)), sentence + ", at the rate " + pace);
        }

        @Override
        public Conformance.Computation regularisedBy(Regularisation regularisation) {
            return new Complete(
                    scenario.training(training -> training.with(regularisation)),
                    sentence + ", regularised by " + regularisation);
        }

        @Override
        public Conformance.Computation computed(Execution execution) {
            return new Complete(scenario.with(execution), sentence + ", computed in " + execution);
        }

        @Override
        public Conformance.Subject of(Framework framework) {
            return new First(scenario, framework, sentence + " of " + framework.title());
        }
    }

    private static final class First extends Unfinished implements Conformance.Subject {
        private final Case scenario;
        private final Framework first;

        First(Case scenario, Framework first, String sentence) {
            super(sentence, "against(framework)");
            this.scenario = scenario;
            this.first = first;
        }

        @Override
        public Conformance.Pair against(Framework framework) {
            return new Both(scenario, first, framework, false, sentence + " against " + framework.title());
        }
    }

    private static final class Both extends Unfinished implements Conformance.Pair {
        private final Case scenario;
        private final Framework first;
        private final Framework second;
        private final boolean refereed;

        Both(Case scenario, Framework first, Framework second, boolean refereed, String sentence) {
            super(sentence, (refereed ? "" : "withReferee(), ") + "within(…) or withinDerivedBounds()");
            this.scenario = scenario;
            this.first = first;
            this.second = second;
            this.refereed = refereed;
        }

        @Override
        public Conformance.Pair withReferee() {
            return new Both(scenario, first, second, true, sentence + ", with a referee");
        }

        @Override
        public Comparison within(Tolerance tolerance) {
            Comparison comparison = Comparison.between(first, second, scenario, tolerance);
            return refereed ? comparison.refereed() : comparison;
        }

        @Override
        public Comparison withinDerivedBounds() {
            return within(Tolerances.derived());
        }
    }
}
