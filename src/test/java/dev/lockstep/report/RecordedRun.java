package dev.lockstep.report;

import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import dev.lockstep.report.glue.RecordedSteps;
import io.cucumber.core.options.CommandlineOptionsParser;
import io.cucumber.core.options.RuntimeOptions;
import io.cucumber.core.runtime.Runtime;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real run of Cucumber over {@code recorded.feature}, and runs of made-up scenarios. */
final class RecordedRun {
    static final String FEATURE = "src/test/resources/dev/lockstep/report/recorded.feature";

    private RecordedRun() {}

    /** Runs the feature, with Cucumber's own JUnit report at a path. */
    static RunResult run(RunObserver observer, Path junit) {
        ScenarioRecorder recorder = new ScenarioRecorder(Path.of(""), observer);
        RecordedSteps.record(recorder);
        RuntimeOptions options = new CommandlineOptionsParser(new ByteArrayOutputStream())
                .parse("--glue", "dev.lockstep.report.glue", "--plugin", "junit:" + junit, FEATURE)
                .build();
        Runtime.builder()
                .withRuntimeOptions(options)
                .withAdditionalPlugins(recorder)
                .build()
                .run();
        return recorder.result(
                "0.1.0",
                RunResult.Environment.current(Map.of("OMP_NUM_THREADS", "1"), "plain Java"),
                List.of(new Named("first", Support.YES), new Named("second", Support.no("its library is <missing>"))));
    }

    /** A run of that many scenarios, every tenth of them diverging, each with many quantities and long texts. */
    static RunResult ofScenarios(int count, int messageCharacters) {
        List<ScenarioResult> scenarios = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean fails = i % 10 == 3;
            var comparison = fails
                    ? SyntheticComparisons.diverging("ours", "dl4j")
                    : SyntheticComparisons.large("ours", "dl4j", 60, 20, i % 7);
            List<QuantityResult> quantities = new ArrayList<>(QuantityResult.of(comparison));
            quantities.addAll(QuantityResult.of(SyntheticComparisons.training("ours", "dl4j", 2)));
            scenarios.add(new ScenarioResult(
                    "Feature " + i / 25,
                    "Scenario " + i + " | with `signs` <and> a name",
                    "features/forward/number-" + i / 25 + ".feature",
                    10 + i % 25,
                    List.of("@forward", "@lstm"),
                    comparison.outcome(),
                    "",
                    fails ? "ratio × allowed ``` ≤ 1e-12\n".repeat(messageCharacters / 27 + 1) : "",
                    List.of(new ScenarioResult.Pair(
                            comparison.a(), comparison.b(), comparison.outcome(), "", "|a − b| ≤ 1e-12")),
                    quantities));
        }
        return new RunResult(
                "0.1.0",
                new RunResult.Environment("17.0.15, Vendor", "Linux, amd64", 2, "1", "en", "Vector API, 512 bits"),
                List.of(),
                scenarios);
    }

    private record Named(String id, Support available) implements Framework {
        @Override
        public String title() {
            return "Framework " + id;
        }

        @Override
        public String version() {
            return "3.2.1";
        }

        @Override
        public Support supports(Case scenario) {
            return available;
        }

        @Override
        public Observations observe(Case scenario) {
            throw new UnsupportedOperationException();
        }
    }
}
