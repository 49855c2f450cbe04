package dev.lockstep.experiment.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.experiment.sweep.Entry.End;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.port.Framework;
import dev.lockstep.port.FrameworkLike;
import dev.lockstep.port.Support;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps over the equations and over the equations with a bug that is known here. */
class SweepTest {
    private static final BiPredicate<Case, Quantity> OUTPUTS = (scenario, quantity) -> quantity.kind() == Kind.OUTPUTS;

    /** Wrong in outputs of cases of three steps or more with an LSTM that has peepholes. */
    private static final Wrong LONG_PEEPHOLES = new Wrong(SweepTest::isLongPeephole, OUTPUTS, false);

    private static final Pins NONE = new Pins(List.of());

    @TempDir
    private Path folder;

    private static boolean isLongPeephole(Case scenario) {
        return scenario.input().time() >= 3
                && scenario.network().parts().stream().anyMatch(layer -> Traits.isLstm(layer, true));
    }

    @Test
    void aBugIsShrunkToTheSmallestCaseThatHasIt() throws IOException {
        SweepResult result = run("shrunk", plan(24, "@peephole", false, LONG_PEEPHOLES), false, LONG_PEEPHOLES, NONE);

        List<Entry> found = result.entries().stream()
                .filter(entry -> entry.outcome() == End.UNEXPECTED)
                .toList();
        assertThat(found).hasSizeGreaterThan(2);
        for (Entry entry : found) {
            Path recording =
                    folder.resolve("shrunk").resolve(entry.findings().get(0).recording());
            Case smallest = CaseReader.read(recording).scenario();
            assertThat(smallest.input().time())
                    .as("steps of %s", smallest.name())
                    .isEqualTo(3);
            assertThat(smallest.input().batch()).isEqualTo(1);
            assertThat(smallest.observed()).containsExactly(Kind.OUTPUTS);
            assertThat(smallest.training()).isEmpty();
            String name = smallest.network().layers().get(0).name();
            assertThat(smallest.network())
                    .isEqualTo(NetworkSpec.of(new LstmSpec(name, 1, 1, Activation.TANH, Activation.SIGMOID, true)));
            assertThat(smallest.weights().asMap().values())
                    .allSatisfy(matrix -> assertThat(matrix.toArray()).containsOnly(0));
            assertThat(Files.readString(folder.resolve("shrunk")
                            .resolve(entry.findings().get(0).feature())))
                    .contains("peephole LSTM layer with the weights", "it reads the sequence 0, 0, 0", "agrees");
        }
    }

    /** The first overflows in a training that the other was not asked for. */
    @Test
    void whatOneWasNotAskedMayOverflow() {
        Case trained = IntStream.range(1, 600)
                .mapToObj(number -> CaseLaw.draw(7, number, 0))
                .filter(drawn ->
                        drawn.training().isPresent() && ends(Wrong.RIGHT, NONE, false, untrained(drawn)) == End.AGREE)
                .findFirst()
                .orElseThrow();
        Framework overflowing = new FrameworkLike(Wrong.RIGHT) {
            @Override
            public Observations observe(Case scenario) {
                if (scenario.training().isPresent()) {
                    throw new InvalidInput("initial state: finite numbers expected, NaN found");
                }
                return super.observe(scenario);
            }
        };
        Framework untrainable = new FrameworkLike(new Wrong(drawn -> false, OUTPUTS, false)) {
            @Override
            public Support supports(Case scenario) {
                return scenario.training().isEmpty() ? Support.YES : Support.no("it does not train");
            }
        };
        Comparison comparison = new Contest(List.of(overflowing, untrainable), Runnable::run)
                .compare(trained)
                .get(0);
        assertThat(new Judge(NONE, false).end(comparison)).isEqualTo(End.AGREE);
    }

    private static Case untrained(Case scenario) {
        Parts parts = new Parts(scenario);
        parts.training = Optional.empty();
        return parts.whole();
    }

    /** Cases of great weights: a bug that has nothing to do with them is shown with small ones, one that has is not. */
    @Test
    void weightsAreSmallUnlessTheBugNeedsGreatOnes() {
        Wrong anyway = new Wrong(scenario -> greatest(scenario) > 0, OUTPUTS, false);
        Wrong great = new Wrong(scenario -> greatest(scenario) > 3, OUTPUTS, false);
        List<Case> beyond = IntStream.range(1, 600)
                .mapToObj(number -> CaseLaw.draw(7, number, 0))
                .filter(drawn -> greatest(drawn) > 6 && ends(anyway, NONE, false, drawn) == End.UNEXPECTED)
                .limit(3)
                .toList();

        assertThat(beyond).hasSize(3);
        for (Case start : beyond) {
            assertThat(Magnitudes.beyondTheLaw(smallest(anyway, start))).isEmpty();
            assertThat(greatest(smallest(great, start))).isGreaterThan(3);
        }
    }

