package dev.lockstep;

import dev.lockstep.experiment.BinaryAdder;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Observations;
import dev.lockstep.port.Framework;
import dev.lockstep.report.LineChart;
import dev.lockstep.report.ReportFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lockstep demo binary-adder}: the seed's training run, ours and Deeplearning4j's side by side. */
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

    @Override
    public Integer call() {
        if (epochs < 1) {
            throw new InvalidInput("--epochs: at least 1 expected, " + epochs + " found");
        }
        ReportFolder folder = ReportFolder.at(report);
        PrintWriter out = spec.commandLine().getOut();
        Framework ours = Frameworks.ours();
        Framework dl4j = Frameworks.deeplearning4j();
        BinaryAdder adder = new BinaryAdder(seed, epochs);
        Observations byOurs = ours.observe(adder.training());
        Observations byDl4j = dl4j.observe(adder.training());
        double[] ourCosts = adder.costs(byOurs);
        double[] dl4jCosts = adder.costs(byDl4j);
        out.println("minibatch  cost, " + ours.title() + "       cost, " + dl4j.title() + "  |difference|");
        for (int i = 0; i < ourCosts.length; i++) {
            out.printf(
                    Locale.ROOT,
                    "%9d  %.15f    %.15f     %.1e%n",
                    i + 1,
                    ourCosts[i],
                    dl4jCosts[i],
                    Math.abs(ourCosts[i] - dl4jCosts[i]));
        }
        out.println();
        out.println("Five fresh sums, bits least significant first");
        print(out, ours, adder.sums(ours, byOurs, SUMS));
        print(out, dl4j, adder.sums(dl4j, byDl4j, SUMS));
        LineChart chart = new LineChart(
                "Binary adder: cost of every minibatch before its update",
                "minibatch",
                "cost",
                true,
                List.of(
                        LineChart.Series.counted(ours.title(), ourCosts),
                        LineChart.Series.counted(dl4j.title(), dl4jCosts)));
        out.println("curves: " + folder.write("binary-adder.svg", chart.svg()));
        out.flush();
        return 0;
    }

    private static void print(PrintWriter out, Framework framework, List<BinaryAdder.Sum> sums) {
        out.println(framework.title());
        for (BinaryAdder.Sum sum : sums) {
            out.printf(
                    Locale.ROOT,
                    "  x1 %s  %3d%n",
                    BinaryAdder.Sum.bits(sum.pair().first()),
                    sum.pair().first());
            out.printf(
                    Locale.ROOT,
                    "  x2 %s  %3d%n",
                    BinaryAdder.Sum.bits(sum.pair().second()),
                    sum.pair().second());
            out.printf(
                    Locale.ROOT,
                    "  t  %s  %3d%n",
                    BinaryAdder.Sum.bits(sum.pair().sum()),
                    sum.pair().sum());
            out.printf(
                    Locale.ROOT,
                    "  y  %s  %3d  %s%n%n",
                    BinaryAdder.Sum.bits(sum.answer()),
                    sum.answer(),
                    sum.isRight() ? "right" : "wrong");
        }
    }
}
