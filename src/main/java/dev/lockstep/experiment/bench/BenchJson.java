package dev.lockstep.experiment.bench;

import java.util.Map;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code bench.json}: what a run measured. What was not measured is left out. */
public final class BenchJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    private BenchJson() {}

    /** The result as JSON text. */
    public static String of(BenchResult result) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("lockstep", result.ours());
        json.put("jdk", result.machine().java());
        json.put("kernel", result.kernel());
        json.putObject("machine")
                .put("os", result.machine().os())
                .put("cpu", result.machine().cpu())
                .put("processors", result.machine().processors());
        json.put("threads", result.plan().threads());
        json.put("seconds", result.plan().seconds());
        json.put("rounds", result.plan().rounds());
        json.put("bound", BenchResult.BOUND);
        json.put("peakGflops", result.peak());
        ArrayNode peers = json.putArray("peers");
        for (BenchResult.PeerTitle peer : result.peers()) {
            ObjectNode one = peers.addObject().put("id", peer.id()).put("title", peer.title());
            if (!peer.absent().isEmpty()) {
                one.put("absent", peer.absent());
            }
        }
        ArrayNode points = json.putArray("points");
        result.points().forEach(point -> put(result, point, points.addObject()));
        ArrayNode growth = json.putArray("growth");
        result.growth().forEach(one -> put(one, growth.addObject()));
        ArrayNode dropped = json.putArray("dropped");
        result.dropped().forEach(dropped::add);
        ArrayNode errors = json.putArray("errors");
        result.errors().forEach(errors::add);
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }

    private static void put(BenchResult result, PointResult point, ObjectNode json) {
        sizes(point.point(), json);
        json.put("threads", result.plan().threads());
        if (!Double.isFinite(point.ours())) {
            return;
        }
        json.put("oursMs", point.ours());
        json.put("gflops", point.gigaflops());
        json.put("peakFraction", result.peakFraction(point));
        ObjectNode peers = json.putObject("peers");
        ObjectNode ratios = json.putObject("ratio");
        ObjectNode targets = json.putObject("target");
        for (Map.Entry<String, PeerTime> peer : point.peers().entrySet()) {
            PeerTime time = peer.getValue();
            ObjectNode one = peers.putObject(peer.getKey())
                    .put("ms", time.milliseconds())
                    .put("setting", time.setting());
            if (Double.isFinite(time.asInstalled())) {
                one.put("asInstalledMs", time.asInstalled());
            }
            one.put("distance", time.distance());
            double ratio = point.ratio(peer.getKey());
            ratios.put(peer.getKey(), ratio);
            result.target(point, peer.getKey())
                    .ifPresent(target -> targets.putObject(peer.getKey())
                            .put("ratio", target.ratio())
                            .put("met", target.isMetBy(ratio)));
        }
        Target.ofPeak(point.point(), result.plan().threads())
                .ifPresent(target -> json.putObject("peakTarget")
                        .put("fraction", target.ratio())
                        .put("met", target.isMetBy(result.peakFraction(point))));
    }

    private static void put(Growth growth, ObjectNode json) {
        json.put("along", growth.along());
        sizes(growth.point(), json);
        json.put("oursMs", growth.milliseconds());
        json.put("gflops", growth.point().flops() / growth.milliseconds() / 1e6);
        json.put("heldBytes", growth.memory().held());
        json.put("allocatedBytesPerStep", growth.memory().allocated());
        json.put("bytesPerTimeStepAndRow", growth.bytesPerRow());
    }

    private static void sizes(GridPoint point, ObjectNode json) {
        json.put("layer", point.layer().id());
        json.put("in", point.inputs());
        json.put("h", point.units());
        json.put("T", point.time());
        json.put("B", point.batch());
    }
}
