package dev.lockstep.experiment.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lockstep.worker.Limits;
import dev.lockstep.worker.WorkerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs with contestants that say how long they took, and some that fail. */
class BenchTest {
    private static final Limits PATIENT = new Limits(Duration.ofSeconds(60), 10_000);
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final GridPoint POINT = GridPoint.of(LayerType.LSTM, "3,5,7,2");

    @TempDir
    Path folder;

    @Test
    void the_best_setting_is_the_fastest_and_all_take_turns() throws IOException {
        BenchResult result = run(
                PATIENT,
                entrant("ours", "1 thread", "exact", "0.5"),
                peer(
                        entrant("dl4j", "as installed", "nearly", "80"),
                        entrant("dl4j", "slow", "exact", "20"),
                        entrant("dl4j", "fast", "exact", "10"),
                        entrant("dl4j", "as fast", "exact", "11")));

        assertThat(result.kernel()).isEqualTo("by hand");
        assertThat(result.peak()).isEqualTo(10);
        assertThat(result.errors()).isEmpty();
        PointResult point = result.points().get(0);
        assertThat(point.ours()).isEqualTo(0.5);
        // 1e-12 in an array whose greatest magnitude is ½.
        assertThat(point.peers().get("dl4j").distance()).isBetween(1.99e-12, 2.01e-12);
        assertThat(point.peers().get("dl4j"))
                .isEqualTo(
                        new PeerTime(10, "fast", 80, point.peers().get("dl4j").distance()));
        assertThat(point.ratio("dl4j")).isEqualTo(20);
        List<String> round = List.of("1 thread", "as installed", "fast");
        List<String> rounds = new ArrayList<>();
        Collections.nCopies(BenchPlan.ROUNDS, round).forEach(rounds::addAll);
        assertThat(Files.readAllLines(folder.resolve("turns"))).isEqualTo(rounds);
    }

    @Tag("slow")
    @Test
    void what_is_best_as_installed_has_one_turn_a_round() throws IOException {
        BenchResult result = run(
                PATIENT,
                PROCESSORS,
                entrant("ours", "all threads", "exact", "0.5"),
                peer(entrant("dl4j", "as installed", "exact", "8"), entrant("dl4j", "slow", "exact", "9")));

        assertThat(result.points().get(0).peers())
                .containsExactly(entry("dl4j", new PeerTime(8, "as installed", 8, 0)));
        assertThat(Files.readAllLines(folder.resolve("turns"))).hasSize(2 * BenchPlan.ROUNDS);
    }

    @Tag("slow")
    @Test
    void as_installed_is_not_the_best_of_one_thread_where_it_may_use_more() {
        assumeThat(PROCESSORS).isGreaterThan(1);

        BenchResult result = run(
                PATIENT,
                entrant("ours", "1 thread", "exact", "0.5"),
                peer(entrant("dl4j", "as installed", "exact", "8"), entrant("dl4j", "slow", "exact", "9")));

        assertThat(result.points().get(0).peers()).containsExactly(entry("dl4j", new PeerTime(9, "slow", 8, 0)));
    }

