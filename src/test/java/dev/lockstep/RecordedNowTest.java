package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.caseformat.Provenance;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.experiment.recordings.Catalogue;
import dev.lockstep.experiment.recordings.CatalogueCase;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.port.Framework;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one command records the same again wherever a framework is live: bit for bit where version and processor are, else within bounds. */
@Tag("slow")
class RecordedNowTest {
    private static final Path REFERENCE = Path.of("reference");

    @TempDir
    private Path folder;

    static Stream<String> frameworks() {
        return Catalogue.frameworks().stream();
    }

    @ParameterizedTest
    @MethodSource("frameworks")
    void the_command_records_it_again(String id) throws IOException {
        Framework framework = Frameworks.all(getClass().getClassLoader()).named(id);
        assumeTrue(framework.available().yes(), () -> framework.available().because());
        assertThat(Lockstep.run("record", "--catalogue", "--frameworks", id, "--out", folder.toString()))
                .isZero();
        List<CatalogueCase> cases = Catalogue.of(id);
        for (CatalogueCase entry : cases) {
            Path now = entry.in(folder);
            Path then = entry.in(REFERENCE);
            if (Files.notExists(then) || Files.mismatch(now, then) != -1) {
                assertThat(Catalogue.stale(entry, REFERENCE)).isEmpty();
                System.out.println(entry.name() + ": " + held(CaseReader.read(now), CaseReader.read(then)));
            }
        }
        try (Stream<Path> written = Files.list(folder.resolve(id))) {
            assertThat(written).hasSize(cases.size());
        }
    }

    /** Another version or processor may compute other last bits. */
    private static String held(CaseFile now, CaseFile then) {
        String pair = said(now) + " held to " + said(then);
        assertThat(now.provenance())
                .as(then.scenario().name()
                        + ": what this version computed on this kind of processor expected, other bits" + " found; "
                        + Catalogue.COMMAND + " records it again")
                .isNotEqualTo(then.provenance());
        Comparison comparison = Comparison.undiagnosed(
                Frameworks.recorded(now), Frameworks.recorded(then), then.scenario(), Tolerances.derived());
        assertThat(comparison.outcome())
                .as(pair + System.lineSeparator() + comparison.message())
                .isEqualTo(Outcome.AGREE);
        return pair + ", within the bounds";
    }

    private static String said(CaseFile file) {
        Provenance provenance = file.provenance().orElseThrow();
        return provenance.version() + " on " + provenance.details().get("processor");
    }
}
