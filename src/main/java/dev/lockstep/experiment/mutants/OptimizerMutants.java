package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.OptimizerEquations;
import dev.lockstep.model.Case;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.AdaGrad;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.LookAheadRmsProp;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerSpec.RmsProp;
import dev.lockstep.model.OptimizerSpec.Sgd;
import dev.lockstep.model.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.RealFieldElement;

/** (O1) to (O22). */
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
        catalogue.clips();
        return catalogue.mutants;
    }

    /** What every optimizer does with the step: its sign, its rate. */
    private void steps() {
        for (Kin kin : Kin.values()) {
            add(kin.equation + "." + kin.id + ".sign", kin, "θ moves the other way", new Step(kin, Step.Slip.SIGN));
            add(kin.equation + "." + kin.id + ".rate", kin, "α doubled", spec(kin, kin::twiceAsFast));
            add(kin.equation + "." + kin.id + ".gradient", kin, "∇ halved", new Step(kin, Step.Slip.GRADIENT));
            if (kin != Kin.SGD) {
                add(
                        kin.equation + "." + kin.id + ".stale",
                        kin,
                        "the state is that before the step",
                        new Step(kin, Step.Slip.STALE));
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
                other(
                        Nesterov.class,
                        given -> new Nesterov(given.rate(), given.momentum(), Nesterov.Form.REFORMULATED)),
                ahead);
        add(
                "O5.nesterov.form",
                "O5",
                "Nesterov: the step of (O4)",
                other(Nesterov.class, given -> new Nesterov(given.rate(), given.momentum(), Nesterov.Form.LOOK_AHEAD)),
                reformulated);
        add(
                "O3.nesterov.momentum",
                "O3",
                "Nesterov: μ·v′ dropped",
                other(Nesterov.class, given -> new Nesterov(given.rate(), 0, given.form())),
                ahead.or(reformulated));
        add("O2.rms-prop", "O2", "look-ahead RmsProp: ∇ is taken at θ′", new HereInstead(), Kin.LOOK_AHEAD.met());
        add(
                "O11.momentum",
                "O11",
                "look-ahead RmsProp: μ·v′ dropped",
                other(
                        LookAheadRmsProp.class,
                        given -> new LookAheadRmsProp(
                                given.rate(), given.decay(), 0, given.epsilon(), given.placement())),
                Kin.LOOK_AHEAD.met());
    }

    private static Predicate<Case> form(Nesterov.Form form) {
        return Met.optimizer(Nesterov.class, given -> given.form() == form);
    }

    /** RmsProp with and without look-ahead, AdaGrad: their averages, and ε in its places. */
    private void rootMeanSquares() {
        Predicate<Case> averaging = Kin.RMS_PROP.met().or(Kin.LOOK_AHEAD.met());
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

    private void clips() {
        Predicate<Case> each = clip(GradientClip.Elementwise.class);
        Predicate<Case> norm = clip(GradientClip.GlobalNorm.class);
        add("O21.dropped", "O21", "not clipped", clipping(given -> GradientClip.NONE), each);
        add("O22.dropped", "O22", "not clipped", clipping(given -> GradientClip.NONE), norm);
        add(
                "O21.norm",
                "O21",
                "clipped by global norm",
                clipping(given -> new GradientClip.GlobalNorm(((GradientClip.Elementwise) given).threshold())),
                each);
        add(
                "O22.entries",
                "O22",
                "clipped entry by entry",
                clipping(given -> new GradientClip.Elementwise(((GradientClip.GlobalNorm) given).threshold())),
                norm);
        add("O21.sign", "O21", "only what is above c is clipped", new Clips(Clips.Slip.ONE_SIDED), each);
        add("O22.always", "O22", "short gradients made longer, too", new Clips(Clips.Slip.ALWAYS), norm);
        add("O22.square", "O22", "‖∇‖² for ‖∇‖", new Clips(Clips.Slip.SQUARED), norm);
    }

    private static Predicate<Case> clip(Class<? extends GradientClip> type) {
        return scenario -> scenario.training().isPresent()
                && type.isInstance(scenario.training().get().clip());
    }

    private static UnaryOperator<Case> clipping(UnaryOperator<GradientClip> change) {
        return scenario -> scenario.clippedTo(
                change.apply(scenario.training().orElseThrow().clip()));
    }

    private static UnaryOperator<Case> adam(UnaryOperator<Adam> change) {
        return other(Adam.class, change);
    }

    private static UnaryOperator<Case> spec(Kin kin, UnaryOperator<OptimizerSpec> change) {
        return other(kin.type, change);
    }

    /** The case with another optimizer from the same state. */
    private static <O extends OptimizerSpec> UnaryOperator<Case> other(
            Class<? extends O> type, UnaryOperator<O> change) {
        return scenario -> {
            Training given = scenario.training().orElseThrow();
            OptimizerSpec wrong = change.apply(type.cast(given.optimizer()));
            Training changed = given.by(wrong, given.start());
            return new Case(
                            scenario.name(),
                            scenario.network(),
                            scenario.weights(),
                            scenario.input(),
                            scenario.initialStates(),
                            scenario.objective(),
                            scenario.truncation(),
                            Optional.of(changed),
                            scenario.observed())
                    .with(scenario.masks())
                    .with(scenario.execution());
        };
    }

    private void add(String id, Kin kin, String what, OptimizerEquations equations) {
        add(id, kin.equation, kin.title + ": " + what, equations, kin.met());
    }

    private void add(String id, Kin kin, String what, UnaryOperator<Case> misread) {
        add(id, kin.equation, kin.title + ": " + what, misread, kin.met());
    }

    private void add(String id, String equation, String what, OptimizerEquations equations, Predicate<Case> met) {
        mutants.add(Mutant.of(id, equation, what, Kind.OPTIMIZER, Equations.STANDARD.with(equations), met));
    }

    private void add(String id, String equation, String what, UnaryOperator<Case> misread, Predicate<Case> met) {
        mutants.add(Mutant.misreading(id, equation, what, Kind.OPTIMIZER, misread, met));
    }

    /** The optimizers, and the equation of their step. */
    enum Kin {
        SGD("sgd", "Sgd", "O1", Sgd.class),
        NESTEROV("nesterov", "Nesterov", "O3", Nesterov.class),
        RMS_PROP("rms-prop", "RmsProp", "O10", RmsProp.class),
        LOOK_AHEAD("look-ahead-rms-prop", "look-ahead RmsProp", "O11", LookAheadRmsProp.class),
        ADA_GRAD("ada-grad", "AdaGrad", "O12", AdaGrad.class),
        ADAM("adam", "Adam", "O17", Adam.class);

        private final String id;
        private final String title;
        private final String equation;
        private final Class<? extends OptimizerSpec> type;

        Kin(String id, String title, String equation, Class<? extends OptimizerSpec> type) {
            this.id = id;
            this.title = title;
            this.equation = equation;
            this.type = type;
        }

        Predicate<Case> met() {
            return Met.optimizer(type, given -> true);
        }

        boolean is(OptimizerSpec optimizer) {
            return type.isInstance(optimizer);
        }

        OptimizerSpec twiceAsFast(OptimizerSpec given) {
            double rate = 2 * given.rate();
            if (given instanceof Nesterov n) {
                return new Nesterov(rate, n.momentum(), n.form());
            }
            if (given instanceof RmsProp r) {
                return new RmsProp(rate, r.decay(), r.epsilon(), r.placement(), r.start());
            }
            if (given instanceof LookAheadRmsProp r) {
                return new LookAheadRmsProp(rate, r.decay(), r.momentum(), r.epsilon(), r.placement());
            }
            if (given instanceof AdaGrad a) {
                return new AdaGrad(rate, a.epsilon(), a.placement(), a.start());
            }
            return given instanceof Adam a
                    ? new Adam(rate, a.beta1(), a.beta2(), a.epsilon(), a.form())
                    : new Sgd(rate);
        }
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

    /** Wrong clipping. */
    private static final class Clips extends OptimizerEquations {
        enum Slip {
            ONE_SIDED,
            ALWAYS,
            SQUARED
        }

        private final Slip slip;

        Clips(Slip slip) {
            this.slip = slip;
        }

        @Override
        public <T extends RealFieldElement<T>> List<T> clipped(
                Arithmetic<T> math, GradientClip clip, List<T> gradient) {
            List<T> right = super.clipped(math, clip, gradient);
            List<T> wrong = new ArrayList<>();
            if (clip instanceof GradientClip.Elementwise && slip == Slip.ONE_SIDED) {
                for (int k = 0; k < gradient.size(); k++) {
                    wrong.add(gradient.get(k).getReal() > 0 ? right.get(k) : gradient.get(k));
                }
                return wrong;
            }
            if (clip instanceof GradientClip.GlobalNorm global && slip != Slip.ONE_SIDED) {
                T square = math.dot(gradient, gradient);
                T divisor = slip == Slip.SQUARED ? square : math.sqrt(square);
                if (slip == Slip.ALWAYS || math.sqrt(square).getReal() > global.threshold()) {
                    gradient.forEach(entry ->
                            wrong.add(entry.multiply(global.threshold()).divide(divisor)));
                    return wrong;
                }
            }
            return right;
        }
    }
}
