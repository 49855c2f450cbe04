package dev.lockstep.experiment.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.definition.Definition;
import dev.lockstep.experiment.sweep.Entry.End;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.OptimizerSpec.Nadam;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Schedule;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.Truncation;
import dev.lockstep.port.Framework;
import dev.lockstep.port.FrameworkLike;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each pin may excuse, as somebody who read its scenario would say; and that nothing hides behind it. */
class PinsTest {
    /** Cases that are looked through for one in which a pin may show. */
    private static final List<Case> DRAWN = IntStream.rangeClosed(1, 6_000)
            .mapToObj(number -> CaseLaw.draw(3, number, 0))
            .toList();

    private static final Path DIVERGENCES = Path.of("features/divergences");

    /** Files that no pin names, and why a sweep does not need them. */
    private static final Map<String, String> WITHOUT_PIN = Map.of(
            "ada-max.feature", "no bound can be derived, so the comparison is inconclusive by itself",
            "gradients-of-roundings.feature", "no bound can be derived, so the comparison is inconclusive by itself");

    @Test
    void everyPinNamesAFeatureAndEveryFeatureHasAPinOrAReason() throws IOException {
        Set<String> named = Pins.ALL.list().stream()
                .map(pin -> Path.of(pin.feature()))
                .peek(feature -> assertThat(feature).isRegularFile())
                .filter(feature -> feature.getParent().equals(DIVERGENCES))
                .map(feature -> feature.getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).doesNotContainAnyElementsOf(WITHOUT_PIN.keySet());
        named.addAll(WITHOUT_PIN.keySet());
        try (Stream<Path> files = Files.list(DIVERGENCES)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(named);
        }
    }

