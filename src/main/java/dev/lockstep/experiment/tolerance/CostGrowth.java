package dev.lockstep.experiment.tolerance;

import dev.lockstep.definition.bound.AccuracyErrors;
import dev.lockstep.definition.bound.RoundingBounds;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import java.util.ArrayList;
import java.util.List;

/**
 * What the bound and the exact values of one LSTM case cost, forward and backward.
 *
 * @param along what changes in the row: T, H or B
 * @param time steps
 * @param units of the layer, which reads half as many inputs
 * @param batch rows
 * @param method how the bounds were found
 * @param operations on the tape
 * @param boundMilliseconds the bounds
 * @param exactMilliseconds the exact values
 */
public record CostGrowth(
        String along,
        int time,
        int units,
        int batch,
        RoundingBounds.Method method,
        long operations,
        double boundMilliseconds,
        double exactMilliseconds) {
    private static final int TURNS = 3;

    /** The costs along T, H and B, each the best of three turns. */
    public static List<CostGrowth> measured() {
        List<CostGrowth> rows = new ArrayList<>();
        for (int time : new int[] {5, 10, 20, 50, 100}) {
            rows.add(measured("T", time, 8, 1));
        }
        for (int units : new int[] {2, 4, 8, 16, 32}) {
            rows.add(measured("H", 10, units, 1));
        }
        for (int batch : new int[] {1, 2, 4}) {
            rows.add(measured("B", 10, 8, batch));
        }
        return rows;
    }

    private static CostGrowth measured(String along, int time, int units, int batch) {
        Case scenario = SamplingLaw.lstm(time, units, Math.max(1, units / 2), batch);
        double bound = Double.POSITIVE_INFINITY;
        double exact = Double.POSITIVE_INFINITY;
        RoundingBounds bounds = null;
        for (int turn = 0; turn < TURNS; turn++) {
            long start = System.nanoTime();
            bounds = RoundingBounds.of(scenario, List.of(new AccuracyErrors(Accuracy.ANY)));
            long middle = System.nanoTime();
            Precise.of(scenario);
            bound = Math.min(bound, (middle - start) / 1e6);
            exact = Math.min(exact, (System.nanoTime() - middle) / 1e6);
        }
        return new CostGrowth(along, time, units, batch, bounds.method(), bounds.operations(), bound, exact);
    }
}
