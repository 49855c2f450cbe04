package dev.lockstep.experiment.bench;

import dev.lockstep.worker.Limits;
import dev.lockstep.worker.Worker;
import dev.lockstep.worker.WorkerFailure;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A contestant's process, started with the first request; {@link StepWorker} says what it is asked. It idles between requests.
 * Every method throws a {@link WorkerFailure} where the process crashes, takes too long or says that it failed; the next request
 * then starts another.
 */
final class Contestant implements AutoCloseable {
    /** For one answer. */
    static final Limits LIMITS = new Limits(Duration.ofSeconds(120), 10_000);

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Entrant entrant;
    private final Limits limits;
    private Worker worker;

    Contestant(Entrant entrant, Limits limits) {
        this.entrant = entrant;
        this.limits = limits;
    }

    Entrant entrant() {
        return entrant;
    }

    /** What it computes products with. */
    String kernel() {
        return ask(MAPPER.createObjectNode().put("ask", "kernel"))
                .path("kernel")
                .asString();
    }

    /** Has it read the data and take one step. */
    StepNumbers prepare(GridPoint point, Path data, Path numbers) {
        ObjectNode request = MAPPER.createObjectNode();
        request.put("ask", "prepare").put("layer", point.layer().id());
        request.putArray("sizes")
                .add(point.inputs())
                .add(point.units())
                .add(point.time())
                .add(point.batch());
        request.put("threads", entrant.setting().threads());
        request.put("data", data.toString()).put("numbers", numbers.toString());
        ask(request);
        try {
            return StepNumbers.read(point, numbers);
        } catch (IllegalArgumentException exception) {
            throw new WorkerFailure("its worker wrote what cannot be used: " + exception.getMessage(), exception);
        }
    }

    /** Has it take the step for some seconds. */
    StepTime time(double seconds, int atLeast) {
        JsonNode answer = ask(MAPPER.createObjectNode()
                .put("ask", "time")
                .put("seconds", seconds)
                .put("atLeast", atLeast));
        double milliseconds = answer.path("milliseconds").asDouble(Double.NaN);
        if (!(milliseconds > 0)) {
            throw new WorkerFailure("its worker answered no time: " + answer);
        }
        return new StepTime(milliseconds, answer.path("steps").asLong(0));
    }

    StepMemory memory() {
        JsonNode answer = ask(MAPPER.createObjectNode().put("ask", "memory"));
        return new StepMemory(
                answer.path("held").asLong(0), answer.path("allocated").asLong(0));
    }

    /** Billions of fused multiply-adds a second, each counted as two operations. */
    double peak(double seconds) {
        return ask(MAPPER.createObjectNode()
                        .put("ask", "peak")
                        .put("seconds", seconds)
                        .put("threads", entrant.setting().threads()))
                .path("gigaflops")
                .asDouble(Double.NaN);
    }

    private JsonNode ask(ObjectNode request) {
        if (worker == null) {
            worker = new Worker(entrant.command(), limits);
        }
        JsonNode answer;
        try {
            answer = MAPPER.readTree(worker.ask(request.toString()));
        } catch (WorkerFailure failure) {
            close();
            throw failure;
        } catch (JacksonException exception) {
            close();
            throw new WorkerFailure("its worker answered what is not JSON", exception);
        }
        if (answer.has("failed")) {
            throw new WorkerFailure(
                    "its worker failed: " + answer.path("failed").asString());
        }
        return answer;
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.close();
            worker = null;
        }
    }
}
