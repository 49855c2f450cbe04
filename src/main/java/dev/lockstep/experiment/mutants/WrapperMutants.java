package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.BidirectionalEquations;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.MaskEquations;
import dev.lockstep.definition.Memory;
import dev.lockstep.definition.SimpleRnnEquations;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.commons.math3.RealFieldElement;

/** What is around a layer's own step: (N1) to (N4), (B1) to (B5), (K1) to (K4). */
final class WrapperMutants {
    private final List<Mutant> mutants = new ArrayList<>();

    private WrapperMutants() {}

    static List<Mutant> all() {
        WrapperMutants catalogue = new WrapperMutants();
        catalogue.normalisation();
        catalogue.directions();
        catalogue.masks();
        return catalogue.mutants;
    }

    /** N(a) as one of its variants has it. */
    private interface Normalised {
        <T extends RealFieldElement<T>> List<T> of(Arithmetic<T> math, double epsilon, List<T> a);
    }

    private void normalisation() {
        add("unbiased", "N1", "σ² over n − 1", Kind.FORWARD, new Normalised() {
            @Override
            public <T extends RealFieldElement<T>> List<T> of(Arithmetic<T> math, double epsilon, List<T> a) {
                double unbiased = a.size() / (a.size() - 1.0);
                return quotients(centred(math, a, mean(math, a)), deviation(math, epsilon, a, mean(math, a), unbiased));
            }
        });
        add("mean-dropped", "N1", "a not centred", Kind.FORWARD, new Normalised() {
            @Override
            public <T extends RealFieldElement<T>> List<T> of(Arithmetic<T> math, double epsilon, List<T> a) {
                return quotients(a, deviation(math, epsilon, a, mean(math, a), 1));
            }
        });
        add("mean-detached", "N3", "∂μ/∂a dropped", Kind.GRADIENT, new Normalised() {
            @Override
            public <T extends RealFieldElement<T>> List<T> of(Arithmetic<T> math, double epsilon, List<T> a) {
                T mean = math.detached(mean(math, a));
                return quotients(centred(math, a, mean), deviation(math, epsilon, a, mean, 1));
            }
        });
        add("deviation-detached", "N3", "∂σ/∂a dropped", Kind.GRADIENT, new Normalised() {
            @Override
            public <T extends RealFieldElement<T>> List<T> of(Arithmetic<T> math, double epsilon, List<T> a) {
                T mean = mean(math, a);
                return quotients(centred(math, a, mean), math.detached(deviation(math, epsilon, a, mean, 1)));
            }
        });
    }

    private static <T extends RealFieldElement<T>> T mean(Arithmetic<T> math, List<T> a) {
        return math.dot(a, Collections.nCopies(a.size(), math.number(1))).divide(a.size());
    }

    private static <T extends RealFieldElement<T>> List<T> centred(Arithmetic<T> math, List<T> a, T mean) {
        return a.stream().map(entry -> entry.subtract(mean)).toList();
    }

    private static <T extends RealFieldElement<T>> T deviation(
            Arithmetic<T> math, double epsilon, List<T> a, T mean, double factor) {
        List<T> centred = centred(math, a, mean);
        T variance = math.dot(centred, centred).divide(a.size()).multiply(factor);
        return math.sqrt(variance.add(epsilon));
    }

    private static <T extends RealFieldElement<T>> List<T> quotients(List<T> a, T deviation) {
        return a.stream().map(entry -> entry.divide(deviation)).toList();
    }

