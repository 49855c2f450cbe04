package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.OptimizerEquations;
import dev.lockstep.model.Case;
import dev.lockstep.model.OptimizerSpec.AdaBelief;
import dev.lockstep.model.OptimizerSpec.AdaDelta;
import dev.lockstep.model.OptimizerSpec.AdaMax;
import dev.lockstep.model.OptimizerSpec.AmsGrad;
import dev.lockstep.model.OptimizerSpec.Nadam;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.RealFieldElement;

/** (O24) to (O41). */
final class AdaptiveMutants {
    /** Positive in single precision, too. */
    private static final double TINY = Float.MIN_NORMAL;

    private final List<Mutant> mutants = new ArrayList<>();

    private AdaptiveMutants() {}

    static List<Mutant> all() {
        AdaptiveMutants catalogue = new AdaptiveMutants();
        catalogue.amsGrad();
        catalogue.adaMax();
        catalogue.nadam();
        catalogue.adaDelta();
        catalogue.adaBelief();
        return catalogue.mutants;
    }

    private void amsGrad() {
        for (AmsGrad.Form from : AmsGrad.Form.values()) {
            String equation = "O" + (25 + from.ordinal());
            Predicate<Case> there = Met.optimizer(AmsGrad.class, given -> given.form() == from);
            for (AmsGrad.Form to : AmsGrad.Form.values()) {
                if (from != to) {
                    add(equation + id(to), "AMSGrad: " + to + " for " + from, amsGrad(a -> with(a, to)), there);
                }
            }
            add(
                    equation + ".epsilon",
                    "AMSGrad: ε dropped",
                    amsGrad(a -> new AmsGrad(a.rate(), a.beta1(), a.beta2(), TINY, a.form())),
                    there);
            if (from != AmsGrad.Form.UNCORRECTED) {
                add(equation + ".t-late", "AMSGrad: t + 1 for t", new Ams(1, false), there);
                add(equation + ".t-early", "AMSGrad: t − 1 for t", new Ams(-1, false), there);
            }
        }
        add("O24.latest", "AMSGrad: v for the greatest v", new Ams(0, true), Kin.AMS_GRAD.met());
        add(
                "O24.beta",
                "AMSGrad: β1 for β2",
                amsGrad(a -> new AmsGrad(a.rate(), a.beta1(), a.beta1(), a.epsilon(), a.form())),
                Kin.AMS_GRAD.met());
    }

    private static AmsGrad with(AmsGrad given, AmsGrad.Form form) {
        return new AmsGrad(given.rate(), given.beta1(), given.beta2(), given.epsilon(), form);
    }

    private static UnaryOperator<Case> amsGrad(UnaryOperator<AmsGrad> change) {
        return Kin.other(AmsGrad.class, change);
    }

    /** AMSGrad at another step, or without its memory of the greatest v. */
    private static final class Ams extends OptimizerEquations {
        private final int by;
        private final boolean forgets;

        Ams(int by, boolean forgets) {
            this.by = by;
            this.forgets = forgets;
        }

        @Override
        public <T extends RealFieldElement<T>> Entry<T> amsGrad(
                Arithmetic<T> math, AmsGrad ams, T rate, int t, Entry<T> entry, T gradient) {
            List<T> slots = new ArrayList<>(entry.slots());
            if (forgets) {
                slots.set(2, math.number(0));
            }
            return super.amsGrad(math, ams, rate, t + by, new Entry<>(entry.theta(), slots), gradient);
        }
    }

    private void adaMax() {
        for (AdaMax.Form from : AdaMax.Form.values()) {
            Predicate<Case> there = Met.optimizer(AdaMax.class, given -> given.form() == from);
            String equation = switch (from) {
                case PUBLISHED -> "O31";
                case TINY -> "O29";
                case BESIDE_GRADIENT -> "O30";
                case BESIDE_GREATEST -> "O32";
            };
            for (AdaMax.Form to : AdaMax.Form.values()) {
                boolean same = from.compareTo(AdaMax.Form.TINY) <= 0 && to.compareTo(AdaMax.Form.TINY) <= 0;
                if (!same && from != to) {
                    add(
                            equation + id(to),
                            "AdaMax: " + to + " for " + from,
                            Kin.other(
                                    AdaMax.class,
                                    a -> new AdaMax(
                                            a.rate(), a.beta1(), a.beta2(), a.epsilon() > 0 ? a.epsilon() : 1e-3, to)),
                            there);
                }
            }
        }
        add("O28.latest", "AdaMax: β2·u′ dropped", new Greatest(Greatest.Slip.LATEST), Kin.ADA_MAX.met());
        add("O28.signed", "AdaMax: ∇ for |∇|", new Greatest(Greatest.Slip.SIGNED), Kin.ADA_MAX.met());
        add("O28.square", "AdaMax: ∇² for |∇|", new Greatest(Greatest.Slip.SQUARED), Kin.ADA_MAX.met());
        add("O31.uncorrected", "AdaMax: without 1 − β1^t", new Greatest(Greatest.Slip.UNCORRECTED), Kin.ADA_MAX.met());
    }

