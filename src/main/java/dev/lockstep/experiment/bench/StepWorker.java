package dev.lockstep.experiment.bench;

import dev.lockstep.frameworks.TrainingSteps;
import dev.lockstep.port.TrainingStep;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A contestant in a JVM of its own. Its argument is a framework's id; it answers every line of its standard input with one line,
 * until the input ends:
 *
 * <ul>
 *   <li>{@code {"ask":"kernel"}}: {@code {"kernel":"plain Java"}}
 *   <li>{@code {"ask":"prepare","layer":"LSTM","sizes":[3,5,7,2],"threads":1,"data":FILE,"numbers":FILE}}: reads
 *       {@link PointData}, takes one step, writes {@link StepNumbers}, answers {@code {"prepared":true}}
 *   <li>{@code {"ask":"time","seconds":0.4,"atLeast":3}}: {@code {"milliseconds":1.5,"steps":267}}
 *   <li>{@code {"ask":"memory"}}: {@code {"held":1000000,"allocated":0}}
 *   <li>{@code {"ask":"peak","seconds":0.4,"threads":1}}: {@code {"gigaflops":117.2}}
 * </ul>
 *
 * What fails is answered by {@code {"failed":"why"}}.
 */
public final class StepWorker {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final String framework;
    private Optional<TrainingStep> step = Optional.empty();
    private long usedBefore;

    private StepWorker(String framework) {
        this.framework = framework;
    }

    /** Answers until its input ends. */
    public static void main(String[] args) throws IOException {
        PrintStream answers = System.out;
        // Whatever a library prints must not stand between answers.
        System.setOut(System.err);
        StepWorker worker = new StepWorker(args[0]);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            ObjectNode answer = MAPPER.createObjectNode();
            try {
                worker.answer(MAPPER.readTree(line), answer);
            } catch (InterruptedException | RuntimeException | LinkageError exception) {
                answer.put("failed", exception.toString().replaceAll("\\R", " "));
            }
            answers.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
            answers.flush();
        }
        // Pools of libraries may still run threads that are no daemons.
        System.exit(0);
    }

    private void answer(JsonNode request, ObjectNode answer) throws InterruptedException {
        switch (request.path("ask").asString()) {
            case "kernel" -> answer.put("kernel", PeakMeter.kernel());
            case "prepare" -> {
                prepare(request);
                answer.put("prepared", true);
            }
            case "time" -> {
                StepTime time = StepTime.measured(
                        taken()::take,
                        request.path("seconds").asDouble(),
                        request.path("atLeast").asInt());
                answer.put("milliseconds", time.milliseconds()).put("steps", time.steps());
            }
            case "memory" -> {
                long allocated = StepMemory.allocated(taken()::take);
                answer.put("held", StepMemory.used() - usedBefore).put("allocated", allocated);
            }
            case "peak" ->
                answer.put(
                        "gigaflops",
                        PeakMeter.gigaflops(
                                request.path("seconds").asDouble(),
                                request.path("threads").asInt()));
            default -> throw new IllegalArgumentException("no such request: " + request);
        }
    }

    private void prepare(JsonNode request) {
        step.ifPresent(TrainingStep::close);
        step = Optional.empty();
        usedBefore = StepMemory.used();
        JsonNode sizes = request.path("sizes");
        GridPoint point = new GridPoint(
                LayerType.of(request.path("layer").asString()),
                sizes.path(0).asInt(),
                sizes.path(1).asInt(),
                sizes.path(2).asInt(),
                sizes.path(3).asInt());
        PointData data = PointData.read(point, Path.of(request.path("data").asString()));
        TrainingStep prepared = TrainingSteps.of(
                framework, data.scenario(), Math.max(1, request.path("threads").asInt()));
        prepared.take();
        StepNumbers.of(prepared).write(Path.of(request.path("numbers").asString()));
        step = Optional.of(prepared);
    }

    private TrainingStep taken() {
        return step.orElseThrow(() -> new IllegalStateException("no step is prepared"));
    }
}
