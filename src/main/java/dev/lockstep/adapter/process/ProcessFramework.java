package dev.lockstep.adapter.process;

import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.caseformat.CaseReader.Answer;
import dev.lockstep.caseformat.CaseWriter;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Tensor;
import dev.lockstep.port.Framework;
import dev.lockstep.port.FrameworkLike;
import dev.lockstep.port.OwnArrays;
import dev.lockstep.port.Support;
import dev.lockstep.worker.Limits;
import dev.lockstep.worker.Worker;
import dev.lockstep.worker.WorkerCommand;
import dev.lockstep.worker.WorkerFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A framework in another process. Nothing is started before it is asked for something; then one worker serves all cases, and is
 * ended with this JVM.
 *
 * <p>Whether a case is supported only the worker knows, and it says so by computing it; the answer to {@link #supports} is kept
 * for the {@link #observe} that follows, and for that one only. All methods may be called by many threads, which are served one
 * after another.
 */
public final class ProcessFramework implements Framework, OwnArrays, AutoCloseable {
    private final String id;
    private final String title;
    private final Supplier<List<WorkerCommand>> commands;
    private final Limits limits;
    private final Function<Precision, Accuracy> accuracy;
    private Optional<Found> found = Optional.empty();
    private Optional<Worker> worker = Optional.empty();
    private Optional<Pending> pending = Optional.empty();
    private boolean hooked;

    /** What looking for a worker brought: a command and a version, or why there is none. */
    private record Found(Optional<WorkerCommand> command, String version, String because) {}

    /** An answer that was not fetched yet. */
    private record Pending(String line, Answer answer) {}

    /**
     * A framework of whose functions nothing is known; its worker is looked for when it is first needed.
     *
     * @param id its id
     * @param title its name in text
     * @param commands ways to start its worker; the first that can work is taken
     * @param limits what the worker may take
     */
    public ProcessFramework(String id, String title, Supplier<List<WorkerCommand>> commands, Limits limits) {
        this(id, title, commands, limits, precision -> Accuracy.ANY);
    }

    /**
     * A framework whose functions are known.
     *
     * @param id its id
     * @param title its name in text
     * @param commands ways to start its worker; the first that can work is taken
     * @param limits what the worker may take
     * @param accuracy of the functions of the framework that the worker asks, for cases in each precision
     */
    public ProcessFramework(
            String id,
            String title,
            Supplier<List<WorkerCommand>> commands,
            Limits limits,
            Function<Precision, Accuracy> accuracy) {
        this.id = id;
        this.title = title;
        this.commands = commands;
        this.limits = limits;
        this.accuracy = accuracy;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }

    /** As the worker says; empty where it cannot work. */
    @Override
    public String version() {
        return found().version();
    }

    @Override
    public Support available() {
        Found found = found();
        return found.command().isPresent() ? Support.YES : Support.no(found.because());
    }

    @Override
    public Accuracy accuracy() {
        return accuracy(Precision.DOUBLE);
    }

    @Override
    public Accuracy accuracy(Precision precision) {
        return accuracy.apply(precision);
    }

    /** Yes also where the worker fails at the case: {@link #observe} then says how. */
    @Override
    public Support supports(Case scenario) {
        return supports(scenario, CaseWriter.line(scenario));
    }

    private synchronized Support supports(Case scenario, String line) {
        Support available = available();
        if (!available.yes()) {
            return available;
        }
        try {
            if (pending.isEmpty() || !pending.get().line().equals(line)) {
                pending = Optional.of(new Pending(line, ask(scenario, line)));
            }
            String because = pending.get().answer().unsupported();
            return because.isEmpty() ? Support.YES : Support.no(because);
        } catch (WorkerFailure failure) {
            return Support.YES;
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws WorkerFailure if the worker crashes, takes too long or answers with something that is no answer; also if it says
     *     that its framework failed, and then it goes on
     * @throws UnsupportedOperationException if {@link #supports} says no
     */
    @Override
    public Observations observe(Case scenario) {
        return observe(scenario, CaseWriter.line(scenario));
    }

    /** {@inheritDoc} Its id is the word for their layout in what the worker reads. */
    @Override
    public Framework given(Map<String, Tensor> arrays) {
        return new FrameworkLike(this) {
            @Override
            public Support supports(Case scenario) {
                return ProcessFramework.this.supports(scenario, CaseWriter.line(scenario, id, arrays));
            }

            @Override
            public Observations observe(Case scenario) {
                return ProcessFramework.this.observe(scenario, CaseWriter.line(scenario, id, arrays));
            }
        };
    }

    private synchronized Observations observe(Case scenario, String line) {
        Optional<Pending> known = pending.filter(kept -> kept.line().equals(line));
        pending = Optional.empty();
        if (known.isPresent()) {
            requireSilence();
        }
        Answer answer = known.isPresent() ? known.get().answer() : ask(scenario, line);
        if (!answer.failed().isEmpty()) {
            throw new WorkerFailure(answer.failed());
        }
        return answer.observations()
                .orElseThrow(() -> new UnsupportedOperationException(
                        title + " cannot run \"" + scenario.name() + "\", because " + answer.unsupported()));
    }

    /** Ends the worker, if there is one; the next question starts another. */
    @Override
    public synchronized void close() {
        worker.ifPresent(Worker::close);
        worker = Optional.empty();
    }

    private Answer ask(Case scenario, String line) {
        WorkerCommand command = found().command()
                .orElseThrow(() ->
                        new UnsupportedOperationException(title + " cannot run here, because " + found().because()));
        try {
            if (worker.isEmpty()) {
                endWithThisJvm();
                worker = Optional.of(new Worker(command, limits));
            }
            return understood(worker.get().ask(line), scenario);
        } catch (WorkerFailure failure) {
            close();
            throw failure;
        }
    }

    private void requireSilence() {
        try {
            worker.ifPresent(Worker::requireSilence);
        } catch (WorkerFailure failure) {
            close();
            throw failure;
        }
    }

    private static Answer understood(byte[] answer, Case scenario) {
        try {
            return CaseReader.readAnswer(answer, scenario);
        } catch (InvalidInput refusal) {
            // Not the user's input, so not a refusal of it.
            throw new WorkerFailure("its worker answered what cannot be used: " + refusal.getMessage(), refusal);
        }
    }

    private synchronized Found found() {
        if (found.isEmpty()) {
            found = Optional.of(search());
        }
        return found.get();
    }

    private Found search() {
        List<String> reasons = new ArrayList<>();
        for (WorkerCommand command : commands.get()) {
            String reason;
            try (Worker probe = new Worker(command.probing(), limits)) {
                Map<String, String> said = CaseReader.readTexts(probe.hear());
                if (said.containsKey("version")) {
                    return new Found(Optional.of(command), said.get("version"), "");
                }
                reason = said.getOrDefault("unavailable", "says neither a version nor what is missing");
            } catch (WorkerFailure failure) {
                reason = failure.getMessage().replaceFirst("^its worker ", "");
            } catch (InvalidInput refusal) {
                reason = "says what cannot be used: " + refusal.getMessage();
            }
            reasons.add(command.name() + " " + reason);
        }
        return new Found(Optional.empty(), "", String.join(" and ", reasons));
    }

    private void endWithThisJvm() {
        if (!hooked) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> worker.ifPresent(Worker::close)));
            hooked = true;
        }
    }
}
