package dev.lockstep.experiment.bench;

import dev.lockstep.worker.WorkerFailure;
import java.nio.file.Path;
import java.util.List;

/** How the cost of our LSTM step grows with the sequence and with the minibatch, at 32 inputs and 64 units. */
final class GrowthCurve {
    private static final int INPUTS = 32;
    private static final int UNITS = 64;
    private static final int TIME = 50;
    private static final int BATCH = 4;
    private static final List<Integer> TIMES = List.of(10, 30, 100, 300, 1000, 3000, 10_000);
    private static final List<Integer> BATCHES = List.of(1, 4, 10, 32, 100, 320);

    private final Contestant ours;
    private final Path folder;
    private final double seconds;
    private final BenchProgress progress;

    GrowthCurve(Contestant ours, Path folder, double seconds, BenchProgress progress) {
        this.ours = ours;
        this.folder = folder;
        this.seconds = seconds;
        this.progress = progress;
    }

    /**
     * @param growth is given what is measured
     * @throws WorkerFailure if our process fails
     */
    void measure(List<Growth> growth) {
        for (int time : TIMES) {
            growth.add(at("T", new GridPoint(LayerType.LSTM, INPUTS, UNITS, time, BATCH)));
        }
        for (int batch : BATCHES) {
            growth.add(at("B", new GridPoint(LayerType.LSTM, INPUTS, UNITS, TIME, batch)));
        }
    }

    private Growth at(String along, GridPoint point) {
        progress.doing("growth with " + along + ": LSTM " + point.sizes());
        Path data = folder.resolve("data");
        PointData.random(point).write(data);
        ours.prepare(point, data, folder.resolve("numbers"));
        ours.time(seconds, 1);
        double milliseconds = ours.time(seconds, 1).milliseconds();
        return new Growth(along, point, milliseconds, ours.memory());
    }
}
