package dev.lockstep.convention;

import dev.lockstep.convention.Convention.Subject;
import dev.lockstep.convention.Hypothesis.Rule;
import dev.lockstep.model.Case;
import dev.lockstep.model.Figures;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Truncation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** How sequences are read: from which states, in which direction, along which axes, and how far back errors flow. */
final class SequenceConventions {
    /** Longest sequence of which every length of a truncation is tried. */
    private static final int TRUNCATIONS = 16;

    private SequenceConventions() {}

    static List<Convention> all() {
        List<Convention> all = new ArrayList<>();
        all.addAll(states());
        all.addAll(time());
        for (SequenceAxes.Exchange exchange : SequenceAxes.Exchange.values()) {
            all.add(axes(exchange));
        }
        all.add(batchFirst());
        all.add(lastStep());
        all.addAll(truncations());
        return all;
    }

    private static List<Convention> states() {
        return List.of(
                state(
                        "initial-state-ignored",
                        "the initial states ignored",
                        "onnx/onnx#921",
                        state -> true,
                        state -> new State(zero(state.h()), state.c().map(SequenceConventions::zero))),
                state(
                        "initial-hidden-state-ignored",
                        "h₀ ignored, though not c₀",
                        "pytorch/pytorch#45653",
                        state -> state.c().isPresent(),
                        state -> new State(zero(state.h()), state.c())),
                state(
                        "initial-cell-state-ignored",
                        "c₀ ignored, though not h₀",
                        "pytorch/pytorch#45653",
                        state -> state.c().isPresent(),
                        state -> new State(state.h(), state.c().map(SequenceConventions::zero))),
                new Convention(
                        "initial-states-exchanged",
                        "h₀ and c₀ in each other's place",
                        "pytorch/pytorch#41774",
                        Subject.STATES,
                        scenario -> supposing(
                                scenario,
                                state -> state.c().isPresent(),
                                "h₀ and c₀ in each other's place",
                                Hypothesis.changing(given -> new CaseChange(given)
                                        .initialStates((UnaryOperator<State>) SequenceConventions::exchanged)))));
    }

    private static State exchanged(State state) {
        return state.c().isPresent() ? State.of(state.c().get(), state.h()) : state;
    }

    private static dev.lockstep.math.RowMajorMatrix zero(dev.lockstep.math.RowMajorMatrix like) {
        return new dev.lockstep.math.RowMajorMatrix(like.getRowDimension(), like.getColumnDimension());
    }

    private static Convention state(
            String id, String title, String prevents, Predicate<State> concerned, UnaryOperator<State> change) {
        return new Convention(
                id,
                title,
                prevents,
                Subject.STATES,
                scenario -> supposing(
                        scenario,
                        concerned,
                        title,
                        Hypothesis.changing(given -> new CaseChange(given).initialStates(change))));
    }

    private static List<Hypothesis> supposing(Case scenario, Predicate<State> concerned, String title, Rule rule) {
        return scenario.initialStates().values().stream().anyMatch(concerned.and(state -> !state.isZero()))
                ? List.of(new Hypothesis(title, rule))
                : List.of();
    }

    private static List<Convention> time() {
        return List.of(
                new Convention(
                        "input-reversed",
                        "the input read from its end",
                        "onnx/onnx#2881",
                        Subject.TIME,
                        scenario -> overTime(
                                scenario,
                                "the input read from its end",
                                Hypothesis.changing(
                                        given -> new CaseChange(given)
                                                .sequences(SequenceAxes::reversed, UnaryOperator.identity()),
                                        (given, quantity, tensor) -> quantity.kind() == Kind.INPUT_GRADIENT
                                                ? SequenceAxes.reversed(tensor)
                                                : tensor))),
                new Convention(
                        "time-reversed",
                        "time running backwards",
                        "onnx/onnx#2881",
                        Subject.TIME,
                        scenario -> overTime(
                                scenario,
                                "time running backwards",
                                Hypothesis.changing(
                                        given -> new CaseChange(given)
                                                .sequences(SequenceAxes::reversed, SequenceAxes::reversed),
                                        (given, quantity, tensor) ->
                                                isOverTime(quantity) ? SequenceAxes.reversed(tensor) : tensor))),
                new Convention(
                        "outputs-reversed",
                        "the outputs listed from the last step to the first",
                        "onnx/onnx#2881",
                        Subject.TIME,
                        scenario -> overTime(
                                scenario,
                                "the outputs listed from the last step to the first",
                                Hypothesis.reporting((given, quantity, tensor) ->
                                        quantity.kind() == Kind.OUTPUTS ? SequenceAxes.reversed(tensor) : tensor))));
    }

    private static boolean isOverTime(Quantity quantity) {
        return quantity.kind() == Kind.OUTPUTS || quantity.kind() == Kind.INPUT_GRADIENT;
    }