    /** And that of nineteen listed first, all but D10 are pinned. */
    @Test
    void theTableInTheReadmeOfFeaturesIsThisList() throws IOException {
        Stream<String> rows = Pins.ALL.list().stream()
                .map(pin -> {
                    Path file = Path.of(pin.feature());
                    return "| " + pin.id() + " | " + pin.sentence() + " | ["
                            + file.getFileName().toString().replace(".feature", "") + "]("
                            + Path.of("features").relativize(file) + ") |";
                })
                .distinct();
        String readme = Files.readString(Path.of("features/README.md"));
        String section = readme.substring(readme.indexOf("## Known divergences"));
        assertThat(section.lines().filter(line -> line.matches("\\| [A-Z]\\d.*")))
                .containsExactlyElementsOf(rows.toList());

        Set<String> measured = Pins.ALL.list().stream()
                .map(Pin::id)
                .filter(id -> id.startsWith("D"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(measured).hasSize(19 - 1).doesNotContain("D10");
    }

    /**
     * A case in which the pin may show, computed right but for one quantity: what it cannot touch is reported all the same.
     *
     * @param index of the pin among those of its id
     * @param untouched titles of kinds, of the case itself; "1" after one means the first optimizer step, "above" the highest
     *     layer, of a case in which it is not recurrent, "below" the lowest, of a case in which the pin does not show in that one
     *     alone
     */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(delimiter = '|', textBlock = """
            D1  | 0 | outputs; final h; final c; streamed outputs; score; gradient above; parameter 1
            D1  | 1 | outputs; final h; final c; score; gradient; dx; score 1
            D2  | 0 | outputs; final h; final c; streamed outputs; score; score 1; gradient above
            D3  | 0 | outputs; final h; score; score 1; gradient above
            D4  | 0 | outputs below
            D5  | 0 | outputs; final h; final c; streamed outputs; score; gradient; dx; optimizer state 1
            D5  | 1 | outputs; final h; final c; streamed outputs; score; gradient; dx; optimizer state 1
            D6  | 0 | outputs; score; gradient; dx; parameter 1; optimizer state 1
            D7  | 0 | outputs; score; gradient; dx; parameter 1
            D8  | 0 | outputs; final h; final c; streamed outputs; score; gradient; dx; score 1; optimizer state 1
            D9  | 0 | outputs; final h; final c; streamed outputs; score; score 1
            D11 | 0 | outputs; final h; final c; streamed outputs
            D12 | 0 | outputs; final h; final c; streamed outputs
            D13 | 0 | outputs; final h; final c; streamed outputs; gradient; dx; parameter 1; optimizer state 1
            D13 | 1 | outputs; final h; final c; streamed outputs; gradient; dx; parameter 1; optimizer state 1
            D16 | 0 | outputs below; final h below
            D18 | 0 | outputs below; final h below
            D19 | 0 | outputs below; final h below
            D19 | 1 | outputs; final h; final c; streamed outputs; score
            D21 | 0 | outputs; final h; final c; streamed outputs
            D24 | 0 | outputs; final h; final c; gradient; dx; parameter 1
            D26 | 1 | outputs; gradient
            D26 | 2 | outputs; final h; score
            E1  | 0 | final h; final c; score; gradient; dx; parameter 1
            K1  | 0 | outputs; final h; final c; streamed outputs; score; gradient; dx; score 1
            L1  | 0 | outputs; final h; final c; gradient; dx; parameter 1; optimizer state 1
            L2  | 0 | outputs below; final h below
            L3  | 0 | outputs; final h; score; gradient; dx; parameter 1
            L4  | 0 | outputs; final h; final c; streamed outputs
            L5  | 0 | outputs; final h; score; gradient; parameter 1
            L6  | 0 | outputs; score; gradient; parameter 1
            L7  | 0 | outputs; score; gradient; parameter 1
            M1  | 0 | outputs below
            M2  | 0 | outputs below
            M2  | 1 | outputs below; final h; score; gradient; dx
            M3  | 0 | outputs; final h; score; gradient; dx; parameter 1
            M4  | 0 | outputs below; final h below
            M5  | 0 | outputs; final h; final c; streamed outputs
            M6  | 0 | outputs; score; gradient; parameter 1
            P1  | 0 | outputs below; final h below
            R1  | 0 | outputs; final h; final c; score; gradient; dx; score 1; optimizer state 1
            R2  | 0 | outputs; score; gradient; dx; parameter 1; optimizer state 1
            R4  | 0 | outputs; final h; final c; streamed outputs; score; gradient; dx; score 1
            S1  | 0 | outputs; final h
            S2  | 0 | outputs; final h; score
            T1  | 0 | outputs; final h; final c; streamed outputs; score; gradient; dx
            """)
    void aPinDoesNotExcuseWhatItCannotTouch(String id, int index, String untouched) {
        Pin pin = pins(id).get(index);
        for (String words : untouched.split("; ")) {
            assertThat(endOfWrong(pin, words)).as("%s of %s", words, id).isEqualTo(End.UNEXPECTED);
        }
    }

    /** The one pin that is missing above: nothing in its only layer is computed before it. */
    @Test
    void everyPinButOneIsInThatTable() throws NoSuchMethodException {
        CsvSource table = PinsTest.class
                .getDeclaredMethod("aPinDoesNotExcuseWhatItCannotTouch", String.class, int.class, String.class)
                .getAnnotation(CsvSource.class);
        List<String> rows = table.textBlock()
                .lines()
                .map(line -> line.split("\\|")[0].strip())
                .toList();
        List<String> all = Pins.ALL.list().stream()
                .filter(pin -> !pin.framework().equals("samediff-lstm-layer"))
                .map(Pin::id)
                .toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(all);
    }

    /**
     * By features/optimizer/nadam.feature and learning-rates.feature, rate-of-zero.feature ("stands still"), layers.feature and
     * truncated-bptt-training.feature ("one segment").
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("right")
    void aPinDoesNotConcernTheLikesThatDeeplearning4jComputesRight(String id, Predicate<Case> like) {
        List<Case> right = DRAWN.stream().filter(like).toList();
        assertThat(right).as("cases").isNotEmpty();
        for (Pin pin : pins(id)) {
            assertThat(right).as(id).noneMatch(pin.where());
        }
    }

    static Stream<Arguments> right() {
        Predicate<Case> poly = scenario -> Traits.pace(scenario)
                .filter(pace -> pace.schedule() instanceof Schedule.Poly)
                .isPresent();
        Predicate<Case> summed = scenario -> scenario.execution().format() == SequenceFormat.NCW
                && !Traits.endsInDense(scenario)
                && scenario.input().batch() == 1
                && Traits.loss(scenario)
                        .filter(loss -> loss.reduction() == Reduction.SUM)
                        .isPresent();
        Predicate<Case> averaged = scenario -> scenario.execution().format() == SequenceFormat.NCW
                && !Traits.endsInDense(scenario)
                && Traits.loss(scenario)
                        .filter(loss -> loss.reduction() != Reduction.SUM)
                        .isPresent();
        Predicate<Case> rising = scenario -> Traits.polynomial(scenario)
                .filter(schedule -> schedule.form() == Schedule.Poly.Form.RISING)
                .isPresent();
        Predicate<Case> timeLast = scenario -> scenario.execution().format() == SequenceFormat.NCW
                && scenario.training().isPresent()
                && scenario.truncation() instanceof Truncation.Segmented;
        return Stream.of(
                Arguments.of("D8", trainedByNadam(Nadam.Form.UNCORRECTED_SQUARES)),
                Arguments.of("R1", trainedByNadam(Nadam.Form.values()).and(poly)),
                Arguments.of("R4", rising),
                Arguments.of("T1", timeLast),
                Arguments.of("D13", summed),
                Arguments.of("D13", averaged));
    }

    private static Predicate<Case> trainedByNadam(Nadam.Form... forms) {
        return scenario -> scenario.training()
                .filter(training -> training.optimizer() instanceof Nadam nadam
                        && List.of(forms).contains(nadam.form()))
                .isPresent();
    }

    /** What is taken out of a case is out: the pin does not concern the rest any more. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void nothingOfADivergenceIsLeftWithoutIt(Pin pin) {
        int found = 0;
        for (Case scenario : DRAWN) {
            if (found < 20 && pin.where().test(scenario)) {
                try {
                    Case less = pin.without().apply(scenario);
                    found++;
                    assertThat(less == scenario || !pin.where().test(less))
                            .as("%s without %s", scenario.name(), pin.id())
                            .isTrue();
                } catch (InvalidInput contradiction) {
                    continue;
                }
            }
        }
        assertThat(found).as("cases of %s", pin.id()).isPositive();
    }

    static List<Pin> all() {
        return Pins.ALL.list();
    }

    private static List<Pin> pins(String id) {
        return Pins.ALL.list().stream().filter(pin -> pin.id().equals(id)).toList();
    }

    /** How the first case ends in which the pin may show and that observes the quantity, if that is all that is wrong in it. */
    private static End endOfWrong(Pin pin, String words) {
        for (Case scenario : DRAWN) {
            boolean shows =
                    scenario.observed().contains(kind(words)) && pin.where().test(scenario);
            if (!shows || words.endsWith(" below") && mayBeInLowest(pin, scenario)) {
                continue;
            }
            Quantity wrong = quantity(scenario, words);
            if (wrong == null) {
                continue;
            }
            Framework impostor = named(pin.framework(), new Wrong(any -> true, (any, of) -> of.equals(wrong), false));
            Comparison comparison = new Contest(List.of(Wrong.RIGHT, impostor), Runnable::run)
                    .compare(scenario)
                    .get(0);
            if (comparison.outcome() == Outcome.DIVERGE) {
                return new Judge(new Pins(List.of(pin)), false).end(comparison);
            }
        }
        throw new AssertionError("no case of " + pin.id() + " with " + words);
    }

    /** Whether the pin may show in the lowest layer alone. */
    private static boolean mayBeInLowest(Pin pin, Case scenario) {
        LayerSpec lowest = scenario.network().layers().get(0);
        try {
            return pin.where().test(Refit.network(scenario, new NetworkSpec(List.of(lowest))));
        } catch (InvalidInput alone) {
            return true;
        }
    }

    private static Kind kind(String words) {
        String title = words.replaceAll(" (1|above|below)$", "");
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    /** Null if the case has none, or has no other layer below or above. */
    private static Quantity quantity(Case scenario, String words) {
        List<LayerSpec> layers = scenario.network().layers();
        LayerSpec highest = layers.get(layers.size() - 1);
        String edge = words.endsWith(" above") ? highest.name() : layers.get(0).name();
        boolean inner = layers.size() == 1 && words.matches(".* (above|below)")
                || words.endsWith(" above") && highest.parts().stream().anyMatch(RecurrentSpec.class::isInstance);
        Predicate<Quantity> place =
                words.matches(".* (above|below)") ? of -> of.layer().equals(edge) : of -> true;
        int step = words.endsWith(" 1") ? 1 : 0;
        return inner
                ? null
                : Definition.STANDARD.observe(scenario).quantities().stream()
                        .filter(of -> of.kind() == kind(words) && of.step() == step)
                        .filter(place)
                        .findFirst()
                        .orElse(null);
    }

    private static Framework named(String id, Framework framework) {
        return new FrameworkLike(framework) {
            @Override
            public String id() {
                return id;
            }
        };
    }
}
