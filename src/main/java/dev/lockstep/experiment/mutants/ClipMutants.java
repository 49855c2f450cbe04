package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.OptimizerEquations;
import dev.lockstep.definition.Parameters;
import dev.lockstep.model.Case;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.GradientClip.Scope;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.ParameterKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.RealFieldElement;

/** (O21), (O22), (O42) and (O43). */
final class ClipMutants {
    private final List<Mutant> mutants = new ArrayList<>();

    private ClipMutants() {}

    static List<Mutant> all() {
        ClipMutants catalogue = new ClipMutants();
        catalogue.whole();
        for (Scope scope : Scope.values()) {
            catalogue.scoped(scope);
        }
        return catalogue.mutants;
    }

    private void whole() {
        Predicate<Case> each = clip(GradientClip.Elementwise.class);
        Predicate<Case> norm = clip(GradientClip.GlobalNorm.class);
        add("O21.dropped", "not clipped", clipping(given -> GradientClip.NONE), each);
        add("O22.dropped", "not clipped", clipping(given -> GradientClip.NONE), norm);
        add(
                "O21.norm",
                "clipped by global norm",
                clipping(given -> new GradientClip.GlobalNorm(((GradientClip.Elementwise) given).threshold())),
                each);
        add(
                "O22.entries",
                "clipped entry by entry",
                clipping(given -> new GradientClip.Elementwise(((GradientClip.GlobalNorm) given).threshold())),
                norm);
        add("O21.sign", "only what is above c is clipped", new Clips(Clips.Slip.ONE_SIDED), each);
        add("O22.always", "short gradients made longer, too", new Clips(Clips.Slip.ALWAYS), norm);
        add("O22.square", "‖∇‖² for ‖∇‖", new Clips(Clips.Slip.SQUARED), norm);
        Predicate<Case> beside = clip(GradientClip.GlobalNorm.class, given -> given.epsilon() > 0);
        add("O22.epsilon.dropped", "no ε beside ‖∇‖", clipping(given -> beside(given, 0)), beside);
        add("O22.epsilon.doubled", "2·ε beside ‖∇‖", clipping(given -> beside(given, 2)), beside);
        add("O22.epsilon.divided", "‖∇‖ > c for ‖∇‖ + ε > c", new Clips(Clips.Slip.BARE), beside);
    }

    private static GradientClip beside(GradientClip given, double factor) {
        GradientClip.GlobalNorm norm = (GradientClip.GlobalNorm) given;
        return new GradientClip.GlobalNorm(norm.threshold(), factor * norm.epsilon());
    }

    private void scoped(Scope scope) {
        Scope other = scope == Scope.LAYER ? Scope.PARAMETER : Scope.LAYER;
        String name = "." + scope.name().toLowerCase(Locale.ROOT);
        Predicate<Case> norm = clip(GradientClip.ScopedNorm.class, given -> given.scope() == scope);
        Predicate<Case> unit = clip(GradientClip.Renormalised.class, given -> given.scope() == scope);
        String where = ", by " + scope.name().toLowerCase(Locale.ROOT);
        add("O42" + name + ".dropped", "not clipped" + where, clipping(given -> GradientClip.NONE), norm);
        add(
                "O42" + name + ".other",
                "norms of the other scope" + where,
                clipping(given -> new GradientClip.ScopedNorm(other, threshold(given))),
                norm);
        add(
                "O42" + name + ".global",
                "one norm of all layers" + where,
                clipping(given -> new GradientClip.GlobalNorm(threshold(given))),
                norm);
        add(
                "O42" + name + ".renormalised",
                "scaled to the norm 1" + where,
                clipping(given -> new GradientClip.Renormalised(scope)),
                norm);
        add(
                "O42" + name + ".always",
                "short gradients made longer, too" + where,
                new Regrouped(scope, Regrouped.Slip.ALWAYS),
                norm);
        add("O43" + name + ".dropped", "as it is" + where, clipping(given -> GradientClip.NONE), unit);
        add(
                "O43" + name + ".other",
                "norms of the other scope" + where,
                clipping(given -> new GradientClip.Renormalised(other)),
                unit);
        add(
                "O43" + name + ".clipped",
                "only scaled down" + where,
                clipping(given -> new GradientClip.ScopedNorm(scope, 1)),
                unit);
        add("O43" + name + ".square", "‖∇‖² for ‖∇‖" + where, new Regrouped(scope, Regrouped.Slip.SQUARED), unit);
        if (scope == Scope.PARAMETER) {
            add(
                    "O42.peepholes",
                    "peepholes apart from RW",
                    new Regrouped(scope, Regrouped.Slip.APART),
                    norm.or(unit).and(Met.lstm(layer -> layer.peepholes())));
        } else {
            add(
                    "O42.directions",
                    "directions of a Bidirectional apart",
                    new Regrouped(scope, Regrouped.Slip.APART),
                    norm.or(unit).and(Met.bidirectional(layer -> true)));
        }
    }

