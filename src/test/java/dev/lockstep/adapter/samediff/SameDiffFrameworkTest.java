package dev.lockstep.adapter.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Case;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.port.Support;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The framework as a whole: who it is, what it refuses, and that cases leave no trace in one another or on the console. */
class SameDiffFrameworkTest {
    private static final NetworkSpec NETWORK = Cases.networks().get("deep");

    @Test
    void should_say_who_it_is() {
        SameDiffFramework framework = new SameDiffFramework();

        assertThat(framework.id()).isEqualTo("samediff");
        assertThat(framework.title()).isEqualTo("SameDiff");
        assertThat(framework.available()).isEqualTo(Support.YES);
        assertThat(framework.version()).matches("\\d+\\.\\d+\\.\\d+.*").isEqualTo(versionInJarName());
    }

    /** Independent of the adapter's source, which is Maven's note within the jar. */
    private static String versionInJarName() {
        String jar = org.nd4j.autodiff.samediff.SameDiff.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return jar.replaceAll(".*/nd4j-api-(.*)\\.jar", "$1");
    }

    @Test
    void should_compute_in_double_precision_whatever_was_the_default_before() {
        Case scenario = scenario(11);
        Observations before = Cases.observe(scenario);

        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
        Observations after = Cases.observe(scenario);

        assertSame(after, before);
        for (Quantity quantity : after.quantities()) {
            for (double value : after.get(quantity).values()) {
                assertThat(value).as(quantity.toString()).isNotEqualTo((double) (float) value);
            }
        }
    }

    @Test
    void should_observe_exactly_what_is_asked_for_in_the_order_of_the_layers() {
        Observations observations = Cases.observe(scenario(11));

        assertThat(observations.quantities().stream()
                        .filter(quantity -> quantity.kind() == Kind.GRADIENT)
                        .map(quantity -> quantity.layer() + " " + quantity.part()))
                .containsExactly(
                        "a W", "a RW", "a b", "b W", "b RW", "b b", "b p", "c W", "c b", "d W", "d RW", "d b", "out W",
                        "out b");
        assertThat(observations.quantities()).extracting(Quantity::kind).containsAll(Cases.everything());
        for (Kind kind : Cases.everything()) {
            assertThat(Cases.observe(scenario(11).observing(EnumSet.of(kind))).quantities())
                    .isNotEmpty()
                    .allMatch(quantity -> quantity.kind() == kind);
        }
    }

    @Test
    void should_carry_nothing_from_one_case_to_the_next_and_leave_them_as_they_were() {
        Case scenario = scenario(11);
        Observations first = Cases.observe(scenario);

        Cases.observe(scenario(12));
        Cases.observe(Cases.upstream(NETWORK, 4, 3, 13));

        assertSame(Cases.observe(scenario), first);
        assertThat(scenario.weights().asMap()).isEqualTo(scenario(11).weights().asMap());
        assertThat(scenario.input().values())
                .containsExactly(scenario(11).input().values());
    }

    @Test
    void should_serve_several_threads() throws Exception {
        List<Observations> alone = new ArrayList<>();
        List<Callable<Observations>> tasks = new ArrayList<>();
        for (int seed = 1; seed <= 6; seed++) {
            Case scenario = scenario(seed);
            alone.add(Cases.observe(scenario));
            tasks.add(() -> Cases.observe(scenario));
        }
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<Observations>> together = threads.invokeAll(tasks);
            for (int i = 0; i < alone.size(); i++) {
                assertSame(together.get(i).get(), alone.get(i));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** SameDiff itself prints a line for every operation it differentiates. */
    @Test
    void should_print_nothing_and_let_other_threads_print() throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream output = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(output);
        try {
            AtomicBoolean done = new AtomicBoolean();
            Thread other = new Thread(() -> {
                while (!done.get()) {
                    System.out.println("other");
                    Thread.yield();
                }
            });
            other.start();
            Cases.observe(scenario(11));
            done.set(true);
            other.join();
            assertThat(System.out).isSameAs(output);
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .isNotEmpty()
                .containsOnly("other");
    }

    @Test
    void should_refuse_a_score_without_a_loss() {
        Case scenario = Cases.upstream(NETWORK, 3, 2, 11).observing(Set.of(Kind.SCORE));

        assertRefused(scenario, "a score needs targets and a loss, and an upstream gradient has neither");
    }

    private static void assertRefused(Case scenario, String because) {
        SameDiffFramework framework = new SameDiffFramework();

        assertThat(framework.supports(scenario)).isEqualTo(Support.no(because));
        assertThatThrownBy(() -> framework.observe(scenario))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("SameDiff cannot run \"" + scenario.name() + "\", because " + because);
    }

    private static void assertSame(Observations found, Observations expected) {
        assertThat(found.quantities()).containsExactlyElementsOf(expected.quantities());
        for (Quantity quantity : expected.quantities()) {
            assertThat(found.get(quantity).values())
                    .as(quantity.toString())
                    .containsExactly(expected.get(quantity).values());
        }
    }

    private static Case scenario(long seed) {
        return Cases.loss(NETWORK, Loss.of(LossFunction.XENT, Reduction.MEAN_OVER_BATCH), 3, 2, seed);
    }
}
