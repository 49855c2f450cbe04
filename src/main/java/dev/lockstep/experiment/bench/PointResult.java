package dev.lockstep.experiment.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured at one point.
 *
 * @param point the sizes
 * @param ours milliseconds of our step; NaN where it was not timed
 * @param peers by id, those that were timed
 * @param errors why something was not timed
 */
record PointResult(GridPoint point, double ours, Map<String, PeerTime> peers, List<String> errors) {
    PointResult {
        peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
        errors = List.copyOf(errors);
    }

    /** Billions of operations a second of our step. */
    double gigaflops() {
        return point.flops() / ours / 1e6;
    }

    /** How many times as long as ours the peer takes at its best setting. */
    double ratio(String peer) {
        return peers.get(peer).milliseconds() / ours;
    }
}