    private static double threshold(GradientClip clip) {
        return ((GradientClip.ScopedNorm) clip).threshold();
    }

    private static Predicate<Case> clip(Class<? extends GradientClip> type) {
        return clip(type, given -> true);
    }

    private static <C extends GradientClip> Predicate<Case> clip(Class<C> type, Predicate<C> which) {
        return scenario -> scenario.training().isPresent()
                && type.isInstance(scenario.training().get().clip())
                && which.test(type.cast(scenario.training().get().clip()));
    }

    private static UnaryOperator<Case> clipping(UnaryOperator<GradientClip> change) {
        return scenario -> scenario.clippedTo(
                change.apply(scenario.training().orElseThrow().clip()));
    }

    private void add(String id, String what, OptimizerEquations equations, Predicate<Case> met) {
        mutants.add(
                Mutant.of(id, equation(id), "clip: " + what, Kind.OPTIMIZER, Equations.STANDARD.with(equations), met));
    }

    private void add(String id, String what, UnaryOperator<Case> misread, Predicate<Case> met) {
        mutants.add(Mutant.misreading(id, equation(id), "clip: " + what, Kind.OPTIMIZER, misread, met));
    }

    private static String equation(String id) {
        return id.substring(0, id.indexOf('.'));
    }

    /** Norms of other parameters, or taken otherwise, than (O42) and (O43) have it. */
    private static final class Regrouped extends OptimizerEquations {
        enum Slip {
            ALWAYS,
            SQUARED,
            APART
        }

        private final Scope scope;
        private final Slip slip;

        Regrouped(Scope scope, Slip slip) {
            this.scope = scope;
            this.slip = slip;
        }

        @Override
        public <T extends RealFieldElement<T>> Parameters<T> clipped(
                Arithmetic<T> math, GradientClip clip, Parameters<T> gradient) {
            boolean scaled = clip instanceof GradientClip.ScopedNorm norm && norm.scope() == scope;
            boolean unit = clip instanceof GradientClip.Renormalised renormalised && renormalised.scope() == scope;
            if (!scaled && !unit) {
                return super.clipped(math, clip, gradient);
            }
            double length = scaled ? threshold(clip) : 1;
            Map<ParameterKey, List<T>> changed = new LinkedHashMap<>();
            gradient.keys().forEach(key -> changed.put(key, gradient.get(key)));
            for (List<ParameterKey> group : groups(gradient.network())) {
                List<T> all = group.stream()
                        .flatMap(key -> gradient.get(key).stream())
                        .toList();
                T square = math.dot(all, all);
                boolean longer = Math.sqrt(square.getReal()) > length;
                if (square.getReal() != 0 && (unit || longer || slip == Slip.ALWAYS)) {
                    T divisor = slip == Slip.SQUARED ? square : math.sqrt(square);
                    group.forEach(key -> changed.put(
                            key,
                            gradient.get(key).stream()
                                    .map(entry -> entry.multiply(length).divide(divisor))
                                    .toList()));
                }
            }
            return new Parameters<>(gradient.network(), changed);
        }

        private List<List<ParameterKey>> groups(NetworkSpec network) {
            List<List<ParameterKey>> right = scope.groups(network);
            if (slip != Slip.APART) {
                return right;
            }
            Map<Object, List<ParameterKey>> groups = new LinkedHashMap<>();
            for (List<ParameterKey> group : right) {
                for (ParameterKey key : group) {
                    Object own = scope == Scope.LAYER ? key.layer() : key;
                    groups.computeIfAbsent(own, fresh -> new ArrayList<>()).add(key);
                }
            }
            return List.copyOf(groups.values());
        }
    }

    /** Wrong clipping. */
    private static final class Clips extends OptimizerEquations {
        enum Slip {
            ONE_SIDED,
            ALWAYS,
            SQUARED,
            BARE
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
            if (clip instanceof GradientClip.GlobalNorm global && slip == Slip.BARE) {
                T square = math.dot(gradient, gradient);
                return math.sqrt(square).getReal() > global.threshold() ? right : gradient;
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
