package dev.lockstep.experiment.bench;

import dev.lockstep.worker.Limits;
import dev.lockstep.worker.WorkerFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One run. All contestants are started once and idle between their turns. At every point they all take one step from the same
 * numbers, which are compared; then each peer's best setting is looked for; then ours, the peers as installed and the peers at
 * their best take turns, round after round. A time is the median of its rounds, and a round's that of its samples.
 */
public final class Bench implements AutoCloseable {
    private static final double PEAK_SECONDS = 0.3;
    /** JVMs compile what they run often; before the first point none of it has run. */
    private static final double FIRST_WARM_UP = 4;

    private static final double SEARCH = 0.5;
    private static final double WORTH_ANOTHER_LOOK = 1.25;
    private static final int SAMPLES = 3;

    /** Where steps are so long, or the machine so busy, that turns take more than this, three rounds are enough. */
    private static final double LONG_TURNS_SECONDS = 40;

    private static final int FEWEST_ROUNDS = 3;

    private final BenchPlan plan;
    private final Cast cast;
    private final BenchProgress progress;
    private final Path folder;
    private final Contestant ours;
    private final Map<String, List<Contestant>> peers = new LinkedHashMap<>();
    private final List<String> dropped = new ArrayList<>();
    private boolean warm;

    /**
     * A run with what this machine has.
     *
     * @param plan what is to be timed
     * @param progress is told how far it has come
     */
    public Bench(BenchPlan plan, BenchProgress progress) {
        this(plan, Cast.of(plan.peers(), plan.threads(), System.getenv()), progress, Contestant.LIMITS);
    }