    @ParameterizedTest
    @CsvSource({"off, dRW, 2.0e-03", "not a number, dx, Infinity"})
    void who_computes_something_else_is_not_timed(String manner, String array, String distance) {
        BenchResult result = run(
                PATIENT,
                entrant("ours", "1 thread", "exact", "0.5"),
                peer(entrant("dl4j", "as installed", manner, "8"), entrant("dl4j", "fast", "exact", "9")));

        assertThat(result.errors())
                .containsExactly("LSTM 3,5,7,2: Fake 1 (as installed): " + array + " is " + distance
                        + " of its greatest magnitude away from ours, at most 1.0e-11 is allowed; not timed");
        assertThat(result.points().get(0).peers()).isEmpty();
        assertThat(result.points().get(0).ours()).isEqualTo(0.5);
        assertThat(BenchTable.of(result)).anyMatch(line -> line.matches("3,5,7,2 .* ERROR.*"));
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    crashing | its worker ended without an answer, exit code 4, saying: Illegal instruction
                    silent   | its worker gave no answer within 5.0 s
                    garbled  | its worker answered what is not JSON
                    refusing | its worker failed: no memory
                    """)
    void a_setting_that_fails_is_left_out_with_its_reason(String manner, String sentence) {
        BenchResult result = run(
                new Limits(Duration.ofSeconds(manner.equals("silent") ? 5 : 60), 10_000),
                entrant("ours", "1 thread", "exact", "0.5"),
                peer(entrant("dl4j", "as installed", "exact", "8"), entrant("dl4j", "fast", manner, "1")));

        assertThat(result.dropped()).containsExactly("Fake 1 (fast), " + sentence);
        assertThat(result.errors()).isEmpty();
        assertThat(result.points().get(0).peers().get("dl4j").setting()).isEqualTo("as installed");
    }

    @Tag("slow")
    @Test
    void a_peer_of_which_nothing_is_left_is_an_error() {
        BenchResult result = run(
                PATIENT,
                entrant("ours", "1 thread", "exact", "0.5"),
                peer(entrant("dl4j", "as installed", "crashing", "8"), entrant("dl4j", "fast", "short", "1")));

        assertThat(result.errors()).containsExactly("LSTM 3,5,7,2: Fake 1: every setting failed");
        assertThat(result.dropped().get(1)).contains("its worker wrote what cannot be used");
    }

    @Tag("slow")
    @Test
    void a_peer_that_fails_between_its_turns_is_an_error() {
        BenchResult result = run(
                PATIENT,
                entrant("ours", "1 thread", "exact", "0.5"),
                peer(entrant("dl4j", "as installed", "exact", "8"), entrant("dl4j", "fast", "tiring", "1")));

        assertThat(result.errors()).containsExactly("LSTM 3,5,7,2: Fake 1 (fast) failed between its turns");
    }

    @Test
    void where_ours_fails_nothing_is_timed() {
        BenchResult result = run(
                PATIENT,
                entrant("ours", "1 thread", "crashing", "0.5"),
                peer(entrant("dl4j", "as installed", "exact", "8")));

        assertThat(result.errors())
                .containsExactly("LSTM 3,5,7,2: Fake 1, its worker ended without an answer, exit code 4,"
                        + " saying: Illegal instruction");
        assertThat(result.points().get(0).ours()).isNaN();
        assertThat(BenchJson.of(result)).doesNotContain("oursMs");
    }

    @Test
    void who_is_absent_is_said_to_be() {
        BenchResult result = run(
                PATIENT,
                entrant("ours", "1 thread", "exact", "0.5"),
                new Peer("pytorch", "PyTorch", "python3 has no torch", List.of()));

        assertThat(result.errors()).isEmpty();
        assertThat(BenchTable.of(result))
                .anyMatch(line -> line.matches("3,5,7,2 .* absent"))
                .contains("pytorch: absent, because python3 has no torch");
    }

    @Test
    void growth_is_measured_along_both_axes() {
        BenchPlan plan = new BenchPlan(List.of(), 1, List.of(), 0.25, BenchPlan.ROUNDS, true);
        Cast cast = new Cast(entrant("ours", "1 thread", "exact", "0.5"), List.of());
        try (Bench bench = new Bench(plan, cast, doing -> {}, PATIENT)) {
            List<Growth> growth = bench.run().growth();
            assertThat(growth).allSatisfy(one -> {
                assertThat(one.milliseconds()).isEqualTo(0.5);
                assertThat(one.memory()).isEqualTo(new StepMemory(4000, 1000));
                assertThat(one.point().units()).isEqualTo(64);
            });
            assertThat(growth)
                    .filteredOn(one -> one.along().equals("T"))
                    .extracting(Growth::size)
                    .startsWith(10)
                    .endsWith(10_000)
                    .isSorted();
            assertThat(growth)
                    .filteredOn(one -> one.along().equals("B"))
                    .extracting(Growth::size)
                    .startsWith(1)
                    .isSorted();
        }
    }

    private BenchResult run(Limits limits, Entrant ours, Peer peer) {
        return run(limits, 1, ours, peer);
    }

    private BenchResult run(Limits limits, int threads, Entrant ours, Peer peer) {
        BenchPlan plan = new BenchPlan(List.of(peer.id()), threads, List.of(POINT), 0.25, BenchPlan.ROUNDS, false);
        try (Bench bench = new Bench(plan, new Cast(ours, List.of(peer)), doing -> {}, limits)) {
            return bench.run();
        }
    }

    private static Peer peer(Entrant... entrants) {
        return new Peer(entrants[0].id(), "Fake 1", "", List.of(entrants));
    }

    private Entrant entrant(String id, String setting, String manner, String milliseconds) {
        List<String> words = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FakeContestant.class.getName(),
                manner,
                milliseconds,
                folder.resolve("turns").toString(),
                setting);
        return new Entrant(id, "Fake 1", new Setting(setting, 1, Map.of(), List.of()), new WorkerCommand(id, words));
    }
}
