package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonReportTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @Test
    void has_the_fields_that_other_tools_rely_on() {
        JsonNode report = parsed(SyntheticComparisons.diverging("ours", "dl4j"));
        assertThat(report.propertyNames()).contains("lockstep", "environment", "frameworks", "totals", "scenarios");
        assertThat(report.at("/environment/kernels").asString()).isEqualTo("Vector API, 512 bits");
        assertThat(report.get("totals").propertyNames())
                .containsExactly(
                        "scenarios",
                        "agree",
                        "known",
                        "skipped",
                        "inconclusive",
                        "unexpected",
                        "comparisons",
                        "elements");
        JsonNode scenario = report.get("scenarios").get(0);
        assertThat(scenario.propertyNames())
                .contains("feature", "name", "uri", "line", "tags", "outcome", "comparisons");
        JsonNode comparison = scenario.get("comparisons").get(0);
        assertThat(comparison.propertyNames())
                .contains(
                        "quantity",
                        "between",
                        "elements",
                        "maxUlp",
                        "maxAbs",
                        "bound",
                        "headroom",
                        "first",
                        "diagnosis");
        assertThat(scenario.get("outcome").asString()).isEqualTo("DIVERGE");
        assertThat(comparison.get("between").get(0).asString()).isEqualTo("ours");
        assertThat(comparison.get("between").get(1).asString()).isEqualTo("dl4j");
        assertThat(comparison.get("maxAbs").asDouble()).isEqualTo(0.25);
        assertThat(comparison.get("bound").asDouble()).isEqualTo(SyntheticComparisons.ALLOWED);
        assertThat(comparison.get("first").get("where").asString()).isEqualTo("t 3, row 2, unit 2");
    }

    @Test
    void numbers_that_are_not_finite_are_strings() {
        JsonNode comparison = parsed(SyntheticComparisons.notFinite("ours", "dl4j"))
                .get("scenarios")
                .get(0)
                .get("comparisons")
                .get(0);
        assertThat(comparison.get("maxUlp").isString()).isTrue();
        assertThat(comparison.get("maxUlp").asString()).isEqualTo("Infinity");
        assertThat(comparison.get("first").get("a").asString()).isEqualTo("NaN");
    }

    @Test
    void no_divergence_is_null() {
        JsonNode comparison = parsed(SyntheticComparisons.outputs("ours", "dl4j", 0))
                .get("scenarios")
                .get(0)
                .get("comparisons")
                .get(0);
        assertThat(comparison.get("first").isNull()).isTrue();
        assertThat(comparison.get("headroom").asString()).isEqualTo("Infinity");
        assertThat(comparison.get("diagnosis").asString()).isEmpty();
    }

    @Test
    void notes_and_pictures_are_listed() {
        ScenarioResult scenario = new ScenarioResult(
                "Feature",
                "Scenario",
                "features/x.feature",
                3,
                List.of(),
                Outcome.AGREE,
                "",
                "",
                List.of(),
                List.of(),
                List.of("first\nnote", "second"),
                List.of(Picture.of("Cost \"curve\"", new byte[] {'<'})));
        JsonNode written = parsed(scenario);
        assertThat(written.get("notes").valueStream().map(JsonNode::asString)).containsExactly("first\nnote", "second");
        assertThat(written.get("pictures").size()).isEqualTo(1);
        JsonNode picture = written.get("pictures").get(0);
        assertThat(picture.propertyNames()).containsExactly("name", "file");
        assertThat(picture.get("name").asString()).isEqualTo("Cost \"curve\"");
        assertThat(picture.get("file").asString()).isEqualTo("pictures/cost-curve.svg");
        assertThat(parsed(scenario.with(List.of())).get("pictures").isEmpty()).isTrue();
    }

    private static JsonNode parsed(ScenarioResult scenario) {
        RunResult run =
                new RunResult("0.1.0", RecordedRun.ofScenarios(0, 0).environment(), List.of(), List.of(scenario));
        return MAPPER.readTree(JsonReport.of(run)).get("scenarios").get(0);
    }

    private static JsonNode parsed(Comparison comparison) {
        ScenarioResult scenario = new ScenarioResult(
                "Feature",
                "Scenario \"quoted\"",
                "features/x.feature",
                3,
                List.of("@forward"),
                comparison.outcome(),
                "",
                "",
                List.of(),
                QuantityResult.of(comparison));
        RunResult run =
                new RunResult("0.1.0", RecordedRun.ofScenarios(0, 0).environment(), List.of(), List.of(scenario));
        return MAPPER.readTree(JsonReport.of(run));
    }
}