    Bench(BenchPlan plan, Cast cast, BenchProgress progress, Limits limits) {
        this.plan = plan;
        this.cast = cast;
        this.progress = progress;
        try {
            folder = Files.createTempDirectory("lockstep-bench");
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        ours = new Contestant(cast.ours(), limits);
        for (Peer peer : cast.peers()) {
            List<Contestant> contestants = new ArrayList<>();
            peer.entrants().forEach(entrant -> contestants.add(new Contestant(entrant, limits)));
            peers.put(peer.id(), contestants);
        }
    }

    /**
     * Measures everything.
     *
     * @throws WorkerFailure if our own process cannot even say what it is
     */
    public BenchResult run() {
        String kernel = ours.kernel();
        double peak = ours.peak(PEAK_SECONDS);
        List<PointResult> results = new ArrayList<>();
        for (GridPoint point : plan.points()) {
            results.add(at(point));
            peak = Math.max(peak, ours.peak(PEAK_SECONDS));
        }
        List<Growth> growth = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        results.forEach(result -> result.errors().forEach(error -> errors.add(where(result.point()) + ": " + error)));
        if (plan.growth()) {
            try {
                new GrowthCurve(ours, folder, plan.seconds(), progress).measure(growth);
            } catch (WorkerFailure failure) {
                errors.add("growth: " + cast.ours().title() + ", " + failure.getMessage());
            }
        }
        return new BenchResult(
                plan,
                BenchMachine.here(),
                cast.ours().title(),
                kernel,
                peak,
                cast.peers().stream()
                        .map(peer -> new BenchResult.PeerTitle(peer.id(), peer.title(), peer.absent()))
                        .toList(),
                results,
                growth,
                dropped,
                errors);
    }

    private static String where(GridPoint point) {
        return point.layer().id() + " " + point.sizes();
    }

    private PointResult at(GridPoint point) {
        String where = where(point);
        progress.doing(where + ": the same numbers");
        List<String> errors = new ArrayList<>();
        Path data = folder.resolve("data");
        Path numbers = folder.resolve("numbers");
        PointData.random(point).write(data);
        StepNumbers expected;
        try {
            expected = ours.prepare(point, data, numbers);
        } catch (WorkerFailure failure) {
            errors.add(cast.ours().title() + ", " + failure.getMessage());
            return new PointResult(point, Double.NaN, Map.of(), errors);
        }
        Map<String, Double> distances = new LinkedHashMap<>();
        for (Peer peer : cast.peers()) {
            distance(
                            peer,
                            errors,
                            contestant ->
                                    contestant.prepare(point, data, numbers).distanceTo(expected))
                    .ifPresent(distance -> distances.put(peer.id(), distance));
        }
        progress.doing(where + ": the best settings");
        Map<String, Contestant> best = new LinkedHashMap<>();
        for (String id : distances.keySet()) {
            best(id).ifPresentOrElse(found -> best.put(id, found), () -> errors.add(id + ": every setting failed"));
        }
        progress.doing(where + ": in turns");
        PointResult result = inTurns(point, best, distances, errors);
        progress.doing(where + ": " + BenchTable.inShort(result));
        warm = true;
        return result;
    }

    /** How far a peer's settings are from ours at most; empty where one of them is too far, or none is left. */
    private Optional<Double> distance(
            Peer peer, List<String> errors, Function<Contestant, StepNumbers.Distance> first) {
        double worst = 0;
        List<Contestant> contestants = peers.get(peer.id());
        for (Contestant contestant : List.copyOf(contestants)) {
            Optional<StepNumbers.Distance> found = attempt(contestant, first);
            if (found.isPresent() && !(found.get().relative() <= BenchResult.BOUND)) {
                errors.add(contestant.entrant().name() + ": " + found.get().array() + " is "
                        + BenchTable.scientific(found.get().relative())
                        + " of its greatest magnitude away from ours, at most "
                        + BenchTable.scientific(BenchResult.BOUND) + " is allowed; not timed");
                return Optional.empty();
            }
            worst = Math.max(worst, found.map(StepNumbers.Distance::relative).orElse(0.0));
        }
        if (contestants.isEmpty() && peer.absent().isEmpty()) {
            errors.add(peer.title() + ": every setting failed");
        }
        return contestants.isEmpty() ? Optional.empty() : Optional.of(worst);
    }

    /**
     * The setting that is fastest in short turns; those that come near it have a second one. As installed, a peer may use more
     * threads than are allowed here; then that is no setting to be best, unless it is the
     * only one.
     */
    private Optional<Contestant> best(String id) {
        boolean allAllowed = plan.threads() == Runtime.getRuntime().availableProcessors();
        List<Contestant> contestants = peers.get(id).stream()
                .filter(contestant -> allAllowed || peers.get(id).size() == 1 || !isInstalled(contestant))
                .toList();
        Map<Contestant, Double> times = new LinkedHashMap<>();
        for (Contestant contestant : List.copyOf(contestants)) {
            if (!warm) {
                attempt(contestant, one -> one.time(FIRST_WARM_UP * plan.seconds(), 1));
            }
            look(contestant, times);
        }
        double fastest =
                times.values().stream().mapToDouble(Double::doubleValue).min().orElse(0);
        for (Contestant contestant : List.copyOf(times.keySet())) {
            if (times.get(contestant) <= WORTH_ANOTHER_LOOK * fastest) {
                look(contestant, times);
            }
        }
        return times.entrySet().stream()
                .filter(entry -> peers.get(id).contains(entry.getKey()))
                .min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    private void look(Contestant contestant, Map<Contestant, Double> times) {
        attempt(contestant, one -> one.time(SEARCH * plan.seconds(), 1))
                .ifPresent(time -> times.merge(contestant, time.milliseconds(), Math::min));
    }

    private PointResult inTurns(
            GridPoint point, Map<String, Contestant> best, Map<String, Double> distances, List<String> errors) {
        List<Double> mine = new ArrayList<>();
        Map<Contestant, List<Double>> theirs = new LinkedHashMap<>();
        best.forEach((id, contestant) -> {
            Contestant installed = peers.get(id).get(0);
            if (isInstalled(installed)) {
                theirs.put(installed, new ArrayList<>());
            }
            theirs.putIfAbsent(contestant, new ArrayList<>());
        });
        try {
            // Once for nothing: after another contestant's turn the caches are cold, and ours may still have to be
            // compiled.
            ours.time((warm ? 2 : FIRST_WARM_UP) * plan.seconds(), 1);
            long late = System.nanoTime() + (long) (1e9 * LONG_TURNS_SECONDS);
            for (int round = 0; round < plan.rounds() && (round < FEWEST_ROUNDS || System.nanoTime() < late); round++) {
                mine.add(ours.time(plan.seconds(), SAMPLES).milliseconds());
                theirs.forEach((contestant, times) -> attempt(contestant, one -> one.time(plan.seconds(), SAMPLES))
                        .ifPresent(time -> times.add(time.milliseconds())));
            }
        } catch (WorkerFailure failure) {
            errors.add(cast.ours().title() + ", " + failure.getMessage());
            return new PointResult(point, Double.NaN, Map.of(), errors);
        }
        Map<String, PeerTime> times = new LinkedHashMap<>();
        best.forEach((id, contestant) -> {
            if (theirs.get(contestant).size() < mine.size()) {
                errors.add(contestant.entrant().name() + " failed between its turns");
                return;
            }
            double installed = theirs.entrySet().stream()
                    .filter(entry -> entry.getKey().entrant().id().equals(id) && isInstalled(entry.getKey()))
                    .filter(entry -> entry.getValue().size() == mine.size())
                    .mapToDouble(entry -> Median.of(entry.getValue()))
                    .findFirst()
                    .orElse(Double.NaN);
            times.put(
                    id,
                    new PeerTime(
                            Median.of(theirs.get(contestant)),
                            contestant.entrant().setting().name(),
                            installed,
                            distances.get(id)));
        });
        return new PointResult(point, Median.of(mine), times, errors);
    }

    private static boolean isInstalled(Contestant contestant) {
        return contestant.entrant().setting().name().equals(Setting.AS_INSTALLED);
    }

    /** A peer's setting that fails is out for the rest of the run. */
    private <R> Optional<R> attempt(Contestant contestant, Function<Contestant, R> request) {
        List<Contestant> alive = peers.get(contestant.entrant().id());
        if (!alive.contains(contestant)) {
            return Optional.empty();
        }
        try {
            return Optional.of(request.apply(contestant));
        } catch (WorkerFailure failure) {
            dropped.add(contestant.entrant().name() + ", " + failure.getMessage());
            alive.remove(contestant);
            contestant.close();
            return Optional.empty();
        }
    }

    /** Ends all processes. */
    @Override
    public void close() {
        ours.close();
        peers.values().forEach(contestants -> contestants.forEach(Contestant::close));
        for (String file : List.of("data", "numbers", "")) {
            try {
                Files.deleteIfExists(folder.resolve(file));
            } catch (IOException exception) {
                throw new UncheckedIOException(exception);
            }
        }
    }
}
