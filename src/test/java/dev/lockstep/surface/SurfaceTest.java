package dev.lockstep.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The surface has every setting that Deeplearning4j's classes have, and no other; and features hold what it says they do. */
class SurfaceTest {
    private static final Path FEATURES = Path.of("features");

    private static final String DIVERGENCES = "divergences/";

    private static final String DEEPLEARNING4J =
            "(?m)^\\s*(?:Given|When|Then|And|But|\\*) (?:Deeplearning4j[^\"\\n]*|\"Deeplearning4j[^\"]*\"|<framework>) ";

    private static final Pattern AGREES = Pattern.compile(DEEPLEARNING4J
            + "agrees|(?:Then|And|But|\\*) (?:every framework agrees|every minibatch agrees with Deeplearning4j)");

    private static final Pattern PINNED = Pattern.compile(DEEPLEARNING4J + "is known");

    /** A feature of divergences may hold, in the place of a number, that Deeplearning4j cannot be asked. */
    private static final Pattern DIVERGES = Pattern.compile(DEEPLEARNING4J + "(is known|refuses)");

    static Stream<Surface.Group> groups() {
        return Surface.ofDeeplearning4j().groups().stream();
    }

    static Stream<Setting> settings() {
        return groups().flatMap(group -> group.settings().stream())
                .filter(setting -> setting.coverage() != Coverage.UNSUPPORTED);
    }

    @ParameterizedTest
    @MethodSource("groups")
    void has_every_setting_of_deeplearning4j_once_and_no_other(Surface.Group group) {
        assertThat(group.settings())
                .extracting(Setting::name)
                .containsExactlyInAnyOrderElementsOf(Deeplearning4jClasses.settings(group.title()));
    }

    @Test
    void has_every_group() {
        assertThat(groups().map(Surface.Group::title))
                .containsExactlyInAnyOrder(
                        "Activation functions",
                        "Losses",
                        "Weight initialisation",
                        "Gradient normalisation",
                        "Backpropagation through time",
                        "Order of axes",
                        "Modes of Bidirectional",
                        "Workspaces",
                        "Caches",
                        "Data types",
                        "Optimization algorithms",
                        "Updaters",
                        "Schedules",
                        "Regularisation",
                        "Layers",
                        "Other layers",
                        "Fields of updaters",
                        "Fields of schedules",
                        "Fields of regularisations",
                        "Fields of wrappers",
                        "Preprocessors",
                        "Vertices of graphs",
                        "Settings of layers",
                        "Settings of networks",
                        "Settings of graphs");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void scenarios_hold_it_against_deeplearning4j(Setting setting) throws IOException {
        boolean agrees = false;
        boolean pinned = false;
        for (Setting.Place place : setting.places()) {
            Path file = FEATURES.resolve(place.feature());
            assertThat(file).isRegularFile();
            String feature = Files.readString(file, StandardCharsets.UTF_8);
            List<Passage> passages = place.passages(feature);
            assertThat(passages).as(place + " is there").isNotEmpty();
            String steps =
                    passages.stream().map(passage -> steps(passage, feature)).collect(Collectors.joining("\n"));
            boolean agreesHere = AGREES.matcher(steps).find();
            boolean divergence = place.feature().startsWith(DIVERGENCES);
            boolean pinnedHere = (divergence ? DIVERGES : PINNED).matcher(steps).find();
            assertThat(agreesHere || pinnedHere)
                    .as(place + " runs against Deeplearning4j")
                    .isTrue();
            agrees |= agreesHere && !divergence;
            pinned |= pinnedHere;
        }
        Coverage found = !pinned ? Coverage.AGREES : agrees ? Coverage.IN_PART : Coverage.PINNED;
        assertThat(setting.coverage()).isEqualTo(found);
    }

    @Test
    void every_feature_of_divergences_from_deeplearning4j_belongs_to_a_setting() throws IOException {
        List<String> diverging = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(FEATURES.resolve(DIVERGENCES), "*.feature")) {
            for (Path file : files) {
                if (DIVERGES.matcher(Files.readString(file, StandardCharsets.UTF_8))
                        .find()) {
                    diverging.add(DIVERGENCES + file.getFileName());
                }
            }
        }
        assertThat(diverging).isNotEmpty();
        assertThat(Surface.ofDeeplearning4j().features()).containsAll(diverging);
    }

