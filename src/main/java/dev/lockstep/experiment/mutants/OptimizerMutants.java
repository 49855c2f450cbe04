package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.OptimizerEquations;
import dev.lockstep.model.Case;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.AdaGrad;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.LookAheadRmsProp;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerSpec.RmsProp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.RealFieldElement;

/** (O1) to (O20), and what all optimizers do with a gradient. */
final class OptimizerMutants {
    /** Positive in single precision, too. */
    private static final double TINY = Float.MIN_NORMAL;

    private final List<Mutant> mutants = new ArrayList<>();

    private OptimizerMutants() {}

    static List<Mutant> all() {
        OptimizerMutants catalogue = new OptimizerMutants();
        catalogue.steps();
        catalogue.nesterov();
        catalogue.rootMeanSquares();
        catalogue.adam();
        return catalogue.mutants;
    }

    /** What every optimizer does with the step: its sign, its rate. */
    private void steps() {
        for (Kin kin : Kin.values()) {
            add(kin.id() + ".sign", kin, "θ moves the other way", new Step(kin, Step.Slip.SIGN));
            if (kin != Kin.NO_OP) {
                add(kin.id() + ".rate", kin, "α doubled", kin.changed(Kin::twiceAsFast));
            }
            add(kin.id() + ".gradient", kin, "∇ halved", new Step(kin, Step.Slip.GRADIENT));
            if (kin != Kin.SGD && kin != Kin.NO_OP) {
                add(kin.id() + ".stale", kin, "the state is that before the step", new Step(kin, Step.Slip.STALE));
            }
        }
    }

    private void nesterov() {
        Predicate<Case> ahead = form(Nesterov.Form.LOOK_AHEAD);
        Predicate<Case> reformulated = form(Nesterov.Form.REFORMULATED);
        add("O2.nesterov", "O2", "Nesterov: ∇ is taken at θ′", new HereInstead(), ahead);
        add(
                "O4.nesterov.form",
                "O4",
                "Nesterov: the step of (O5)",
                Kin.other(
                        Nesterov.class,
                        given -> new Nesterov(given.rate(), given.momentum(), Nesterov.Form.REFORMULATED)),
                ahead);
        add(
                "O5.nesterov.form",
                "O5",
                "Nesterov: the step of (O4)",
                Kin.other(
                        Nesterov.class,
                        given -> new Nesterov(given.rate(), given.momentum(), Nesterov.Form.LOOK_AHEAD)),
                reformulated);
        add(
                "O3.nesterov.momentum",
                "O3",
                "Nesterov: μ·v′ dropped",
                Kin.other(Nesterov.class, given -> new Nesterov(given.rate(), 0, given.form())),
                ahead.or(reformulated));
        add(
                "O2.rms-prop",
                "O2",
                "look-ahead RmsProp: ∇ is taken at θ′",
                new HereInstead(),
                Kin.LOOK_AHEAD_RMS_PROP.met());
        add(
                "O11.momentum",
                "O11",
                "look-ahead RmsProp: μ·v′ dropped",
                Kin.other(
                        LookAheadRmsProp.class,
                        given -> new LookAheadRmsProp(
                                given.rate(), given.decay(), 0, given.epsilon(), given.placement())),
                Kin.LOOK_AHEAD_RMS_PROP.met());
    }

    private static Predicate<Case> form(Nesterov.Form form) {
        return Met.optimizer(Nesterov.class, given -> given.form() == form);
    }

