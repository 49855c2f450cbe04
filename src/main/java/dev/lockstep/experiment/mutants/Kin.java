package dev.lockstep.experiment.mutants;

import dev.lockstep.model.Case;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.AdaBelief;
import dev.lockstep.model.OptimizerSpec.AdaDelta;
import dev.lockstep.model.OptimizerSpec.AdaGrad;
import dev.lockstep.model.OptimizerSpec.AdaMax;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.OptimizerSpec.AmsGrad;
import dev.lockstep.model.OptimizerSpec.LookAheadRmsProp;
import dev.lockstep.model.OptimizerSpec.Nadam;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerSpec.NoOp;
import dev.lockstep.model.OptimizerSpec.RmsProp;
import dev.lockstep.model.OptimizerSpec.Sgd;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The optimizers, and the equation of their step. */
enum Kin {
    SGD("Sgd", "O1", Sgd.class),
    NO_OP("NoOp", "O23", NoOp.class),
    NESTEROV("Nesterov", "O3", Nesterov.class),
    RMS_PROP("RmsProp", "O10", RmsProp.class),
    LOOK_AHEAD_RMS_PROP("look-ahead RmsProp", "O11", LookAheadRmsProp.class),
    ADA_GRAD("AdaGrad", "O12", AdaGrad.class),
    ADAM("Adam", "O17", Adam.class),
    AMS_GRAD("AmsGrad", "O24", AmsGrad.class),
    ADA_MAX("AdaMax", "O28", AdaMax.class),
    NADAM("Nadam", "O34", Nadam.class),
    ADA_DELTA("AdaDelta", "O36", AdaDelta.class),
    ADA_BELIEF("AdaBelief", "O39", AdaBelief.class);

    private final String title;
    private final String equation;
    private final Class<? extends OptimizerSpec> type;

    Kin(String title, String equation, Class<? extends OptimizerSpec> type) {
        this.title = title;
        this.equation = equation;
        this.type = type;
    }

    String title() {
        return title;
    }

    String equation() {
        return equation;
    }

    /** What identifiers of mutants of this step begin with: {@code O17.adam}. */
    String id() {
        return equation + "." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Predicate<Case> met() {
        return Met.optimizer(type, given -> true);
    }

    boolean is(OptimizerSpec optimizer) {
        return type.isInstance(optimizer);
    }

    /** The case with another optimizer from the same state. */
    UnaryOperator<Case> changed(UnaryOperator<OptimizerSpec> change) {
        return other(type, change);
    }

    /** The case with another optimizer from the same state. */
    static <O extends OptimizerSpec> UnaryOperator<Case> other(Class<? extends O> type, UnaryOperator<O> change) {
        return scenario ->
                scenario.training(given -> given.by(change.apply(type.cast(given.optimizer())), given.start()));
    }

    /** The optimizer at the double rate; NoOp, which has none, as it is. */
    static OptimizerSpec twiceAsFast(OptimizerSpec given) {
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
        if (given instanceof Adam a) {
            return new Adam(rate, a.beta1(), a.beta2(), a.epsilon(), a.form());
        }
        if (given instanceof AmsGrad a) {
            return new AmsGrad(rate, a.beta1(), a.beta2(), a.epsilon(), a.form());
        }
        if (given instanceof AdaMax a) {
            return new AdaMax(rate, a.beta1(), a.beta2(), a.epsilon(), a.form());
        }
        if (given instanceof Nadam n) {
            return new Nadam(rate, n.beta1(), n.beta2(), n.epsilon(), n.form());
        }
        if (given instanceof AdaDelta a) {
            return new AdaDelta(rate, a.decay(), a.epsilon());
        }
        if (given instanceof AdaBelief a) {
            return new AdaBelief(rate, a.beta1(), a.beta2(), a.epsilon(), a.form());
        }
        return given instanceof Sgd ? new Sgd(rate) : given;
    }
}
