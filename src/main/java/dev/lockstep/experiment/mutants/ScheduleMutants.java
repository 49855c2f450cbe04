package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.DoublePrecision;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.OptimizerEquations;
import dev.lockstep.model.Case;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Schedule;
import dev.lockstep.model.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.commons.math3.RealFieldElement;

/** (O47) to (O56). */
final class ScheduleMutants {
    private final List<Mutant> mutants = new ArrayList<>();

    private ScheduleMutants() {}

    static List<Mutant> all() {
        ScheduleMutants catalogue = new ScheduleMutants();
        catalogue.counts(Schedule.Step.class, "O48");
        catalogue.counts(Schedule.Exponential.class, "O49");
        catalogue.counts(Schedule.Inverse.class, "O50");
        catalogue.counts(Schedule.Poly.class, "O51");
        catalogue.counts(Schedule.Sigmoid.class, "O53");
        catalogue.counts(Schedule.Table.class, "O54");
        catalogue.counts(Schedule.Cycle.class, "O55");
        catalogue.forms();
        catalogue.ramps();
        return catalogue.mutants;
    }

    /** A schedule that does not move, or begins at another n. */
    private void counts(Class<? extends Schedule> type, String equation) {
        String name = equation + "." + type.getSimpleName().toLowerCase(Locale.ROOT);
        add(name + ".dropped", equation, type, "the rate of n = 0 always", counted(type, n -> 0));
        add(name + ".late", equation, type, "n begins with 1", counted(type, n -> n + 1));
        add(name + ".early", equation, type, "n = 0 twice", counted(type, n -> Math.max(0, n - 1)));
    }

    private void forms() {
        add("O48.stairs", "O48", Schedule.Step.class, "γ^(n/length), without stairs", new Rates() {
            @Override
            double at(Schedule schedule, int n) {
                Schedule.Step step = (Schedule.Step) schedule;
                return step.rate() * Math.pow(step.decay(), (double) n / step.length());
            }
        });
        add("O49.linear", "O49", Schedule.Exponential.class, "α·γ·n", new Rates() {
            @Override
            double at(Schedule schedule, int n) {
                Schedule.Exponential given = (Schedule.Exponential) schedule;
                return n == 0 ? given.rate() : given.rate() * given.decay() * n;
            }
        });
        add("O50.power", "O50", Schedule.Inverse.class, "the power dropped", new Rates() {
            @Override
            double at(Schedule schedule, int n) {
                Schedule.Inverse given = (Schedule.Inverse) schedule;
                return given.rate() / (1 + given.decay() * n);
            }
        });
        for (Schedule.Poly.Form form : Schedule.Poly.Form.values()) {
            boolean falling = form == Schedule.Poly.Form.FALLING;
            String equation = falling ? "O51" : "O52";
            add(
                    equation + ".form",
                    equation,
                    "polynomial: " + (falling ? "rising for falling" : "falling for rising"),
                    new Rates() {
                        @Override
                        double at(Schedule schedule, int n) {
                            Schedule.Poly given = (Schedule.Poly) schedule;
                            double share = (double) n / given.length();
                            double base = falling ? 1 + share : 1 - share;
                            return n >= given.length() ? 0 : given.rate() * Math.pow(base, given.power());
                        }
                    }.of(Schedule.Poly.class, given -> given.form() == form),
                    polynomial(form));
        }
        add("O53.sign", "O53", Schedule.Sigmoid.class, "γ for −γ", new Rates() {
            @Override
            double at(Schedule schedule, int n) {
                Schedule.Sigmoid given = (Schedule.Sigmoid) schedule;
                return given.rate() / (1 + Math.exp(given.slope() * (n - given.middle())));
            }
        });
        add("O55.whole", "O55", Schedule.Cycle.class, "only one cycle", new Rates() {
            @Override
            double at(Schedule schedule, int n) {
                Schedule.Cycle given = (Schedule.Cycle) schedule;
                int annealed = given.length() - given.annealing();
                return n < given.length() ? right(schedule, n) : given.rate() * Math.pow(given.decay(), n - annealed);
            }
        });
        add("O55.annealing", "O55", Schedule.Cycle.class, "no annealing", new Rates() {
            @Override
            double at(Schedule schedule, int n) {
                Schedule.Cycle given = (Schedule.Cycle) schedule;
                boolean annealing = n % given.length() >= given.length() - given.annealing();
                return annealing ? given.rate() : right(schedule, n);
            }
        });
    }

