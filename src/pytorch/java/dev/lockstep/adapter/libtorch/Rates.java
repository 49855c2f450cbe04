package dev.lockstep.adapter.libtorch;

import dev.lockstep.model.Pace;
import dev.lockstep.model.Schedule;
import dev.lockstep.model.Training;

/** The learning rate of every optimizer step, which torch's optimizers are given as a number before it. */
final class Rates {
    private final Schedule schedule;
    private final Pace pace;
    private final double ramp;

    Rates(Training training) {
        this.pace = training.pace()
                .orElseGet(() ->
                        Pace.ofSteps(new Schedule.Fixed(training.optimizer().rate())));
        boolean ramped = pace.schedule() instanceof Schedule.Ramp;
        this.schedule = ramped ? ((Schedule.Ramp) pace.schedule()).after() : pace.schedule();
        this.ramp = ramped ? ((Schedule.Ramp) pace.schedule()).length() : 1;
    }

    /** Of step t, from 1. */
    double at(int t) {
        double rate = of(schedule, pace.count(t));
        return t < ramp ? t / ramp * rate : rate;
    }

    /** Whether all steps have one rate, for whatever count there is. */
    boolean constant() {
        return schedule instanceof Schedule.Fixed && ramp <= 1;
    }

    private static double of(Schedule schedule, int n) {
        if (schedule instanceof Schedule.Fixed fixed) {
            return fixed.rate();
        }
        if (schedule instanceof Schedule.Table table) {
            return table.rates().get(table.rates().headMap(n + 1).lastKey());
        }
        if (schedule instanceof Schedule.Step step) {
            return step.rate() * Math.pow(step.decay(), n / step.length());
        }
        if (schedule instanceof Schedule.Exponential exponential) {
            return exponential.rate() * Math.pow(exponential.decay(), n);
        }
        if (schedule instanceof Schedule.Inverse inverse) {
            return inverse.rate() / Math.pow(1 + inverse.decay() * n, inverse.power());
        }
        if (schedule instanceof Schedule.Sigmoid sigmoid) {
            return sigmoid.rate() / (1 + Math.exp(-sigmoid.slope() * (n - sigmoid.middle())));
        }
        if (schedule instanceof Schedule.Poly poly) {
            double share = (double) n / poly.length();
            double base = poly.form() == Schedule.Poly.Form.RISING ? 1 + share : 1 - share;
            return n < poly.length() ? poly.rate() * Math.pow(base, poly.power()) : 0;
        }
        return of((Schedule.Cycle) schedule, n % ((Schedule.Cycle) schedule).length());
    }

    private static double of(Schedule.Cycle cycle, int place) {
        int slope = (cycle.length() - cycle.annealing()) / 2;
        double ascent = (cycle.peak() - cycle.rate()) / slope;
        if (place < slope) {
            return cycle.rate() + ascent * place;
        }
        return place < 2 * slope
                ? cycle.peak() - ascent * (place - slope)
                : cycle.rate() * Math.pow(cycle.decay(), place - 2 * slope);
    }
}
