package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.OptimizerEquations;
import dev.lockstep.definition.Parameters;
import dev.lockstep.model.Case;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Regularisation.Rule;
import dev.lockstep.model.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.RealFieldElement;

/** (O44) to (O46), and where they stand in one step. */
final class RegularisationMutants {
    private static final Predicate<Case> L1 = Met.regularised(rule -> rule.l1() > 0);
    private static final Predicate<Case> L2 = Met.regularised(rule -> rule.l2() > 0);
    private static final Predicate<Case> DECAY = Met.regularised(rule -> rule.decay() > 0);
    private static final Predicate<Case> PENALISED = L1.or(L2);
    private static final Predicate<Case> CLIPPED =
            scenario -> !(scenario.training().orElseThrow().clip() instanceof GradientClip.Off);

    private final List<Mutant> mutants = new ArrayList<>();

    private RegularisationMutants() {}

    static List<Mutant> all() {
        RegularisationMutants catalogue = new RegularisationMutants();
        catalogue.rules();
        catalogue.penalties();
        catalogue.decay();
        catalogue.scores();
        catalogue.order();
        return catalogue.mutants;
    }

    /** What a rule says, taken for something else. */
    private void rules() {
        add("O44.l1-dropped", "l1 dropped", each(r -> new Rule(0, r.l2(), r.decay(), r.decayTimesRate())), L1);
        add("O44.l2-dropped", "l2 dropped", each(r -> new Rule(r.l1(), 0, r.decay(), r.decayTimesRate())), L2);
        add("O45.dropped", "weight decay dropped", each(r -> new Rule(r.l1(), r.l2(), 0, r.decayTimesRate())), DECAY);
        add(
                "O44.l1-for-l2",
                "l1 for l2",
                each(r -> new Rule(r.l2(), r.l1(), r.decay(), r.decayTimesRate())),
                Met.regularised(rule -> rule.l1() != rule.l2()));
        add(
                "O45.rate",
                "weight decay times α where it should not be, and without where it should",
                each(r -> new Rule(r.l1(), r.l2(), r.decay(), !r.decayTimesRate())),
                DECAY);
        add(
                "O45.coupled",
                "weight decay as an l2",
                each(r -> new Rule(r.l1(), r.l2() + r.decay(), 0, r.decayTimesRate())),
                DECAY);
        add(
                "O44.decoupled",
                "l2 as a weight decay times α",
                each(r -> new Rule(r.l1(), 0, r.l2() + r.decay(), true)),
                L2);
        Predicate<Case> unlike = scenario -> {
            Regularisation given = scenario.training().orElseThrow().regularisation();
            return !given.weights().equals(given.biases());
        };
        add(
                "O44.biases",
                "biases by the rule of weights",
                changed(r -> new Regularisation(r.weights(), r.weights(), r.setting())),
                Met.regularised(rule -> true).and(unlike));
        add(
                "O44.weights",
                "weights by the rule of biases",
                changed(r -> new Regularisation(r.biases(), r.biases(), r.setting())),
                Met.regularised(rule -> true).and(unlike));
        add(
                "O44.peepholes",
                "peepholes left out",
                new OptimizerEquations() {
                    @Override
                    public List<Rule> rules(Parameters<?> theta, Regularisation regularisation) {
                        List<Rule> rules = new ArrayList<>();
                        for (ParameterKey key : theta.keys()) {
                            Rule right = regularisation.of(key.parameter());
                            theta.get(key)
                                    .forEach(entry -> rules.add(key.parameter() == Parameter.P ? Rule.NONE : right));
                        }
                        return rules;
                    }
                },
                Met.regularised(rule -> true).and(Met.lstm(layer -> layer.peepholes())));
    }

