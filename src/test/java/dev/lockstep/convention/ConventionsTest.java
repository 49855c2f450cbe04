package dev.lockstep.convention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Precision;
import dev.lockstep.model.SequenceFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConventionsTest {
    @Test
    void idsAreUniqueAndEveryEntrySaysWhatItPrevents() {
        List<Convention> all = Conventions.all();
        assertThat(all).extracting(Convention::id).doesNotHaveDuplicates();
        assertThat(all).extracting(Convention::title).doesNotHaveDuplicates();
        assertThat(all)
                .extracting(Convention::prevents)
                .allMatch(text -> text.matches("[\\w-]+/[\\w.-]+#\\d+(\\W.*)?|.{20,}"));
    }

    @Test
    void allOrdersOfGatesAndPeepholesAreThere() {
        assertThat(Conventions.all())
                .filteredOn(one -> one.subject() == Convention.Subject.GATES)
                .hasSize(23 + 5);
        assertThat(Conventions.all())
                .filteredOn(one -> one.id().startsWith("peephole-order-"))
                .hasSize(5);
    }

    @Test
    void everyEntryIsPlantedInAFeature() throws IOException {
        StringBuilder features = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("features", "conventions"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                features.append(Files.readString(file));
            }
        }
        Set<String> missing = new TreeSet<>();
        for (Convention convention : Conventions.all()) {
            String id = convention.id();
            String order = id.replaceFirst("^gate-order-", "");
            if (!features.toString().matches("(?s).*[|\"] *(" + id + "|" + order + ") *[|\"].*")) {
                missing.add(id);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void singlePrecisionExplainsNothingOfACaseThatAsksForIt() {
        Case doubles = GruConventionsTest.scenario(GruSpec.Reset.AFTER_PRODUCT);
        Case singles = doubles.with(new Execution(Precision.SINGLE, SequenceFormat.NCW));
        Convention single = Conventions.named("single-precision");
        assertThat(single.applies(doubles)).isTrue();
        assertThat(single.applies(singles)).isFalse();
    }

    @Test
    void anUnknownIdIsRefused() {
        assertThatThrownBy(() -> Conventions.named("rw-upside-down"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("convention: an id of the catalogue expected, \"rw-upside-down\" found");
    }
}
