package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Command lines, files, frameworks of one's own and report folders that cannot be used. */
class BadInputTest extends Refusals {
    static Stream<Arguments> commandLines() {
        return Stream.of(
                arguments(
                        "",
                        "command: one of run, check, record, convert, frameworks, demo, bench, tolerance, mutants, detective, sweep, worker expected, none found"),
                arguments(
                        "rum",
                        "command: one of run, check, record, convert, frameworks, demo, bench, tolerance, mutants, detective, sweep, worker expected, \"rum\" found"),
                arguments("--bogus", "option: one of -h, --help, -V, --version expected, \"--bogus\" found"),
                arguments("demo", "demo: one of binary-adder, exploding-gradients expected, none found"),
                arguments("demo bogus", "command: one of binary-adder, exploding-gradients expected, \"bogus\" found"),
                arguments("demo binary-adder now", "binary-adder: nothing after its options expected, \"now\" found"),
                arguments("demo binary-adder --epochs 0", "--epochs: at least 1 expected, 0 found"),
                arguments("demo exploding-gradients --time 1", "--time: 2 to 200 expected, 1 found"),
                arguments("demo exploding-gradients --time 201", "--time: 2 to 200 expected, 201 found"),
                arguments("bench --peers tensorflow", "--peers: some of dl4j, pytorch expected, \"tensorflow\" found"),
                arguments(
                        "bench --threads 0",
                        "--threads: 1 to " + Runtime.getRuntime().availableProcessors()
                                + " expected, as many as there are processors, 0 found"),
                arguments(
                        "bench --threads 100000",
                        "--threads: 1 to " + Runtime.getRuntime().availableProcessors()
                                + " expected, as many as there are processors, 100000 found"),
                arguments("bench --layers LSTM,GRU", "--layers: some of LSTM, SimpleRnn expected, \"GRU\" found"),
                arguments("bench --points 3,5,7", "--points: in,h,T,B such as 3,5,7,2 expected, \"3,5,7\" found"),
                arguments("bench --points 3,5,7,0", "--points: sizes of at least 1 expected, \"3,5,7,0\" found"),
                arguments(
                        "bench --points 3,1000,1000,1000",
                        "--points: arrays of at most 20000000 numbers expected, \"3,1000,1000,1000\" found, which takes"
                                + " 1000000×4000"),
                arguments("bench --seconds 0", "--seconds: more than 0 and at most 60 expected, 0.0 found"),
                arguments("bench --seconds NaN", "--seconds: more than 0 and at most 60 expected, NaN found"),
                arguments("check", "Missing required parameter: 'CASE'"),
                arguments("check nowhere", "recording: a file expected, nowhere found, which is not there"),
                arguments("check features", "features: files whose names end in .case.json expected, none found"),
                arguments(
                        "check reference/pytorch --frameworks mxnet",
                        "framework: one of ours, dl4j, samediff, pytorch, keras, onnx, definition expected, \"mxnet\" found"),
                arguments(
                        "record reference/pytorch/rnn-two-biases.case.json --frameworks ours,dl4j --out target/x.case.json",
                        "--frameworks: one id expected, ours,dl4j found"),
                arguments(
                        "record reference/pytorch/rnn-two-biases.case.json --frameworks dl4j --out target/x.case.json",
                        "--frameworks: one that can compute the case expected, Deeplearning4j found, but it cannot compute this"
                                + " case, because it does not hand out gradients of initial states"),
                arguments(
                        "record reference/pytorch/rnn-two-biases.case.json --out target/x.case.json",
                        "--frameworks: one id expected, none found"),
                arguments(
                        "record --frameworks ours --out target/x.case.json",
                        "record: either a case or --catalogue expected, neither found"),
                arguments(
                        "record reference/pytorch/rnn-two-biases.case.json --catalogue --out target/x.case.json",
                        "record: either a case or --catalogue expected, both found"),
                arguments(
                        "record --catalogue --frameworks dl4j --out target/x.case.json",
                        "--frameworks: some of pytorch, keras, onnx expected, of which there are cases in the catalogue, \"dl4j\""
                                + " found"),
                arguments("convert", "Missing required parameters: 'FROM', 'TO'"),
                arguments("convert a.case.json", "Missing required parameter: 'TO'"),
                arguments(
                        "convert a.case.json b.pt --layout pytorch",
                        "TO: a file NAME.case.json, NAME.npz or NAME.zip expected, b.pt found"),
                arguments(
                        "convert a.case.json .zip",
                        "TO: a file NAME.case.json, NAME.npz or NAME.zip expected, .zip found"),
                arguments(
                        "convert a.case.json nowhere/b.zip",
                        "TO: a file in an existing folder expected, nowhere/b.zip found"),
                arguments(
                        "convert a.case.json b.npz",
                        "--layout: one of pytorch, keras, onnx, deeplearning4j, lockstep expected for arrays alone, none"
                                + " found"),
                arguments(
                        "convert a.case.json b.npz --layout mxnet",
                        "--layout: one of pytorch, keras, onnx, deeplearning4j, lockstep expected, \"mxnet\" found"),
                arguments(
                        "convert a.case.json b.zip --layout pytorch",
                        "--layout: deeplearning4j expected for a model NAME.zip, \"pytorch\" found"),
                arguments("convert a.case.json b.zip --seed x", "Invalid value for option '--seed': 'x' is not a long"),
                arguments(
                        "convert nowhere.case.json b.zip",
                        "FROM: a file expected, nowhere.case.json found, which is not there"),
                arguments("convert nowhere.zip b.zip", "FROM: a file expected, nowhere.zip found, which is not there"),
                arguments("convert pom.xml b.zip", "FROM: a file NAME.case.json or NAME.zip expected, pom.xml found"),
                arguments("convert b.zip ./b.zip", "TO: another file than FROM expected, ./b.zip found"),
                arguments(
                        "convert reference/pytorch/gru-reset-after-two.case.json b.zip",
                        "GRU \"gru 1\" in Deeplearning4j's layout: SimpleRnn, LSTM or Dense expected, GRU found"),
                arguments("tolerance --cases 0", "--cases: 1 to 1000000 expected, 0 found"),
                arguments("tolerance now", "tolerance: nothing after its options expected, \"now\" found"),
                arguments("detective --trials 0", "--trials: 1 or more expected, 0 found"),
                arguments("sweep --cases 0", "--cases: 1 to 1000000 expected, 0 found"),
                arguments("sweep now", "sweep: nothing after its options expected, \"now\" found"),
                arguments("sweep --tags (@lstm", "--tags: a tag expression expected, \"(@lstm\" found"),
                arguments("sweep --frameworks ours", "--frameworks: two or more ids, each once, expected, ours found"),
                arguments(
                        "sweep --frameworks ours,ours",
                        "--frameworks: two or more ids, each once, expected, ours,ours found"),
                arguments(
                        "sweep --frameworks ours,bogus",
                        "framework: one of ours, dl4j, samediff, pytorch, keras, onnx, definition expected, \"bogus\" found"),
                arguments(
                        "sweep --frameworks ours,definition --cases 2 --tags @bogus",
                        "--tags: an expression that some of the 2 cases satisfy expected, \"@bogus\" found"),
                arguments("bench now", "bench: nothing after its options expected, \"now\" found"),
                arguments("frameworks all", "frameworks: nothing after its options expected, \"all\" found"),
                arguments("mutants nowhere", "feature: an existing file or folder expected, nowhere found"),
                arguments("mutants pom.xml", "feature: a file whose name ends in .feature expected, pom.xml found"),
                arguments("run nowhere", "feature: an existing file or folder expected, nowhere found"),
                arguments("run pom.xml", "feature: a file whose name ends in .feature expected, pom.xml found"),
                arguments("run features --tags (@lstm", "--tags: a tag expression expected, \"(@lstm\" found"),
                arguments(
                        "run features --tags @bogus",
                        "features: at least one scenario with the tags \"@bogus\" expected, none found in features"),
                arguments(
                        "run features/forward/lstm.feature:1000",
                        "features: at least one scenario expected, none found in features/forward/lstm.feature:1000"),
                arguments(
                        "run features/forward/simple-rnn.feature features/forward/lstm.feature:2:1000",
                        "features: at least one scenario expected, none found in features/forward/lstm.feature:1000"),
                arguments(
                        "run features --frameworks dl4j",
                        "--frameworks: ids with ours among them expected, as every comparison is with ours, dl4j found"),
                arguments(
                        "run features --frameworks ours,bogus",
                        "framework: one of ours, dl4j, samediff, pytorch, keras, onnx, definition expected, \"bogus\" found"),
                arguments("run features --shard 4/3", "--shard: I/N with 1 ≤ I ≤ N expected, \"4/3\" found"),
                arguments("run features --shard 0/3", "--shard: I/N with 1 ≤ I ≤ N expected, \"0/3\" found"),
                arguments("run features --shard half", "--shard: I/N with 1 ≤ I ≤ N expected, \"half\" found"),
                arguments(
                        "run features --glue dev.bogus",
                        "--glue: a package on the class path expected, \"dev.bogus\" found"),
                arguments(
                        "run features --classpath bogus.jar",
                        "--classpath: existing files and folders expected, bogus.jar found"));
    }