    /** AdaMax with another u, or without its correction. */
    private static final class Greatest extends OptimizerEquations {
        enum Slip {
            LATEST,
            SIGNED,
            SQUARED,
            UNCORRECTED
        }

        private final Slip slip;

        Greatest(Slip slip) {
            this.slip = slip;
        }

        @Override
        public <T extends RealFieldElement<T>> Entry<T> adaMax(
                Arithmetic<T> math, AdaMax max, T rate, int t, Entry<T> entry, T gradient) {
            if (slip == Slip.UNCORRECTED) {
                return super.adaMax(math, max, rate, 10_000_000, entry, gradient);
            }
            if (slip == Slip.LATEST) {
                List<T> forgotten = List.of(entry.slots().get(0), math.number(0));
                return super.adaMax(math, max, rate, t, new Entry<>(entry.theta(), forgotten), gradient);
            }
            return super.adaMax(math, max, rate, t, entry, gradient);
        }

        @Override
        public <T extends RealFieldElement<T>> T size(T gradient) {
            return switch (slip) {
                case SIGNED -> gradient;
                case SQUARED -> gradient.multiply(gradient);
                case LATEST, UNCORRECTED -> super.size(gradient);
            };
        }
    }

    private void nadam() {
        for (Nadam.Form from : Nadam.Form.values()) {
            String equation = switch (from) {
                case CONSTANT_MOMENTUM -> "O34";
                case GROWING_MOMENTUM -> "O33";
                case UNCORRECTED_SQUARES -> "O35";
            };
            Predicate<Case> there = Met.optimizer(Nadam.class, given -> given.form() == from);
            for (Nadam.Form to : Nadam.Form.values()) {
                if (from != to) {
                    add(
                            equation + id(to),
                            "Nadam: " + to + " for " + from,
                            Kin.other(Nadam.class, n -> new Nadam(n.rate(), n.beta1(), n.beta2(), n.epsilon(), to)),
                            there);
                }
            }
            add(
                    equation + ".epsilon",
                    "Nadam: ε dropped",
                    Kin.other(Nadam.class, n -> new Nadam(n.rate(), n.beta1(), n.beta2(), TINY, n.form())),
                    there);
            add(equation + ".t-late", "Nadam: t + 1 for t", new Nesterovs(1, false), there);
            add(equation + ".ahead", "Nadam: the term of ∇ dropped", new Nesterovs(0, true), there);
        }
    }

    /** Nadam at another step, or with m alone. */
    private static final class Nesterovs extends OptimizerEquations {
        private final int by;
        private final boolean without;

        Nesterovs(int by, boolean without) {
            this.by = by;
            this.without = without;
        }

        @Override
        public <T extends RealFieldElement<T>> Entry<T> nadam(
                Arithmetic<T> math, Nadam nadam, T rate, int t, Entry<T> entry, T gradient) {
            Entry<T> right = super.nadam(math, nadam, rate, t + by, entry, gradient);
            if (!without) {
                return right;
            }
            // From m/β1 and v/β2 a gradient of 0 leads to m and v again, and to the step of m alone.
            T m = right.slots().get(0);
            T v = right.slots().get(1);
            List<T> before = List.of(m.divide(nadam.beta1()), v.divide(nadam.beta2()));
            Entry<T> alone = super.nadam(math, nadam, rate, t, new Entry<>(entry.theta(), before), math.number(0));
            return new Entry<>(alone.theta(), right.slots());
        }
    }

    private void adaDelta() {
        Predicate<Case> any = Kin.ADA_DELTA.met();
        add(
                "O36.epsilon",
                "AdaDelta: ε dropped",
                Kin.other(AdaDelta.class, a -> new AdaDelta(a.rate(), a.decay(), TINY)),
                any);
        add("O37.gradient", "AdaDelta: d of ∇", new Deltas(Deltas.Slip.OF_GRADIENT), any);
        add("O36.latest", "AdaDelta: d for d′", new Deltas(Deltas.Slip.LATEST), any);
        add("O37.root", "AdaDelta: d of |step|", new Deltas(Deltas.Slip.NOT_SQUARED), any);
        add(
                "O38.rate",
                "AdaDelta: α dropped",
                Kin.other(AdaDelta.class, a -> new AdaDelta(1, a.decay(), a.epsilon())),
                Met.optimizer(AdaDelta.class, a -> a.rate() != 1));
        add(
                "O37.rate",
                "AdaDelta: d of α·step",
                new Deltas(Deltas.Slip.OF_MOVE),
                Met.optimizer(AdaDelta.class, a -> a.rate() != 1));
    }

