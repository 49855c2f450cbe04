package dev.lockstep.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import dev.lockstep.model.InvalidInput;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A call that never returns fails, and lets the others run. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TeamTest {
    private static Thread[] threads(Team team) {
        Thread[] threads = new Thread[team.members()];
        team.run((member, members) -> threads[member] = Thread.currentThread());
        return threads;
    }

    private static void awaitParked(Thread thread) throws InterruptedException {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void every_member_runs_once_each_on_its_own_thread_and_the_first_on_the_callers(int size) {
        try (Team team = new Team(size)) {
            int[] runs = new int[size];
            team.run((member, members) -> {
                assertThat(members).isEqualTo(size);
                runs[member]++;
            });
            assertThat(runs).containsOnly(1);
            Thread[] threads = threads(team);
            assertThat(threads[0]).isSameAs(Thread.currentThread());
            assertThat(threads).doesNotHaveDuplicates().isEqualTo(threads(team));
            for (int member = 1; member < size; member++) {
                assertThat(threads[member].getName()).isEqualTo("lockstep-team-" + member);
                assertThat(threads[member].isDaemon()).isTrue();
            }
        }
    }

    @Test
    void alone_there_are_no_threads() {
        try (Team alone = Team.alone()) {
            assertThat(alone.members()).isEqualTo(1);
            assertThat(threads(alone)).containsExactly(Thread.currentThread());
        }
    }

    /**
     * Everything here is plain memory: in every round each member reads what all the others wrote in the round before, and the
     * caller changes it in between. A lost, a late or a doubled part changes the numbers, which are counted by hand: before round
     * r, from 0, every cell is r and the caller puts in 3·r, so that every member adds members·r + 3·r. The pauses between rounds
     * end before, while and after members are parked.
     */
    @ParameterizedTest
    @CsvSource({"2, 20000", "3, 10000", "7, 2000"})
    void what_members_and_caller_write_is_seen_in_the_next_round(int size, int rounds) {
        long[] sums = new long[size];
        int[][] cells = new int[2][size];
        int[] callers = {0, 0};
        SplittableRandom random = new SplittableRandom(size);
        try (Team team = new Team(size)) {
            Team.Part part = (member, members) -> {
                int[] before = cells[callers[0] & 1];
                for (int cell : before) {
                    sums[member] += cell;
                }
                sums[member] += callers[1];
                cells[callers[0] + 1 & 1][member] = before[member] + 1;
            };
            for (int round = 0; round < rounds; round++) {
                callers[0] = round;
                callers[1] = 3 * round;
                team.run(part);
                for (int pause = random.nextInt(4000); pause > 0; pause--) {
                    Thread.onSpinWait();
                }
            }
        }
        assertThat(cells[rounds & 1]).containsOnly(rounds);
        assertThat(sums).containsOnly((size + 3) * ((long) rounds * (rounds - 1) / 2));
    }

    @Test
    void a_sum_is_the_same_however_it_is_shared() {
        double[] numbers = IntStream.range(0, 1000).mapToDouble(k -> k).toArray();
        double[] sums = new double[4];
        try (Team team = new Team(4)) {
            for (int round = 0; round < 10_000; round++) {
                team.run((member, members) -> {
                    double sum = 0;
                    for (int k = member; k < numbers.length; k += members) {
                        sum += numbers[k];
                    }
                    sums[member] = sum;
                });
                assertThat(sums[0] + sums[1] + sums[2] + sums[3]).isEqualTo(499_500);
            }
        }
    }

    @Test
    void whatever_a_member_throws_reaches_the_caller_after_all_have_ended() {
        try (Team team = new Team(3)) {
            AtomicInteger ended = new AtomicInteger();
            Throwable thrown = catchThrowable(() -> team.run((member, members) -> {
                ended.incrementAndGet();
                if (member > 0) {
                    throw new IllegalArgumentException("member " + member);
                }
            }));
            assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasMessage("member 1");
            assertThat(thrown.getSuppressed()).extracting(Throwable::getMessage).containsExactly("member 2");
            assertThat(ended).hasValue(3);

            thrown = catchThrowable(() -> team.run((member, members) -> {
                throw new AssertionError("member " + member);
            }));
            assertThat(thrown).isInstanceOf(AssertionError.class).hasMessage("member 0");
            assertThat(thrown.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .containsExactly("member 1", "member 2");

            RuntimeException same = new RuntimeException("of everyone");
            assertThatThrownBy(() -> team.run((member, members) -> {
                        throw same;
                    }))
                    .isSameAs(same)
                    .hasNoSuppressedExceptions();

            assertThatThrownBy(() -> team.run((member, members) -> TeamTest.<RuntimeException>sneak(new IOException())))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> team.run(null)).isInstanceOf(NullPointerException.class);
            assertThat(threads(team)).doesNotContainNull();
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
        throw (E) failure;
    }

    @Test
    void an_interrupted_caller_waits_for_all_and_is_still_interrupted() {
        Team team = new Team(2);
        Thread caller = Thread.currentThread();
        boolean[] ended = new boolean[1];
        team.run((member, members) -> {
            if (member == 1) {
                awaitQuietly(caller);
                caller.interrupt();
                LockSupport.parkNanos(20_000_000); // time enough for a caller that would not wait
                ended[0] = true;
            }
        });
        assertThat(ended[0]).isTrue();
        assertThat(Thread.interrupted()).isTrue();

        Thread.currentThread().interrupt();
        Thread[] threads = threads(team);
        assertThat(threads).doesNotContainNull();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        team.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(threads[1].getState()).isEqualTo(Thread.State.TERMINATED);
    }

    private static void awaitQuietly(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void an_interrupted_member_is_parked_again_and_works_on() throws InterruptedException {
        try (Team team = new Team(2)) {
            Thread member = threads(team)[1];
            awaitParked(member);
            member.interrupt();
            while (member.isInterrupted()) {
                Thread.sleep(1);
            }
            awaitParked(member);
            assertThat(threads(team)[1]).isSameAs(member);
        }
    }

    @Test
    void idle_members_are_parked_and_closing_ends_them() throws InterruptedException {
        Team team = new Team(3);
        Thread[] threads = threads(team);
        awaitParked(threads[1]);
        awaitParked(threads[2]);
        team.close();
        assertThat(threads[1].getState()).isEqualTo(Thread.State.TERMINATED);
        assertThat(threads[2].getState()).isEqualTo(Thread.State.TERMINATED);
        assertThatCode(team::close).doesNotThrowAnyException();
        assertThatThrownBy(() -> team.run((member, members) -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("team of 3: an open one expected, a closed one found");
    }

    /** Often, since members may have ended before they are waited for. */
    @Test
    void closing_leaves_an_interrupt_of_the_caller_as_it_was() {
        for (int round = 0; round < 50; round++) {
            Team calm = new Team(8);
            calm.close();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            Team interrupted = new Team(8);
            Thread.currentThread().interrupt();
            interrupted.close();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void a_team_that_never_ran_can_be_closed() {
        assertThatCode(() -> new Team(4).close()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void a_call_within_a_call_is_refused(int size) {
        String second = "team of " + size + ": one call at a time expected, a second found";
        Team team = new Team(size);
        assertThatThrownBy(() -> team.run((member, members) -> team.run((m, n) -> {})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(second);
        assertThatThrownBy(() -> team.run((member, members) -> team.close()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(second);
        assertThat(threads(team)).doesNotContainNull();
        team.close();
    }

    @Test
    void two_threads_at_once_are_refused() throws InterruptedException {
        try (Team team = new Team(2)) {
            CountDownLatch running = new CountDownLatch(2);
            CountDownLatch refused = new CountDownLatch(1);
            Thread other = new Thread(() -> team.run((member, members) -> {
                running.countDown();
                awaitUninterrupted(refused);
            }));
            other.start();
            running.await();
            assertThatThrownBy(() -> team.run((member, members) -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("team of 2: one call at a time expected, a second found");
            refused.countDown();
            other.join();
            assertThat(threads(team)).doesNotContainNull();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException exception) {
            throw new AssertionError(exception);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1025})
    void a_team_of_nobody_or_of_too_many_is_refused(int members) {
        assertThatThrownBy(() -> new Team(members))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("threads of a team: 1 to 1024 expected, " + members + " found");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void a_call_allocates_nothing_on_any_thread(int size) {
        ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int[] runs = new int[16 * size];
        Team.Part part = (member, members) -> runs[16 * member]++;
        try (Team team = new Team(size)) {
            Thread[] threads = threads(team);
            team.run(part);
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < 10 && allocated > 0; round++) { // until everything is loaded and linked
                long before = allocated(beans, threads);
                for (int call = 0; call < 1000; call++) {
                    team.run(part);
                }
                allocated = allocated(beans, threads) - before;
            }
            assertThat(allocated).isZero();
        }
    }

    private static long allocated(ThreadMXBean beans, Thread[] threads) {
        long bytes = 0;
        for (Thread thread : threads) {
            bytes += beans.getThreadAllocatedBytes(thread.getId());
        }
        return bytes;
    }
}
