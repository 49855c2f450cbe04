package dev.lockstep.experiment.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far ahead of a peer our step is meant to be.
 *
 * @param ratio the peer's time over ours
 * @param strict whether it must be exceeded, not only reached
 */
record Target(double ratio, boolean strict) {
    private static final Map<String, List<Double>> LSTM_ON_ONE_THREAD = Map.of(
            "pytorch", List.of(100.0, 25.0, 3.5, 2.2, 1.7, 1.4),
            "dl4j", List.of(1000.0, 200.0, 18.0, 8.0, 4.5, 3.0));
    private static final Map<String, Double> LSTM_ON_TWO_THREADS =
            Map.of("64,128,50,32", 3.0, "128,256,50,64", 2.0, "256,512,20,64", 2.0);
    private static final List<String> LARGEST = List.of("128,256,50,64", "256,512,20,64");

    /** The target against a peer's best setting; none off the grid. */
    static Optional<Target> of(GridPoint point, String peer, int threads) {
        int index = GridPoint.GRID.indexOf(point.sizes());
        if (index < 0) {
            return Optional.empty();
        }
        if (point.layer() == LayerType.SIMPLE_RNN) {
            return threads == 1 ? Optional.of(new Target(1, true)) : Optional.empty();
        }
        if (threads == 1) {
            return Optional.of(new Target(LSTM_ON_ONE_THREAD.get(peer).get(index), false));
        }
        return threads == 2 && peer.equals("pytorch")
                ? Optional.ofNullable(LSTM_ON_TWO_THREADS.get(point.sizes())).map(ratio -> new Target(ratio, false))
                : Optional.empty();
    }

    /** The share of the peak that is aimed at; none but for the LSTM at the two largest points. */
    static Optional<Target> ofPeak(GridPoint point, int threads) {
        if (point.layer() != LayerType.LSTM || !LARGEST.contains(point.sizes()) || threads > 2) {
            return Optional.empty();
        }
        return Optional.of(new Target(threads == 1 ? 0.75 : 0.70, false));
    }

    boolean isMetBy(double found) {
        return strict ? found > ratio : found >= ratio;
    }
}
