package dev.lockstep.definition;

import dev.lockstep.model.GradientClip;
import dev.lockstep.model.GradientClip.Scope;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Pace;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Schedule;
import dev.lockstep.model.Training;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.RealFieldElement;

/** (O21), (O22) and (O42) to (O56) of {@code dev.lockstep.optimizer}: what surrounds the optimizer in one step. */
public class TrainingEquations {
    /** (O21) and (O22), of the gradient of all parameters. */
    public <T extends RealFieldElement<T>> List<T> clipped(Arithmetic<T> math, GradientClip clip, List<T> gradient) {
        if (clip instanceof GradientClip.Elementwise each) {
            List<T> clipped = new ArrayList<>(gradient.size());
            for (T entry : gradient) {
                double at = entry.getReal();
                clipped.add(Math.abs(at) > each.threshold() ? math.number(Math.copySign(each.threshold(), at)) : entry);
            }
            return clipped;
        }
        if (clip instanceof GradientClip.GlobalNorm global) {
            return shortened(math, global.threshold(), global.epsilon(), gradient);
        }
        return gradient;
    }

    /** (O21), (O22), (O42) and (O43). */
    public <T extends RealFieldElement<T>> Parameters<T> clipped(
            Arithmetic<T> math, GradientClip clip, Parameters<T> gradient) {
        if (clip instanceof GradientClip.ScopedNorm norm) {
            return byGroup(gradient, norm.scope(), group -> shortened(math, norm.threshold(), 0, group));
        }
        if (clip instanceof GradientClip.Renormalised unit) {
            return byGroup(gradient, unit.scope(), group -> renormalised(math, group));
        }
        return gradient.withAll(clipped(math, clip, gradient.all()));
    }

    private static <T extends RealFieldElement<T>> Parameters<T> byGroup(
            Parameters<T> gradient, Scope scope, java.util.function.UnaryOperator<List<T>> change) {
        Map<ParameterKey, List<T>> changed = new LinkedHashMap<>();
        gradient.keys().forEach(key -> changed.put(key, gradient.get(key)));
        for (List<ParameterKey> group : scope.groups(gradient.network())) {
            List<T> after = change.apply(together(gradient, group));
            int at = 0;
            for (ParameterKey key : group) {
                changed.put(key, after.subList(at, at += gradient.get(key).size()));
            }
        }
        return new Parameters<>(gradient.network(), changed);
    }

    private static <T> List<T> together(Parameters<T> values, List<ParameterKey> group) {
        return group.stream().flatMap(key -> values.get(key).stream()).toList();
    }

    /** (O22) and (O42): ∇·c/(‖∇‖₂ + ε) where that is shorter. */
    private static <T extends RealFieldElement<T>> List<T> shortened(
            Arithmetic<T> math, double threshold, double epsilon, List<T> gradient) {
        T length = math.sqrt(math.dot(gradient, gradient));
        T norm = epsilon > 0 ? length.add(epsilon) : length;
        if (norm.getReal() > threshold) {
            T factor = math.number(threshold).divide(norm);
            return gradient.stream().map(entry -> entry.multiply(factor)).toList();
        }
        return gradient;
    }

    /** (O43) ∇/‖∇‖₂, and 0 where ∇ is. */
    private static <T extends RealFieldElement<T>> List<T> renormalised(Arithmetic<T> math, List<T> gradient) {
        T square = math.dot(gradient, gradient);
        if (square.getReal() == 0) {
            return gradient.stream().map(entry -> math.undivided(entry, square)).toList();
        }
        T norm = math.sqrt(square);
        return gradient.stream().map(entry -> entry.divide(norm)).toList();
    }

    /** What the optimizer reads: the gradient clipped, (O21), (O22), (O42) and (O43), and then that of the penalties, (O44). */
    public <T extends RealFieldElement<T>> Parameters<T> gradient(
            Arithmetic<T> math, Training training, Parameters<T> point, Parameters<T> flowing) {
        return penalised(math, training.regularisation(), point, clipped(math, training.clip(), flowing));
    }

    /** (O44) of all parameters. */
    public <T extends RealFieldElement<T>> Parameters<T> penalised(
            Arithmetic<T> math, Regularisation regularisation, Parameters<T> theta, Parameters<T> gradient) {
        List<Regularisation.Rule> rules = rules(theta, regularisation);
        List<T> entries = theta.all();
        List<T> given = gradient.all();
        List<T> sums = new ArrayList<>(given.size());
        for (int k = 0; k < given.size(); k++) {
            sums.add(penalised(math, rules.get(k), entries.get(k), given.get(k)));
        }
        return gradient.withAll(sums);
    }

    /** What is done to each entry. */
    public List<Regularisation.Rule> rules(Parameters<?> theta, Regularisation regularisation) {
        List<Regularisation.Rule> rules = new ArrayList<>();
        for (ParameterKey key : theta.keys()) {
            rules.addAll(Collections.nCopies(theta.get(key).size(), regularisation.of(key.parameter())));
        }
        return rules;
    }

