package dev.lockstep.experiment;

import dev.lockstep.chart.LineChart;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Weights;
import dev.lockstep.optimizer.Clipper;
import dev.lockstep.port.Framework;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What clipping does about an explosion, over longer and longer sequences. It bounds ∇, what the optimizer reads of the
 * parameters' gradient: to norm c by global norm, to norm c·√(number of parameters) at most entry by entry. It does not
 * touch the product of Jacobians that carries the error from step to step, so ‖∂L/∂z‖ grows with T as it did.
 *
 * @param steps one entry for T = 2, 3 …
 */
public record ClippingStudy(List<Step> steps) {
    /** The clip by global norm. */
    public static final GradientClip.GlobalNorm BY_NORM = new GradientClip.GlobalNorm(1);

    /** The clip entry by entry. */
    public static final GradientClip.Elementwise BY_ENTRY = new GradientClip.Elementwise(0.1);

    /**
     * What one length of sequence leads to.
     *
     * @param time T
     * @param error ‖∂L/∂z‖ at the first step
     * @param gradient ‖∇‖ of all parameters
     * @param byNorm ‖∇‖ clipped by its global norm
     * @param byEntry ‖∇‖ clipped entry by entry
     */
    public record Step(int time, double error, double gradient, double byNorm, double byEntry) {}

    /** @param steps at least one */
    public ClippingStudy {
        steps = List.copyOf(steps);
    }

    /** Asks a framework about the last 2, 3 … T steps of a study's input. */
    public static ClippingStudy measured(Framework framework, GrowthStudy study, double radius) {
        List<Step> steps = new ArrayList<>();
        for (int time = 2; time <= study.input().time(); time++) {
            Case scenario = study.ofLast(time).scenario(radius);
            Weights gradient = gradient(study.network(), framework.observe(scenario));
            GradientGrowth growth = GradientGrowth.measured(framework, scenario);
            steps.add(new Step(
                    time,
                    growth.norm(time - 1),
                    Clipper.norm(gradient),
                    Clipper.norm(new Clipper(BY_NORM, study.network()).clipped(gradient)),
                    Clipper.norm(new Clipper(BY_ENTRY, study.network()).clipped(gradient))));
        }
        return new ClippingStudy(steps);
    }

    /** All four norms over T. */
    public LineChart chart(String layer) {
        return new LineChart(
                layer + ": what clipping bounds",
                "T, steps of the sequence",
                "norm",
                true,
                List.of(
                        series("‖∂L/∂z‖ at step 1, clip or not", Step::error),
                        series("‖∇‖ of the parameters", Step::gradient),
                        series("‖∇‖ clipped entrywise at " + GrowthStudy.number(BY_ENTRY.threshold()), Step::byEntry),
                        series("‖∇‖ clipped at norm " + GrowthStudy.number(BY_NORM.threshold()), Step::byNorm)));
    }

    private LineChart.Series series(String name, ToDoubleFunction<Step> norm) {
        return new LineChart.Series(
                name,
                steps.stream().mapToDouble(Step::time).toArray(),
                steps.stream().mapToDouble(norm).toArray());
    }

    private static Weights gradient(NetworkSpec network, Observations observed) {
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        for (LayerSpec layer : network.parts()) {
            for (ParameterSpec spec : layer.parameters()) {
                ParameterKey key = new ParameterKey(layer.name(), spec.parameter());
                double[] values = observed.get(Quantity.gradient(key)).values();
                matrices.put(key, RowMajorMatrix.wrap(values, spec.rows(), spec.columns()));
            }
        }
        return new Weights(network, matrices);
    }
}
