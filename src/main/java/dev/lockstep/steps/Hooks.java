package dev.lockstep.steps;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Divergence;
import dev.lockstep.comparison.FailureMessage;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.model.InvalidInput;
import io.cucumber.java.After;
import io.cucumber.java.Before;
import io.cucumber.java.Scenario;
import io.cucumber.java.Status;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * Begins and ends every scenario. The steps only collect; here, at the end, all differences are shown in one message, since
 * a step that threw would keep the later ones from comparing anything.
 */
public final class Hooks {
    /** Forgets what the scenario before was about. */
    @Before(order = 0)
    public void begin(Scenario scenario) {
        ScenarioState.begin(scenario);
    }

    /** Fails the scenario if anything unexpected was found, skips it with the reason if a framework could not take part. */
    @After(order = 0)
    public void judge(Scenario scenario) {
        ScenarioState state = ScenarioState.current();
        List<Comparison> comparisons = state.comparisons();
        ScenarioState.end();
        if (scenario.isFailed() && comparisons.isEmpty()) {
            return;
        }
        if (scenario.getStatus() == Status.PASSED && comparisons.isEmpty() && !state.isChecked()) {
            throw new InvalidInput("scenario: a step that compares something expected, none found");
        }
        List<Comparison> unexpected = comparisons.stream()
                .filter(comparison -> comparison.outcome().isUnexpected())
                .toList();
        if (!unexpected.isEmpty()) {
            List<Comparison> agreed = comparisons.stream()
                    .filter(comparison -> comparison.outcome() == Outcome.AGREE)
                    .toList();
            String where = Run.current().listener().place(scenario.getUri(), scenario.getLine());
            throw new Divergence(FailureMessage.of(unexpected, agreed, where));
        }
        comparisons.stream()
                .filter(comparison -> comparison.outcome() == Outcome.INCONCLUSIVE)
                .forEach(comparison -> scenario.log("inconclusive: " + comparison.reason()));
        comparisons.stream()
                .filter(comparison -> comparison.outcome() == Outcome.UNSUPPORTED)
                .findFirst()
                .ifPresent(comparison -> {
                    throw new TestAbortedException(comparison.reason());
                });
    }
}
