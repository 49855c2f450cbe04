package dev.lockstep.experiment.convert;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.comparison.ArrayComparison;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Comparison.Party;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.experiment.convert.Runner.Reach;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.port.Framework;
import dev.lockstep.report.CheckResult.Answer;
import dev.lockstep.report.CheckText;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Both sides of a conversion compute the same cases, each framework from its own arrays, and their numbers are compared. */
final class Proof {
    /** Its cube, that of a cubic unit, is within single precision. */
    private static final double GREAT = 1e12;

    private final Side source;
    private final Side target;
    private final Runner from;
    private final Runner to;
    private final Consumer<String> out;
    private final Set<String> ran = new LinkedHashSet<>();
    private final Set<String> missed = new LinkedHashSet<>();
    /** Those that agreed, having run arrays of their own. */
    private final Set<String> witnesses = new LinkedHashSet<>();

    private final Influence influence;
    private int agreeing;
    private int failing;

    Proof(Side source, Side target, List<Framework> frameworks, Consumer<String> out) {
        this.source = source;
        this.target = target;
        this.from = Runner.of(source, frameworks);
        this.to = Runner.of(target, frameworks);
        this.out = out;
        this.influence = new Influence(target.scenario().network());
    }

    /** Which numbers what agreed depends on. */
    Influence influence() {
        return influence;
    }

    /** Whether some numbers agreed, of a framework that ran its own arrays if a side has some, and none went apart. */
    boolean holds() {
        return agreeing > 0 && failing == 0 && (!isForeign() || !witnesses.isEmpty());
    }

    /** Whether the target's arrays were run by the framework whose they are, or are ours. */
    boolean ranTarget() {
        return target.arrays().isEmpty() || witnesses.contains(to.title());
    }

    private boolean isForeign() {
        return source.arrays().isPresent() || target.arrays().isPresent();
    }

    /** Whether numbers went apart, so that nothing else needs to be asked. */
    boolean hasFailed() {
        return failing > 0;
    }

    /**
     * Whether a framework ran from arrays of its own, if any side has some. Whoever did not is not proven, which was said.
     *
     * @throws InvalidInput if none did: our layers alone do not know other layouts
     */
    void requireForeignWitness() {
        if (isForeign() && ran.isEmpty()) {
            throw new InvalidInput(
                    "proof: a framework that runs its own arrays expected, none found: " + String.join("; ", missed));
        }
    }

    /**
     * Compares the sides on the same data.
     *
     * @param data what it is called: {@code the case's own data}
     * @param a the case with the source's network
     * @param b the same with the target's
     */
    void on(String data, Case a, Case b) {
        for (Execution execution : Runner.precisions(a.execution())) {
            Case left = a.with(execution);
            Case right = b.with(execution);
            Optional<Reach> one = reach(from, left);
            Optional<Reach> other = reach(to, right);
            if (one.isPresent() && other.isPresent()) {
                ranAs(source, from);
                ranAs(target, to);
                boolean agree = compare(
                        data,
                        from.framework().orElseThrow(),
                        one.get(),
                        left,
                        to.framework().orElseThrow(),
                        other.get(),
                        right);
                if (agree) {
                    witnesses.addAll(ran);
                }
                return;
            }
        }
        inPlace(data, a, b);
    }

    /**
     * Compares the sides, and models in their files, on input that is drawn.
     *
     * @param scale the greatest number
     * @return whether that told anything
     */
    boolean drawn(Source from, Case to, double scale, long seed) {
        Case a = drawn(from, scale, seed);
        Case b = Source.drawn(to.name(), to.network(), to.weights(), to.execution(), a.objective(), seed, scale);
        String data = "input drawn from seed " + seed + (scale == 1 ? "" : ", at most " + scale);
        int before = agreeing;
        on(data, a, b);
        if (!hasFailed()) {
            withModels(data, a, b);
        }
        return hasFailed() || agreeing > before;
    }

    /** Whether our own layers make of such input numbers that single precision holds, too. */
    boolean staysFinite(Source from, double scale, long seed) {
        Observations found = Frameworks.ours().observe(drawn(from, scale, seed));
        return found.quantities().stream()
                .flatMapToDouble(quantity -> Arrays.stream(found.get(quantity).values()))
                .allMatch(value -> Math.abs(value) < GREAT);
    }

