package dev.lockstep;

import dev.lockstep.chart.LineChart;
import dev.lockstep.experiment.BinaryAdder;
import dev.lockstep.experiment.CostCurve;
import dev.lockstep.experiment.Sum;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.port.Framework;
import dev.lockstep.report.ReportFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lockstep demo binary-adder}: the seed's training run, ours and another framework's side by side. */
@Command(
        name = "binary-adder",
        description = "Trains a network to add in binary, ours and Deeplearning4j's from the same start.",
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class)
final class BinaryAdderCommand implements Callable<Integer> {
    private static final int SUMS = 5;

    @Spec
    private CommandSpec spec;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of weights and data; default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--epochs",
            defaultValue = "20",
            description = "Epochs of 20 minibatches; default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "target/lockstep-report",
            description = "Where the picture is written; default: ${DEFAULT-VALUE}.")
    private Path report;

    @Option(
            names = "--document",
            description =
                    "The seed document's own setting, beside SameDiff: two biases, a trained initial state, RMSProp with"
                            + " look-ahead momentum and ε inside the root, sliding minibatches, 5 epochs.")
    private boolean document;

    @Option(
            names = "--starts",
            paramLabel = "N",
            description =
                    "How many of N starts learn to add in the document's setting, for every placement of ε and both rules for"
                            + " minibatches; then the recipe that always does, from N seeds.")
    private Optional<Integer> starts = Optional.empty();

    @Override
    public Integer call() {
        if (epochs < 1) {
            throw new InvalidInput("--epochs: at least 1 expected, " + epochs + " found");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (starts.isPresent()) {
            if (starts.get() < 1) {
                throw new InvalidInput("--starts: at least 1 expected, " + starts.get() + " found");
            }
            new AdderShares(seed, starts.get()).print(out);
            return 0;
        }
        ReportFolder folder = ReportFolder.at(report);
        if (document) {
            BinaryAdder adder = BinaryAdder.document(seed, OptimizerSpec.Epsilon.INSIDE_ROOT, true);
            sideBySide(out, folder, adder, Frameworks.sameDiff());
        } else {
            sideBySide(out, folder, BinaryAdder.ordinary(seed, epochs), Frameworks.deeplearning4j());
        }
        return 0;
    }

    private void sideBySide(PrintWriter out, ReportFolder folder, BinaryAdder adder, Framework other) {
        Framework ours = Frameworks.ours();
        Observations byOurs = ours.observe(adder.training());
        Observations byOther = other.observe(adder.training());
        double[] ourCosts = costs(adder, ours, byOurs);
        double[] otherCosts = costs(adder, other, byOther);
        int first = document ? 0 : 1;
        out.println("minibatch  cost, " + ours.title() + "       cost, " + other.title() + "  |difference|");
        for (int i = 0; i < ourCosts.length; i++) {
            out.printf(
                    Locale.ROOT,
                    "%9d  %.15f    %.15f     %.1e%n",
                    first + i,
                    ourCosts[i],
                    otherCosts[i],
                    Math.abs(ourCosts[i] - otherCosts[i]));
        }
        out.println();
        out.println("Five fresh sums, bits least significant first");
        print(out, ours, adder.sums(ours, byOurs, SUMS));
        print(out, other, adder.sums(other, byOther, SUMS));
        LineChart chart = new LineChart(
                document
                        ? "Binary adder: cost before training, and of every minibatch after its update"
                        : "Binary adder: cost of every minibatch before its update",
                "minibatch",
                "cost",
                true,
                List.of(
                        new LineChart.Series(ours.title(), numbered(first, ourCosts), ourCosts),
                        new LineChart.Series(other.title(), numbered(first, otherCosts), otherCosts)));
        out.println("curves: " + folder.write("binary-adder.svg", chart.svg()));
        out.flush();
    }

    private double[] costs(BinaryAdder adder, Framework framework, Observations trained) {
        return document ? new CostCurve(framework, adder.training()).afterUpdates(trained) : adder.costs(trained);
    }

    private static double[] numbered(int first, double[] costs) {
        return IntStream.range(first, first + costs.length).asDoubleStream().toArray();
    }

    private static void print(PrintWriter out, Framework framework, List<Sum> sums) {
        out.println(framework.title());
        sums.forEach(sum -> out.println(sum.toString().indent(2)));
    }
}