    private static List<Hypothesis> overTime(Case scenario, String title, Rule rule) {
        return scenario.input().time() > 1 ? List.of(new Hypothesis(title, rule)) : List.of();
    }

    /** An array that was flattened in one order of axes and is read in another: what is read, what is written, or both. */
    private static Convention axes(SequenceAxes.Exchange exchange) {
        return new Convention(exchange.id(), exchange.title(), exchange.prevents(), Subject.AXES, scenario -> {
            UnaryOperator<Sequence> read = exchange::apply;
            UnaryOperator<Sequence> same = UnaryOperator.identity();
            return scenario.input().time() > 1
                    ? List.of(
                            new Hypothesis(
                                    exchange.title() + ", in and out",
                                    Hypothesis.changing(
                                            given -> new CaseChange(given).sequences(read, read),
                                            (given, quantity, tensor) ->
                                                    isOverTime(quantity) ? exchange.undone(tensor) : tensor)),
                            new Hypothesis(
                                    exchange.title() + ", of the input",
                                    Hypothesis.changing(
                                            given -> new CaseChange(given).sequences(read, same),
                                            (given, quantity, tensor) -> quantity.kind() == Kind.INPUT_GRADIENT
                                                    ? exchange.undone(tensor)
                                                    : tensor)),
                            new Hypothesis(
                                    exchange.title() + ", of the outputs",
                                    Hypothesis.reporting((given, quantity, tensor) ->
                                            quantity.kind() == Kind.OUTPUTS ? exchange.applied(tensor) : tensor)))
                    : List.of();
        });
    }

    /** Steps are taken for rows and rows for steps, throughout. */
    private static Convention batchFirst() {
        String title = "time steps taken for batch rows, and rows for steps";
        return new Convention(
                "batch-first",
                title,
                "pytorch/pytorch#41774, where a wrong axis was taken",
                Subject.AXES,
                scenario -> scenario.input().time() * scenario.input().batch() > 1
                                && scenario.initialStates().isEmpty()
                        ? List.of(new Hypothesis(
                                title,
                                Hypothesis.changing(
                                        given -> new CaseChange(given)
                                                .sequences(SequenceAxes::exchanged, SequenceAxes::exchanged),
                                        (given, quantity, tensor) ->
                                                isOverTime(quantity) ? SequenceAxes.exchanged(tensor) : tensor)))
                        : List.of());
    }

    /** The step in the first place in the stead of the last, as where outputs are listed backwards. */
    private static Convention lastStep() {
        String title = "the first step in the place of the last";
        return new Convention(
                "last-step-by-position",
                title,
                "deeplearning4j/deeplearning4j#5982",
                Subject.TIME,
                scenario -> FirstStep.applies(scenario) ? List.of(new Hypothesis(title, new FirstStep())) : List.of());
    }

    private static List<Convention> truncations() {
        return List.of(
                new Convention(
                        "truncation-none",
                        "errors flowing back through the whole sequence",
                        "deeplearning4j/deeplearning4j#6084, where states are kept",
                        Subject.TRUNCATION,
                        scenario ->
                                truncated(scenario, "errors flowing back through the whole sequence", Truncation.NONE)),
                new Convention(
                        "truncation-sliding",
                        "errors flowing back through a few steps only",
                        "TensorFlow's and PyTorch's tutorials truncate in ways that papers do not",
                        Subject.TRUNCATION,
                        scenario -> lengths(scenario.input().time() - 1)
                                .mapToObj(k -> truncated(
                                        scenario,
                                        "errors flowing back through at most " + Figures.count(k, "further step"),
                                        new Truncation.Sliding(k)))
                                .flatMap(List::stream)
                                .toList()),
                new Convention(
                        "truncation-chunked",
                        "errors flowing back within chunks only",
                        "deeplearning4j's TruncatedBPTT cuts sequences into chunks",
                        Subject.TRUNCATION,
                        scenario -> lengths(scenario.input().time())
                                .mapToObj(k -> truncated(
                                        scenario,
                                        "errors flowing back within chunks of " + Figures.count(k, "step"),
                                        new Truncation.Chunked(k)))
                                .flatMap(List::stream)
                                .toList()));
    }

    /** From 1: no further step at all is the same as chunks of one, and all but one the same as the whole sequence. */
    private static IntStream lengths(int below) {
        return IntStream.range(1, Math.min(below, TRUNCATIONS));
    }

    private static List<Hypothesis> truncated(Case scenario, String title, Truncation truncation) {
        Set<Kind> later = EnumSet.range(Kind.GRADIENT, Kind.OPTIMIZER_STATE);
        boolean shows = scenario.observed().stream().anyMatch(later::contains);
        boolean recurrent = !scenario.network().recurrent().isEmpty();
        return shows && recurrent && !truncation.equals(scenario.truncation())
                ? List.of(new Hypothesis(title, Hypothesis.changing(given -> given.with(truncation))))
                : List.of();
    }
}
