package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.InvalidInput;
import dev.lockstep.report.glue.RecordedSteps;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFolderTest {
    private static final FrameworkTable.Refusal NEVER = (framework, subject) -> {
        throw new AssertionError("asked for " + framework + " and " + subject + " after a run of some features");
    };

    @TempDir
    Path folder;

    @Test
    void holds_the_reports_and_nothing_else() throws Exception {
        Path target = folder.resolve("a/b");
        ReportFolder reports = ReportFolder.at(target);
        assertThat(target).isEmptyDirectory();
        reports.write("report.json", "old");
        assertThat(reports.write(RecordedRun.ofScenarios(3, 10), NEVER))
                .containsExactly(
                        target.resolve("report.html"), target.resolve("summary.md"), target.resolve("report.json"));
        try (var files = Files.list(target)) {
            assertThat(files).hasSize(3);
        }
        assertThat(target.resolve("report.json")).content().startsWith("{\n  \"lockstep\" : \"0.1.0\"");
    }

    @Test
    void pictures_lie_in_their_folder_byte_for_byte() throws Exception {
        RunResult run = RecordedRun.run(new SilentObserver(), folder.resolve("junit.xml"));
        Path target = folder.resolve("reports");
        ReportFolder.at(target).write(run, NEVER);
        ReportFolder.at(target).write(run, NEVER);
        try (var files = Files.list(target.resolve("pictures"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("cost-of-ours-gro-e.svg", "cost-of-ours-gro-e-2.svg", "outside.svg");
        }
        assertThat(target.resolve("pictures/outside.svg"))
                .hasBinaryContent(RecordedSteps.PICTURE.getBytes(StandardCharsets.UTF_8));
        for (String name : List.of("report.html", "summary.md", "report.json")) {
            assertThat(target.resolve(name)).content().contains("outside");
        }
    }

    @Test
    void reports_of_pictures_that_cannot_be_written_do_not_appear() throws Exception {
        Files.writeString(folder.resolve("pictures"), "mine");
        RunResult run = RecordedRun.run(new SilentObserver(), folder.resolve("junit.xml"));
        assertThatThrownBy(() -> ReportFolder.at(folder).write(run, NEVER))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith(
                        "report folder: a folder that can be written to expected, " + folder + " found");
        assertThat(folder.resolve("pictures")).hasContent("mine");
        assertThat(folder.resolve("report.html")).doesNotExist();
    }

    @Test
    void a_folder_that_cannot_be_made_is_refused_at_once() throws Exception {
        Path file = Files.writeString(folder.resolve("occupied"), "mine");
        assertThatThrownBy(() -> ReportFolder.at(file))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("report folder: a folder that can be written to expected, " + file + " found (a file)");
        assertThatThrownBy(() -> ReportFolder.at(file.resolve("below")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("report folder: a folder that can be written to expected, " + file);
        assertThat(file).hasContent("mine");
    }

    @Test
    void a_file_that_cannot_be_replaced_leaves_nothing_half_written() throws Exception {
        Files.createDirectories(folder.resolve("report.json/occupied"));
        ReportFolder reports = ReportFolder.at(folder);
        assertThatThrownBy(() -> reports.write("report.json", "{}")).isInstanceOf(InvalidInput.class);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("report.json"));
        }
    }

    @Test
    void everybody_may_read_a_report_who_may_read_other_new_files() throws Exception {
        Path other = Files.writeString(folder.resolve("other"), "");
        Path report = ReportFolder.at(folder).write("summary.md", "");
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            assertThat(Files.getPosixFilePermissions(report)).isEqualTo(Files.getPosixFilePermissions(other));
        }
    }
}
