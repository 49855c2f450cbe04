package dev.lockstep.steps;

import dev.lockstep.comparison.Tolerances;
import dev.lockstep.experiment.AdderExam;
import dev.lockstep.experiment.AdderStarts;
import dev.lockstep.experiment.Sum;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.BinaryAddition;
import dev.lockstep.model.Case;
import dev.lockstep.model.Initialisation;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The binary adder: its data, what it answers, and how often it learns to add. */
public final class AdderSteps {
    private static final String DOCUMENTS_PRINTOUT = "the target in the place of the prediction";

    private final ScenarioState state = ScenarioState.current();

    /** Pairs of numbers and the bits of their sums, in disjoint minibatches. */
    @Given("the binary adder's {int} pairs of {int}-bit numbers from seed {long}, in minibatches of {int}")
    public void disjoint(int pairs, int bits, long seed, int size) {
        BinaryAddition addition = new BinaryAddition(bits);
        List<BinaryAddition.Pair> drawn = addition.pairs(pairs, seed);
        state.seen(drawn);
        state.minibatches(addition.minibatches(drawn, size));
    }

    /** The same pairs in as many minibatches, each of which is the one before moved on by a single pair. */
    @Given("the binary adder's {int} pairs of {int}-bit numbers from seed {long}, in sliding minibatches of {int}")
    public void sliding(int pairs, int bits, long seed, int size) {
        BinaryAddition addition = new BinaryAddition(bits);
        List<BinaryAddition.Pair> drawn = addition.pairs(pairs, seed);
        state.seen(drawn);
        state.minibatches(addition.slidingMinibatches(drawn, size));
    }

    /** How many of the pairs stand in any minibatch, counted by their places in the list. */
    @Then("{int} of the {int} pairs are read")
    public void everRead(int read, int drawn) {
        List<Minibatch> minibatches = state.minibatches();
        BinaryAddition addition = addition();
        Set<Integer> places = new LinkedHashSet<>();
        for (Minibatch minibatch : minibatches) {
            int size = minibatch.input().batch();
            for (int from = 0; from + size <= state.seen().size(); from++) {
                Minibatch window = addition.minibatch(state.seen().subList(from, from + size));
                if (Arrays.equals(window.input().values(), minibatch.input().values())) {
                    for (int place = from; place < from + size; place++) {
                        places.add(place);
                    }
                    break;
                }
            }
        }
        if (places.size() != read || state.seen().size() != drawn) {
            throw new AssertionError("pairs that are read: " + read + " of " + drawn + " expected, " + places.size()
                    + " of " + state.seen().size() + " found");
        }
        state.checked();
    }

    /** The trained network adds pairs that it has not seen; a bit is one where the output is above ½. */
    @Then("it adds {int} unseen pairs from seed {long} with every bit right")
    public void addsUnseenPairs(int count, long seed) {
        requireRight(exam().answers(Frameworks.ours(), unseen(count, seed)));
        state.scenario().log("all " + count + " sums are right");
    }

    /** The trained network adds the pairs of a table. */
    @Then("it adds")
    public void adds(DataTable table) {
        SequenceTable.expectHeader("sums", List.of("x1", "x2"), table);
        List<BinaryAddition.Pair> pairs = table.cells().subList(1, table.height()).stream()
                .map(row -> new BinaryAddition.Pair(integer("x1", row.get(0)), integer("x2", row.get(1))))
                .toList();
        List<Sum> answers = exam().answers(Frameworks.ours(), pairs);
        print(answers);
        requireRight(answers);
    }

    /** What it answers, right or wrong, for everyone to read; another framework with its weights must answer the same. */
    @Then("{framework} answers {int} fresh pairs from seed {long} as it does, and the answers are printed")
    public void answers(Framework framework, int count, long seed) {
        Optional<String> absent = absent(framework);
        if (absent.isPresent()) {
            state.compared(ThenSteps.compare(framework, state.subject(), Tolerances.derived()));
            return;
        }
        List<BinaryAddition.Pair> pairs = unseen(count, seed);
        List<Sum> ours = exam().answers(Frameworks.ours(), pairs);
        List<Sum> theirs = exam().answers(framework, pairs);
        print(ours);
        if (!ours.equals(theirs)) {
            throw new AssertionError(
                    "answers: " + text(theirs) + " by " + framework.title() + ", " + text(ours) + " by ours");
        }
        state.checked();
    }

    /** The document prints the target where the prediction belongs: its printout is right whatever was predicted. */
    @Then(
            "of {int} fresh pairs from seed {long}, the slip {string} shows every sum right though {int} or more are wrong")
    public void documentsPrintout(int count, long seed, String slip, int wrong) {
        if (!slip.equals(DOCUMENTS_PRINTOUT)) {
            throw new InvalidInput(
                    "slip of the binary adder: \"" + DOCUMENTS_PRINTOUT + "\" expected, \"" + slip + "\" found");
        }
        List<BinaryAddition.Pair> pairs = unseen(count, seed);
        List<Sum> answers = exam().answers(Frameworks.ours(), pairs);
        List<Sum> printed = documentsPrintout(pairs);
        long found = answers.stream().filter(sum -> !sum.isRight()).count();
        boolean hidden = printed.stream().allMatch(Sum::isRight);
        print(answers);
        state.scenario().log(found + " of " + count + " sums are wrong; the document's printout shows none of them");
        if (!hidden || found < wrong) {
            throw new AssertionError(
                    "wrong sums of " + count + ": at least " + wrong + " expected, " + found + " found");
        }
        state.checked();
    }

