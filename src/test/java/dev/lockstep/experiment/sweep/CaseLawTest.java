package dev.lockstep.experiment.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.caseformat.CaseWriter;
import dev.lockstep.math.Activation;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Schedule;
import dev.lockstep.model.Truncation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What cases are drawn, and that they are always the same. */
class CaseLawTest {
    private static final List<Case> DRAWN = drawn();

    private static List<Case> drawn() {
        List<Case> drawn = new ArrayList<>();
        for (int number = 1; number <= 1_500; number++) {
            drawn.add(CaseLaw.draw(1, number, 0));
        }
        return drawn;
    }

    @Test
    void aCaseIsTheSameWhateverIsDrawnBeforeIt() {
        for (int number : new int[] {1500, 3, 700}) {
            Case again = CaseLaw.draw(1, number, 0);
            assertThat(CaseWriter.parts(again)).isEqualTo(CaseWriter.parts(DRAWN.get(number - 1)));
            assertThat(again.observed()).isEqualTo(DRAWN.get(number - 1).observed());
        }
        assertThat(CaseWriter.parts(CaseLaw.draw(1, 3, 1))).isNotEqualTo(CaseWriter.parts(DRAWN.get(2)));
        assertThat(CaseWriter.parts(CaseLaw.draw(2, 3, 0))).isNotEqualTo(CaseWriter.parts(DRAWN.get(2)));
    }

    /** Compilers note the members of a sealed family in different orders. */
    @Test
    void aSeedMeansTheSameCaseWhateverCompiledTheModel() {
        for (Class<?> family : List.of(OptimizerSpec.class, Schedule.class, GradientClip.class, Truncation.class)) {
            assertThat(RecordLaw.leaves(family)).isSortedAccordingTo(Comparator.comparing(Class::getName));
        }
    }

    /** Whatever the model has, also what it learns later. */
    @Test
    void everythingThatTheModelHasIsDrawn() {
        Set<Object> activations = new HashSet<>();
        Set<Object> functions = new HashSet<>();
        Set<Object> modes = new HashSet<>();
        Set<Class<?>> records = new HashSet<>();
        for (Case scenario : DRAWN) {
            Traits.activations(scenario).forEach(activations::add);
            Traits.loss(scenario).ifPresent(loss -> functions.add(loss.function()));
            scenario.network().layers().stream()
                    .filter(BidirectionalSpec.class::isInstance)
                    .forEach(layer -> modes.add(((BidirectionalSpec) layer).mode()));
            records.add(scenario.truncation().getClass());
            scenario.network().layers().forEach(layer -> records.add(layer.getClass()));
            scenario.training().ifPresent(training -> {
                records.add(training.optimizer().getClass());
                records.add(training.clip().getClass());
                training.pace().ifPresent(pace -> records.add(pace.schedule().getClass()));
            });
        }
        assertThat(activations).containsAll(Arrays.asList((Object[]) Activation.values()));
        assertThat(functions).containsAll(Arrays.asList((Object[]) LossFunction.values()));
        assertThat(modes).containsAll(Arrays.asList((Object[]) BidirectionalSpec.Mode.values()));
        for (Class<?> family :
                List.of(Truncation.class, OptimizerSpec.class, GradientClip.class, Schedule.class, LayerSpec.class)) {
            assertThat(records).containsAll(RecordLaw.leaves(family).toList());
        }
    }

    @Test
    void masksStatesAndFormatsAreDrawnInTheirShares() {
        assertThat(share(scenario -> !scenario.masks().isEmpty())).isBetween(20, 35);
        assertThat(share(scenario -> !scenario.startsFromZero())).isBetween(10, 25);
        assertThat(share(scenario -> CaseTags.of(scenario).contains("@nwc"))).isBetween(20, 30);
        assertThat(share(scenario -> CaseTags.of(scenario).contains("@single"))).isBetween(5, 12);
        assertThat(share(scenario -> CaseTags.of(scenario).contains("@optimizer")))
                .isBetween(15, 30);
        assertThat(share(scenario -> CaseTags.of(scenario).contains("@pre-activation-clip")))
                .isBetween(3, 9);
        assertThat(share(Traits::hasFractionalLabels)).isBetween(1, 10);
    }

    private static int share(Predicate<Case> trait) {
        return (int) (100 * DRAWN.stream().filter(trait).count() / DRAWN.size());
    }
}
