package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.adapter.process.ProcessFramework;
import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.caseformat.CaseWriter;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.experiment.replay.Recordings;
import dev.lockstep.experiment.replay.Replay;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Case;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import dev.lockstep.report.CheckJson;
import dev.lockstep.report.CheckResult;
import dev.lockstep.report.CheckResult.Replayed;
import dev.lockstep.report.CheckText;
import dev.lockstep.worker.Limits;
import dev.lockstep.worker.WorkerCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code lockstep check} and {@code lockstep record}. */
class ReplayTest {
    private static final Path PYTORCH = Path.of("reference/pytorch/rnn-two-biases.case.json");

    @TempDir
    private Path folder;

    @Test
    void what_pytorch_recorded_is_what_ours_computes_and_dl4j_as_far_as_it_can() throws IOException {
        assertThat(check(PYTORCH)).isZero();
        JsonNode json = json();
        assertThat(json.at("/totals/cases").asInt()).isEqualTo(1);
        assertThat(json.at("/totals/agree").asInt()).isEqualTo(3);
        assertThat(json.at("/cases/0/recorded/framework").asString()).isEqualTo("PyTorch");
        JsonNode dl4j = json.at("/cases/0/frameworks/1");
        assertThat(dl4j.get("id").asString()).isEqualTo("dl4j");
        assertThat(dl4j.get("quantities").values())
                .extracting(quantity -> quantity.get("quantity").asString())
                .containsExactly("outputs of \"rnn\"", "final h of \"rnn\"");
        assertThat(dl4j.get("without").values())
                .extracting(JsonNode::asString)
                .contains("dh0, because it does not hand out gradients of initial states");
    }

    @Test
    void one_number_that_was_recorded_wrong_is_found() throws IOException {
        CaseFile recorded = CaseReader.read(PYTORCH);
        Path wrong = folder.resolve("wrong.case.json");
        CaseWriter.write(
                new CaseFile(
                        recorded.scenario(),
                        Optional.of(moved(recorded.observations().orElseThrow(), Quantity.outputs("rnn"), 7, 1e-12)),
                        recorded.provenance()),
                wrong);
        assertThat(check(wrong)).isEqualTo(Lockstep.UNEXPECTED);
        JsonNode first = json().at("/cases/0/frameworks/0/quantities/0/first");
        assertThat(first.get("where").asString()).isEqualTo("t 1, row 2, unit 3");
    }

    @Test
    void a_framework_and_what_it_once_recorded_have_different_names() throws IOException {
        Path recording = folder.resolve("recorded.case.json");
        assertThat(record(PYTORCH, recording, "samediff")).isZero();
        CaseFile recorded = CaseReader.read(recording);
        Path wrong = folder.resolve("wrong.case.json");
        CaseWriter.write(
                new CaseFile(
                        recorded.scenario(),
                        Optional.of(moved(recorded.observations().orElseThrow(), Quantity.outputs("rnn"), 7, 1e-9)),
                        recorded.provenance()),
                wrong);
        Replay replay = new Replay(List.of(Frameworks.sameDiff(), Frameworks.ours()), Tolerances.derived());
        Replayed replayed = replay.of(Recordings.read(List.of(wrong)).get(0));
        assertThat(replayed.framework()).isEqualTo("SameDiff");
        String version = Frameworks.sameDiff().version();
        assertThat(replayed.answers().get(0).message().replaceAll("\\s+", " "))
                .contains("of SameDiff " + version + " differ from SameDiff, recorded " + version + " in 1 of ")
                .contains("|SameDiff − recorded|")
                .contains("SameDiff, recorded is wrong: ")
                .contains("; SameDiff is within its bound (")
                .contains(
                        "single steps of SameDiff, recorded cannot be taken, because a recording holds the whole sequence only; ");
        assertThat(CheckJson.of(new CheckResult("1", List.of(replayed)))).contains("SameDiff, recorded is wrong: ");
        assertThat(replayed.answers().get(1).message()).contains(" differ from SameDiff " + version + ", recorded in ");
    }

    @Test
    void of_a_framework_that_is_not_here_no_version_is_said() {
        Framework absent = new ProcessFramework(
                "pytorch",
                "PyTorch",
                () -> List.of(new WorkerCommand("python3", List.of("/nowhere/python3"))),
                Limits.STANDARD);
        Replay replay = new Replay(List.of(absent), Tolerances.derived());
        assertThat(CheckText.of(replay.of(Recordings.read(List.of(PYTORCH)).get(0))))
                .containsExactly(
                        "reference/pytorch/rnn-two-biases.case.json: PyTorch 1.13.0a0, float64",
                        "  pytorch    skipped: PyTorch cannot run here, because python3 cannot be started");
    }