    private void add(String name, String equation, String what, Kind kind, Normalised normalised) {
        SimpleRnnEquations equations = new SimpleRnnEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> normalised(Arithmetic<T> math, double epsilon, List<T> a) {
                return normalised.of(math, epsilon, a);
            }
        };
        Predicate<Case> met = Met.simpleRnn(WrapperMutants::normalises);
        mutants.add(Mutant.of(
                equation + "." + name,
                equation,
                "layer normalisation: " + what,
                kind,
                Equations.STANDARD.with(equations),
                met));
    }

    private static boolean normalises(SimpleRnnSpec layer) {
        return layer.norm().isPresent() && layer.units() > 1;
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
                WrapperMutants::withForwardWeights,
                Met.bidirectional(layer -> true)));
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
                        : right.combined(
                                math,
                                new BidirectionalSpec(
                                        layer.name(),
                                        other,
                                        BidirectionalSpec.Form.WRAPPER,
                                        layer.forward(),
                                        layer.reverse()),
                                f,
                                r);
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

    private void masks() {
        add("ignored", "K1", "masks ignored", Kind.FORWARD, Met.masked(rule -> true), new MaskEquations() {
            @Override
            public <T extends RealFieldElement<T>> Memory<T> after(
                    Arithmetic<T> math, MaskRule rule, double mask, Memory<T> before, Memory<T> stepped) {
                return stepped;
            }
        });
        add(
                "other-rule",
                "K2",
                "RESET and CARRY exchanged",
                Kind.FORWARD,
                Met.masked(rule -> true),
                new MaskEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> Memory<T> after(
                            Arithmetic<T> math, MaskRule rule, double mask, Memory<T> before, Memory<T> stepped) {
                        MaskRule other = rule == MaskRule.CARRY ? MaskRule.RESET : MaskRule.CARRY;
                        return super.after(math, other, mask, before, stepped);
                    }
                });
        Predicate<Case> cells =
                scenario -> scenario.network().recurrent().stream().anyMatch(RecurrentSpec::hasCell);
        add(
                "c-ignored",
                "K1",
                "masks ignored in c",
                Kind.FORWARD,
                Met.masked(rule -> true).and(cells),
                new MaskEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> Memory<T> after(
                            Arithmetic<T> math, MaskRule rule, double mask, Memory<T> before, Memory<T> stepped) {
                        return new Memory<>(
                                super.after(math, rule, mask, before, stepped).h(), stepped.c());
                    }
                });
        Predicate<Case> reset = Met.masked(rule -> rule == MaskRule.RESET);
        add("flowing", "K3", "gradients flow through a reset", Kind.GRADIENT, reset, new MaskEquations() {
            @Override
            public <T extends RealFieldElement<T>> Memory<T> after(
                    Arithmetic<T> math, MaskRule rule, double mask, Memory<T> before, Memory<T> stepped) {
                Memory<T> after = super.after(math, rule, mask, before, stepped);
                boolean resets = mask != 1 && rule == MaskRule.RESET;
                return resets ? new Memory<>(slopes(math, stepped.h()), slopes(math, stepped.c())) : after;
            }
        });
        Predicate<Case> carry = Met.masked(rule -> rule == MaskRule.CARRY);
        add("carried-detached", "K4", "(1 − m)·ds dropped", Kind.GRADIENT, carry, new MaskEquations() {
            @Override
            public <T extends RealFieldElement<T>> Memory<T> after(
                    Arithmetic<T> math, MaskRule rule, double mask, Memory<T> before, Memory<T> stepped) {
                Memory<T> silent = new Memory<>(detached(math, before.h()), detached(math, before.c()));
                return super.after(math, rule, mask, silent, stepped);
            }
        });
    }

    private static <T extends RealFieldElement<T>> List<T> detached(Arithmetic<T> math, List<T> values) {
        return values.stream().map(math::detached).toList();
    }

    /** Zeros with the gradients of some values. */
    private static <T extends RealFieldElement<T>> List<T> slopes(Arithmetic<T> math, List<T> values) {
        return values.stream()
                .map(value -> value.subtract(math.detached(value)))
                .toList();
    }

    private void add(
            String name, String equation, String what, Kind kind, Predicate<Case> met, MaskEquations equations) {
        mutants.add(Mutant.of(
                equation + "." + name, equation, "masks: " + what, kind, Equations.STANDARD.with(equations), met));
    }
}
