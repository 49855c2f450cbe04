package dev.lockstep;

import dev.lockstep.experiment.bench.Bench;
import dev.lockstep.experiment.bench.BenchChart;
import dev.lockstep.experiment.bench.BenchJson;
import dev.lockstep.experiment.bench.BenchPlan;
import dev.lockstep.experiment.bench.BenchResult;
import dev.lockstep.experiment.bench.BenchTable;
import dev.lockstep.experiment.bench.GridPoint;
import dev.lockstep.experiment.bench.LayerType;
import dev.lockstep.report.ReportFolder;
import dev.lockstep.worker.WorkerFailure;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lockstep bench}: how fast our training step is beside other frameworks', and beside the machine's limit. */
@Command(
        name = "bench",
        description = {
            "Times one training step of one recurrent layer, ours and other frameworks' in turns.",
            "Their numbers are compared first; every peer is timed as installed and at its best setting."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class)
final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--peers",
            paramLabel = "IDS",
            split = ",",
            defaultValue = "dl4j,pytorch",
            description = "Whom ours is timed against; default: ${DEFAULT-VALUE}.")
    private List<String> peers;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads that every contestant may use; default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--layers",
            paramLabel = "LAYERS",
            split = ",",
            defaultValue = "LSTM,SimpleRnn",
            description = "Layers; default: ${DEFAULT-VALUE}.")
    private List<String> layers;

    @Option(
            names = "--points",
            paramLabel = "in,h,T,B",
            arity = "1..*",
            description =
                    "Sizes in the place of the grid's six, several of them apart; cost against T and B is then left out.")
    private List<String> points = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "0.4",
            description = "A contestant's turn, of which it has " + BenchPlan.ROUNDS
                    + " at every point; default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "target/lockstep-report",
            description = "Where bench.json and the pictures are written; default: ${DEFAULT-VALUE}.")
    private Path report;

    @Override
    public Integer call() {
        List<LayerType> types =
                new LinkedHashSet<>(layers).stream().map(LayerType::of).toList();
        List<GridPoint> grid = new ArrayList<>();
        for (LayerType layer : types) {
            for (String sizes : points.isEmpty() ? GridPoint.GRID : points) {
                grid.add(GridPoint.of(layer, sizes));
            }
        }
        boolean growth = points.isEmpty() && types.contains(LayerType.LSTM);
        BenchPlan plan = new BenchPlan(peers, threads, grid, seconds, BenchPlan.ROUNDS, growth);
        ReportFolder folder = ReportFolder.at(report);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        long start = System.nanoTime();
        BenchResult result;
        try (Bench bench = new Bench(plan, doing -> {
            err.println((System.nanoTime() - start) / 1_000_000_000 + " s  " + doing);
            err.flush();
        })) {
            result = bench.run();
        } catch (WorkerFailure failure) {
            err.println("lockstep: bench: " + failure.getMessage());
            err.flush();
            return Lockstep.UNEXPECTED;
        }
        BenchTable.of(result).forEach(out::println);
        out.println();
        out.println("figures: " + folder.write("bench.json", BenchJson.of(result)));
        BenchChart.times(result).ifPresent(chart -> out.println("curves: " + folder.write("bench.svg", chart.svg())));
        BenchChart.growth(result)
                .ifPresent(chart -> out.println("curves: " + folder.write("bench-growth.svg", chart.svg())));
        out.flush();
        return result.errors().isEmpty() ? 0 : Lockstep.UNEXPECTED;
    }
}
