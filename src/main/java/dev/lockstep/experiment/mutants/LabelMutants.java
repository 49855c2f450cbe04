package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.Grid;
import dev.lockstep.definition.LossEquations;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.math3.RealFieldElement;

/** What costs are multiplied by: label masks, and weights of outputs. */
final class LabelMutants {
    private final List<Mutant> mutants = new ArrayList<>();

    private LabelMutants() {}

    static List<Mutant> all() {
        LabelMutants catalogue = new LabelMutants();
        catalogue.masks();
        catalogue.weights();
        return catalogue.mutants;
    }

    private void masks() {
        Predicate<Case> masked = labels(mask -> true);
        Predicate<Case> fractions = labels(mask -> Arrays.stream(mask.values()).anyMatch(w -> w != 0 && w != 1));
        mask("ignored", "label mask ignored", masked, mask -> Optional.empty());
        mask(
                "squared",
                "label mask applied twice",
                fractions,
                mask -> entries(mask, (t, row, k) -> {
                    double weight = mask.get(t, row, k);
                    return weight * weight;
                }));
        mask(
                "binary",
                "label mask: a fraction counts as 1",
                fractions,
                mask -> entries(mask, (t, row, k) -> Math.signum(mask.get(t, row, k))));
        mask(
                "first-row",
                "label mask: the first row's for all rows",
                labels(mask -> mask.batch() > 1),
                mask -> entries(mask, (t, row, k) -> mask.get(t, 0, k)));
        mask(
                "first-output",
                "label mask: the first output's for all outputs",
                labels(mask -> mask.features() > 1),
                mask -> entries(mask, (t, row, k) -> mask.get(t, row, 0)));
        mask(
                "late",
                "label mask: of the step before",
                labels(mask -> mask.time() > 1),
                mask -> entries(mask, (t, row, k) -> mask.get(Math.max(1, t - 1), row, k)));
        add("mean", "label mask: divided by what counts, not by all", masked, new Scored() {
            @Override
            Optional<Sequence> labels(Optional<Sequence> given) {
                return given.flatMap(mask -> {
                    double sum = Arrays.stream(mask.values()).sum();
                    double share = sum == 0 ? 1 : mask.values().length / sum;
                    return entries(mask, (t, row, k) -> mask.get(t, row, k) * share);
                });
            }
        });
    }

    private void weights() {
        Predicate<Case> weighted = Met.loss(loss -> !loss.weights().isEmpty());
        loss("ignored", "weights of outputs ignored", weighted, loss -> loss.weighted(List.of()));
        loss(
                "reversed",
                "weights of outputs from the last to the first",
                Met.loss(loss -> !loss.weights().equals(reversed(loss.weights()))),
                loss -> loss.weighted(reversed(loss.weights())));
        loss(
                "squared",
                "weights of outputs applied twice",
                weighted,
                loss -> loss.weighted(loss.weights().stream().map(w -> w * w).toList()));
        loss("mean", "divided by the sum of the weights of outputs", weighted, loss -> {
            double sum = loss.weights().stream().mapToDouble(w -> w).sum();
            double share = loss.weights().size() / sum;
            return loss.weighted(loss.weights().stream().map(w -> w * share).toList());
        });
    }

    private static List<Double> reversed(List<Double> weights) {
        List<Double> other = new ArrayList<>(weights);
        Collections.reverse(other);
        return other;
    }

    /** Where costs are multiplied by a mask, in a minibatch of training if there is one. */
    private static Predicate<Case> labels(Predicate<Sequence> which) {
        return scenario -> Stream.concat(
                        Stream.of(scenario.masks()),
                        scenario.training().stream()
                                .flatMap(training -> training.minibatches().stream())
                                .map(Minibatch::masks))
                .anyMatch(masks -> masks.labels().filter(which).isPresent());
    }

    /** An entry of another mask. */
    private interface Entry {
        double of(int t, int row, int k);
    }

    private static Optional<Sequence> entries(Sequence like, Entry entry) {
        double[] values = new double[like.values().length];
        for (int at = 0; at < values.length; at++) {
            int place = at / like.features();
            values[at] = entry.of(place / like.batch() + 1, place % like.batch(), at % like.features());
        }
        return Optional.of(new Sequence(like.time(), like.batch(), like.features(), values));
    }

    /** A score by another loss, or another mask. */
    private abstract static class Scored extends LossEquations {
        Loss loss(Loss given) {
            return given;
        }

        Optional<Sequence> labels(Optional<Sequence> given) {
            return given;
        }

        @Override
        public <T extends RealFieldElement<T>> T score(
                Arithmetic<T> math,
                Loss loss,
                LayerSpec last,
                Grid<T> z,
                Grid<T> p,
                Grid<T> y,
                Optional<Sequence> weights) {
            return super.score(math, loss(loss), last, z, p, y, labels(weights));
        }
    }

    private interface Masked {
        Optional<Sequence> of(Sequence mask);
    }

    private void mask(String id, String what, Predicate<Case> met, Masked change) {
        add(id, what, met, new Scored() {
            @Override
            Optional<Sequence> labels(Optional<Sequence> given) {
                return given.flatMap(change::of);
            }
        });
    }

    private void loss(String id, String what, Predicate<Case> met, UnaryOperator<Loss> change) {
        add("weights-" + id, what, met, new Scored() {
            @Override
            Loss loss(Loss given) {
                return given.weights().isEmpty() ? given : change.apply(given);
            }
        });
    }

    private void add(String id, String what, Predicate<Case> met, LossEquations equations) {
        mutants.add(Mutant.of("w." + id, "w", "loss: " + what, Kind.LOSS, Equations.STANDARD.with(equations), met));
    }
}