    private static double greatest(Case scenario) {
        return scenario.weights().asMap().values().stream()
                .flatMapToDouble(matrix -> Arrays.stream(matrix.toArray()).map(Math::abs))
                .max()
                .orElse(0);
    }

    private static Case smallest(Framework framework, Case start) {
        Contest contest = new Contest(List.of(Wrong.RIGHT, framework), Runnable::run);
        Comparison comparison = contest.compare(start).get(0);
        return new Shrinker(contest, new Judge(NONE, false), comparison)
                .smallest(comparison)
                .scenario();
    }

    @Test
    void whateverEndsItNothingFinishedIsLostAndTheBytesAreThoseOfAnUninterruptedRun() throws IOException {
        Plan plan = plan(24, "", false, LONG_PEEPHOLES);
        String whole = SweepJson.of(run("whole", plan, false, LONG_PEEPHOLES, NONE));
        assertThat(SweepJson.of(run("again", plan, false, LONG_PEEPHOLES, NONE)))
                .isEqualTo(whole);

        SweepResult partial;
        try (Sweep sweep = sweep("parted", plan, false, LONG_PEEPHOLES, NONE)) {
            partial = sweep.run(new Consumer<>() {
                private int done;

                @Override
                public void accept(Optional<Entry> entry) {
                    done++;
                    if (done == 9) {
                        sweep.stop();
                    }
                }
            });
        }
        assertThat(partial.complete()).isFalse();
        assertThat(partial.entries()).extracting(Entry::number).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
        // As a process leaves it that is killed while it writes.
        Files.writeString(folder.resolve("parted/sweep.journal"), "{\"number\":10,\"outc", StandardOpenOption.APPEND);

        assertThat(SweepJson.of(run("parted", plan, true, LONG_PEEPHOLES, NONE)))
                .isEqualTo(whole);
    }

    @Test
    void aJournalOfAnotherSweepIsNotGoneOnWith() throws IOException {
        run("other", plan(2, "", false, LONG_PEEPHOLES), false, LONG_PEEPHOLES, NONE);
        assertThatThrownBy(() -> sweep("other", plan(2, "", true, LONG_PEEPHOLES), true, LONG_PEEPHOLES, NONE))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("--resume: the journal of a sweep of seed 7, pins ignored, right 1, wrong 1 expected,"
                        + " seed 7, right 1, wrong 1 found in " + folder.resolve("other/sweep.journal"));
    }

    /** The pin names outputs of these cases, and excuses neither other quantities nor other cases nor other frameworks. */
    @Test
    void aPinExcusesWhatItNamesAndNothingElse() throws IOException {
        Pins pins = new Pins(List.of(pin("wrong", OUTPUTS, false)));
        Wrong everywhere = new Wrong(SweepTest::isLongPeephole, (scenario, quantity) -> true, false);
        Wrong shorter = new Wrong(scenario -> scenario.input().time() >= 2, OUTPUTS, false);
        Wrong throwing = new Wrong(SweepTest::isLongPeephole, OUTPUTS, true);
        Case known = known();

        assertThat(ends(LONG_PEEPHOLES, pins, false, known)).isEqualTo(End.KNOWN);
        assertThat(ends(LONG_PEEPHOLES, pins, true, known)).isEqualTo(End.UNEXPECTED);
        assertThat(ends(everywhere, pins, false, known)).isEqualTo(End.UNEXPECTED);
        assertThat(ends(throwing, pins, false, known)).isEqualTo(End.UNEXPECTED);
        assertThat(ends(throwing, new Pins(List.of(pin("wrong", OUTPUTS, true))), false, known))
                .isEqualTo(End.KNOWN);
        Pin saying = new Pin(
                "X1",
                "wrong",
                SweepTest::isLongPeephole,
                OUTPUTS,
                List.of("no op"),
                Without::nothing,
                "It says so.",
                "none");
        assertThat(ends(throwing, new Pins(List.of(saying)), false, known)).isEqualTo(End.UNEXPECTED);
        assertThat(ends(LONG_PEEPHOLES, new Pins(List.of(pin("dl4j", OUTPUTS, false))), false, known))
                .isEqualTo(End.UNEXPECTED);
        Case two = Refit.steps(known, 1, 2);
        assertThat(ends(shorter, pins, false, two)).isEqualTo(End.UNEXPECTED);
        assertThat(ends(LONG_PEEPHOLES, pins, false, two)).isEqualTo(End.AGREE);
    }

