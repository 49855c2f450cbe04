package dev.lockstep.worker;

import java.time.Duration;

/**
 * What a worker may take.
 *
 * @param time for one answer
 * @param bytes of one answer, its line's end not counted
 */
public record Limits(Duration time, int bytes) {
    /** A minute and 64 MiB. */
    public static final Limits STANDARD = new Limits(Duration.ofSeconds(60), 64 << 20);
}
