package dev.lockstep.layer;

import dev.lockstep.model.InvalidInput;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that share the parts of one call. Member 0 is the thread that calls {@link #run}, the others belong to the team; when
 * nothing is to be done they are parked. What the caller wrote before a call is visible to every member, and what members wrote
 * is visible to the caller after it. A call allocates nothing.
 */
public final class Team implements AutoCloseable {
    private static final int GREATEST = 1024;
    /** How often a thread looks again before it is parked: some 20 µs, about what it costs to wake it. */
    private static final int LOOKS = 2000;

    private static final int IDLE = 0;
    private static final int RUNNING = 1;
    private static final int CLOSED = 2;

    private final Member[] others;
    private final Throwable[] failures;
    private final int looks;
    private final AtomicInteger state = new AtomicInteger(IDLE);
    private final AtomicInteger unfinished = new AtomicInteger();

    /** Written by the caller alone, after all that members read; a member runs its part once for each value. */
    private volatile int round;

    /** The caller while it is parked or about to be. */
    private volatile Thread waiting;

    private Part part;

    /** What is shared. */
    @FunctionalInterface
    public interface Part {
        /**
         * The work of one member; must not wait for other members.
         *
         * @param member whose part, from 0
         * @param members how many there are
         */
        void run(int member, int members);
    }

    /**
     * @param members how many, the caller included
     * @throws InvalidInput if there are fewer than 1 or more than 1024
     */
    public Team(int members) {
        if (members < 1 || members > GREATEST) {
            throw new InvalidInput("threads of a team: 1 to " + GREATEST + " expected, " + members + " found");
        }
        others = new Member[members - 1];
        failures = new Throwable[members];
        looks = members <= Runtime.getRuntime().availableProcessors() ? LOOKS : 0;
        for (int k = 0; k < others.length; k++) {
            others[k] = new Member(k + 1);
        }
        for (Member member : others) {
            member.thread.start();
        }
    }

    /** A team of the caller alone; it has no threads. */
    public static Team alone() {
        return new Team(1);
    }

    /** How many members there are, the caller included. */
    public int members() {
        return failures.length;
    }

    /**
     * Runs the part of every member, and returns when all are done. An interrupt of the caller does not end the call; it is
     * still there afterwards.
     *
     * @throws IllegalStateException if another call runs, which may be the one this was called from, or the team is closed
     * @throws RuntimeException what a part threw, that of the lowest member; those of others are suppressed in it. So are errors
     */
    public void run(Part shared) {
        begin(RUNNING);
        try {
            part = shared;
            unfinished.set(others.length);
            wakeOthers();
            runPart(0);
            awaitOthers();
            part = null;
            throwFailure();
        } finally {
            state.set(IDLE);
        }
    }

    /**
     * Ends the threads and waits until they have ended; a team that is closed stays so.
     *
     * @throws IllegalStateException if a call runs
     */
    @Override
    public void close() {
        if (state.get() == CLOSED) {
            return;
        }
        begin(CLOSED);
        wakeOthers();
        boolean interrupted = false;
        for (Member member : others) {
            while (member.thread.isAlive()) {
                try {
                    member.thread.join();
                } catch (InterruptedException exception) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(int next) {
        int found = state.compareAndExchange(IDLE, next);
        if (found != IDLE) {
            throw new IllegalStateException("team of " + members() + ": "
                    + (found == CLOSED ? "an open one expected, a closed one" : "one call at a time expected, a second")
                    + " found");
        }
    }

    private void wakeOthers() {
        round = round + 1;
        for (Member member : others) {
            if (member.parked) {
                LockSupport.unpark(member.thread);
            }
        }
    }

    /** Nothing that a part throws may keep a member from saying that it is done. */
    private void runPart(int member) {
        try {
            part.run(member, failures.length);
        } catch (Throwable failure) {
            failures[member] = failure;
        }
    }

    private void awaitOthers() {
        for (int look = 0; look < looks && unfinished.get() > 0; look++) {
            Thread.onSpinWait();
        }
        if (unfinished.get() == 0) {
            return;
        }
        boolean interrupted = false;
        waiting = Thread.currentThread();
        while (unfinished.get() > 0) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted(); // else it would not be parked again
        }
        waiting = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void throwFailure() {
        Throwable first = null;
        for (int member = 0; member < failures.length; member++) {
            Throwable failure = failures[member];
            failures[member] = null;
            if (first == null) {
                first = failure;
            } else if (failure != null && failure != first) {
                first.addSuppressed(failure);
            }
        }
        if (first != null) {
            Team.<RuntimeException>rethrow(first);
        }
    }

    /** As it is, whatever it is. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void rethrow(Throwable failure) throws E {
        throw (E) failure;
    }

    /** One of the team's own threads. */
    private final class Member implements Runnable {
        private final int number;
        private final Thread thread;
        private volatile boolean parked;

        Member(int number) {
            this.number = number;
            this.thread = new Thread(null, this, "lockstep-team-" + number, 0, false);
            thread.setDaemon(true);
        }

        @Override
        public void run() {
            for (int done = 0; ; done++) {
                awaitRoundAfter(done);
                if (state.get() == CLOSED) {
                    return;
                }
                runPart(number);
                if (unfinished.decrementAndGet() == 0) {
                    LockSupport.unpark(waiting);
                }
            }
        }

        private void awaitRoundAfter(int done) {
            for (int look = 0; look < looks && round == done; look++) {
                Thread.onSpinWait();
            }
            if (round != done) {
                return;
            }
            parked = true;
            while (round == done) {
                LockSupport.park(Team.this);
                Thread.interrupted(); // else it would not be parked again
            }
            parked = false;
        }
    }
}
