package dev.lockstep.optimizer;

import dev.lockstep.math.Elementary;
import dev.lockstep.math.IntegerPower;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Schedule;
import dev.lockstep.model.Training;

/** The learning rate of every step of a training. */
public final class Rates {
    private final Training training;

    /** @param training whose steps these are */
    public Rates(Training training) {
        this.training = training;
    }

    /** α of step t, counted from 1 as the optimizer's state counts; (O47) to (O56). */
    public double at(int t) {
        if (training.pace().isEmpty()) {
            return training.optimizer().rate();
        }
        Pace pace = training.pace().get();
        if (pace.schedule() instanceof Schedule.Ramp ramp) {
            double full = at(ramp.after(), pace.count(t));
            return t < ramp.length() ? (double) t / ramp.length() * full : full; // (O56) α·t/length
        }
        return at(pace.schedule(), pace.count(t));
    }

    private static double at(Schedule schedule, int n) {
        if (schedule instanceof Schedule.Step step) {
            return step.rate() * IntegerPower.of(step.decay(), n / step.length()); // (O48) α·γ^⌊n/length⌋
        }
        if (schedule instanceof Schedule.Exponential exponential) {
            return exponential.rate() * IntegerPower.of(exponential.decay(), n); // (O49) α·γⁿ
        }
        if (schedule instanceof Schedule.Inverse inverse) {
            return inverse.rate() / StrictMath.pow(1 + inverse.decay() * n, inverse.power()); // (O50) α/(1 + γ·n)^power
        }
        if (schedule instanceof Schedule.Poly poly) {
            return poly(poly, n);
        }
        if (schedule instanceof Schedule.Sigmoid sigmoid) {
            // (O53) α/(1 + e^(−γ·(n − middle)))
            return sigmoid.rate() / (1 + Elementary.exp(-sigmoid.slope() * (n - sigmoid.middle())));
        }
        if (schedule instanceof Schedule.Table table) {
            return table.rates().get(table.rates().headMap(n + 1).lastKey()); // (O54)
        }
        if (schedule instanceof Schedule.Cycle cycle) {
            return cycle(cycle, n % cycle.length());
        }
        return ((Schedule.Fixed) schedule).rate(); // (O47) α
    }

    private static double poly(Schedule.Poly poly, int n) {
        double share = (double) n / poly.length();
        double base = poly.form() == Schedule.Poly.Form.RISING ? 1 + share : 1 - share;
        return n < poly.length() ? poly.rate() * StrictMath.pow(base, poly.power()) : 0; // (O51), (O52)
    }

    /** (O55). */
    private static double cycle(Schedule.Cycle cycle, int place) {
        int slope = (cycle.length() - cycle.annealing()) / 2;
        double ascent = (cycle.peak() - cycle.rate()) / slope;
        if (place < slope) {
            return cycle.rate() + ascent * place;
        }
        return place < 2 * slope
                ? cycle.peak() - ascent * (place - slope)
                : cycle.rate() * IntegerPower.of(cycle.decay(), place - 2 * slope);
    }
}
