package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.BidirectionalEquations;
import dev.lockstep.definition.Counts;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.Grid;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.RealFieldElement;

/** (B1) to (B5). */
final class BidirectionalMutants {
    private final List<Mutant> mutants = new ArrayList<>();

    private BidirectionalMutants() {}

    static List<Mutant> all() {
        BidirectionalMutants catalogue = new BidirectionalMutants();
        catalogue.directions();
        catalogue.backwards();
        return catalogue.mutants;
    }

    /** (B3) as it should not be. */
    private interface Combined {
        <T extends RealFieldElement<T>> List<T> of(
                BidirectionalEquations right, Arithmetic<T> math, BidirectionalSpec layer, List<T> f, List<T> r);
    }

    private void directions() {
        add("reverse-for-forward", "B1", "r for f", Kind.FORWARD, new Combined() {
            @Override
            public <T extends RealFieldElement<T>> List<T> of(
                    BidirectionalEquations right, Arithmetic<T> math, BidirectionalSpec layer, List<T> f, List<T> r) {
                return right.combined(math, layer, r, r);
            }
        });
        add("forward-for-reverse", "B2", "f for r", Kind.FORWARD, new Combined() {
            @Override
            public <T extends RealFieldElement<T>> List<T> of(
                    BidirectionalEquations right, Arithmetic<T> math, BidirectionalSpec layer, List<T> f, List<T> r) {
                return right.combined(math, layer, f, f);
            }
        });
        add("forward-detached", "B4", "df dropped", Kind.GRADIENT, new Combined() {
            @Override
            public <T extends RealFieldElement<T>> List<T> of(
                    BidirectionalEquations right, Arithmetic<T> math, BidirectionalSpec layer, List<T> f, List<T> r) {
                return right.combined(math, layer, detached(math, f), r);
            }
        });
        add("reverse-detached", "B4", "dr dropped", Kind.GRADIENT, new Combined() {
            @Override
            public <T extends RealFieldElement<T>> List<T> of(
                    BidirectionalEquations right, Arithmetic<T> math, BidirectionalSpec layer, List<T> f, List<T> r) {
                return right.combined(math, layer, f, detached(math, r));
            }
        });
        for (BidirectionalSpec.Mode mode : BidirectionalSpec.Mode.values()) {
            mutants.add(otherMode(mode));
        }
        mutants.add(Mutant.misreading(
                "B2.forward-weights",
                "B2",
                "Bidirectional: the reverse layer with the forward layer's weights",
                Kind.FORWARD,
                BidirectionalMutants::withForwardWeights,
                Met.bidirectional(layer -> true)));
    }

