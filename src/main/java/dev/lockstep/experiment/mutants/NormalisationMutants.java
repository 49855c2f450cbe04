package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.Parameters;
import dev.lockstep.definition.SimpleRnnEquations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.RealFieldElement;

/** (N1) to (N4). */
final class NormalisationMutants {
    /** So little that it only keeps 0/0 away, where ε is dropped: h′ = 0. */
    private static final double TINY = 1e-30;

    private final List<Mutant> mutants = new ArrayList<>();

    private NormalisationMutants() {}

    static List<Mutant> all() {
        NormalisationMutants catalogue = new NormalisationMutants();
        catalogue.normalisation();
        catalogue.parts();
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

    /** Gains, ε and what N is taken of. */
    private void parts() {
        add("together", "N1", "N(x·W + h′·RW)", Kind.FORWARD, new SimpleRnnEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> normalised(
                    Arithmetic<T> math, SimpleRnnSpec layer, Parameters<T> theta, List<T> x, List<T> hPrev) {
                List<T> sums = new ArrayList<>();
                for (int unit = 0; unit < layer.units(); unit++) {
                    sums.add(math.dot(x, theta.column(layer, unit, Parameter.W))
                            .add(math.dot(hPrev, theta.column(layer, unit, Parameter.RW))));
                }
                List<T> together = normalised(math, layer.norm().orElseThrow().epsilon(), sums);
                List<T> z = new ArrayList<>();
                for (int unit = 0; unit < layer.units(); unit++) {
                    T gained = theta.entry(layer, Parameter.G, 0, unit).multiply(together.get(unit));
                    z.add(biased(layer, theta, unit, gained));
                }
                return z;
            }
        });
        add("gains-exchanged", "N1", "gh for gx and gx for gh", Kind.FORWARD, new SimpleRnnEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> normalised(
                    Arithmetic<T> math, SimpleRnnSpec layer, Parameters<T> theta, List<T> x, List<T> hPrev) {
                return super.normalised(math, layer, gains(theta, g -> reversed(g, layer.units())), x, hPrev);
            }
        });
        add("gains-dropped", "N1", "gains dropped", Kind.FORWARD, new SimpleRnnEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> normalised(
                    Arithmetic<T> math, SimpleRnnSpec layer, Parameters<T> theta, List<T> x, List<T> hPrev) {
                Parameters<T> ones = gains(
                        theta, g -> g.stream().map(entry -> math.number(1)).toList());
                return super.normalised(math, layer, ones, x, hPrev);
            }
        });
        add("gains-untrained", "N2", "dgx and dgh dropped", Kind.GRADIENT, new SimpleRnnEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> normalised(
                    Arithmetic<T> math, SimpleRnnSpec layer, Parameters<T> theta, List<T> x, List<T> hPrev) {
                Parameters<T> silent =
                        gains(theta, g -> g.stream().map(math::detached).toList());
                return super.normalised(math, layer, silent, x, hPrev);
            }
        });
        add("state-detached", "N4", "da of h′·RW dropped", Kind.GRADIENT, new SimpleRnnEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> normalised(
                    Arithmetic<T> math, SimpleRnnSpec layer, Parameters<T> theta, List<T> x, List<T> hPrev) {
                List<T> silent = hPrev.stream().map(math::detached).toList();
                return super.normalised(math, layer, theta, x, silent);
            }
        });
        add("epsilon-dropped", "N1", "ε dropped", Kind.FORWARD, new Normalised() {
            @Override
            public <T extends RealFieldElement<T>> List<T> of(Arithmetic<T> math, double epsilon, List<T> a) {
                return quotients(centred(math, a, mean(math, a)), deviation(math, TINY, a, mean(math, a), 1));
            }
        });
        add("epsilon-outside", "N1", "ε beside the root", Kind.FORWARD, new Normalised() {
            @Override
            public <T extends RealFieldElement<T>> List<T> of(Arithmetic<T> math, double epsilon, List<T> a) {
                T mean = mean(math, a);
                return quotients(
                        centred(math, a, mean),
                        deviation(math, TINY, a, mean, 1).add(epsilon));
            }
        });
    }

    private static <T> List<T> reversed(List<T> gains, int units) {
        List<T> other = new ArrayList<>(gains.subList(units, 2 * units));
        other.addAll(gains.subList(0, units));
        return other;
    }

    private static <T> Parameters<T> gains(Parameters<T> theta, UnaryOperator<List<T>> change) {
        Map<ParameterKey, List<T>> changed = new LinkedHashMap<>();
        theta.keys()
                .forEach(key -> changed.put(
                        key, key.parameter() == Parameter.G ? change.apply(theta.get(key)) : theta.get(key)));
        return new Parameters<>(theta.network(), changed);
    }

    private void add(String name, String equation, String what, Kind kind, SimpleRnnEquations equations) {
        mutants.add(Mutant.of(
                equation + "." + name,
                equation,
                "layer normalisation: " + what,
                kind,
                Equations.STANDARD.with(equations),
                Met.simpleRnn(NormalisationMutants::normalises)));
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
        add(name, equation, what, kind, equations);
    }

    private static boolean normalises(SimpleRnnSpec layer) {
        return layer.norm().isPresent() && layer.units() > 1;
    }
}
