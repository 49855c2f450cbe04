package dev.lockstep.adapter.samediff;

import dev.lockstep.model.Pace;
import dev.lockstep.model.Schedule;
import dev.lockstep.model.Training;

/** The learning rate of every step, which SameDiff is given as a number. */
final class Rates {
    private final Training training;

    Rates(Training training) {
        this.training = training;
    }

    /** Of step t, from 1. */
    double at(int t) {
        return training.pace()
                .map(pace -> pace.schedule() instanceof Schedule.Ramp ramp
                        ? Math.min(1, (double) t / ramp.length()) * at(ramp.after(), pace, t)
                        : at(pace.schedule(), pace, t))
                .orElseGet(() -> training.optimizer().rate());
    }

    private static double at(Schedule schedule, Pace pace, int t) {
        int n = pace.count(t);
        if (schedule instanceof Schedule.Step step) {
            return step.rate() * Math.pow(step.decay(), Math.floorDiv(n, step.length()));
        }
        if (schedule instanceof Schedule.Exponential exponential) {
            return exponential.rate() * Math.pow(exponential.decay(), n);
        }
        if (schedule instanceof Schedule.Inverse inverse) {
            return inverse.rate() * Math.pow(1 + n * inverse.decay(), -inverse.power());
        }
        if (schedule instanceof Schedule.Poly poly) {
            double way = (double) n / poly.length();
            boolean rising = poly.form() == Schedule.Poly.Form.RISING;
            return way < 1 ? poly.rate() * Math.pow(rising ? 1 + way : 1 - way, poly.power()) : 0;
        }
        if (schedule instanceof Schedule.Sigmoid sigmoid) {
            return sigmoid.rate() / (1 + Math.exp(sigmoid.slope() * (sigmoid.middle() - n)));
        }
        if (schedule instanceof Schedule.Table table) {
            double rate = 0;
            for (int from : table.rates().keySet()) {
                rate = from <= n ? table.rates().get(from) : rate;
            }
            return rate;
        }
        if (schedule instanceof Schedule.Cycle cycle) {
            int place = n % cycle.length();
            double slope = (cycle.length() - cycle.annealing()) / 2.0;
            double height = (cycle.peak() - cycle.rate()) * (slope - Math.abs(place - slope)) / slope;
            return place < 2 * slope
                    ? cycle.rate() + height
                    : cycle.rate() * Math.pow(cycle.decay(), place - 2 * slope);
        }
        return ((Schedule.Fixed) schedule).rate();
    }
}
