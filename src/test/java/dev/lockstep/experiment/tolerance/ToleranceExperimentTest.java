package dev.lockstep.experiment.tolerance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.definition.ActivationEquations;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Definition;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.LstmEquations;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.RealFieldElement;
import org.junit.jupiter.api.Test;

/** That the experiment finds what is wrong, and nothing where nothing is. */
class ToleranceExperimentTest {
    private static final long SEED = 3;
    private static final int CASES = 14;

    /** The forget gate is off by so much. */
    private static Implementation offBy(double error) {
        return Implementation.definition(new Definition(Equations.STANDARD.with(new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> T f(
                    Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T zf) {
                return super.f(math, activations, layer, zf).add(error);
            }
        })));
    }

    private static ToleranceResult run(Implementation... implementations) {
        return new ToleranceExperiment(List.of(implementations), 1).run(CASES, SEED, done -> {});
    }

    @Test
    void no_number_is_beyond_its_bound_but_would_be_beyond_a_tenthousandth_of_it() {
        ToleranceResult result = new ToleranceExperiment(Implementation.all(), 2).run(CASES, SEED, done -> {});
        assertThat(result.violations()).isEmpty();
        assertThat(result.trials())
                .allSatisfy(trial -> assertThat(trial.closeness())
                        .isNotEmpty()
                        .allSatisfy(close -> assertThat(close.greatest()).isGreaterThan(1e-4)));
        assertThat(result.planted()).isPositive();
        assertThat(result.noticedForgetBias()).isEqualTo(1);
        assertThat(result.noticedWeight()).isEqualTo(1);
        assertThat(result.withoutEffect()).isZero();
    }

    @Test
    void a_gate_off_by_a_billionth_is_beyond_its_bound_in_every_lstm() {
        ToleranceResult result = run(offBy(1e-9));
        List<Integer> lstms = IntStream.rangeClosed(1, CASES)
                .filter(number -> SamplingLaw.draw(SEED, number).family().isLstm())
                .boxed()
                .toList();
        assertThat(lstms).isNotEmpty();
        assertThat(result.violations().stream().map(Violation::number).distinct())
                .containsExactlyElementsOf(lstms);
    }

    @Test
    void what_is_not_a_number_is_beyond_its_bound() {
        Implementation exact = Implementation.definition(Definition.STANDARD);
        Implementation broken = new Implementation(
                "broken",
                exact.errors(),
                scenario -> exact.observe().apply(scenario).map(found -> {
                    Observations.Builder changed = Observations.builder();
                    found.quantities().forEach(quantity -> {
                        double[] values = found.get(quantity).values().clone();
                        values[0] = Double.NaN;
                        changed.put(quantity, new Tensor(found.get(quantity).axes(), values));
                    });
                    return changed.build();
                }));
        Draw untrained = IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> SamplingLaw.draw(SEED, number))
                .filter(draw -> draw.optimizer().isEmpty() && !draw.mustDetect())
                .findFirst()
                .orElseThrow();
        TrialResult result = new Trial(untrained, List.of(broken)).run();
        assertThat(result.violations())
                .hasSize(new Held(untrained.pass(), List.of(exact))
                        .exact()
                        .quantities()
                        .size());
    }

    @Test
    void an_implementation_without_fault_is_not_noticed() {
        Implementation exact = Implementation.definition(Definition.STANDARD);
        Draw draw = lstm();
        Held held = new Held(draw.pass(), List.of(exact));
        Implementation deaf = new Implementation("deaf", exact.errors(), scenario -> held.observed(0));
        assertThat(Detection.ofForgetBias(draw, held, deaf, 0, 0).noticed()).isFalse();
        assertThat(Detection.ofForgetBias(draw, held, exact, 0, 0).noticed()).isTrue();
    }

    @Test
    void a_weight_of_zero_moved_relative_to_itself_has_no_effect() {
        Draw draw = lstm();
        Draw zero = new Draw(
                draw.number(),
                draw.family(),
                draw.scale(),
                draw.pass().withWeights(Weights.random(draw.pass().network(), 1, 0)),
                Optional.empty(),
                List.of(),
                draw.changedBias(),
                draw.changedWeight(),
                draw.changedEntry());
        Implementation exact = Implementation.definition(Definition.STANDARD);
        Held held = new Held(zero.pass(), List.of(exact));
        assertThat(Detection.ofWeight(zero, held, exact, 0, 0).withoutEffect()).isTrue();
        assertThat(Detection.ofForgetBias(zero, held, exact, 0, 0).withoutEffect())
                .isFalse();
    }

    @Test
    void the_same_seed_gives_the_same_figures_on_one_thread_and_on_two() {
        List<Implementation> implementations = Implementation.all();
        assertThat(figures(new ToleranceExperiment(implementations, 2).run(3, 8, done -> {})))
                .containsExactlyElementsOf(figures(new ToleranceExperiment(implementations, 1).run(3, 8, done -> {}))
                        .toList());
    }

    private static Stream<Object> figures(ToleranceResult result) {
        return result.trials().stream()
                .flatMap(trial ->
                        Stream.of(trial.method(), trial.violations(), trial.closeness(), trial.bias(), trial.weight()));
    }

    private static Draw lstm() {
        return IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> SamplingLaw.draw(SEED, number))
                .filter(draw -> draw.mustDetect() && draw.time() < 10)
                .findFirst()
                .orElseThrow();
    }
}