    private void penalties() {
        add(
                "O44.l1-sign",
                "l1·|sign(θ)|",
                new OptimizerEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T penalised(
                            Arithmetic<T> math, Rule rule, T theta, T gradient) {
                        return super.penalised(math, rule, theta.abs(), gradient)
                                .subtract(theta.abs().subtract(theta).multiply(rule.l2()));
                    }
                },
                L1);
        add(
                "O44.l1-theta",
                "l1·θ for l1·sign(θ)",
                new OptimizerEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T penalised(
                            Arithmetic<T> math, Rule rule, T theta, T gradient) {
                        return gradient.add(theta.multiply(rule.l1() + rule.l2()));
                    }
                },
                L1);
        add(
                "O44.minus",
                "penalties taken from the gradient",
                new OptimizerEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T penalised(
                            Arithmetic<T> math, Rule rule, T theta, T gradient) {
                        return gradient.multiply(2).subtract(super.penalised(math, rule, theta, gradient));
                    }
                },
                PENALISED);
        add(
                "O44.l2-doubled",
                "2·l2·θ, as of l2·θ²",
                each(r -> new Rule(r.l1(), 2 * r.l2(), r.decay(), r.decayTimesRate())),
                L2);
    }

    private void decay() {
        add(
                "O45.after",
                "weight decay of θ after the step",
                new OptimizerEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T shrunk(
                            Arithmetic<T> math, Rule rule, T rate, T thetaBefore, T stepped) {
                        return super.shrunk(math, rule, rate, stepped, stepped);
                    }
                },
                DECAY);
        add(
                "O45.sign",
                "weight decay added",
                new OptimizerEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T shrunk(
                            Arithmetic<T> math, Rule rule, T rate, T thetaBefore, T stepped) {
                        return super.shrunk(math, rule, rate, thetaBefore.negate(), stepped);
                    }
                },
                DECAY);
    }

    private void scores() {
        add("O46.dropped", "the score without penalties", scoredBy(r -> Rule.NONE), Met.regularised(rule -> true));
        add(
                "O46.l2-whole",
                "l2·Σθ² in the score",
                scoredBy(r -> new Rule(r.l1(), 2 * r.l2(), r.decay(), r.decayTimesRate())),
                L2);
        add(
                "O46.l1-halved",
                "l1/2·Σ|θ| in the score",
                scoredBy(r -> new Rule(r.l1() / 2, r.l2(), r.decay(), r.decayTimesRate())),
                L1);
        add(
                "O46.without-decay",
                "weight decay not in the score",
                scoredBy(r -> new Rule(r.l1(), r.l2(), 0, r.decayTimesRate())),
                DECAY);
    }

    private void order() {
        add(
                "O44.before-clip",
                "penalties added before the clip",
                new OptimizerEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> Parameters<T> gradient(
                            Arithmetic<T> math, Training training, Parameters<T> point, Parameters<T> flowing) {
                        return clipped(
                                math, training.clip(), penalised(math, training.regularisation(), point, flowing));
                    }
                },
                PENALISED.and(CLIPPED));
        add(
                "O44.after-step",
                "penalties in the place of the optimizer's step, not before it",
                new OptimizerEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> Parameters<T> gradient(
                            Arithmetic<T> math, Training training, Parameters<T> point, Parameters<T> flowing) {
                        return clipped(math, training.clip(), flowing);
                    }

                    @Override
                    public <T extends RealFieldElement<T>> T shrunk(
                            Arithmetic<T> math, Rule rule, T rate, T thetaBefore, T stepped) {
                        T penalty = penalised(math, rule, thetaBefore, math.number(0));
                        return super.shrunk(math, rule, rate, thetaBefore, stepped.subtract(penalty.multiply(rate)));
                    }
                },
                PENALISED.and(scenario -> !(Met.optimizerOf(scenario) instanceof OptimizerSpec.Sgd)));
        add(
                "O45.into-step",
                "weight decay into the gradient, behind the clip",
                new OptimizerEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T penalised(
                            Arithmetic<T> math, Rule rule, T theta, T gradient) {
                        return super.penalised(math, rule, theta, gradient).add(theta.multiply(rule.decay()));
                    }

                    @Override
                    public <T extends RealFieldElement<T>> T shrunk(
                            Arithmetic<T> math, Rule rule, T rate, T thetaBefore, T stepped) {
                        return stepped;
                    }
                },
                DECAY.and(CLIPPED));
    }

    private static OptimizerEquations scoredBy(UnaryOperator<Rule> change) {
        return new OptimizerEquations() {
            @Override
            public <T extends RealFieldElement<T>> T penalty(
                    Arithmetic<T> math, Regularisation regularisation, Parameters<T> theta) {
                return super.penalty(math, of(regularisation, change), theta);
            }
        };
    }

    private static Regularisation of(Regularisation given, UnaryOperator<Rule> change) {
        return new Regularisation(change.apply(given.weights()), change.apply(given.biases()), given.setting());
    }

    private static UnaryOperator<Case> each(UnaryOperator<Rule> change) {
        return changed(given -> of(given, change));
    }

    private static UnaryOperator<Case> changed(UnaryOperator<Regularisation> change) {
        return scenario -> scenario.training(training -> training.with(change.apply(training.regularisation())));
    }

    private void add(String id, String what, UnaryOperator<Case> misread, Predicate<Case> met) {
        mutants.add(Mutant.misreading(id, id.substring(0, 3), "regularisation: " + what, Kind.OPTIMIZER, misread, met));
    }

    private void add(String id, String what, OptimizerEquations equations, Predicate<Case> met) {
        mutants.add(Mutant.of(
                id,
                id.substring(0, 3),
                "regularisation: " + what,
                Kind.OPTIMIZER,
                Equations.STANDARD.with(equations),
                met));
    }
}