    /** AdaDelta with other averages of its steps. */
    private static final class Deltas extends OptimizerEquations {
        enum Slip {
            OF_GRADIENT,
            LATEST,
            NOT_SQUARED,
            OF_MOVE
        }

        private final Slip slip;

        Deltas(Slip slip) {
            this.slip = slip;
        }

        @Override
        public <T extends RealFieldElement<T>> Entry<T> adaDelta(
                Arithmetic<T> math, AdaDelta delta, T rate, Entry<T> entry, T gradient) {
            Entry<T> right = super.adaDelta(math, delta, rate, entry, gradient);
            T s = right.slots().get(0);
            T d = right.slots().get(1);
            T dPrev = entry.slots().get(1);
            T move = entry.theta().subtract(right.theta());
            T step = move.divide(rate);
            return switch (slip) {
                case OF_GRADIENT ->
                    new Entry<>(right.theta(), List.of(s, decayed(math, dPrev, gradient, delta.decay())));
                case NOT_SQUARED ->
                    new Entry<>(right.theta(), List.of(s, decayed(math, dPrev, math.sqrt(step.abs()), delta.decay())));
                case OF_MOVE -> new Entry<>(right.theta(), List.of(s, decayed(math, dPrev, move, delta.decay())));
                case LATEST ->
                    super.adaDelta(
                            math,
                            delta,
                            rate,
                            new Entry<>(entry.theta(), List.of(entry.slots().get(0), d)),
                            gradient);
            };
        }
    }

    private void adaBelief() {
        for (AdaBelief.Form from : AdaBelief.Form.values()) {
            AdaBelief.Form to =
                    from == AdaBelief.Form.REORDERED ? AdaBelief.Form.ALGORITHM_2 : AdaBelief.Form.REORDERED;
            String equation = from == AdaBelief.Form.REORDERED ? "O41" : "O40";
            Predicate<Case> there = Met.optimizer(AdaBelief.class, given -> given.form() == from);
            add(
                    equation + id(to),
                    "AdaBelief: " + to + " for " + from,
                    Kin.other(AdaBelief.class, a -> new AdaBelief(a.rate(), a.beta1(), a.beta2(), a.epsilon(), to)),
                    there);
            add(equation + ".t-late", "AdaBelief: t + 1 for t", new Beliefs(Beliefs.Slip.LATE), there);
            add(equation + ".epsilon", "AdaBelief: s without ε", new Beliefs(Beliefs.Slip.WITHOUT_EPSILON), there);
            add(equation + ".gradient", "AdaBelief: ∇² for (∇ − m)²", new Beliefs(Beliefs.Slip.OF_GRADIENT), there);
            add(equation + ".before", "AdaBelief: m′ for m", new Beliefs(Beliefs.Slip.OF_FORMER), there);
        }
    }

    /** AdaBelief with another s. */
    private static final class Beliefs extends OptimizerEquations {
        enum Slip {
            LATE,
            WITHOUT_EPSILON,
            OF_GRADIENT,
            OF_FORMER
        }

        private final Slip slip;

        Beliefs(Slip slip) {
            this.slip = slip;
        }

        @Override
        public <T extends RealFieldElement<T>> Entry<T> adaBelief(
                Arithmetic<T> math, AdaBelief belief, T rate, int t, Entry<T> entry, T gradient) {
            if (slip == Slip.LATE) {
                return super.adaBelief(math, belief, rate, t + 1, entry, gradient);
            }
            Entry<T> right = super.adaBelief(math, belief, rate, t, entry, gradient);
            T m = right.slots().get(0);
            T s = right.slots().get(1);
            T sPrev = entry.slots().get(1);
            T square = decayed(math, math.number(0), gradient.subtract(m), belief.beta2());
            T other = switch (slip) {
                case OF_GRADIENT -> decayed(math, math.number(0), gradient, belief.beta2());
                case OF_FORMER ->
                    decayed(
                            math,
                            math.number(0),
                            gradient.subtract(entry.slots().get(0)),
                            belief.beta2());
                default -> square.subtract(belief.epsilon());
            };
            T shift = other.subtract(square).divide(belief.beta2());
            Entry<T> moved = super.adaBelief(
                    math,
                    belief,
                    rate,
                    t,
                    new Entry<>(entry.theta(), List.of(entry.slots().get(0), sPrev.add(shift))),
                    gradient);
            return new Entry<>(moved.theta(), List.of(m, s.add(other).subtract(square)));
        }
    }

    private static String id(Enum<?> form) {
        return ".as-" + form.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void add(String id, String what, OptimizerEquations equations, Predicate<Case> met) {
        mutants.add(Mutant.of(id, id.substring(0, 3), what, Kind.OPTIMIZER, Equations.STANDARD.with(equations), met));
    }

    private void add(String id, String what, UnaryOperator<Case> misread, Predicate<Case> met) {
        mutants.add(Mutant.misreading(id, id.substring(0, 3), what, Kind.OPTIMIZER, misread, met));
    }
}