    /** Gradients of (B4) that are those of another mode, and (B2) in the wrong order. */
    private void backwards() {
        for (BidirectionalSpec.Mode mode : BidirectionalSpec.Mode.values()) {
            String what = switch (mode) {
                case ADD -> "df and dr halved";
                case AVERAGE -> "df and dr not halved";
                case MUL -> "df = dr = dy";
                case CONCAT -> "df for dr and dr for df";
            };
            Combined wrong = new Combined() {
                @Override
                public <T extends RealFieldElement<T>> List<T> of(
                        BidirectionalEquations right,
                        Arithmetic<T> math,
                        BidirectionalSpec layer,
                        List<T> f,
                        List<T> r) {
                    List<T> value = right.combined(math, layer, f, r);
                    if (layer.mode() != mode) {
                        return value;
                    }
                    List<T> slope = mode == BidirectionalSpec.Mode.CONCAT
                            ? right.combined(math, layer, r, f)
                            : right.combined(math, with(layer, otherSlope(mode)), f, r);
                    List<T> both = new ArrayList<>();
                    for (int k = 0; k < value.size(); k++) {
                        T own = slope.get(k);
                        both.add(math.detached(value.get(k)).add(own.subtract(math.detached(own))));
                    }
                    return both;
                }
            };
            String name = mode.name().toLowerCase(Locale.ROOT);
            mutants.add(Mutant.of(
                    "B4." + name,
                    "B4",
                    "Bidirectional, " + mode + ": " + what,
                    Kind.GRADIENT,
                    Equations.STANDARD.with(combining(wrong)),
                    Met.bidirectional(layer -> layer.mode() == mode)));
        }
        mutants.add(Mutant.of(
                "B2.order",
                "B2",
                "Bidirectional: r in the order in which it is computed",
                Kind.FORWARD,
                Equations.STANDARD.with(new BidirectionalEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> Grid<T> inOrder(Grid<T> asYielded) {
                        return asYielded;
                    }
                }),
                Met.bidirectional(layer -> true).and(Met.time(2))));
        mutants.add(Mutant.of(
                "B2.mask",
                "B2",
                "Bidirectional: the reverse layer's mask not turned round",
                Kind.FORWARD,
                Equations.STANDARD.with(new BidirectionalEquations() {
                    @Override
                    public Counts reversed(Counts counts, int time) {
                        return counts;
                    }
                }),
                Met.bidirectional(layer -> true).and(Met.masked(rule -> true))));
    }

    private static BidirectionalSpec.Mode otherSlope(BidirectionalSpec.Mode mode) {
        return mode == BidirectionalSpec.Mode.ADD ? BidirectionalSpec.Mode.AVERAGE : BidirectionalSpec.Mode.ADD;
    }

    private static BidirectionalSpec with(BidirectionalSpec layer, BidirectionalSpec.Mode mode) {
        return new BidirectionalSpec(
                layer.name(), mode, BidirectionalSpec.Form.WRAPPER, layer.forward(), layer.reverse());
    }

    private static Mutant otherMode(BidirectionalSpec.Mode mode) {
        BidirectionalSpec.Mode other = mode == BidirectionalSpec.Mode.ADD || mode == BidirectionalSpec.Mode.MUL
                ? BidirectionalSpec.Mode.AVERAGE
                : BidirectionalSpec.Mode.ADD;
        boolean concatenated = mode == BidirectionalSpec.Mode.CONCAT;
        Combined wrong = new Combined() {
            @Override
            public <T extends RealFieldElement<T>> List<T> of(
                    BidirectionalEquations right, Arithmetic<T> math, BidirectionalSpec layer, List<T> f, List<T> r) {
                if (layer.mode() != mode) {
                    return right.combined(math, layer, f, r);
                }
                return concatenated
                        ? right.combined(math, layer, r, f)
                        : right.combined(math, with(layer, other), f, r);
            }
        };
        String name = mode.name().toLowerCase(Locale.ROOT);
        return Mutant.of(
                "B3." + name,
                "B3",
                "Bidirectional: " + (concatenated ? "[r | f] for [f | r]" : other + " for " + mode),
                Kind.FORWARD,
                Equations.STANDARD.with(combining(wrong)),
                Met.bidirectional(layer -> layer.mode() == mode));
    }

    private static Case withForwardWeights(Case scenario) {
        Map<ParameterKey, RowMajorMatrix> matrices =
                new LinkedHashMap<>(scenario.weights().asMap());
        for (LayerSpec layer : scenario.network().layers()) {
            if (layer instanceof BidirectionalSpec both) {
                both.forward().parameters().forEach(spec -> {
                    ParameterKey forward = new ParameterKey(both.forward().name(), spec.parameter());
                    ParameterKey reverse = new ParameterKey(both.reverse().name(), spec.parameter());
                    matrices.put(reverse, matrices.get(forward));
                });
            }
        }
        return scenario.withWeights(new Weights(scenario.network(), matrices));
    }

    private static BidirectionalEquations combining(Combined wrong) {
        BidirectionalEquations right = new BidirectionalEquations();
        return new BidirectionalEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> combined(
                    Arithmetic<T> math, BidirectionalSpec layer, List<T> forward, List<T> reverse) {
                return wrong.of(right, math, layer, forward, reverse);
            }
        };
    }

    private void add(String name, String equation, String what, Kind kind, Combined wrong) {
        mutants.add(Mutant.of(
                equation + "." + name,
                equation,
                "Bidirectional: " + what,
                kind,
                Equations.STANDARD.with(combining(wrong)),
                Met.bidirectional(layer -> true)));
    }

    private static <T extends RealFieldElement<T>> List<T> detached(Arithmetic<T> math, List<T> values) {
        return values.stream().map(math::detached).toList();
    }
}