    /** What a passage says; of a row of examples, the whole scenario that it is an example of. */
    private static String steps(Passage passage, String feature) {
        List<String> lines = feature.lines().toList();
        int first = passage.from() - 1;
        if (lines.get(first).strip().startsWith("|")) {
            while (!lines.get(first).strip().startsWith("Scenario Outline:")) {
                first--;
            }
        }
        return String.join("\n", lines.subList(first, passage.to()));
    }

    /** Numbers that are reached past a builder say nothing about it. */
    @Test
    void settings_of_builders_that_features_hold_are_called_by_the_adapter() {
        Set<String> called = Deeplearning4jClasses.called(new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.lockstep.adapter.dl4j"));
        assertThat(groups().filter(group -> group.title().startsWith("Settings of "))
                        .flatMap(group -> group.settings().stream())
                        .filter(setting -> setting.coverage() != Coverage.UNSUPPORTED))
                .extracting(Setting::name)
                .isSubsetOf(called);
    }

    @Test
    void what_is_not_supported_has_a_reason() {
        assertThat(groups().flatMap(group -> group.settings().stream()))
                .allSatisfy(setting -> assertThat(setting.because().isBlank())
                        .as(setting.name())
                        .isEqualTo(setting.coverage() != Coverage.UNSUPPORTED));
    }

    @Test
    void the_readme_has_its_short_form() throws IOException {
        assertThat(Files.readString(Path.of("README.md"), StandardCharsets.UTF_8))
                .contains(Surface.ofDeeplearning4j().shortForm());
    }

    /** What is held under one name is held under the other. */
    @Test
    void losses_of_two_names_are_of_one_class() {
        assertThat(LossFunction.SQUARED_LOSS.getILossFunction()).hasSameClassAs(LossFunction.MSE.getILossFunction());
        assertThat(LossFunction.RECONSTRUCTION_CROSSENTROPY.getILossFunction())
                .hasSameClassAs(LossFunction.KL_DIVERGENCE.getILossFunction());
        assertThat(LossFunction.NEGATIVELOGLIKELIHOOD.getILossFunction())
                .isInstanceOf(LossFunction.MCXENT.getILossFunction().getClass());
    }

    @Test
    void text_is_read_strictly() {
        Surface surface = Surface.parse("""
                # a remark
                = Things
                A agrees      a/b.feature "one"; c.feature "| two |"
                B unsupported it has none
                D in part     e.feature "y"
                = Nothing
                = Others
                C pinned      d.feature "x"
                """);
        assertThat(surface.groups()).extracting(Surface.Group::title).containsExactly("Things", "Others");
        assertThat(surface.groups().get(0).settings())
                .containsExactly(
                        new Setting(
                                "A",
                                Coverage.AGREES,
                                List.of(
                                        new Setting.Place("a/b.feature", "one"),
                                        new Setting.Place("c.feature", "| two |")),
                                ""),
                        new Setting("B", Coverage.UNSUPPORTED, List.of(), "it has none"),
                        new Setting("D", Coverage.IN_PART, List.of(new Setting.Place("e.feature", "y")), ""));
        assertThat(surface.features()).containsExactly("a/b.feature", "c.feature", "e.feature", "d.feature");
        assertThat(surface.shortForm()).isEqualTo("""
                        | setting | agrees | in part | pinned | unsupported |
                        | --- | --: | --: | --: | --: |
                        | Things | 1 | 1 | 0 | 1 |
                        | Others | 0 | 0 | 1 | 0 |
                        | **all** | 1 | 1 | 1 | 1 |
                        """);
        assertThatThrownBy(() -> Surface.parse("A agrees somewhere"))
                .hasMessage("place: a feature and words from it in quotes expected, somewhere");
        assertThatThrownBy(() -> Surface.parse("A perhaps"))
                .hasMessage("setting: name, coverage and places or a reason expected, A perhaps");
    }
}