    /** The document decodes the bits of the target where those of the prediction belong. */
    private List<Sum> documentsPrintout(List<BinaryAddition.Pair> pairs) {
        BinaryAddition addition = addition();
        Sequence targets = addition.minibatch(pairs).targets();
        return IntStream.range(0, pairs.size())
                .mapToObj(row -> new Sum(pairs.get(row), addition.number(targets, row), addition.bits()))
                .toList();
    }

    /** The share of the random starts that learn to add. */
    @Then(
            "from weights of seeds {long} to {long} by the rule {initialisation}, {int} % to {int} % add {int} unseen pairs from seed {long} with every bit right")
    public void share(long first, long last, Initialisation rule, int least, int most, int count, long seed) {
        requireSeeds(first, last);
        List<AdderStarts.Result> results = starts(rule, count, seed).results(first, last);
        long perfect =
                results.stream().filter(result -> result.right() == count).count();
        double percent = 100.0 * perfect / results.size();
        state.scenario()
                .log(String.format(
                        Locale.ROOT,
                        "%d of %d starts add all %d pairs (%.0f %%); right by seed: %s",
                        perfect,
                        results.size(),
                        count,
                        percent,
                        results.stream()
                                .map(result -> Integer.toString(result.right()))
                                .collect(Collectors.joining(" "))));
        if (percent < least || percent > most) {
            throw new AssertionError("share of perfect adders: " + least + " % to " + most + " % expected, " + perfect
                    + " of " + results.size() + " found");
        }
        state.checked();
    }

    /** Restarts, chosen on the training cost alone. */
    @Then(
            "with up to {int} starts by the rule {initialisation}, kept when the cost of all pairs is below {number}, every seed from {long} to {long} adds {int} unseen pairs from seed {long} with every bit right")
    public void recipe(
            int starts, Initialisation rule, double enough, long first, long last, int count, long pairsSeed) {
        requireSeeds(first, last);
        AdderStarts many = starts(rule, count, pairsSeed);
        List<String> failed = new ArrayList<>();
        for (long seed = first; seed <= last; seed++) {
            Optional<AdderStarts.Recipe> found = many.recipe(seed, starts, enough);
            if (found.isEmpty()) {
                failed.add("seed " + seed + ": no start was good enough");
                continue;
            }
            AdderStarts.Recipe kept = found.get();
            state.scenario()
                    .log(String.format(
                            Locale.ROOT,
                            "seed %d: start %d is kept, cost %.2e, %d of %d unseen sums are right",
                            seed,
                            kept.starts(),
                            kept.cost(),
                            kept.right(),
                            count));
            if (kept.right() < count) {
                failed.add("seed " + seed + ": " + (count - kept.right()) + " of " + count + " sums are wrong");
            }
        }
        if (!failed.isEmpty()) {
            throw new AssertionError(String.join("; ", failed));
        }
        state.checked();
    }

    private static void requireSeeds(long first, long last) {
        if (first > last) {
            throw new InvalidInput(
                    "seeds: the first no greater than the last expected, " + first + " to " + last + " found");
        }
    }

    private AdderStarts starts(Initialisation rule, int count, long seed) {
        return new AdderStarts(Frameworks.ours(), training(), rule, addition(), state.seen(), unseen(count, seed));
    }

    private Case training() {
        if (!state.isTraining()) {
            throw new InvalidInput("scenario: training expected before this step, none found");
        }
        return state.observing(Set.of(Kind.PARAMETER));
    }

    /** The network after its training, or as it is when there is none. */
    private AdderExam exam() {
        Case trained = state.isTraining() ? training() : state.observing(Set.of(Kind.OUTPUTS));
        Weights weights = trained.training()
                .map(training -> Weights.after(
                        training.minibatches().size(),
                        trained.network(),
                        Frameworks.ours().observe(trained)))
                .orElse(trained.weights());
        return new AdderExam(addition(), trained.network(), weights);
    }

    private BinaryAddition addition() {
        return new BinaryAddition(state.input().time());
    }

    private List<BinaryAddition.Pair> unseen(int count, long seed) {
        return addition().unseenPairs(count, seed, state.seen());
    }

    private Optional<String> absent(Framework framework) {
        return Optional.of(Run.current().frameworks().mayUse(framework))
                .filter(may -> !may.yes())
                .map(may -> may.because());
    }

    private void requireRight(List<Sum> answers) {
        List<Sum> wrong = answers.stream().filter(sum -> !sum.isRight()).toList();
        if (!wrong.isEmpty()) {
            throw new AssertionError(wrong.size() + " of " + answers.size() + " sums are wrong, for instance "
                    + text(wrong.subList(0, 1)) + ".");
        }
        state.checked();
    }

    private void print(List<Sum> answers) {
        state.scenario().log(answers.stream().map(Sum::toString).collect(Collectors.joining("\n\n")));
    }

    private static String text(List<Sum> sums) {
        return sums.stream()
                .map(sum -> sum.pair().first() + " + " + sum.pair().second() + " = " + sum.answer())
                .collect(Collectors.joining(", "));
    }

    private static int integer(String what, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notAnInteger) {
            throw new InvalidInput(what + " of a sum: a whole number expected, \"" + text + "\" found", notAnInteger);
        }
    }
}