    /** (O44) ∇ + l1·sign(θ) + l2·θ, entry by entry. */
    public <T extends RealFieldElement<T>> T penalised(
            Arithmetic<T> math, Regularisation.Rule rule, T theta, T gradient) {
        T sum = gradient;
        if (rule.l1() > 0 && theta.getReal() != 0) {
            sum = sum.add(Math.copySign(rule.l1(), theta.getReal()));
        }
        return rule.l2() > 0 ? sum.add(theta.multiply(rule.l2())) : sum;
    }

    /** (O45) what is taken from θ beside the optimizer's step: δ·θ′, perhaps times α. */
    public <T extends RealFieldElement<T>> T decay(
            Arithmetic<T> math, Regularisation.Rule rule, T rate, T thetaBefore) {
        T share = math.number(rule.decay());
        return thetaBefore.multiply(rule.decayTimesRate() ? share.multiply(rate) : share);
    }

    /** (O45) θ after the optimizer's step and the decay. */
    public <T extends RealFieldElement<T>> T shrunk(
            Arithmetic<T> math, Regularisation.Rule rule, T rate, T thetaBefore, T stepped) {
        return rule.decay() == 0 ? stepped : stepped.subtract(decay(math, rule, rate, thetaBefore));
    }

    /** (O46) l1·Σ|θ| + (l2 + δ)/2·‖θ‖₂² of all parameters. */
    public <T extends RealFieldElement<T>> T penalty(
            Arithmetic<T> math, Regularisation regularisation, Parameters<T> theta) {
        NetworkSpec network = theta.network();
        T sum = math.number(0);
        for (List<ParameterKey> group : Scope.PARAMETER.groups(network)) {
            Regularisation.Rule rule = regularisation.of(group.get(0).parameter());
            List<T> entries = together(theta, group);
            if (rule.l1() > 0) {
                List<T> signs = entries.stream()
                        .map(entry -> math.number(Math.signum(entry.getReal())))
                        .toList();
                sum = sum.add(math.dot(entries, signs).multiply(rule.l1()));
            }
            T square = math.dot(entries, entries);
            for (double size : new double[] {rule.l2(), rule.decay()}) {
                if (size > 0 && square.getReal() > 0) {
                    T norm = math.sqrt(square);
                    sum = sum.add(norm.multiply(size / 2).multiply(norm));
                }
            }
        }
        return sum;
    }

    /** (O47) to (O56) the learning rate of step t, from 1. */
    public <T extends RealFieldElement<T>> T rate(Arithmetic<T> math, Training training, int t) {
        if (training.pace().isEmpty()) {
            return math.number(training.optimizer().rate());
        }
        Pace pace = training.pace().get();
        if (pace.schedule() instanceof Schedule.Ramp ramp) {
            T full = scheduled(math, ramp.after(), pace.count(t));
            return t < ramp.length() ? math.number(t).divide(ramp.length()).multiply(full) : full;
        }
        return scheduled(math, pace.schedule(), pace.count(t));
    }

    /** (O47) to (O55) the learning rate at a count n, from 0. */
    public <T extends RealFieldElement<T>> T scheduled(Arithmetic<T> math, Schedule schedule, int n) {
        if (schedule instanceof Schedule.Step step) {
            return math.power(step.decay(), n / step.length()).multiply(step.rate());
        }
        if (schedule instanceof Schedule.Exponential exponential) {
            return math.power(exponential.decay(), n).multiply(exponential.rate());
        }
        if (schedule instanceof Schedule.Inverse inverse) {
            T base = math.number(inverse.decay()).multiply(n).add(1);
            return math.number(inverse.rate()).divide(power(math, base, inverse.power()));
        }
        if (schedule instanceof Schedule.Poly poly) {
            if (n >= poly.length()) {
                return math.number(0);
            }
            T share = math.number(n).divide(poly.length());
            T base = poly.form() == Schedule.Poly.Form.RISING
                    ? share.add(1)
                    : math.number(1).subtract(share);
            return power(math, base, poly.power()).multiply(poly.rate());
        }
        if (schedule instanceof Schedule.Sigmoid sigmoid) {
            T exponent = math.number(-sigmoid.slope()).multiply(n - sigmoid.middle());
            return math.number(sigmoid.rate()).divide(math.exp(exponent).add(1));
        }
        if (schedule instanceof Schedule.Table table) {
            return math.number(table.rates().get(table.rates().headMap(n + 1).lastKey()));
        }
        if (schedule instanceof Schedule.Cycle cycle) {
            return cycle(math, cycle, n % cycle.length());
        }
        return math.number(((Schedule.Fixed) schedule).rate());
    }

    private static <T extends RealFieldElement<T>> T cycle(Arithmetic<T> math, Schedule.Cycle cycle, int place) {
        int slope = (cycle.length() - cycle.annealing()) / 2;
        T ascent = math.number(cycle.peak()).subtract(cycle.rate()).divide(slope);
        if (place < slope) {
            return ascent.multiply(place).add(cycle.rate());
        }
        if (place < 2 * slope) {
            return math.number(cycle.peak()).subtract(ascent.multiply(place - slope));
        }
        return math.power(cycle.decay(), place - 2 * slope).multiply(cycle.rate());
    }

    /** base^exponent as e^(exponent·ln base). */
    private static <T extends RealFieldElement<T>> T power(Arithmetic<T> math, T base, double exponent) {
        return math.exp(math.log(base).multiply(exponent));
    }
}
