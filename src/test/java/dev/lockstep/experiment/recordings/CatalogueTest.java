package dev.lockstep.experiment.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.caseformat.CaseWriter;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import dev.lockstep.port.FrameworkLike;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recordings in {@code reference/} are those of the catalogue, and what is not is noticed. */
class CatalogueTest {
    private static final Path REFERENCE = Path.of("reference");
    private static final Path FEATURES = Path.of("features");
    private static final long GREATEST_FILE = 40 * 1024;
    private static final Pattern ROW = Pattern.compile("\\s*\\| ([a-z0-9-]+) +\\|");

    @TempDir
    private Path folder;

    @Test
    void every_recording_is_what_the_catalogue_draws_today() {
        assertThat(Catalogue.all().flatMap(entry -> Catalogue.stale(entry, REFERENCE).stream()))
                .isEmpty();
    }

    @Test
    void there_are_forty_and_more_and_no_two_alike_but_for_the_seed() {
        assertThat(Catalogue.all()).hasSizeGreaterThanOrEqualTo(40);
        assertThat(Catalogue.all().map(CatalogueCase::seed)).doesNotHaveDuplicates();
        assertThat(Catalogue.all().map(entry -> unnamed(entry.from(1).scenario())))
                .doesNotHaveDuplicates();
    }

    private static String unnamed(Case scenario) {
        return CaseWriter.parts(scenario) + " " + scenario.observed();
    }

    @Test
    void every_file_is_of_the_catalogue() throws IOException {
        Set<Path> catalogued = Catalogue.all().map(entry -> entry.in(REFERENCE)).collect(Collectors.toSet());
        assertThat(files(REFERENCE, ".case.json"))
                .hasSameElementsAs(catalogued)
                .allSatisfy(path -> assertThat(Files.size(path)).isLessThanOrEqualTo(GREATEST_FILE));
    }

    @Test
    void every_recording_is_replayed_by_a_feature_and_every_row_has_a_file() throws IOException {
        Set<String> replayed = new TreeSet<>();
        for (Path feature : files(FEATURES, ".feature")) {
            String text = Files.readString(feature);
            Pattern.compile("\"(reference/[^\"<>]+\\.case\\.json)\"")
                    .matcher(text)
                    .results()
                    .forEach(found -> replayed.add(found.group(1)));
            Pattern.compile("\"(reference/\\w+/)<recording>\\.case\\.json\"")
                    .matcher(text)
                    .results()
                    .limit(1)
                    .forEach(found -> text.lines()
                            .map(ROW::matcher)
                            .filter(row -> row.find() && !row.group(1).equals("recording"))
                            .forEach(row -> replayed.add(found.group(1) + row.group(1) + ".case.json")));
        }
        Set<String> recorded = files(REFERENCE, ".case.json").stream()
                .map(file -> file.toString().replace('\\', '/'))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> notReplayed = new TreeSet<>(recorded);
        notReplayed.removeAll(replayed);
        assertThat(notReplayed).as("recordings that no feature replays").isEmpty();
        replayed.removeAll(recorded);
        assertThat(replayed).as("rows of recordings that are not there").isEmpty();
    }

    @Test
    void a_case_that_is_drawn_otherwise_is_stale() {
        CatalogueCase entry = named("gru-lengths-one-bias");
        assertThat(Catalogue.stale(entry.from(entry.seed() + 1), REFERENCE))
                .hasValue(REFERENCE.resolve("pytorch").resolve("gru-lengths-one-bias.case.json")
                        + ": the weights that the catalogue draws expected, other ones found;"
                        + " target/lockstep record --catalogue --out reference records it again");
        assertThat(Catalogue.stale(entry, folder).orElseThrow()).contains(": a recording expected, none found; ");
    }

    @Test
    void gates_that_were_exchanged_are_stale_and_diverge() throws IOException {
        CatalogueCase entry = named("lstm-arriving");
        CaseFile exchanged = exchanged(CaseReader.read(entry.in(REFERENCE)));
        assertNoticed(entry, exchanged, "the weights that");
        assertThat(held(exchanged)).isEqualTo(Outcome.DIVERGE);
    }

    @Test
    void what_floats_do_not_explain_is_not_put_down_to_single_precision() {
        CaseFile exchanged =
                exchanged(CaseReader.read(named("lstm-hard-sigmoid").in(REFERENCE)));
        Comparison comparison = Comparison.between(
                Frameworks.ours(), Frameworks.recorded(exchanged), exchanged.scenario(), Tolerances.derived());
        assertThat(comparison.outcome()).isEqualTo(Outcome.DIVERGE);
        assertThat(comparison.tried()).singleElement().asString().startsWith("none of ");
        assertThat(comparison.message()).contains("single precision, minibatch of 3");
    }

