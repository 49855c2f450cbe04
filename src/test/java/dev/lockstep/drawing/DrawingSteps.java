package dev.lockstep.drawing;

import dev.lockstep.chart.LineChart;
import io.cucumber.java.Before;
import io.cucumber.java.Scenario;
import io.cucumber.java.en.When;
import java.util.List;

/** Attaches a chart to its scenario. */
public final class DrawingSteps {
    private Scenario scenario;

    /** Remembers what the picture belongs to. */
    @Before
    public void remember(Scenario running) {
        scenario = running;
    }

    /** A parabola, named by the feature. */
    @When("a parabola is drawn as {string}")
    public void draw(String name) {
        LineChart chart = new LineChart(name, "x", "y", false, List.of(LineChart.Series.counted("x²", 1, 4, 9)));
        scenario.attach(chart.svg(), "image/svg+xml", name);
    }
}