    @ParameterizedTest(name = "lockstep {0}")
    @MethodSource("commandLines")
    void aCommandLineThatCannotBeUsedIsRefused(String line, String sentence) throws IOException {
        List<String> words = new ArrayList<>(line.isEmpty() ? List.of() : List.of(line.split(" ")));
        if (line.startsWith("run") || line.startsWith("sweep --")) {
            words.addAll(List.of("--report", report.toString()));
        }
        assertThat(Lockstep.run(words.toArray(String[]::new))).isEqualTo(2);
        assertOneSentence(sentence);
    }

    @Test
    void aFolderIsNoTargetOfAConversion() throws IOException {
        Path target = Files.createDirectory(folder.resolve("to.zip"));
        assertThat(Lockstep.run("convert", "reference/pytorch/rnn-two-biases.case.json", target.toString()))
                .isEqualTo(2);
        assertOneSentence("TO: a file expected, " + target + " found, which is not one");
    }

    @Test
    void aSweepThatWasNeverBegunIsNotGoneOnWith() throws IOException {
        List<String> words =
                List.of("sweep", "--frameworks", "ours,definition", "--resume", "--report", report.toString());
        assertThat(Lockstep.run(words.toArray(String[]::new))).isEqualTo(2);
        assertOneSentence("--resume: the journal of a sweep expected, " + report.resolve("sweep/sweep.journal")
                + " found, which is not there");
    }

