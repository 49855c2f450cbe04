package dev.lockstep.experiment.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Memory of a prepared step.
 *
 * @param held bytes of the heap between steps, its data included
 * @param allocated bytes that one step takes from the heap, in the thread that takes it
 */
record StepMemory(long held, long allocated) {
    /** Bytes of the heap in use, after a collection. */
    static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** What the step allocates in the thread that asks; 0 where this JVM does not count. */
    static long allocated(Runnable step) {
        if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)) {
            return 0;
        }
        long id = Thread.currentThread().getId();
        threads.getThreadAllocatedBytes(id);
        long before = threads.getThreadAllocatedBytes(id);
        step.run();
        long after = threads.getThreadAllocatedBytes(id);
        return Math.max(0, after - before);
    }
}