    private static Predicate<Case> polynomial(Schedule.Poly.Form form) {
        return Met.paced(pace -> pace.schedule() instanceof Schedule.Poly poly && poly.form() == form);
    }

    private void ramps() {
        Predicate<Case> ramped = Met.paced(pace -> pace.schedule() instanceof Schedule.Ramp);
        mutants.add(Mutant.misreading(
                "O56.dropped",
                "O56",
                "schedule: ramp dropped",
                Kind.OPTIMIZER,
                scenario -> scenario.training(
                        given -> given.at(unramped(given.pace().orElseThrow()))),
                ramped));
        add(
                "O56.early",
                "O56",
                "ramp: t + 1 for t",
                new OptimizerEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T rate(Arithmetic<T> math, Training training, int t) {
                        if (!(training.pace().orElseThrow().schedule() instanceof Schedule.Ramp ramp)) {
                            return super.rate(math, training, t);
                        }
                        T full = super.rate(
                                math, training.at(unramped(training.pace().orElseThrow())), t);
                        return full.multiply(Math.min(1, (t + 1.0) / ramp.length()));
                    }
                },
                ramped);
        mutants.add(Mutant.misreading(
                "O47.epochs",
                "O47",
                "schedule: steps counted where epochs should be",
                Kind.OPTIMIZER,
                scenario -> scenario.training(
                        given -> given.at(new Pace(given.pace().orElseThrow().schedule(), 1))),
                Met.paced(pace -> pace.every() > 1)));
        mutants.add(Mutant.misreading(
                "O47.own-rate",
                "O47",
                "schedule: the optimizer's own α",
                Kind.OPTIMIZER,
                scenario -> scenario.training(given -> given.at(
                        Pace.ofSteps(new Schedule.Fixed(given.optimizer().rate())))),
                Met.paced(pace -> true)));
    }

    private static Pace unramped(Pace pace) {
        return new Pace(((Schedule.Ramp) pace.schedule()).after(), pace.every());
    }

    /** One kind of schedule at another n. */
    private static OptimizerEquations counted(Class<? extends Schedule> type, Function<Integer, Integer> change) {
        return new OptimizerEquations() {
            @Override
            public <T extends RealFieldElement<T>> T scheduled(Arithmetic<T> math, Schedule schedule, int n) {
                return super.scheduled(math, schedule, type.isInstance(schedule) ? change.apply(n) : n);
            }
        };
    }

    /** Other rates. */
    private abstract static class Rates {
        /** The rate at n. */
        abstract double at(Schedule schedule, int n);

        static double right(Schedule schedule, int n) {
            return new OptimizerEquations()
                    .scheduled(new DoublePrecision(), schedule, n)
                    .getReal();
        }

        <S extends Schedule> OptimizerEquations of(Class<S> type, Predicate<S> which) {
            return new OptimizerEquations() {
                @Override
                public <T extends RealFieldElement<T>> T scheduled(Arithmetic<T> math, Schedule schedule, int n) {
                    return type.isInstance(schedule) && which.test(type.cast(schedule))
                            ? math.number(at(schedule, n))
                            : super.scheduled(math, schedule, n);
                }
            };
        }
    }

    private void add(String id, String equation, Class<? extends Schedule> type, String what, Rates rates) {
        add(id, equation, type, what, rates.of(type, given -> true));
    }

    private void add(
            String id, String equation, Class<? extends Schedule> type, String what, OptimizerEquations equations) {
        String title = type.getSimpleName().toLowerCase(Locale.ROOT);
        add(id, equation, title + ": " + what, equations, Met.paced(pace -> type.isInstance(pace.schedule())));
    }

    private void add(String id, String equation, String what, OptimizerEquations equations, Predicate<Case> met) {
        mutants.add(
                Mutant.of(id, equation, "schedule: " + what, Kind.OPTIMIZER, Equations.STANDARD.with(equations), met));
    }
}
