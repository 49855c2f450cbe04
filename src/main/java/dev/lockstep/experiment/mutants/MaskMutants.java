package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Counts;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.Grid;
import dev.lockstep.definition.MaskEquations;
import dev.lockstep.definition.Memory;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.math3.RealFieldElement;

/** (K1) to (K6). */
final class MaskMutants {
    private final List<Mutant> mutants = new ArrayList<>();

    private MaskMutants() {}

    static List<Mutant> all() {
        MaskMutants catalogue = new MaskMutants();
        catalogue.masks();
        catalogue.counts();
        return catalogue.mutants;
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

    /** (K5) and (K6). */
    private void counts() {
        Predicate<Case> finds = Met.maskZero(layer -> true);
        add(
                "any",
                "K5",
                "MaskZero: m = 0 where any feature has the masking value",
                Kind.FORWARD,
                finds,
                new MaskEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> Counts counts(MaskZeroSpec layer, Grid<T> x) {
                        return where(
                                layer.rule(),
                                x,
                                row -> row.stream().noneMatch(entry -> entry.getReal() == layer.value()));
                    }
                });
        add("first", "K5", "MaskZero: m by the first feature", Kind.FORWARD, finds, new MaskEquations() {
            @Override
            public <T extends RealFieldElement<T>> Counts counts(MaskZeroSpec layer, Grid<T> x) {
                return where(layer.rule(), x, row -> row.get(0).getReal() != layer.value());
            }
        });
        add("ignored", "K5", "MaskZero: every step counts", Kind.FORWARD, finds, new MaskEquations() {
            @Override
            public <T extends RealFieldElement<T>> Counts counts(MaskZeroSpec layer, Grid<T> x) {
                return Counts.ALL;
            }
        });
        add(
                "zero",
                "K5",
                "MaskZero: 0 for the masking value",
                Kind.FORWARD,
                Met.maskZero(layer -> layer.value() != 0),
                new MaskEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> Counts counts(MaskZeroSpec layer, Grid<T> x) {
                        return where(layer.rule(), x, row -> row.stream().anyMatch(entry -> entry.getReal() != 0));
                    }
                });
        mutants.add(Mutant.misreading(
                "K5.above",
                "K5",
                "masks: MaskZero: layers above know of it, too",
                Kind.FORWARD,
                MaskMutants::maskedThroughout,
                finds.and(scenario -> scenario.network().recurrent().size() > 1)
                        .and(scenario -> scenario.network().layers().get(0) instanceof MaskZeroSpec)));
        Predicate<Case> masked = scenario -> scenario.masks().features().isPresent();
        Predicate<Case> last =
                masked.and(scenario -> scenario.network().layers().stream().anyMatch(LastStepSpec.class::isInstance));
        add("ignored", "K6", "LastStep: the last of all", Kind.FORWARD, last, new MaskEquations() {
            @Override
            public int lastStep(Counts counts, int time, int row) {
                return time - 1;
            }
        });
        add("first", "K6", "LastStep: the first that counts", Kind.FORWARD, last, new MaskEquations() {
            @Override
            public int lastStep(Counts counts, int time, int row) {
                int step = 0;
                while (counts.at(step, row) == 0) {
                    step++;
                }
                return step;
            }
        });
        add(
                "counted",
                "K6",
                "LastStep: as many steps on as count",
                Kind.FORWARD,
                last.and(MaskMutants::hasGaps),
                new MaskEquations() {
                    @Override
                    public int lastStep(Counts counts, int time, int row) {
                        int count = 0;
                        for (int step = 0; step < time; step++) {
                            count += counts.at(step, row) == 0 ? 0 : 1;
                        }
                        return count - 1;
                    }
                });
        add(
                "above",
                "K6",
                "obeyed above LastStep, too",
                Kind.FORWARD,
                last.and(MaskMutants::recursAboveLastStep),
                new MaskEquations() {
                    @Override
                    public Counts above(LayerSpec layer, Counts below) {
                        return below;
                    }
                });
        add(
                "bottom",
                "K1",
                "obeyed by the first layer alone",
                Kind.FORWARD,
                masked.and(scenario -> scenario.network().layers().stream()
                                .filter(MaskMutants::obeys)
                                .count()
                        > 1),
                new MaskEquations() {
                    @Override
                    public Counts above(LayerSpec layer, Counts below) {
                        return Counts.ALL;
                    }
                });
        mutants.add(Mutant.misreading(
                "K1.turned",
                "K1",
                "masks: m and 1 − m exchanged",
                Kind.FORWARD,
                MaskMutants::turned,
                masked.and(last.negate()).and(scenario -> scenario.training().isEmpty())));
        mutants.add(Mutant.misreading(
                "K1.first-row",
                "K1",
                "masks: the first row's for all rows",
                Kind.FORWARD,
                scenario -> masked(scenario, (mask, t, row) -> mask.get(t, 0, 0)),
                masked.and(scenario ->
                        scenario.input().batch() > 1 && scenario.training().isEmpty())));
    }

    /** Whether a step counts after one that does not. */
    private static boolean hasGaps(Case scenario) {
        Sequence mask = scenario.masks().features().orElseThrow();
        for (int t = 2; t <= mask.time(); t++) {
            for (int row = 0; row < mask.batch(); row++) {
                if (mask.get(t, row, 0) > mask.get(t - 1, row, 0)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean recursAboveLastStep(Case scenario) {
        List<LayerSpec> layers = scenario.network().layers();
        int last = 0;
        while (!(layers.get(last) instanceof LastStepSpec)) {
            last++;
        }
        return layers.subList(last + 1, layers.size()).stream().anyMatch(MaskMutants::obeys);
    }

    private static boolean obeys(LayerSpec layer) {
        return layer instanceof RecurrentSpec || layer instanceof BidirectionalSpec || layer instanceof LastStepSpec;
    }

    private static <T extends RealFieldElement<T>> Counts where(MaskRule rule, Grid<T> x, Predicate<List<T>> counts) {
        double[] values = new double[x.time() * x.batch()];
        for (int k = 0; k < values.length; k++) {
            values[k] = counts.test(x.row(k / x.batch(), k % x.batch())) ? 1 : 0;
        }
        return new Counts(rule, x.batch(), values);
    }

    private static Case turned(Case scenario) {
        return masked(scenario, (mask, t, row) -> 1 - mask.get(t, row, 0));
    }

    /** An entry of another mask. */
    private interface Entry {
        double of(Sequence mask, int t, int row);
    }

    private static Case masked(Case scenario, Entry entry) {
        Sequence given = scenario.masks().features().orElseThrow();
        double[] values = new double[given.values().length];
        for (int k = 0; k < values.length; k++) {
            values[k] = entry.of(given, k / given.batch() + 1, k % given.batch());
        }
        Sequence other = new Sequence(given.time(), given.batch(), 1, values);
        Masks masks = scenario.masks();
        return scenario.with(new Masks(Optional.of(other), masks.rule(), masks.labels()));
    }

    /** The case whose lowest layer, a MaskZero, is the layer that it wraps, under a feature mask. */
    private static Case maskedThroughout(Case scenario) {
        List<LayerSpec> layers = new ArrayList<>(scenario.network().layers());
        MaskZeroSpec masked = (MaskZeroSpec) layers.get(0);
        layers.set(0, masked.wrapped());
        NetworkSpec network = new NetworkSpec(layers);
        Sequence x = scenario.input();
        double[] values = new double[x.time() * x.batch()];
        for (int k = 0; k < values.length; k++) {
            int from = k * x.features();
            values[k] = Arrays.stream(x.values(), from, from + x.features()).anyMatch(v -> v != masked.value()) ? 1 : 0;
        }
        Sequence mask = new Sequence(x.time(), x.batch(), 1, values);
        return new Case(
                scenario.name(),
                network,
                new Weights(network, scenario.weights().asMap()),
                x,
                new Masks(Optional.of(mask), masked.rule(), scenario.masks().labels()),
                scenario.initialStates(),
                scenario.objective(),
                scenario.truncation(),
                scenario.training(),
                scenario.execution(),
                scenario.observed());
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