    @Test
    void anUnknownOptionIsRefused() throws IOException {
        assertThat(Lockstep.run("run", "--bogus")).isEqualTo(2);
        assertOneSentence("option: one of "
                + "--tags, --frameworks, --glue, --classpath, --report, --shard, -h, --help, -V, --version"
                + " expected, \"--bogus\" found");
    }

    static Stream<Arguments> files() {
        return Stream.of(
                arguments("These are\nnotes.\n", "1: Gherkin expected, \"These are\" found"),
                arguments(
                        "Feature: a\n  Scenario: b\n    Given c\n    Gibt es\n",
                        "4: Gherkin expected, \"Gibt es\" found"),
                arguments("# language: xx\nFeature: a\n", "1: Gherkin expected, Language not supported: xx found"),
                arguments("Feature: a\n  Scenario: b\n    Text\n", "2: a scenario with steps expected, none found"),
                arguments(
                        "Feature: a\n  Scenario: b\n    Given a network of LSTM(1→1)\n",
                        "2: scenario: a step that compares something expected, none found"),
                arguments(
                        "Feature: a\n  Scenario: b\n    Given a SimpleRnn layer with the weights\n      | from | unit1 |\n"
                                + "      | x1 |\n",
                        "5: Gherkin expected, inconsistent cell count within the table found"),
                arguments(
                        "Feature: a\n  Scenario: b\n    Given a network of bogus(1→1)\n",
                        "3: a step of features/README.md or of --glue expected, \"a network of bogus(1→1)\" found"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("files")
    void aFileThatIsNotAFeatureIsRefused(String text, String sentence) throws IOException {
        Path feature = Files.writeString(folder.resolve("my own.feature"), text);
        assertThat(run(feature)).isEqualTo(2);
        assertOneSentence(place(feature) + sentence);
    }

    @Test
    void nothingIsComputedBeforeAnUndefinedStepIsNamed() throws IOException {
        Path feature = Files.writeString(folder.resolve("undefined.feature"), """
                Feature: one scenario can run, one cannot
                  Scenario: it can
                    Given a network of SimpleRnn(1→1)
                    And weights from seed 1
                    When it reads the sequence 1, 2
                    Then Deeplearning4j agrees
                  Scenario: it cannot
                    Then Deeplearning4j nods
                """);
        assertThat(run(feature)).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertOneSentence(place(feature)
                + "8: a step of features/README.md or of --glue expected, \"Deeplearning4j nods\" found");
    }

    @Test
    void aFolderWithoutFeaturesIsRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Files.writeString(empty.resolve("notes.txt"), "Feature: none");
        assertThat(run(empty)).isEqualTo(2);
        assertOneSentence("feature: a folder with files whose name ends in .feature expected, " + empty + " found");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        Path feature = Files.writeString(folder.resolve("empty.feature"), "");
        assertThat(run(feature)).isEqualTo(2);
        assertOneSentence("features: a feature in every file expected, Feature not found: " + feature.toUri());
    }

    @Test
    void aPartWithoutScenariosIsRefused() throws IOException {
        Path feature = Files.writeString(
                folder.resolve("one.feature"), "Feature: one\n  Scenario: one\n    * a network of LSTM(1→1)\n");
        assertThat(Lockstep.run("run", feature.toString(), "--shard", "2/2", "--report", report.toString()))
                .isEqualTo(2);
        assertOneSentence("--shard: 1 to 1 expected, as many as scenarios in " + feature + ", 2 found");
    }

    @Test
    void aFrameworkOfOnesOwnThatCannotBeUsedIsRefused() throws IOException {
        assertThat(runWithFramework(Broken.class.getName())).isEqualTo(2);
        assertOneSentence("framework of one's own: a loadable class expected, " + Framework.class.getName()
                + ": Provider " + Broken.class.getName() + " could not be instantiated");
        err.reset();
        assertThat(runWithFramework("dev.bogus.Framework")).isEqualTo(2);
        assertOneSentence("framework of one's own: a loadable class expected, " + Framework.class.getName()
                + ": Provider dev.bogus.Framework not found");
        err.reset();
        assertThat(runWithFramework(Namesake.class.getName())).isEqualTo(2);
        assertOneSentence("id of " + Namesake.class.getName()
                + ": an id of its own expected, \"dl4j\" found, which Deeplearning4j has");
    }

    private int runWithFramework(String className) throws IOException {
        Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
        Files.writeString(services.resolve(Framework.class.getName()), className);
        Path classes = folder.resolve("classes");
        return Lockstep.run("run", "features", "--classpath", classes.toString(), "--report", report.toString());
    }

    @Test
    void aReportFolderThatCannotBeWrittenIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        assertThat(Lockstep.run("run", "features/forward", "--report", file.toString()))
                .isEqualTo(2);
        assertOneSentence("report folder: a folder that can be written to expected, " + file + " found (a file)");
        err.reset();
        Path below = file.resolve("report");
        assertThat(Lockstep.run("run", "features/forward", "--report", below.toString()))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("lockstep: report folder: a folder that can be written to expected, " + below + " found (")
                .hasLineCount(1);
    }

    @Test
    void aReportFolderThatWasNotThereIsNotThereAfterwards() throws IOException {
        Path feature = Files.writeString(
                folder.resolve("bad.feature"), "Feature: bad\n  Scenario: bad\n    * a network of LSTM(1→0)\n");
        Path fresh = folder.resolve("new").resolve("report");
        assertThat(Lockstep.run("run", feature.toString(), "--report", fresh.toString()))
                .isEqualTo(2);
        assertThat(folder.resolve("new")).doesNotExist();
    }

    /** Its id is taken. */
    public static class Namesake implements Framework {
        @Override
        public String id() {
            return "dl4j";
        }

        @Override
        public String title() {
            return "Namesake";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public Support supports(Case scenario) {
            return Support.YES;
        }

        @Override
        public Observations observe(Case scenario) {
            return Observations.builder().build();
        }
    }

    /** It cannot be made. */
    public static final class Broken extends Namesake {
        /** Throws. */
        public Broken() {
            throw new IllegalStateException("no licence");
        }
    }
}