    /** RmsProp with and without look-ahead, AdaGrad: their averages, and ε in its places. */
    private void rootMeanSquares() {
        Predicate<Case> averaging = Kin.RMS_PROP.met().or(Kin.LOOK_AHEAD_RMS_PROP.met());
        add("O6.shares", "O6", "RmsProp: ρ and 1 − ρ exchanged", new Averages(Averages.Slip.EXCHANGED), averaging);
        add("O6.share", "O6", "RmsProp: ∇² without 1 − ρ", new Averages(Averages.Slip.WITHOUT_SHARE), averaging);
        add("O6.square", "O6", "RmsProp: ∇ for ∇²", new Averages(Averages.Slip.NOT_SQUARED), averaging);
        add("O12.forgets", "O12", "AdaGrad: s′ dropped", new Step(Kin.ADA_GRAD, Step.Slip.FORGETS), Kin.ADA_GRAD.met());
        for (Epsilon from : Epsilon.values()) {
            Predicate<Case> there = Met.optimizer(RmsProp.class, given -> given.placement() == from)
                    .or(Met.optimizer(LookAheadRmsProp.class, given -> given.placement() == from))
                    .or(Met.optimizer(AdaGrad.class, given -> given.placement() == from));
            String equation = "O" + (7 + from.ordinal());
            for (Epsilon to : Epsilon.values()) {
                if (from != to) {
                    add(
                            equation + ".as-O" + (7 + to.ordinal()),
                            equation,
                            "ε as in (O" + (7 + to.ordinal()) + ")",
                            new Quotient(from, Optional.of(to)),
                            there);
                }
            }
            add(equation + ".epsilon", equation, "ε dropped", new Quotient(from, Optional.empty()), there);
            add(equation + ".root", equation, "the root dropped", new WithoutRoot(from), there);
        }
    }

    private void adam() {
        Predicate<Case> any = Kin.ADAM.met();
        add(
                "O13.beta",
                "O13",
                "Adam: β2 for β1",
                adam(a -> new Adam(a.rate(), a.beta2(), a.beta2(), a.epsilon(), a.form())),
                any);
        add(
                "O14.beta",
                "O14",
                "Adam: β1 for β2",
                adam(a -> new Adam(a.rate(), a.beta1(), a.beta1(), a.epsilon(), a.form())),
                any);
        add("O14.shares", "O14", "Adam: β2 and 1 − β2 exchanged", new Averages(Averages.Slip.EXCHANGED), any);
        add("O14.share", "O14", "Adam: ∇² without 1 − β2", new Averages(Averages.Slip.WITHOUT_SHARE), any);
        add("O14.square", "O14", "Adam: ∇ for ∇²", new Averages(Averages.Slip.NOT_SQUARED), any);
        for (Adam.Form from : Adam.Form.values()) {
            String equation = switch (from) {
                case ALGORITHM_1 -> "O17";
                case INSIDE_ROOT -> "O18";
                case REORDERED -> "O20";
            };
            Predicate<Case> there = Met.optimizer(Adam.class, given -> given.form() == from);
            for (Adam.Form to : Adam.Form.values()) {
                if (from != to) {
                    add(
                            equation + ".as-"
                                    + to.name()
                                            .toLowerCase(java.util.Locale.ROOT)
                                            .replace('_', '-'),
                            equation,
                            "Adam: ε as in " + to,
                            adam(a -> new Adam(a.rate(), a.beta1(), a.beta2(), a.epsilon(), to)),
                            there);
                }
            }
            add(
                    equation + ".epsilon",
                    equation,
                    "Adam: ε dropped",
                    adam(a -> new Adam(a.rate(), a.beta1(), a.beta2(), TINY, a.form())),
                    there);
            String correction = from == Adam.Form.REORDERED ? "O19" : "O15";
            add(correction + "." + equation + ".t-late", correction, "Adam: t + 1 for t", new Later(1), there);
            add(correction + "." + equation + ".t-early", correction, "Adam: t − 1 for t", new Later(-1), there);
            add(
                    correction + "." + equation + ".uncorrected",
                    correction,
                    "Adam: without bias correction",
                    new Later(10_000_000),
                    there);
        }
    }

    private static UnaryOperator<Case> adam(UnaryOperator<Adam> change) {
        return Kin.other(Adam.class, change);
    }

    private void add(String id, Kin kin, String what, OptimizerEquations equations) {
        add(id, kin.equation(), kin.title() + ": " + what, equations, kin.met());
    }

    private void add(String id, Kin kin, String what, UnaryOperator<Case> misread) {
        add(id, kin.equation(), kin.title() + ": " + what, misread, kin.met());
    }

    private void add(String id, String equation, String what, OptimizerEquations equations, Predicate<Case> met) {
        mutants.add(Mutant.of(id, equation, what, Kind.OPTIMIZER, Equations.STANDARD.with(equations), met));
    }

    private void add(String id, String equation, String what, UnaryOperator<Case> misread, Predicate<Case> met) {
        mutants.add(Mutant.misreading(id, equation, what, Kind.OPTIMIZER, misread, met));
    }

