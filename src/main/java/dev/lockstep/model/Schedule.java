package dev.lockstep.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A learning rate that changes with a count n, which begins at 0: of optimizer steps, or of epochs. Equations in
 * {@code dev.lockstep.optimizer}.
 */
public sealed interface Schedule {
    /** The field's name: {@code Exponential}. */
    default String title() {
        return getClass().getSimpleName();
    }

    /**
     * The same rate always.
     *
     * @param rate α
     */
    record Fixed(double rate) implements Schedule {
        /** @throws InvalidInput if the rate is not positive and finite */
        public Fixed {
            Hyperparameters.positive("rate of the fixed schedule", rate);
        }
    }

    /**
     * α·γ^⌊n/length⌋.
     *
     * @param rate α, the first
     * @param decay γ, what a stair is of the one before
     * @param length of a stair, in n
     */
    record Step(double rate, double decay, int length) implements Schedule {
        /** @throws InvalidInput if a number is not positive and finite */
        public Step {
            Hyperparameters.positive("rate of the step schedule", rate);
            Hyperparameters.positive("decay of the step schedule", decay);
            Sizes.positive("length of the steps of the schedule", length);
        }
    }

    /**
     * α·γⁿ.
     *
     * @param rate α, the first
     * @param decay γ
     */
    record Exponential(double rate, double decay) implements Schedule {
        /** @throws InvalidInput if a number is not positive and finite */
        public Exponential {
            Hyperparameters.positive("rate of the exponential schedule", rate);
            Hyperparameters.positive("decay of the exponential schedule", decay);
        }
    }

    /**
     * α/(1 + γ·n)^power.
     *
     * @param rate α, the first
     * @param decay γ
     * @param power at least 0
     */
    record Inverse(double rate, double decay, double power) implements Schedule {
        /** @throws InvalidInput if a number is out of range */
        public Inverse {
            Hyperparameters.positive("rate of the inverse schedule", rate);
            Hyperparameters.positive("decay of the inverse schedule", decay);
            Hyperparameters.size("power of the inverse schedule", power);
        }
    }

    /**
     * A polynomial until n = length, and 0 from there on.
     *
     * @param rate α, the first
     * @param power at least 0
     * @param length where the rate is 0
     * @param form which polynomial
     */
    record Poly(double rate, double power, int length, Form form) implements Schedule {
        /** Which way it goes. */
        public enum Form {
            /** Caffe, which the name comes from: α·(1 − n/length)^power, down to 0. */
            FALLING,
            /** Deeplearning4j: α·(1 + n/length)^power, up, and then 0. */
            RISING
        }

        /** @throws InvalidInput if a number is out of range */
        public Poly {
            Hyperparameters.positive("rate of the polynomial schedule", rate);
            Hyperparameters.size("power of the polynomial schedule", power);
            Sizes.positive("length of the polynomial schedule", length);
        }
    }

    /**
     * α/(1 + e^(−γ·(n − middle))): falls to 0 where γ is negative.
     *
     * @param rate α
     * @param slope γ
     * @param middle the n of α/2
     */
    record Sigmoid(double rate, double slope, int middle) implements Schedule {
        /** @throws InvalidInput if a number is out of range */
        public Sigmoid {
            Hyperparameters.positive("rate of the sigmoid schedule", rate);
            if (!Double.isFinite(slope)) {
                throw new InvalidInput("slope of the sigmoid schedule: a finite number expected, " + slope + " found");
            }
            Sizes.positive("middle of the sigmoid schedule", middle);
        }
    }

    /**
     * A table: each rate holds from its n on, until the next.
     *
     * @param rates by n; 0 is there
     */
    record Table(SortedMap<Integer, Double> rates) implements Schedule {
        /** @throws InvalidInput if there is no rate for n = 0, an n is negative, or a rate is not positive and finite */
        public Table {
            rates = Collections.unmodifiableSortedMap(new TreeMap<>(rates));
            if (rates.isEmpty() || rates.firstKey() != 0) {
                throw new InvalidInput("table of the schedule: a first rate at 0 expected, "
                        + (rates.isEmpty() ? "none" : rates.firstKey()) + " found");
            }
            rates.forEach((n, rate) -> Hyperparameters.positive("rate of the schedule from " + n + " on", rate));
        }
    }

    /**
     * One cycle again and again (L. N. Smith, arXiv:1803.09820, section 4.1): up from α to the peak, down again, and then an annealing
     * below α, by a factor at every n.
     *
     * @param rate α
     * @param peak the greatest rate
     * @param length of a cycle
     * @param annealing how many n at the end of a cycle are left for the annealing; what remains must be even
     * @param decay what a rate of the annealing is of the one before; the first of them is α
     */
    record Cycle(double rate, double peak, int length, int annealing, double decay) implements Schedule {
        /** @throws InvalidInput if a number is out of range, or nothing is left to go up and down */
        public Cycle {
            Hyperparameters.positive("rate of the cycle", rate);
            Hyperparameters.positive("peak of the cycle", peak);
            Hyperparameters.positive("decay of the cycle", decay);
            Sizes.positive("length of the cycle", length);
            if (peak < rate) {
                throw new InvalidInput(
                        "peak of the cycle: at least the rate " + rate + " expected, " + peak + " found");
            }
            int slopes = length - annealing;
            if (annealing < 0 || slopes < 2 || slopes % 2 != 0) {
                throw new InvalidInput("annealing of the cycle: what leaves an even number of the " + length
                        + " to go up and down expected, " + annealing + " found");
            }
        }
    }

    /**
     * Another schedule, which gets its full rate only from the {@code length}-th optimizer step on: step t has t/length of it.
     *
     * @param after what it comes to
     * @param length in optimizer steps, also where the other one counts epochs
     */
    record Ramp(Schedule after, int length) implements Schedule {
        /** @throws InvalidInput if the length is not positive, or the other one is a ramp, too */
        public Ramp {
            Sizes.positive("length of the ramp", length);
            if (after instanceof Ramp) {
                throw new InvalidInput("schedule after the ramp: any other expected, a ramp found");
            }
        }
    }
}
