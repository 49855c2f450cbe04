package dev.lockstep.worker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running worker. After a failure it is of no use any more, and must be closed like any other. */
public final class Worker implements AutoCloseable {
    private static final int END_SECONDS = 2;
    private static final String MORE = "its worker answered more than one line";

    private final Limits limits;
    private final Process process;
    private final InputStream answers;
    private final Complaints complaints;
    private final ExecutorService talk;

    /**
     * @param command how it is started
     * @param limits what each of its answers may take
     * @throws WorkerFailure if the program cannot be started
     */
    public Worker(WorkerCommand command, Limits limits) {
        this.limits = limits;
        try {
            process = command.start();
        } catch (IOException exception) {
            throw new WorkerFailure("cannot be started", exception);
        }
        answers = new BufferedInputStream(process.getInputStream());
        complaints = new Complaints(process.getErrorStream());
        talk = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "worker " + command.name());
            thread.setDaemon(true);
            return thread;
        });
        talk.execute(complaints);
    }

    /**
     * Writes a line and waits for the line that answers it. Answers have no numbers, so one too many would be taken for that of the
     * next line.
     *
     * @param line without its end
     * @return the answer, without its end
     * @throws WorkerFailure if there is none, or more is there than that one line, before the question or behind the answer
     */
    public byte[] ask(String line) {
        return waitFor(talk.submit(() -> {
            requireNothing("its worker had written more than one line for each case before this one");
            OutputStream questions = process.getOutputStream();
            questions.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            questions.flush();
            byte[] answer = nextLine();
            requireNothing(MORE);
            return answer;
        }));
    }

    /**
     * Looks once more behind the last answer, for a line that came late.
     *
     * @throws WorkerFailure if there is one
     */
    public void requireSilence() {
        waitFor(talk.submit(() -> {
            requireNothing(MORE);
            return new byte[0];
        }));
    }

    private void requireNothing(String otherwise) throws IOException {
        if (answers.available() > 0) {
            throw new WorkerFailure(otherwise);
        }
    }

    /**
     * Waits for a line that nobody asked for.
     *
     * @return the line, without its end
     * @throws WorkerFailure if there is none
     */
    public byte[] hear() {
        return waitFor(talk.submit(this::nextLine));
    }

    private byte[] waitFor(Future<byte[]> answer) {
        try {
            return answer.get(limits.time().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException exception) {
            throw new WorkerFailure(
                    "its worker gave no answer within " + limits.time().toMillis() / 1000.0 + " s", exception);
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            throw new WorkerFailure("its worker was interrupted", exception);
        } catch (ExecutionException exception) {
            if (exception.getCause() instanceof WorkerFailure failure) {
                throw failure;
            }
            throw new WorkerFailure(ending(), exception);
        }
    }

    private byte[] nextLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = answers.read(); b != '\n'; b = answers.read()) {
            if (b < 0) {
                throw new WorkerFailure(ending());
            }
            if (line.size() == limits.bytes()) {
                throw new WorkerFailure("its worker answered more than " + limits.bytes() + " bytes");
            }
            line.write(b);
        }
        return line.toByteArray();
    }

    private String ending() {
        try {
            String how = process.waitFor(END_SECONDS, TimeUnit.SECONDS)
                    ? "ended without an answer, exit code " + process.exitValue()
                    : "closed its output without an answer";
            String last = complaints.lastLine();
            return "its worker " + how + (last.isEmpty() ? "" : ", saying: " + last);
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            return "its worker was interrupted";
        }
    }

    /** Ends the process and whatever it has started. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        talk.shutdownNow();
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
        }
    }
}