    /** ∇ taken where θ is. */
    private static final class HereInstead extends OptimizerEquations {
        @Override
        public <T extends RealFieldElement<T>> T gradientPoint(
                Arithmetic<T> math, OptimizerSpec optimizer, Entry<T> entry) {
            return entry.theta();
        }
    }

    /** A wrong number of the step. */
    private static final class Later extends OptimizerEquations {
        private final int by;

        Later(int by) {
            this.by = by;
        }

        @Override
        public <T extends RealFieldElement<T>> Entry<T> adam(
                Arithmetic<T> math, Adam adam, T rate, int t, Entry<T> entry, T gradient) {
            return super.adam(math, adam, rate, t + by, entry, gradient);
        }
    }

    /** Wrong averages of squares. */
    private static final class Averages extends OptimizerEquations {
        enum Slip {
            EXCHANGED,
            WITHOUT_SHARE,
            NOT_SQUARED
        }

        private final Slip slip;

        Averages(Slip slip) {
            this.slip = slip;
        }

        @Override
        public <T extends RealFieldElement<T>> T decayed(Arithmetic<T> math, T sPrev, T gradient, double decay) {
            T square = gradient.multiply(gradient);
            T share = math.number(1).subtract(decay);
            return switch (slip) {
                case EXCHANGED -> sPrev.multiply(share).add(square.multiply(decay));
                case WITHOUT_SHARE -> sPrev.multiply(decay).add(square);
                case NOT_SQUARED -> sPrev.multiply(decay).add(share.multiply(gradient.abs()));
            };
        }
    }

    /** ε in another place, or nowhere. */
    private static final class Quotient extends OptimizerEquations {
        private final Epsilon from;
        private final Optional<Epsilon> to;

        Quotient(Epsilon from, Optional<Epsilon> to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public <T extends RealFieldElement<T>> T quotient(
                Arithmetic<T> math, T rate, double epsilon, Epsilon placement, T gradient, T s) {
            return placement == from
                    ? super.quotient(math, rate, to.isPresent() ? epsilon : 0, to.orElse(from), gradient, s)
                    : super.quotient(math, rate, epsilon, placement, gradient, s);
        }
    }

    /** s in the place of √s. */
    private static final class WithoutRoot extends OptimizerEquations {
        private final Epsilon from;

        WithoutRoot(Epsilon from) {
            this.from = from;
        }

        @Override
        public <T extends RealFieldElement<T>> T quotient(
                Arithmetic<T> math, T rate, double epsilon, Epsilon placement, T gradient, T s) {
            return super.quotient(math, rate, epsilon, placement, gradient, placement == from ? s.multiply(s) : s);
        }
    }

    /** A slip of the step as a whole. */
    private static final class Step extends OptimizerEquations {
        enum Slip {
            SIGN,
            GRADIENT,
            STALE,
            FORGETS
        }

        private final Kin kin;
        private final Slip slip;

        Step(Kin kin, Slip slip) {
            this.kin = kin;
            this.slip = slip;
        }

        @Override
        public <T extends RealFieldElement<T>> Entry<T> step(
                Arithmetic<T> math, OptimizerSpec optimizer, T rate, int t, Entry<T> entry, T gradient) {
            if (!kin.is(optimizer)) {
                return super.step(math, optimizer, rate, t, entry, gradient);
            }
            return switch (slip) {
                case SIGN -> {
                    Entry<T> right = super.step(math, optimizer, rate, t, entry, gradient);
                    yield new Entry<>(entry.theta().multiply(2).subtract(right.theta()), right.slots());
                }
                case GRADIENT -> super.step(math, optimizer, rate, t, entry, gradient.multiply(0.5));
                case STALE ->
                    new Entry<>(
                            super.step(math, optimizer, rate, t, entry, gradient)
                                    .theta(),
                            entry.slots());
                case FORGETS ->
                    super.step(
                            math,
                            optimizer,
                            rate,
                            t,
                            new Entry<>(
                                    entry.theta(),
                                    entry.slots().stream()
                                            .map(slot -> math.number(0))
                                            .toList()),
                            gradient);
            };
        }
    }
}
