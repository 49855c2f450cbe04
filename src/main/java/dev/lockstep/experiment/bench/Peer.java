package dev.lockstep.experiment.bench;

import dev.lockstep.model.InvalidInput;
import java.util.List;

/**
 * A framework that ours is timed against.
 *
 * @param id of the framework
 * @param title with its version
 * @param absent why it cannot take part; empty where it can
 * @param entrants as installed first, then the settings among which its best is looked for; none where it is absent
 */
record Peer(String id, String title, String absent, List<Entrant> entrants) {
    /** Ids of the peers that there are. */
    static final List<String> IDS = List.of("dl4j", "pytorch");

    Peer {
        entrants = List.copyOf(entrants);
    }

    /** @throws InvalidInput if there is none of that id */
    static String known(String id) {
        if (!IDS.contains(id)) {
            throw new InvalidInput("--peers: some of " + String.join(", ", IDS) + " expected, \"" + id + "\" found");
        }
        return id;
    }
}