    private static Case drawn(Source from, double scale, long seed) {
        Case given = from.side().scenario();
        Objective gradient = Source.drawnGradient(given.network(), seed);
        return Source.drawn(given.name(), given.network(), given.weights(), given.execution(), gradient, seed, scale);
    }

    /** One side, if it can be run at all, against our own layers in the place of the other. */
    private void inPlace(String data, Case a, Case b) {
        Framework ours = Frameworks.ours();
        boolean any = false;
        for (Execution execution : Runner.precisions(a.execution())) {
            Case left = a.with(execution);
            Case right = b.with(execution);
            Optional<Reach> one = reach(from, left);
            Optional<Reach> other = reach(to, right);
            if (any || one.isEmpty() && other.isEmpty()) {
                continue;
            }
            any = true;
            if (one.isPresent()) {
                ranAs(source, from);
                miss(to, target, right);
                if (compare(data, from.framework().orElseThrow(), one.get(), left, ours, all(right), right)) {
                    witnesses.addAll(ran);
                }
            } else {
                ranAs(target, to);
                miss(from, source, left);
                if (compare(data, ours, all(left), left, to.framework().orElseThrow(), other.orElseThrow(), right)) {
                    witnesses.addAll(ran);
                }
            }
        }
        if (!any) {
            miss(from, source, a);
            miss(to, target, b);
        }
    }

    /**
     * Holds what the source's own framework once computed from its parameters to what it makes of its arrays here; where it is not
     * here, to what the target's framework makes of the parameters. Whatever another framework recorded, its numbers came through
     * our reading of the layout.
     *
     * @param recorded what is known of the case's own data
     * @param a the case with the source's network
     * @param b the same with the target's
     */
    void withRecording(CaseFile recorded, Case a, Case b) {
        if (recorded.observations().isEmpty()) {
            return;
        }
        Framework recording = Frameworks.recorded(recorded);
        if (!isItsOwn(recording)) {
            return;
        }
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        recorded.observations().get().quantities().forEach(quantity -> kinds.add(quantity.kind()));
        kinds.retainAll(b.observed());
        if (kinds.isEmpty()) {
            return;
        }
        boolean itself = reach(from, a.observing(kinds)).isPresent();
        Runner runner = itself ? from : to;
        Case held = (itself ? a : b).observing(kinds);
        Optional<Reach> reach = reach(runner, held);
        Framework second = reach.isPresent() ? runner.framework().orElseThrow() : Frameworks.ours();
        kinds.retainAll(reach.map(Reach::kinds).orElse(kinds));
        if (!kinds.isEmpty()) {
            if (!itself) {
                ran.add(recording.title());
            }
            out.accept("the recording of " + recording.title() + " " + recording.version() + ", and " + second.title()
                    + " " + second.version() + " from " + (itself ? source : target).layout()
                    + ", on the case's own data:");
            if (hold(recording, recorded.scenario().observing(kinds), second, held.observing(kinds)) && !itself) {
                witnesses.add(recording.title());
            }
        }
    }

    /** TensorFlow.js has Keras's layout, and Keras itself may have recorded, too. */
    private boolean isItsOwn(Framework recording) {
        String title = recording.title();
        return source.arrays()
                .filter(arrays -> title.equals(from.title())
                        || title.equals(arrays.layout().title()))
                .isPresent();
    }

    private static Reach all(Case scenario) {
        return new Reach(scenario.observed(), Map.of());
    }

    private static Optional<Reach> reach(Runner runner, Case scenario) {
        return runner.framework().map(framework -> runner.reach(scenario)).filter(reach -> !reach.empty());
    }

    private void ranAs(Side side, Runner runner) {
        if (side.arrays().isPresent()) {
            ran.add(runner.title());
        }
    }

    private void miss(Runner runner, Side side, Case scenario) {
        if (side.arrays().isEmpty()) {
            return;
        }
        List<Execution> precisions = Runner.precisions(scenario.execution());
        Case last = scenario.with(precisions.get(precisions.size() - 1));
        String because = runner.framework().isPresent()
                ? runner.reach(last).without().getOrDefault(Kind.OUTPUTS, "")
                : runner.because();
        String sentence = "not run by " + runner.title() + ", because " + because;
        if (missed.add(sentence)) {
            out.accept(sentence + "; our own layers take its place");
        }
    }

