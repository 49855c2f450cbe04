package dev.lockstep.adapter.process;

import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.port.Framework;
import dev.lockstep.port.FrameworkLike;
import dev.lockstep.worker.Limits;
import dev.lockstep.worker.WorkerCommand;
import java.util.List;

/**
 * A framework of this JVM that computes in another one, which may hang or be brought down by native code: that fails the case,
 * and the next one gets another JVM. What it supports is asked here, where that is cheap.
 */
public final class IsolatedFramework extends FrameworkLike implements AutoCloseable {
    private final ProcessFramework isolated;

    /**
     * @param framework who is isolated
     * @param command how a worker is started that answers for it, such as {@link CaseAnswers}
     * @param limits what the worker may take
     */
    public IsolatedFramework(Framework framework, WorkerCommand command, Limits limits) {
        super(framework);
        this.isolated = new ProcessFramework(
                framework.id(), framework.title(), () -> List.of(command), limits, framework::accuracy);
    }

    /**
     * {@inheritDoc}
     *
     * @throws dev.lockstep.worker.WorkerFailure if it throws, crashes or takes too long
     */
    @Override
    public Observations observe(Case scenario) {
        return isolated.observe(scenario);
    }

    /** Ends the other JVM, if there is one; the next case starts another. */
    @Override
    public void close() {
        isolated.close();
    }
}
