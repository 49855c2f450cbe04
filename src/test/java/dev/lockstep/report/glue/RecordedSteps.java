package dev.lockstep.report.glue;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.report.Picture;
import dev.lockstep.report.ScenarioRecorder;
import dev.lockstep.report.SyntheticComparisons;
import io.cucumber.java.Before;
import io.cucumber.java.Scenario;
import io.cucumber.java.en.When;
import org.opentest4j.TestAbortedException;

/** Hands synthetic comparisons to the recorder of the run. */
public final class RecordedSteps {
    /** The message of the divergence. */
    public static final String DIVERGENCE = """
            LSTM: FIRST's outputs differ from SECOND 2.0 in 1 of 24 values, <b>not bold</b> & "quoted".

              t  unit   FIRST            SECOND   |difference|
              3  2      0.148291126592   0.398    2.5e-01   2.5e+11 × allowed   first, worst""";

    /** The picture of a comparison that agrees; a line break of Windows and a letter beyond ASCII, to be kept as they are. */
    public static final String PICTURE = """
            <svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><title>größer</title>\r
            <style>body { display: none }</style><path id="unexpected" d="M0 0L40 20" stroke="red"/></svg>
            """;

    private static final ThreadLocal<ScenarioRecorder> RECORDER = new ThreadLocal<>();

    private Scenario scenario;

    /** Sets the recorder for runs of this thread. */
    public static void record(ScenarioRecorder recorder) {
        RECORDER.set(recorder);
    }

    /** Remembers where comparisons belong. */
    @Before
    public void remember(Scenario running) {
        scenario = running;
    }

    /** Agreement within 2 ulps. */
    @When("{string} and {string} agree on their outputs")
    public void agree(String a, String b) {
        scenario.log("noted: 2 ulps");
        scenario.attach(PICTURE, "image/svg+xml", "Cost of <ours> & Größe");
        scenario.attach("no picture", "text/plain", "words");
        compared(SyntheticComparisons.outputs(a, b, 2));
    }

    /** A divergence, thrown as assertions are. */
    @When("{string} and {string} differ in one output")
    public void differ(String a, String b) {
        scenario.log("a table:\n  t  <ours>\n  1  2");
        scenario.attach(PICTURE, "image/svg+xml", "../../outside");
        compared(SyntheticComparisons.diverging(a, b));
        throw new AssertionError(DIVERGENCE);
    }

    /** A known divergence. */
    @When("{string} and {string} differ as pinned, because {}")
    public void pinned(String a, String b, String because) {
        compared(SyntheticComparisons.diverging(a, b, Outcome.KNOWN_DIVERGENCE, because));
    }

    /** A mended divergence. */
    @When("{string} and {string} no longer differ as pinned")
    public void mended(String a, String b) {
        compared(SyntheticComparisons.agreeing(a, b, Outcome.MENDED, "the pin can go"));
        throw new AssertionError("Good news: " + b + " was mended.");
    }

    /** An inconclusive comparison, and a picture of one byte too many. */
    @When("{string} and {string} are both zero")
    public void zero(String a, String b) {
        scenario.attach(new byte[Picture.MAX_BYTES + 1], "image/svg+xml", "too large");
        compared(SyntheticComparisons.agreeing(a, b, Outcome.INCONCLUSIVE, "all numbers are zero"));
    }

    /** An unsupported case. */
    @When("{string} cannot compute it, because {}")
    public void unsupported(String b, String because) {
        compared(SyntheticComparisons.without("first", b, Outcome.UNSUPPORTED, because));
        throw new TestAbortedException(because);
    }

    /** An assertion that is no comparison. */
    @When("a plain check fails")
    public void plainCheck() {
        throw new AssertionError("9 bits expected, 8 found");
    }

    /** An exception that is no assertion. */
    @When("a framework breaks")
    public void breaks() {
        throw new IllegalStateException("out of memory", new IllegalArgumentException("a cause"));
    }

    /** Many optimizer steps. */
    @When("{string} and {string} are trained for {int} steps")
    public void train(String a, String b, int steps) {
        compared(SyntheticComparisons.training(a, b, steps));
    }

    private void compared(Comparison comparison) {
        RECORDER.get().compared(scenario.getUri(), scenario.getLine(), comparison);
    }
}