    /** Gates i and f of W, in the recording of an LSTM of four units. */
    private static CaseFile exchanged(CaseFile file) {
        ParameterKey key = new ParameterKey("lstm 1", Parameter.W);
        Map<ParameterKey, RowMajorMatrix> matrices =
                new LinkedHashMap<>(file.scenario().weights().asMap());
        RowMajorMatrix w = matrices.get(key);
        RowMajorMatrix other = w.copy();
        other.setColumns(0, w.columns(4, 8));
        other.setColumns(4, w.columns(0, 4));
        matrices.put(key, other);
        Case scenario = file.scenario().withWeights(new Weights(file.scenario().network(), matrices));
        return new CaseFile(scenario, file.observations(), file.provenance());
    }

    /** In doubles by the derived bounds, in floats since it is none any more. */
    @Test
    void one_observed_number_that_is_a_billionth_off_is_noticed_in_doubles_and_in_floats() throws IOException {
        for (String name : List.of("rnn-forward", "lstm-floats-forward")) {
            CatalogueCase entry = named(name);
            CaseFile file = CaseReader.read(entry.in(REFERENCE));
            int numbers = file.observations().orElseThrow().get(outputs(file)).values().length;
            for (int i = 0; i < numbers; i += 7) {
                CaseFile moved = moved(file, i);
                if (file.scenario().execution().precision() == Precision.SINGLE) {
                    assertNoticed(entry, moved, "numbers of float32 expected, ");
                } else {
                    assertThat(held(moved)).as("number " + i + " of " + name).isEqualTo(Outcome.DIVERGE);
                }
            }
        }
    }

    private static Quantity outputs(CaseFile file) {
        return Quantity.outputs(file.scenario().network().layers().get(0).name());
    }

    private static CaseFile moved(CaseFile file, int index) {
        Observations observations = file.observations().orElseThrow();
        Observations.Builder moved = Observations.builder();
        for (Quantity quantity : observations.quantities()) {
            Tensor tensor = observations.get(quantity);
            double[] values = tensor.values().clone();
            if (quantity.equals(outputs(file))) {
                values[index] *= 1 + 1e-9;
            }
            moved.put(quantity, new Tensor(tensor.axes(), values));
        }
        return new CaseFile(file.scenario(), Optional.of(moved.build()), file.provenance());
    }

    private static Outcome held(CaseFile file) {
        return Comparison.undiagnosed(
                        Frameworks.ours(), Frameworks.recorded(file), file.scenario(), Tolerances.derived())
                .outcome();
    }

    private void assertNoticed(CatalogueCase entry, CaseFile file, String how) throws IOException {
        Path path = entry.in(folder);
        Files.createDirectories(path.getParent());
        Files.writeString(path, CaseWriter.text(file), StandardCharsets.UTF_8);
        assertThat(Catalogue.stale(entry, folder).orElse("nothing")).contains(how);
    }

    @Test
    void a_framework_that_is_not_recorded_is_refused() {
        assertThatThrownBy(() -> Catalogue.of("ours"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageMatching("--frameworks: some of pytorch, keras.* expected, of which there are cases in the"
                        + " catalogue, \"ours\" found");
        assertThatThrownBy(() -> Catalogue.recorded(named("gru-streamed-bias-free"), Frameworks.deeplearning4j()))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("case \"gru-streamed-bias-free\": a framework that can compute it expected, Deeplearning4j"
                        + " found, but it cannot, because it has no GRU layer");
    }

    @Test
    void a_framework_that_throws_is_named_and_so_is_the_case() {
        Framework failing = new FrameworkLike(Frameworks.ours()) {
            @Override
            public String title() {
                return "Theirs";
            }

            @Override
            public Observations observe(Case scenario) {
                throw new IllegalStateException("workspace closed");
            }
        };
        assertThatThrownBy(() -> Catalogue.recorded(named("rnn-forward"), failing))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("case \"rnn-forward\": one that Theirs can compute expected, one found at which it failed:"
                        + " workspace closed");
    }

    @Test
    void a_processor_is_what_native_libraries_choose_their_kernels_by() {
        assertThat(Processor.described(
                        "amd64",
                        List.of(
                                "processor\t: 0",
                                "vendor_id\t: GenuineIntel",
                                "flags\t\t: fpu fma avx avx2",
                                "flags\t: sve")))
                .isEqualTo("amd64 GenuineIntel avx2 fma");
        assertThat(Processor.described("aarch64", List.of("Features\t: fp asimd sve")))
                .isEqualTo("aarch64 asimd sve");
        assertThat(Processor.described("amd64", List.of())).isEqualTo("amd64");
    }

    private static CatalogueCase named(String name) {
        return Catalogue.all()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> files(Path below, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