    @Test
    void withoutPinsEverythingIsReportedAndWhatIsListedIsNamed() throws IOException {
        Pins pins = new Pins(List.of(pin("wrong", OUTPUTS, false)));
        Plan plan = plan(12, "@peephole", true, LONG_PEEPHOLES);
        SweepResult ignoring = run("ignoring", plan, false, LONG_PEEPHOLES, pins);
        SweepResult excusing =
                run("excusing", plan(12, "@peephole", false, LONG_PEEPHOLES), false, LONG_PEEPHOLES, pins);

        assertThat(ignoring.count(End.KNOWN)).isZero();
        assertThat(ignoring.count(End.UNEXPECTED)).isPositive().isEqualTo(excusing.count(End.KNOWN));
        assertThat(excusing.count(End.UNEXPECTED)).isZero();
        assertThat(ignoring.entries())
                .filteredOn(entry -> entry.outcome() == End.UNEXPECTED)
                .allSatisfy(entry -> assertThat(entry.pins()).containsExactly("X1"));
    }

    /** The pin excuses everything of three steps or more; what it is not about shows in the first two steps, and only there. */
    @Test
    void nothingHidesBehindAPin() throws IOException {
        UnaryOperator<Case> twoSteps = scenario -> Refit.steps(scenario, 1, 2);
        Pins pins = new Pins(List.of(new Pin(
                "X1", "wrong", SweepTest::isLongPeephole, OUTPUTS, List.of(), twoSteps, "It is planted.", "none")));
        Wrong other = new Wrong(
                scenario -> scenario.input().time() >= 2
                        && scenario.network().parts().stream().anyMatch(layer -> Traits.isLstm(layer, true)),
                OUTPUTS,
                false);

        SweepResult alone = run("alone", plan(12, "@peephole", false, LONG_PEEPHOLES), false, LONG_PEEPHOLES, pins);
        assertThat(alone.count(End.KNOWN)).isPositive();
        assertThat(alone.count(End.UNEXPECTED)).isZero();
        SweepResult hidden = run("hidden", plan(12, "@peephole", false, other), false, other, pins);
        assertThat(hidden.count(End.KNOWN)).isZero();
        assertThat(hidden.count(End.UNEXPECTED)).isGreaterThanOrEqualTo(alone.count(End.KNOWN));
        assertThat(hidden.entries())
                .filteredOn(entry -> !entry.pins().isEmpty())
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(CaseReader.read(folder.resolve("hidden")
                                        .resolve(entry.findings().get(0).recording()))
                                .scenario()
                                .input()
                                .time())
                        .isEqualTo(2));
    }

    private static Pin pin(String framework, BiPredicate<Case, Quantity> in, boolean fails) {
        List<String> said = fails ? List.of("no such op") : List.of();
        return new Pin(
                "X1", framework, SweepTest::isLongPeephole, in, said, Without::nothing, "It is planted.", "none");
    }

    /** The first drawn case that has the bug, and agrees otherwise. */
    private static Case known() {
        for (int number = 1; ; number++) {
            Case drawn = CaseLaw.draw(7, number, 0);
            boolean plain =
                    drawn.network().layers().size() == 1 && drawn.masks().isEmpty();
            if (plain
                    && isLongPeephole(drawn)
                    && ends(Wrong.RIGHT, NONE, false, Refit.steps(drawn, 1, 2)) == End.AGREE) {
                return drawn;
            }
        }
    }

    private static End ends(Framework framework, Pins pins, boolean ignorePins, Case scenario) {
        Contest contest = new Contest(List.of(Wrong.RIGHT, framework), Runnable::run);
        Comparison comparison = contest.compare(scenario).get(0);
        return new Judge(pins, ignorePins).end(comparison);
    }

    private static Plan plan(int cases, String tags, boolean ignorePins, Framework framework) {
        return new Plan(cases, 7, tags, ignorePins, List.of(Wrong.RIGHT.id() + " 1", framework.id() + " 1"));
    }

    private SweepResult run(String name, Plan plan, boolean resume, Framework framework, Pins pins) {
        try (Sweep sweep = sweep(name, plan, resume, framework, pins)) {
            return sweep.run(entry -> {});
        }
    }

    private Sweep sweep(String name, Plan plan, boolean resume, Framework framework, Pins pins) {
        return new Sweep(plan, List.of(Wrong.RIGHT, framework), folder.resolve(name), resume, text -> {}, pins);
    }
}
