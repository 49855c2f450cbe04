package dev.lockstep.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads a worker's standard error to its end, so that the worker never waits, and keeps its last line. */
final class Complaints implements Runnable {
    private static final int LONGEST = 300;

    private final InputStream stream;
    private final CountDownLatch ended = new CountDownLatch(1);
    private String last = "";

    Complaints(InputStream stream) {
        this.stream = stream;
    }

    @Override
    public void run() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n' || c == '\r') {
                    keep(line);
                } else if (line.length() < LONGEST) {
                    line.append(Character.isISOControl(c) ? '?' : (char) c);
                }
            }
            keep(line);
        } catch (IOException exception) {
            keep(new StringBuilder());
        } finally {
            ended.countDown();
        }
    }

    /** The last line that is not blank, shortened; of a worker that has ended. */
    String lastLine() throws InterruptedException {
        ended.await(1, TimeUnit.SECONDS);
        synchronized (this) {
            return last;
        }
    }

    private synchronized void keep(StringBuilder line) {
        if (!line.toString().isBlank()) {
            last = line.toString().strip();
        }
        line.setLength(0);
    }
}