    /** The very model in a file, which shows outputs, against the other side. */
    private void withModels(String data, Case a, Case b) {
        source.model().ifPresent(model -> against(data, model.itself(), a, to, b, true));
        target.model().ifPresent(model -> against(data, model.itself(), b, from, a, false));
    }

    private void against(String data, Framework model, Case own, Runner other, Case theirs, boolean modelFirst) {
        Case left = forward(own);
        Case right = forward(theirs);
        boolean runs = reach(other, right).isPresent();
        Framework second = runs ? other.framework().orElseThrow() : Frameworks.ours();
        out.accept("the model itself, as Deeplearning4j loads it, and " + second.title() + ", on " + data + ":");
        Framework first = modelFirst ? model : second;
        hold(first, modelFirst ? left : right, modelFirst ? second : model, modelFirst ? right : left);
    }

    private static Case forward(Case scenario) {
        return scenario.observing(EnumSet.of(Kind.OUTPUTS)).with(new Objective.None());
    }

    private boolean compare(String data, Framework a, Reach one, Case left, Framework b, Reach other, Case right) {
        Set<Kind> kinds = EnumSet.copyOf(one.kinds());
        kinds.retainAll(other.kinds());
        boolean floats =
                left.execution().precision() != source.scenario().execution().precision();
        out.accept(a.title() + " " + a.version() + " from " + source.layout() + ", " + b.title() + " " + b.version()
                + " from " + target.layout() + ", on " + data
                + (floats && left.execution().precision() == Precision.SINGLE ? ", in floats, which both have:" : ":"));
        boolean agree = hold(a, left.observing(kinds), b, right.observing(kinds));
        one.without().forEach((kind, why) -> without(kind, a, why));
        other.without().forEach((kind, why) -> without(kind, b, why));
        return agree;
    }

    private void without(Kind kind, Framework framework, String why) {
        out.accept("  without " + kind.title() + ", because " + framework.title() + ": " + why);
    }

    /** Whether both sides agree in numbers that tell something. */
    private boolean hold(Framework a, Case left, Framework b, Case right) {
        Comparison comparison = compared(a, left, b, right);
        Answer answer = Answer.of(comparison, List.of());
        CheckText.of(answer, "  ").forEach(out);
        if (comparison.outcome() == Outcome.AGREE && hasOutputs(comparison)) {
            agreeing++;
            NetworkSpec network = target.scenario().network();
            Set<Quantity> agreed =
                    comparison.arrays().stream().map(ArrayComparison::quantity).collect(Collectors.toSet());
            Stream.of(right, left)
                    .filter(side -> side.network().equals(network))
                    .findFirst()
                    .ifPresent(side -> influence.note(side, agreed));
            return true;
        }
        if (comparison.outcome() == Outcome.AGREE) {
            out.accept("  every output and state is 0, which tells nothing of the weights");
        } else if (comparison.outcome() != Outcome.INCONCLUSIVE) {
            failing++;
        }
        return false;
    }

    private static boolean hasOutputs(Comparison comparison) {
        return comparison.arrays().stream()
                .filter(array -> !array.quantity().kind().isGradient())
                .anyMatch(array -> Arrays.stream(array.a().values()).anyMatch(value -> value != 0));
    }

    private static Comparison compared(Framework a, Case left, Framework b, Case right) {
        Observations first;
        Observations second;
        try {
            first = a.observe(left);
            second = b.observe(right);
        } catch (InvalidInput refusal) {
            throw refusal;
        } catch (RuntimeException failure) {
            return Comparison.unsupported(left, a, b, Tolerances.derived(), "")
                    .as(Outcome.ERROR, "a framework failed: " + failure.getMessage());
        }
        return Comparison.of(
                        left,
                        Party.of(a, left),
                        common(first, second),
                        Party.of(b, right),
                        common(second, first),
                        Tolerances.derived())
                .diagnosed();
    }

    /** What is left out is a parameter that one side does not have, or an output that a model does not show. */
    private static Observations common(Observations own, Observations other) {
        Observations.Builder builder = Observations.builder();
        for (Quantity quantity : own.quantities()) {
            if (other.has(quantity)) {
                builder.put(quantity, own.get(quantity));
            }
        }
        return builder.build();
    }
}