    /** The case is changed after it was recorded: one weight of it by 1 %. */
    @Test
    void where_all_agree_but_the_recording_it_is_said_that_it_may_be_of_another_case() throws IOException {
        CaseFile recorded = CaseReader.read(PYTORCH);
        recorded.scenario().weights().get("rnn", Parameter.W).multiplyEntry(1, 2, 1.01);
        Path changed = folder.resolve("changed.case.json");
        CaseWriter.write(recorded, changed);
        assertThat(check(changed)).isEqualTo(Lockstep.UNEXPECTED);
        assertThat(json().at("/cases/0/remark").asString())
                .isEqualTo(
                        "Lockstep, Deeplearning4j, SameDiff agree with one another, and only what was recorded differs:"
                                + " it may be of another case than this file holds, of other weights or data");
        assertThat(check(PYTORCH)).isZero();
        assertThat(json().at("/cases/0/remark").asString()).isEmpty();
    }

    @Test
    void what_is_asked_for_and_was_not_recorded_is_said() throws IOException {
        CaseFile recorded = CaseReader.read(PYTORCH);
        Path wider = folder.resolve("wider.case.json");
        CaseWriter.write(
                new CaseFile(
                        recorded.scenario().observing(EnumSet.of(Kind.OUTPUTS, Kind.STREAMED)),
                        recorded.observations(),
                        recorded.provenance()),
                wider);
        assertThat(check(wider)).isZero();
        assertThat(json().at("/cases/0/frameworks/0/without").values())
                .extracting(JsonNode::asString)
                .containsExactly("streamed outputs, because it was not recorded");
    }

    @Test
    void a_recording_does_not_take_the_place_of_its_case() throws IOException {
        Path own = folder.resolve("own.case.json");
        Files.copy(PYTORCH, own);
        assertThat(record(own, folder.resolve("../" + folder.getFileName()).resolve("own.case.json"), "ours"))
                .isEqualTo(Lockstep.BAD_INPUT);
        assertThat(own).hasSameBinaryContentAs(PYTORCH);
    }

    /** What features replay row by row. */
    @Test
    @Tag("slow")
    void every_recording_is_replayed_by_everyone_who_can() throws IOException {
        assertThat(check(Path.of("reference"))).isZero();
        JsonNode totals = json().at("/totals");
        assertThat(totals.get("cases").asInt()).isGreaterThanOrEqualTo(57);
        // Ours and SameDiff compute all of them, Deeplearning4j not every third.
        assertThat(totals.get("agree").asInt() + totals.get("known").asInt())
                .isGreaterThanOrEqualTo(2 * totals.get("cases").asInt() + 18);
        assertThat(totals.get("known").asInt()).isEqualTo(2);
        assertThat(totals.get("inconclusive").asInt()).isZero();
    }

    @Test
    void a_pinned_divergence_is_known() throws IOException {
        Path masked = folder.resolve("masked.case.json");
        Path recording = folder.resolve("recorded.case.json");
        NetworkSpec network = NetworkSpec.of(LstmSpec.plain("lstm", 2, 3));
        Case scenario = new Case(
                "masked",
                network,
                Weights.random(network, 5),
                Sequence.random(3, 2, 2, 6),
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                Set.of(Quantity.Kind.OUTPUTS));
        Sequence mask = new Sequence(3, 2, 1, new double[] {1, 1, 0, 1, 1, 1});
        CaseWriter.write(CaseFile.of(scenario.with(Masks.ofFeatures(mask, MaskRule.RESET))), masked);
        assertThat(record(masked, recording, "ours")).isZero();
        assertThat(check(recording)).isZero();
        assertThat(json().at("/totals/known").asInt()).isEqualTo(1);
        assertThat(json().at("/cases/0/frameworks/1/reason").asString()).contains("features/divergences/masks.feature");
    }

    @Test
    void what_one_framework_records_another_agrees_with() throws IOException {
        Path recording = folder.resolve("recorded.case.json");
        assertThat(record(PYTORCH, recording, "samediff")).isZero();
        assertThat(CaseReader.read(recording).provenance().orElseThrow().framework())
                .isEqualTo("SameDiff");
        byte[] once = Files.readAllBytes(recording);
        assertThat(check(recording)).isZero();
        assertThat(record(recording, recording, "samediff")).isZero();
        assertThat(recording).as("a recording can be recorded again").hasBinaryContent(renamed(once));
    }

    /** The command that is kept names the file that was read. */
    private static byte[] renamed(byte[] recording) {
        return new String(recording, StandardCharsets.UTF_8)
                .replace("record rnn-two-biases.case.json", "record recorded.case.json")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Observations moved(Observations observations, Quantity which, int index, double by) {
        Observations.Builder moved = Observations.builder();
        for (Quantity quantity : observations.quantities()) {
            Tensor tensor = observations.get(quantity);
            double[] values = tensor.values().clone();
            if (quantity.equals(which)) {
                values[index] += by;
            }
            List<Axis> axes = tensor.axes();
            moved.put(quantity, new Tensor(axes, values));
        }
        return moved.build();
    }

    private int check(Path... places) {
        String[] words = new String[places.length + 3];
        words[0] = "check";
        for (int i = 0; i < places.length; i++) {
            words[i + 1] = places[i].toString();
        }
        words[places.length + 1] = "--report";
        words[places.length + 2] = folder.resolve("report").toString();
        return Lockstep.run(words);
    }

    private static int record(Path source, Path target, String framework) {
        return Lockstep.run("record", source.toString(), "--frameworks", framework, "--out", target.toString());
    }

    private JsonNode json() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve("report/check.json")));
    }
}
