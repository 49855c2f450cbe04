package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.comparison.Outcome;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureTest {
    private static final byte[] SVG = {'<'};

    @ParameterizedTest
    @CsvSource(textBlock = """
            Cost curve,          pictures/cost-curve.svg
            ../x,                pictures/x.svg
            /etc/passwd,         pictures/etc-passwd.svg
            'C:\\x\0y',          pictures/c-x-y.svg
            ..,                  pictures/picture.svg
            '',                  pictures/picture.svg
            成本,                pictures/picture.svg
            Größe Élan İi,       pictures/gro-e-elan-ii.svg
            ρ = 0.95 (t ≤ 1e3),  pictures/0-95-t-1e3.svg
            NUL,                 pictures/picture-nul.svg
            x.svg,               pictures/x-svg.svg
            """)
    void a_file_is_named_after_its_picture_and_stays_in_its_folder(String name, String file) {
        assertThat(Picture.of(name, SVG).file()).isEqualTo(file);
    }

    @Test
    void a_long_name_makes_a_file_name_that_systems_take() {
        assertThat(Picture.of("ab ".repeat(500), SVG).file())
                .hasSizeBetween(60, 100)
                .endsWith("b.svg");
    }

    @Test
    void equal_names_are_numbered_in_order_of_the_scenarios() {
        List<ScenarioResult> told =
                Picture.inFilesOfTheirOwn(List.of(scenario("Cost", "cost 2"), scenario("cost", "COST!", "other")));
        assertThat(told.stream()
                        .flatMap(scenario -> scenario.pictures().stream())
                        .map(Picture::file))
                .containsExactly(
                        "pictures/cost.svg",
                        "pictures/cost-2.svg",
                        "pictures/cost-3.svg",
                        "pictures/cost-4.svg",
                        "pictures/other.svg");
    }

    @ParameterizedTest
    @CsvSource({"x.svg", "pictures/../x.svg", "pictures/a/b.svg", "/pictures/x.svg", "pictures/x.html"})
    void a_file_elsewhere_is_refused(String file) {
        assertThatThrownBy(() -> new Picture("x", file, SVG)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_mebibyte_is_taken_and_no_byte_more() {
        assertThat(Picture.of("x", new byte[Picture.MAX_BYTES]).svg()).hasSize(1024 * 1024);
        assertThatThrownBy(() -> Picture.of("x", new byte[Picture.MAX_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("picture \"x\": at most 1,048,576 bytes expected, 1,048,577 found");
    }

    private static ScenarioResult scenario(String... pictures) {
        return new ScenarioResult("f", "s", "f.feature", 1, List.of(), Outcome.AGREE, "", "", List.of(), List.of())
                .with(Stream.of(pictures).map(name -> Picture.of(name, SVG)).toList());
    }
}
